"""The expressions of `skreg.functions`, compiled."""

from skreg._jit import by_type, jit
from skreg.functions import activations, elementary, losses, optimisers, penalties

for _exact, _single in elementary.SINGLE.items():
    by_type(_exact, _single)

activate = jit(activations.value)
activation_derivative = jit(activations.derivative)
loss_value = jit(losses.value)
loss_derivative = jit(losses.derivative)
couples_outputs = jit(losses.couples_outputs)
ridge_strength = jit(penalties.ridge)
penalty_value = jit(penalties.value)
soft_threshold = jit(penalties.soft_threshold)
decay = jit(optimisers.decay)
step_size = jit(optimisers.step_size)
momentum_step = jit(optimisers.momentum_step)
optimiser_update = jit(optimisers.update)
