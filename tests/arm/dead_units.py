"""Moments of units that no longer react to any sample: they fall until they are denormal numbers."""

import numpy as np
from arm.cases import X, classifier, y


def vanished_moments(dtype):
    """Which moments are zero after so many updates that they would have become denormal."""
    net = classifier(alpha=0, batch_size=15, dtype=dtype, beta_1=0.5)
    net.partial_fit(X[:300], y[:300], classes=range(10))
    net.intercepts_[0][:] = -100
    for _ in range(10 if dtype == "float32" else 60):
        net.partial_fit(X[:300], y[:300])
    moments = np.abs(net._optimiser_memory.moments[0])
    assert not ((moments > 0) & (moments < np.finfo(dtype).smallest_normal)).any()
    assert np.float32(1e-40) * np.float32(0.5) > 0  # outside of kernels
    of_inputs = moments[: net.coefs_[0].size].reshape(net.coefs_[0].shape)
    return of_inputs[X[:300].std(axis=0) > 0.1] == 0
