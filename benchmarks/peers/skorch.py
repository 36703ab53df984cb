"""skorch: PyTorch behind scikit-learn's interface."""

import torch
from skorch import NeuralNet

from benchmarks import networks
from benchmarks.peers import Trained
from benchmarks.peers.torch import build, layers, loss_and_targets, n_steps


def trainer(case, X, y, n_threads):
    """See `benchmarks.peers`."""
    torch.set_num_threads(n_threads)
    torch.manual_seed(0)
    units = networks.units(case, y)
    loss, targets = loss_and_targets(case, units[-1], y)

    class Loss(torch.nn.Module):
        def forward(self, outputs, targets):
            return loss(outputs, targets)

    def train(n_epochs):
        net = NeuralNet(
            build(case, units),
            criterion=Loss,
            optimizer=torch.optim.Adam,
            lr=1e-3,
            max_epochs=n_epochs,
            batch_size=case.batch_size,
            iterator_train__shuffle=True,
            train_split=None,
            verbose=0,
        )
        net.fit(X, targets)
        return Trained(
            layers(net.module_), n_steps(net.optimizer_) / case.n_batches, net.history[:, "train_loss"]
        )

    return train
