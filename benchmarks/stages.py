"""Where a step's time goes: ``python -m benchmarks.stages`` prints microseconds of each stage, on one thread.

Each stage is repeated on the same minibatch, so that its data lie in the cache; a whole step is slower by
what it brings from memory, by the shuffle, and by waiting at barriers.
"""

import time

import numba
import numpy as np
from skreg.kernels.arguments import Step, Task, Workspace, team_of_one
from skreg.kernels.stages import n_stages, run_stage, stage_at
from skreg.kernels.updates import update
from skreg.network.solver import kernel_solver, new_state

from benchmarks import data
from benchmarks.cases import TRAINING
from benchmarks.markdown import table
from skreg.network.initialisation import initial_parameters
from skreg.records.data import kernel_data
from skreg.records.layout import Layout
from skreg.records.regularisation import Regularisation
from skreg.records.workspace import workspace
from skreg.training.blas import one_blas_thread

NAMES = ("gather", "hidden", "output", "delta", "gradient")
SECONDS = 0.1  # of one measurement
N_MEASUREMENTS = 5


@numba.njit(nogil=True)
def repeat_stage(n, task, rows, network, samples, parameters, scratch, team):
    """Run a stage n times."""
    for _ in range(n):
        run_stage(task, rows, network, samples, parameters, scratch, team)


@numba.njit(nogil=True)
def repeat_update(n, step, network, solver, state, gradient, team):
    """Run an update n times."""
    for _ in range(n):
        update(step, network, solver, state, None, gradient, team)


def seconds_of(function, *arguments):
    """Shortest mean time of ``function(n, *arguments)`` over n."""
    function(1, *arguments)  # compiles
    start = time.perf_counter()
    function(1, *arguments)
    n = max(1, int(SECONDS / (time.perf_counter() - start)))
    times = []
    for _ in range(N_MEASUREMENTS):
        start = time.perf_counter()
        function(n, *arguments)
        times.append((time.perf_counter() - start) / n)
    return min(times)


def problem(case):
    """Kernel arguments of a case: network, samples, state, scratch memory."""
    X, y = data.load(case)
    if case.is_regression:
        targets, loss = y, "squared_error"
    elif y.max() == 1:
        targets, loss = y[:, None], "binary_log_loss"
    else:
        targets, loss = np.eye(y.max() + 1)[y], "log_loss"
    layout = Layout((case.n_features, *case.hidden_units, targets.shape[1]))
    n_hidden, dtype = len(case.hidden_units), np.dtype("float32")
    nothing = np.zeros(n_hidden + 1)
    regularisation = Regularisation(nothing, nothing, 0.0, np.full(n_hidden, case.dropout), 0.0, (1, 2))
    theta = initial_parameters(layout, case.activation, np.random.RandomState(0), dtype)
    return (
        layout.network(case.activation, loss, regularisation),
        kernel_data(X, targets, None, dtype),
        new_state("adam", theta),
        workspace(layout, case.batch_size, False, dtype),
    )


def stage_times(case):
    """Seconds of each stage for a whole minibatch, and of the update."""
    network, samples, state, scratch = problem(case)
    n_shards, block_rows = scratch.rows.shape
    n_rows = min(case.batch_size // n_shards, block_rows)
    rows = np.random.default_rng(0).permutation(case.n_samples)[:n_rows]
    team = team_of_one()
    own = Workspace(*(array[0] for array in scratch))
    times = dict.fromkeys((*NAMES, "update"), 0.0)
    for index in range(n_stages.py_func(len(network.layers))):
        stage, layer = stage_at.py_func(index, len(network.layers))
        task = Task(stage, layer, n_rows, 0, True, float(n_rows))
        seconds = seconds_of(repeat_stage, task, rows, network, samples, state.parameters, own, team)
        times[NAMES[stage]] += seconds * case.batch_size / n_rows
    step = Step(n_shards, float(n_rows), 1e-9, 1e-9, 1e-8)
    solver = kernel_solver("adam", 1e-9)
    times["update"] = seconds_of(repeat_update, step, network, solver, state, scratch.gradient, team)
    return times


def main():
    """Print the table of all cases."""
    rows = []
    with one_blas_thread():
        for case in TRAINING.values():
            times = stage_times(case)
            rows.append(
                [case.name, *(f"{1e6 * seconds:.1f}" for seconds in (*times.values(), sum(times.values())))]
            )
    print(table(["case: µs on one thread", *NAMES, "update", "sum"], rows))


if __name__ == "__main__":
    main()
