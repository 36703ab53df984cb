"""The cost that is minimised, over all samples at once: value and gradient."""

import numpy as np

from skreg.functions import penalties
from skreg.kernels.arguments import team_of_one

# Multiply-adds between two looks at Ctrl-C: about 0.1 s on one core.
_SLICE_WORK = 2_000_000_000


def run_alone(kernel, *arguments):
    """Run a kernel by the calling thread."""
    return kernel(*arguments, team_of_one())


class Objective:
    """Weighted mean loss plus penalties, as a function of θ.

    ``cost = (1/Σs) Σ_i s_i loss_i + Σ_l (l1_l ‖W_l‖₁ + (l2_l + alpha/Σs)/2 ‖W_l‖²_F)``

    Parameters
    ----------
    layout : Layout
    network, data, workspace : kernel arguments
    run : callable
        Runs a kernel with given arguments.
    """

    def __init__(self, layout, network, data, workspace, run=run_alone):
        from skreg.kernels.steps import loss_and_gradient

        self._loss_and_gradient = loss_and_gradient
        self.layout, self.network, self.data = layout, network, data
        self.workspace, self.run = workspace, run
        self.gradient = workspace.gradient[0, : layout.n_parameters]
        self.rows = np.arange(len(data.targets))
        self.total_weight = float(data.sample_weight.sum())
        work_of_sample = 3 * layout.n_parameters + 50 * sum(layout.units)
        n_blocks = _SLICE_WORK // (work_of_sample * workspace.rows.size)
        self.slice_rows = max(1, n_blocks) * workspace.rows.size

    def loss(self, parameters):
        """Weighted mean loss; its gradient is then in `gradient`."""
        loss = self._loss_of_slice(parameters, 0)
        if self.slice_rows >= len(self.rows):
            return loss
        gradient = self.gradient.copy()
        for begin in range(self.slice_rows, len(self.rows), self.slice_rows):
            loss += self._loss_of_slice(parameters, begin)
            gradient += self.gradient
        self.gradient[:] = gradient
        return loss

    def _loss_of_slice(self, parameters, begin):
        return self.run(
            self._loss_and_gradient,
            self.rows[begin : begin + self.slice_rows],
            begin,
            self.total_weight,
            self.network,
            self.data,
            parameters,
            self.workspace,
        )

    def smooth(self, parameters):
        """Cost without its l1 term, and gradient."""
        cost = self.loss(parameters)
        gradient = self.gradient.copy()
        weights, _ = self.layout.views(parameters)
        gradients, _ = self.layout.views(gradient)
        for layer, W, dW in zip(self.network.layers, weights, gradients, strict=True):
            ridge = penalties.ridge(layer.l2, self.network.alpha, self.total_weight)
            cost += penalties.value(0.0, ridge, 0.0, np.vdot(W, W))
            dW += ridge * W
        return cost, gradient

    def weight_l1(self):
        """Strength of l1 for every single weight."""
        return np.repeat(self.network.layers.l1, np.diff(self.layout.weight_starts))
