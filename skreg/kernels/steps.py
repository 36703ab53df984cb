"""What Python calls: many minibatch steps in one go, or loss and gradient of all samples.

Every member of a team of threads runs these, in step with the others.
"""

from skreg._jit import entry_point, jit
from skreg.kernels.arguments import Task
from skreg.kernels.functions import momentum_step, step_size
from skreg.kernels.sizes import TILE_ROWS
from skreg.kernels.stages import DELTA, GATHER, GRADIENT, HIDDEN, OUTPUT, UPDATE, run_stage
from skreg.kernels.team import meet
from skreg.kernels.tiles import n_parts
from skreg.kernels.updates import measure_chunks, penalty_of_chunks


@jit
def at_stage(stage, layer, task):
    """The same block of samples, at another stage."""
    return Task(stage, layer, task.n_rows, task.n_samples_seen, task.beta, task.total_weight, 0.0, 0.0)


@jit
def backpropagate(rows, n_samples_seen, total_weight, network, data, solver, state, workspace, team):
    """Gradient of the weighted mean loss of `rows` into the workspace; returns that loss.

    The samples pass in blocks of what the workspace holds.
    """
    last = network.layers.size - 1
    capacity = workspace.rows.size
    loss = 0.0
    for begin in range(0, rows.size, capacity):
        block = rows[begin : begin + capacity]
        beta = 0.0 if begin == 0 else 1.0
        task = Task(GATHER, 0, block.size, n_samples_seen + begin, beta, total_weight, 0.0, 0.0)
        run_stage(task, block, network, data, solver, state, workspace, team)
        for layer in range(last):
            task = at_stage(HIDDEN, layer, task)
            run_stage(task, block, network, data, solver, state, workspace, team)
        task = at_stage(OUTPUT, last, task)
        run_stage(task, block, network, data, solver, state, workspace, team)
        for tile in range(n_parts(block.size, TILE_ROWS)):
            loss += workspace.losses[tile]
        for layer in range(last, -1, -1):
            task = at_stage(GRADIENT, layer, task)
            run_stage(task, block, network, data, solver, state, workspace, team)
            if layer > 0:
                task = at_stage(DELTA, layer, task)
                run_stage(task, block, network, data, solver, state, workspace, team)
    return loss


@entry_point
def train_batches(
    order, start, stop, batch_size, n_samples_seen, network, data, solver, state, workspace, team
):
    """Train on the minibatches of ``order[start:stop]``.

    Returns the sum over minibatches of cost × rows, and the rows trained on. A minibatch of no
    weight is skipped.
    """
    if start == 0:
        if team.rank == 0:
            measure_chunks(network, state.parameters)
        meet(team)
    t, prox_velocity = state.clocks[0], state.clocks[1]
    cost_sum, n_trained = 0.0, 0
    for begin in range(start, stop, batch_size):
        end = begin + batch_size
        rows = order[begin : end if end < stop else stop]
        total_weight = 0.0
        for row in rows:
            total_weight += data.sample_weight[row]
        if total_weight == 0:
            continue
        loss = backpropagate(
            rows, n_samples_seen + begin, total_weight, network, data, solver, state, workspace, team
        )
        cost_sum += (loss + penalty_of_chunks(total_weight, network)) * rows.size
        n_trained += rows.size
        t += 1
        rate = step_size(solver.code, solver.learning_rate, solver.beta_1, solver.beta_2, t)
        prox_velocity, prox_rate = momentum_step(
            solver.momentum, solver.nesterov, solver.learning_rate, prox_velocity
        )
        # all members have to have read the penalty before it changes
        meet(team)
        task = Task(UPDATE, 0, 0, 0, 0.0, total_weight, rate, prox_rate)
        run_stage(task, rows, network, data, solver, state, workspace, team)
    meet(team)  # all members have to have read the clocks before they change
    if team.rank == 0:
        state.clocks[0], state.clocks[1] = t, prox_velocity
    return cost_sum, n_trained


@entry_point
def loss_and_gradient(rows, n_samples_seen, total_weight, network, data, solver, state, workspace, team):
    """Weighted mean loss of `rows`; its gradient, without penalties, into the workspace."""
    return backpropagate(rows, n_samples_seen, total_weight, network, data, solver, state, workspace, team)
