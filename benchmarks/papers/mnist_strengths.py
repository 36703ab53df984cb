"""Held-out error of learning rates and max-norms after 300 epochs, for many networks of table 2 on one GPU.

A processor takes half an hour for each network. Here they are therefore written in PyTorch, and all are
trained together in one batch of matrix products. docs/papers.md has the results, from which `THINNED_RATE`
and `THINNED_MAX_NORM` in mnist.py were chosen.
"""

import argparse
import itertools
import math

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from benchmarks import data
from benchmarks.markdown import table
from benchmarks.papers.mnist import DROPOUT, N_HELD_OUT, THINNED

RATES = 5e-4, 1e-3
MAX_NORMS = 1.0, 1.5, 2.5, 4.0
SEEDS = 0, 1
HIDDEN_UNITS = 1024, 1024, 1024
BATCH_SIZE = 128
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Networks:
    """One network for each of the `seeds`, along the first axis of all weights."""

    def __init__(self, units, seeds):
        bounds = [math.sqrt(6 / (n_in + n_out)) for n_in, n_out in itertools.pairwise(units)]
        draws = [np.random.RandomState(seed) for seed in seeds]

        def uniform(bound, *shape):
            values = np.stack([draw.uniform(-bound, bound, shape) for draw in draws])
            return torch.tensor(values, dtype=torch.float32, device=DEVICE, requires_grad=True)

        self.coefs, self.intercepts = [], []
        for bound, (n_in, n_out) in zip(bounds, itertools.pairwise(units), strict=True):
            self.coefs.append(uniform(bound, n_in, n_out))
            self.intercepts.append(uniform(bound, 1, n_out))

    def outputs(self, X, thinned=False):
        """Outputs of all networks before the softmax, (n_networks, n_samples, n_classes)."""
        a = X.expand(len(self.coefs[0]), *X.shape)
        for layer, (W, b) in enumerate(zip(self.coefs, self.intercepts, strict=True)):
            if layer:
                a = a.relu()
            if thinned:
                a = a * _mask(W, DROPOUT["dropout"] if layer else DROPOUT["input_dropout"])
            a = torch.baddbmm(b, a, W)
        return a

    def errors(self, X, y):
        """Percentage of wrong labels, for each network."""
        with torch.no_grad():
            predicted = [self.outputs(part).argmax(-1) for part in X.split(2_000)]
        return 100 * (torch.cat(predicted, dim=1) != y).double().mean(dim=1)


def _mask(W, dropout):
    """Inverted dropout of the inputs of W, one thinned network for the minibatch."""
    keep = 1 - dropout
    return (torch.rand(len(W), 1, W.shape[1], device=DEVICE) < keep) / keep


@torch.no_grad()
def adam(parameter, gradient, mean, square, rate):
    """Update in place. The rate includes the bias corrections."""
    mean.lerp_(gradient, 1 - BETA_1)
    square.lerp_(gradient.square(), 1 - BETA_2)
    parameter -= rate * mean / (square.sqrt() + EPSILON)


@torch.no_grad()
def limit(W, max_norm):
    """Scale the incoming weights of each unit down to this norm."""
    W *= (max_norm / W.norm(dim=1, keepdim=True)).clamp(max=1)


def train(X, y, rates, max_norms, seeds, n_epochs, hidden_units=HIDDEN_UNITS):
    """Train a network for each learning rate, max-norm and seed, all on the same minibatches."""
    networks = Networks((X.shape[1], *hidden_units, 10), seeds)
    parameters = [*networks.coefs, *networks.intercepts]
    moments = [(torch.zeros_like(p), torch.zeros_like(p)) for p in parameters]
    rates, max_norms = (torch.tensor(v, device=DEVICE).view(-1, 1, 1) for v in (rates, max_norms))
    n_updates = 0
    for epoch in range(n_epochs):
        cosine = 0.5 * (1 + math.cos(math.pi * epoch / n_epochs))
        for batch in torch.randperm(len(X), device=DEVICE).split(BATCH_SIZE):
            n_updates += 1
            outputs = networks.outputs(X[batch], thinned=True)
            labels = y[batch].expand(len(seeds), -1)
            loss = cross_entropy(outputs.flatten(0, 1), labels.flatten(), reduction="sum") / len(batch)
            correction = math.sqrt(1 - BETA_2**n_updates) / (1 - BETA_1**n_updates)
            gradients = torch.autograd.grad(loss, parameters)
            for parameter, gradient, (mean, square) in zip(parameters, gradients, moments, strict=True):
                adam(parameter, gradient, mean, square, rates * cosine * correction)
            for W in networks.coefs[:-1]:
                limit(W, max_norms)
    return networks


def main():
    """Train all networks and print the table."""
    parser = argparse.ArgumentParser("python -m benchmarks.papers.mnist_strengths")
    parser.add_argument("--epochs", type=int, default=THINNED.final, help="default: those of table 2")
    n_epochs = parser.parse_args().epochs
    torch.backends.cuda.matmul.allow_tf32 = True
    X, y, _, _ = (torch.tensor(values, device=DEVICE) for values in data.mnist_split())
    rates, max_norms, seeds = zip(*itertools.product(RATES, MAX_NORMS, SEEDS), strict=True)
    networks = train(X[:-N_HELD_OUT], y[:-N_HELD_OUT], rates, max_norms, seeds, n_epochs)
    errors = networks.errors(X[-N_HELD_OUT:], y[-N_HELD_OUT:]).view(len(RATES), len(MAX_NORMS), len(SEEDS))
    rows = [
        [f"{rate:g}", *(f"{e.mean():.3f} ({e.min():.2f} to {e.max():.2f})" for e in of_rate)]
        for rate, of_rate in zip(RATES, errors, strict=True)
    ]
    print(table(["rate", *(f"max-norm {c:g}" for c in MAX_NORMS)], rows))


if __name__ == "__main__":
    main()
