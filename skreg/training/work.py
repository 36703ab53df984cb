"""Estimates of the work and the time of training on one core."""

# Work between two checks for Ctrl-C, as time and as the multiply-adds that one core does in this time. A step
# has a fixed cost, and so have the activation, the mask and the loss of a unit.
_SLICE_SECONDS = 0.1
_SLICE_WORK = 2_000_000_000
_STEP_WORK = 40_000
_EPOCH_SECONDS = 1e-4  # in Python, outside the kernel
_SECONDS_ALONE = 5e-4  # another thread takes half of this time to start


def _sample_work(layout):
    """Multiply-adds for one sample, forward and backward."""
    return 3 * layout.n_parameters + 50 * sum(layout.units)


def slice_rows(layout, batch_size):
    """Number of samples in one call of the kernel: whole minibatches, which take about 0.1 s."""
    work = batch_size * _sample_work(layout) + 20 * layout.n_parameters + _STEP_WORK
    return max(1, _SLICE_WORK // work) * batch_size


def slice_rows_of_blocks(layout, block_rows):
    """Number of samples whose loss and gradient take about 0.1 s, in whole blocks of scratch memory."""
    work = block_rows * _sample_work(layout)
    return max(1, _SLICE_WORK // work) * block_rows


def epoch_seconds(layout, batch_size, n_samples):
    """Estimated time of an epoch on one core."""
    return _SLICE_SECONDS * n_samples / slice_rows(layout, batch_size) + _EPOCH_SECONDS


def ends_before_threads_start(layout, batch_size, n_samples):
    """Whether one core finishes an epoch before another thread could help."""
    return epoch_seconds(layout, batch_size, n_samples) < _SECONDS_ALONE
