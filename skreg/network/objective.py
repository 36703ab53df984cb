"""Value and gradient of the cost over all samples."""

import numpy as np

from skreg.records.team import team_of_one


def run_alone(kernel, *arguments):
    """Run a kernel in the calling thread."""
    return kernel(*arguments, team_of_one())


class Objective:
    """Weighted mean loss plus penalties, as a function of θ.

    Parameters
    ----------
    layout : Layout
    network : Network
    data : Data
    workspace : Workspace
    run : callable
        Runs a kernel with given arguments.
    slice_rows : int or None
        Number of samples between two checks for Ctrl-C. None means all samples.
    """

    def __init__(self, layout, network, data, workspace, run=run_alone, slice_rows=None):
        from skreg.kernels.program import Program

        self.program = Program(layout, network, data, workspace, np.float64)
        self.layout, self.network, self.run = layout, network, run
        self.gradient = workspace.gradient[0, : layout.n_parameters]
        self.rows = np.arange(len(data.targets))
        self.total_weight = float(data.sample_weight.sum())
        self.strengths = network.strengths + network.per_weight / self.total_weight
        self.slice_rows = slice_rows or len(self.rows)

    def loss(self, parameters):
        """Weighted mean loss. Its gradient is stored in `gradient`."""
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
        rows = self.rows[begin : begin + self.slice_rows]
        return self.run(self.program.loss_and_gradient, rows, begin, self.total_weight, parameters)

    def smooth(self, parameters):
        """Cost without the penalties that are not smooth, and its gradient."""
        cost = self.loss(parameters)
        gradient = self.gradient.copy()
        weights, _ = self.layout.views(parameters)
        gradients, _ = self.layout.views(gradient)
        for strengths, W, dW in zip(self.strengths, weights, gradients, strict=True):
            for penalty, strength in zip(self.network.penalties, strengths, strict=True):
                if penalty.is_smooth:
                    cost += penalty.value(penalty.statistic(W, strength).sum(), strength, W.shape[1])
                    dW += penalty.gradient(W, strength)
        return cost, gradient

    def weight_l1(self):
        """Strength of the penalties on |w|, for each weight."""
        splits = [penalty.splits for penalty in self.network.penalties]
        of_layers = self.strengths[:, splits].sum(axis=1)
        return np.repeat(of_layers, np.diff(self.layout.weight_starts))
