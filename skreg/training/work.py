"""What training costs: estimates of work and of time, on one core."""

# Work between two looks at Ctrl-C: multiply-adds of about that time on one core. A step has a
# cost of its own, and so have the activation, the mask and the loss of a unit.
_SLICE_SECONDS = 0.1
_SLICE_WORK = 2_000_000_000
_STEP_WORK = 40_000
_EPOCH_SECONDS = 1e-4  # of Python, beside the kernel
_SECONDS_ALONE = 5e-4  # of one core: another thread starts in half of that


def _sample_work(layout):
    """Multiply-adds of a sample, forward and backward."""
    return 3 * layout.n_parameters + 50 * sum(layout.units)


def slice_rows(layout, batch_size):
    """Samples that one call of the kernel trains on: whole minibatches, of about 0.1 s."""
    work = batch_size * _sample_work(layout) + 20 * layout.n_parameters + _STEP_WORK
    return max(1, _SLICE_WORK // work) * batch_size


def slice_rows_of_blocks(layout, block_rows):
    """Samples whose loss and gradient take about 0.1 s: whole blocks of what fits into scratch memory."""
    work = block_rows * _sample_work(layout)
    return max(1, _SLICE_WORK // work) * block_rows


def epoch_seconds(layout, batch_size, n_samples):
    """Time that an epoch takes about, on one core."""
    return _SLICE_SECONDS * n_samples / slice_rows(layout, batch_size) + _EPOCH_SECONDS


def ends_before_threads_start(layout, batch_size, n_samples):
    """Whether one core has done an epoch before another thread could be of help."""
    return epoch_seconds(layout, batch_size, n_samples) < _SECONDS_ALONE
