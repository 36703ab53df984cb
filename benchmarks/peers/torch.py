"""A plain PyTorch training loop, with the default Adam."""

import numpy as np
import torch
from torch.nn import functional

from benchmarks import networks
from benchmarks.peers import Trained

ACTIVATIONS = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}


def build(case, units):
    """The case's network with its initial weights."""
    modules = [torch.nn.Dropout(case.input_dropout)] if case.input_dropout else []
    for layer, (W, b) in enumerate(networks.initial_layers(units)):
        if layer:
            modules.append(ACTIVATIONS[case.activation]())
            if case.dropout:
                modules.append(torch.nn.Dropout(case.dropout))
        linear = torch.nn.Linear(*W.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W.T))
            linear.bias.copy_(torch.from_numpy(b))
        modules.append(linear)
    return torch.nn.Sequential(*modules)


def layers(model):
    """Weights and intercepts as NumPy arrays."""
    linears = [module for module in model if isinstance(module, torch.nn.Linear)]
    return [(part.weight.detach().numpy().T, part.bias.detach().numpy()) for part in linears]


def loss_and_targets(case, n_outputs, y):
    """Loss function of raw outputs and targets, and y in the form that it needs.

    PyTorch takes the mean over outputs, and scikit-learn half the sum. Adam cancels this scale.
    """
    if case.is_regression:
        return functional.mse_loss, y
    if n_outputs == 1:
        return functional.binary_cross_entropy_with_logits, y.astype(np.float32)[:, None]
    return functional.cross_entropy, y.astype(np.int64)


def n_steps(optimiser):
    """Number of steps of an optimiser."""
    return int(next(iter(optimiser.state.values()))["step"])


def trainer(case, X, y, n_threads, fused=None):
    """See `benchmarks.peers`. `fused` is an option of Adam."""
    torch.set_num_threads(n_threads)
    torch.manual_seed(0)
    units = networks.units(case, y)
    loss, targets = loss_and_targets(case, units[-1], y)
    X, targets = torch.from_numpy(X), torch.from_numpy(targets)

    def train(n_epochs):
        model = build(case, units)
        optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused)
        losses = []
        for _ in range(n_epochs):
            total = torch.zeros(())
            for rows in torch.randperm(len(X)).split(case.batch_size):
                optimiser.zero_grad()
                batch_loss = loss(model(X[rows]), targets[rows])
                batch_loss.backward()
                optimiser.step()
                total += batch_loss.detach() * len(rows)
            losses.append(float(total) / len(X))
        return Trained(layers(model), n_steps(optimiser) / case.n_batches, losses)

    return train
