"""The expressions of `skreg.functions`, compiled."""

from skreg._jit import by_type, inlined, jit
from skreg.functions import elementary, optimisers, penalties

for _exact, _single in elementary.SINGLE.items():
    by_type(_exact, _single, elementary.DOUBLE.get(_exact, _exact))

ridge_strength = inlined(penalties.ridge)
penalty_value = inlined(penalties.value)
group_value = inlined(penalties.group_value)
soft_threshold = inlined(penalties.soft_threshold)
group_factor = inlined(penalties.group_factor)
decay = inlined(optimisers.decay)
step_size = inlined(optimisers.step_size)
momentum_step = inlined(optimisers.momentum_step)
longest_step = inlined(optimisers.longest_step)
group_step = inlined(optimisers.group_step)
optimiser_update = jit(optimisers.update)
