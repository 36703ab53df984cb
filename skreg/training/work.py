"""What training costs: estimates of work and of time, on one core."""

# Work between two looks at Ctrl-C: multiply-adds of about that time on one core. A step has a
# cost of its own, and so have the activation, the mask and the loss of a unit.
_SLICE_SECONDS = 0.1
_SLICE_WORK = 2_000_000_000
_STEP_WORK = 40_000
_EPOCH_SECONDS = 1e-4  # of Python, beside the kernel
_SECONDS_ALONE = 5e-4  # of one core: another thread starts in half of that


def slice_rows(layout, batch_size):
    """Samples that one call of the kernel trains on: whole minibatches, of about 0.1 s."""
    n_parameters = layout.n_parameters
    work = batch_size * (3 * n_parameters + 50 * sum(layout.units)) + 20 * n_parameters + _STEP_WORK
    return max(1, _SLICE_WORK // work) * batch_size


def epoch_seconds(layout, batch_size, n_samples):
    """Time that an epoch takes about, on one core."""
    return _SLICE_SECONDS * n_samples / slice_rows(layout, batch_size) + _EPOCH_SECONDS


def ends_before_threads_start(layout, batch_size, n_samples):
    """Whether one core has done an epoch before another thread could be of help."""
    return epoch_seconds(layout, batch_size, n_samples) < _SECONDS_ALONE
