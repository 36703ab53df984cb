"""What Python calls: many minibatch steps in one go, or loss and gradient of all samples.

Every member of a team of threads runs these, in step with the others.
"""

from skreg._jit import entry_point, jit
from skreg.kernels.arguments import Step
from skreg.kernels.backpropagation import backpropagate
from skreg.kernels.denormals import flush_denormals, restore
from skreg.kernels.functions import longest_step, momentum_step, step_size
from skreg.kernels.max_norm import limit_norms
from skreg.kernels.team import barrier
from skreg.kernels.thinning import thin, thinned_network
from skreg.kernels.updates import add_shards, measure_chunk, penalty_of_chunks, update


@jit
def weight_of(rows, data):
    """Total weight of some samples."""
    total = 0.0
    for row in rows:
        total += data.sample_weight[row]
    return total


@entry_point
def train_batches(
    order, start, stop, batch_size, n_samples_seen,
    network, data, solver, state, thinned, workspace, team,
):  # fmt: skip
    """Train on the minibatches of ``order[start:stop]``.

    Returns the sum over minibatches of cost × rows, and the rows trained on. A minibatch of no
    weight is skipped.
    """
    control = flush_denormals()
    if start == 0:
        if team.rank == 0:
            for chunk in network.chunks:
                measure_chunk(chunk, network, state.parameters)
        barrier(team)
    t, prox_velocity = state.clocks[0], state.clocks[1]
    cost_sum, n_trained = 0.0, 0
    for begin in range(start, stop, batch_size):
        rows = order[begin : min(begin + batch_size, stop)]
        total_weight = weight_of(rows, data)
        if total_weight == 0:
            continue
        # before the barrier that ends backpropagation: then comes the update, which changes it
        penalty = penalty_of_chunks(total_weight, network)
        active, parameters = network, state.parameters
        if thinned is not None:
            thin(n_samples_seen + begin, network, data, state.parameters, thinned, team)
            active, parameters = thinned_network(network, thinned), thinned.parameters
        loss, n_shards = backpropagate(
            rows, n_samples_seen + begin, total_weight, active, data, parameters, workspace, team
        )
        cost_sum += (loss + penalty) * rows.size
        n_trained += rows.size
        t += 1
        rate = step_size(solver.code, solver.learning_rate, solver.beta_1, solver.beta_2, t)
        prox_velocity, prox_rate = momentum_step(
            solver.momentum, solver.nesterov, solver.learning_rate, prox_velocity
        )
        longest = longest_step(solver.code, rate, solver.beta_1, solver.beta_2)
        step = Step(n_shards, total_weight, rate, prox_rate, longest)
        update(step, network, solver, state, thinned, workspace.gradient, team)
        if network.max_norm > 0:
            limit_norms(network, state.parameters, workspace.gradient[0], team)
    barrier(team)  # all members have to have read the clocks before they change
    if team.rank == 0:
        state.clocks[0], state.clocks[1] = t, prox_velocity
    restore(control)
    return cost_sum, n_trained


@entry_point
def loss_and_gradient(rows, n_samples_seen, total_weight, network, data, parameters, workspace, team):
    """Share of `rows` in the loss; its gradient, without penalties, is the workspace's first."""
    control = flush_denormals()
    loss, n_shards = backpropagate(
        rows, n_samples_seen, total_weight, network, data, parameters, workspace, team
    )
    if team.rank == 0:
        for chunk in network.chunks:
            add_shards(chunk.start, chunk.stop, n_shards, workspace.gradient)
    barrier(team)
    restore(control)
    return loss
