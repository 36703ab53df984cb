"""The PyTorch networks of benchmarks/papers/mnist_strengths.py equal those of skreg."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from skreg import MLPClassifier

torch = pytest.importorskip("torch")
X, y = load_digits(return_X_y=True)
X, y = (X[:300] / 16).astype(np.float32), y[:300].astype(np.int64)
HIDDEN_UNITS = (20, 15)


@pytest.fixture
def strengths(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    from benchmarks.papers import mnist_strengths

    monkeypatch.setattr(mnist_strengths, "DEVICE", "cpu")
    return mnist_strengths


def train(strengths, rates, max_norms, seeds, n_epochs, hidden_units=HIDDEN_UNITS):
    tensors = torch.tensor(X), torch.tensor(y)
    return strengths.train(*tensors, rates, max_norms, seeds, n_epochs, hidden_units)


@pytest.mark.usefixtures("unconverged")
def test_without_dropout_the_weights_are_those_of_skreg(strengths, monkeypatch):
    """Each batch holds all samples, so that their order does not matter."""
    monkeypatch.setattr(strengths, "DROPOUT", {"dropout": 0.0, "input_dropout": 0.0})
    monkeypatch.setattr(strengths, "BATCH_SIZE", len(X))
    rates, max_norms, seeds = (0.01, 0.003), (0.8, 1.1), (0, 5)
    networks = train(strengths, rates, max_norms, seeds, n_epochs=12)
    for index, (rate, max_norm, seed) in enumerate(zip(rates, max_norms, seeds, strict=True)):
        model = MLPClassifier(
            HIDDEN_UNITS, alpha=0, max_norm=max_norm, learning_rate="cosine", learning_rate_init=rate,
            batch_size=len(X), max_iter=12, random_state=seed,
        ).fit(X, y)  # fmt: skip
        for W, b, expected_W, expected_b in zip(
            networks.coefs, networks.intercepts, model.coefs_, model.intercepts_, strict=True
        ):
            np.testing.assert_allclose(W[index].detach(), expected_W, rtol=1e-3, atol=1e-5)
            np.testing.assert_allclose(b[index, 0].detach(), expected_b, rtol=1e-3, atol=1e-5)


def test_thinned_networks_learn_within_their_norms(strengths):
    torch.manual_seed(0)
    max_norms = torch.tensor([1.0, 2.0])
    networks = train(strengths, (0.01, 0.01), max_norms.tolist(), (0, 1), 50, (100, 100))
    assert (networks.errors(torch.tensor(X), torch.tensor(y)) < 10).all()
    for W in networks.coefs[:-1]:
        largest = W.norm(dim=1).max(dim=1).values
        assert (largest < max_norms * (1 + 1e-5)).all()


def test_masks_drop_and_scale(strengths):
    torch.manual_seed(0)
    mask = strengths._mask(torch.empty(3, 4000, 10), 0.2)
    assert mask.shape == (3, 1, 4000)
    assert set(mask.unique().tolist()) == {0.0, 1.25}
    assert (mask == 0).double().mean() == pytest.approx(0.2, abs=0.02)
