"""Moments of units that no longer react to any sample, which shrink to denormal numbers."""

import numpy as np
from arm.cases import X, classifier, y


def vanished_moments(dtype):
    """Mask of the moments that are zero after enough updates to make them denormal."""
    net = classifier(alpha=0, batch_size=15, dtype=dtype, beta_1=0.5)
    net.partial_fit(X[:300], y[:300], classes=range(10))
    net.intercepts_[0][:] = -100
    for _ in range(10 if dtype == "float32" else 60):
        net.partial_fit(X[:300], y[:300])
    moments = np.abs(net._optimiser_memory.moments[0])
    assert not ((moments > 0) & (moments < np.finfo(dtype).smallest_normal)).any()
    assert np.float32(1e-40) * np.float32(0.5) > 0  # outside of kernels, denormal numbers are not flushed
    of_inputs = moments[: net.coefs_[0].size].reshape(net.coefs_[0].shape)
    return of_inputs[X[:300].std(axis=0) > 0.1] == 0
