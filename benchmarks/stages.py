"""The time of each stage of a step: ``python -m benchmarks.stages`` prints microseconds on one thread.

Each stage is repeated on the same minibatch, so that its data are in the cache. A whole step takes longer,
because it reads from memory, shuffles and waits at barriers.
"""

import time

import numba
import numpy as np

from benchmarks import data
from benchmarks.cases import TRAINING
from benchmarks.markdown import table
from skreg.compile.memory import record_reader
from skreg.functions.optimisers import OPTIMISERS
from skreg.kernels.backprop.stages import run_stage, stage_at
from skreg.kernels.code import CODE
from skreg.kernels.program import Program
from skreg.kernels.steps import FIT, make_update
from skreg.kernels.views import network_at, team_at, workspace_at
from skreg.network.initialisation import initial_parameters
from skreg.records.data import DATA, kernel_data
from skreg.records.layout import Layout
from skreg.records.regularisation import Regularisation
from skreg.records.solver import kernel_solver
from skreg.records.state import STATE, new_state
from skreg.records.task import Step, Task
from skreg.records.team import team_of_one
from skreg.records.workspace import workspace
from skreg.training.blas import one_blas_thread

NAMES = ("gather", "hidden", "output", "delta", "gradient")
SECONDS = 0.1  # per measurement
N_MEASUREMENTS = 5


fit_at, code_at, data_at, state_at = map(record_reader, (FIT, CODE, DATA, STATE))


@numba.njit(nogil=True)
def repeat_stage(n, stage, layer, n_rows, rows, fit, team, zero):
    """Run a stage n times."""
    fit, team = fit_at(fit, 0), team_at(team, 0)
    network, code, samples = network_at(fit.network, 0), code_at(fit.code, 0), data_at(fit.samples, 0)
    scratch, parameters = workspace_at(fit.workspaces, 0), state_at(fit.state, 0).parameters
    task = Task(stage, layer, n_rows, 0, 1, float(n_rows))
    for _ in range(n):
        run_stage(task, rows, network, code, samples, parameters, scratch, team, zero)


def make_repeat_update(program, solver):
    """A function that runs an update n times, with the program's penalties."""
    constants, settings = (program.numbers[name].dtype for name in ("constants", "settings"))
    update = make_update(OPTIMISERS[solver.name], program.network.penalties, constants, settings)

    @numba.njit(nogil=True)
    def repeat_update(n, n_shards, n_rows, fit, team, zero):
        fit, team = fit_at(fit, 0), team_at(team, 0)
        rate = type(zero)(1e-9)
        step = Step(n_shards, float(n_rows), rate, rate, rate, rate)
        for _ in range(n):
            update(step, fit, team, zero)

    return repeat_update


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


def program_of(case, solver):
    """The program of a case, with its network, samples, state and scratch memory."""
    X, y = data.load(case)
    if case.is_regression:
        targets, loss = y, "squared_error"
    elif y.max() == 1:
        targets, loss = y[:, None], "binary_log_loss"
    else:
        targets, loss = np.eye(y.max() + 1)[y], "log_loss"
    layout = Layout((case.n_features, *case.hidden_units, targets.shape[1]))
    n_hidden, dtype = len(case.hidden_units), np.dtype("float32")
    rates = {"bernoulli": [0.0, *np.full(n_hidden, case.dropout)]}
    network = layout.network(case.activation, loss, Regularisation({}, rates, mask_key=(1, 2)))
    scratch = workspace(layout, case.batch_size, False, dtype)
    program = Program(layout, network, kernel_data(X, targets, None, dtype), scratch, dtype)
    theta = initial_parameters(layout, case.activation, np.random.RandomState(0), dtype)
    program.starts_at(solver, new_state(solver.name, theta))
    return program


def stage_times(case):
    """Seconds of each stage for a whole minibatch, and of the update."""
    solver = kernel_solver("adam", {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}, {"max_norm": None})
    program, team = program_of(case, solver), team_of_one()
    n_shards, block_rows = program.workspace.rows.shape
    n_rows = min(case.batch_size // n_shards, block_rows)
    rows = np.random.default_rng(0).permutation(case.n_samples)[:n_rows]
    addresses = program.fit.ctypes.data, team.record.ctypes.data, program.zero
    times = dict.fromkeys((*NAMES, "update"), 0.0)
    n_layers = program.network.n_layers
    for index in range(3 * n_layers):
        stage, layer = stage_at.py_func(index, n_layers)
        seconds = seconds_of(repeat_stage, stage, layer, n_rows, rows, *addresses)
        times[NAMES[stage]] += seconds * case.batch_size / n_rows
    times["update"] = seconds_of(make_repeat_update(program, solver), n_shards, n_rows, *addresses)
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
