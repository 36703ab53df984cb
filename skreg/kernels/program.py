"""The code that a fit runs, compiled or loaded from disk, and the records that the code reads."""

import functools

import numpy as np
from numba.core.errors import NumbaError

from skreg.compile.content import content_key
from skreg.compile.jit import entry_point
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.dropouts import DROPOUTS
from skreg.functions.losses import LOSSES
from skreg.functions.optimisers import OPTIMISERS
from skreg.kernels import code, elementary  # noqa: F401  registers the elementary functions with numba
from skreg.kernels.backprop.activation import make_activate
from skreg.kernels.backprop.backpropagation import backpropagate
from skreg.kernels.backprop.loss import make_weighted_loss
from skreg.kernels.backprop.sparse import make_sparse_forward, make_sparse_gradient
from skreg.kernels.dropout.masks import make_drop
from skreg.kernels.dropout.thinning import make_thin, scatter_gradient
from skreg.kernels.steps import FIT, loss_and_gradient, make_train_batches
from skreg.kernels.update.max_norm import limit_norms
from skreg.records.data import DATA
from skreg.records.network import NETWORK
from skreg.records.record import address, record
from skreg.records.solver import numbers_record
from skreg.records.state import STATE
from skreg.records.thinned import THINNED, thinned


@functools.cache
def _code_of(call, make, entry, dtype):
    """Address of the code for one entry, or several entries, of a registry."""
    return call.code(make(entry), dtype, content_key(entry))


_own_code = {}  # by content, because values that the functions refer to may change


def _code_of_choice(call, make, choice, registry, dtype):
    """Address of the code for an entry by name, or for the user's own entry."""
    if isinstance(choice, str):
        return _code_of(call, make, registry[choice], dtype)
    key = content_key(choice)
    if (key, dtype) not in _own_code:
        try:
            _own_code[key, dtype] = call.code(make(choice), dtype, key)
        except NumbaError as error:
            raise ValueError(
                f"{choice!r} cannot be compiled. Its functions have to be plain expressions of numbers that"
                f" call only NumPy functions or other plain functions. Numba says: {error}"
            ) from error
    return _own_code[key, dtype]


@functools.cache
def _code_alone(call, function, dtype):
    """Address of code that depends only on θ's type."""
    return call.code(function, dtype)


@functools.cache
def _train_batches(optimiser, terms, *records):
    """Code that trains with an optimiser and some penalties."""
    key = content_key(optimiser, terms) + repr(records)
    return entry_point(make_train_batches(optimiser, terms, *records), key)


class Program:
    """The code of a fit, linked with the records that it reads.

    Parameters
    ----------
    layout : Layout
    network : Network
    data : Data
    workspace : Workspace
    dtype : dtype
        Type of θ.
    thins_batches : bool, default=False
        Whether all samples of a minibatch share one thinned network.
    """

    def __init__(self, layout, network, data, workspace, dtype, thins_batches=False):
        self.layout, self.network, self.data, self.workspace = layout, network, data, workspace
        self.dtype, self.zero = np.dtype(dtype), np.dtype(dtype).type(0)
        self._code = self._parts(thins_batches)
        self._records = {
            "network": record(NETWORK, self._linked()),
            "samples": record(DATA, data),
            "workspaces": workspace.records(),
        }
        if thins_batches:
            self._small = thinned(layout, network, self._records["network"], dtype)
            self._records["thinned"] = record(THINNED, self._small)
        self._link()

    def _link(self):
        """Write the addresses of everything that a step reads to the record of the fit, or 0 if missing."""
        self._records["code"] = record(code.CODE, self._code)
        self.fit = record(FIT, self._records)
        self._fit_address = address(self.fit)

    def starts_at(self, solver, state):
        """Prepare the program to train a state with a solver."""
        terms, exact = self.network.penalties, np.dtype(np.float64)
        moments = np.array([address(moment) for moment in state.moments], dtype=np.int64)
        sums = np.zeros((self.network.n_chunks, len(terms)))
        self._state = {
            "parameters": state.parameters, "moments": moments, "clocks": state.clocks, "sums": sums,
            "kept": state,
        }  # fmt: skip
        self.numbers = {
            "exact_constants": numbers_record(solver.constants, exact),
            "constants": numbers_record(solver.constants, self.dtype),
            "settings": numbers_record(solver.settings, exact),
        }
        self._records.update(self.numbers, state=record(STATE, self._state))
        if solver.settings.get("max_norm"):
            self._code["limit_norms"] = _code_alone(code.LIMIT_NORMS, limit_norms, self.dtype)
        self._link()
        record_types = [numbers.dtype for numbers in self.numbers.values()]
        self._train = _train_batches(OPTIMISERS[solver.name], terms, *record_types)

    def train_batches(self, order, start, stop, batch_size, n_samples_seen, learning_rate, team):
        """Train on the minibatches of ``order[start:stop]``. Returns the sum of cost × rows, and the rows.

        order: (n_rows,) of int64, all samples of the epoch.
        """
        return self._train(
            order, start, stop, batch_size, n_samples_seen, learning_rate, self._fit_address,
            address(team.record), self.zero,
        )  # fmt: skip

    def loss_and_gradient(self, rows, n_samples_seen, total_weight, parameters, team):
        """Share of some rows in the loss. Its gradient, without penalties, is in the first workspace.

        rows: (n_rows,) of int64. parameters: (n_parameters,).
        """
        return loss_and_gradient(
            rows, n_samples_seen, total_weight, self._fit_address, address(parameters),
            address(team.record), self.zero,
        )  # fmt: skip

    def _parts(self, thins_batches):
        """Addresses of all code that this fit uses."""
        network, dtype = self.network, self.dtype
        dropouts = tuple(DROPOUTS[name] for name in network.dropouts)
        parts = {
            "backpropagate": _code_alone(code.BACKPROPAGATE, backpropagate, dtype),
            "loss": _code_of_choice(code.WEIGHTED_LOSS, make_weighted_loss, network.loss, LOSSES, dtype),
        }
        if dropouts and not thins_batches:
            parts["drop"] = _code_of(code.DROP, make_drop, dropouts, dtype)
        if self.data.is_sparse:
            parts["sparse_forward"] = _code_of(code.SPARSE_FORWARD, make_sparse_forward, dropouts, dtype)
            parts["sparse_gradient"] = _code_of(code.SPARSE_GRADIENT, make_sparse_gradient, dropouts, dtype)
        if thins_batches:
            parts["thin"] = _code_of(code.THIN, make_thin, dropouts, dtype)
            parts["scatter_gradient"] = _code_alone(code.SCATTER_GRADIENT, scatter_gradient, dtype)
        return parts

    def _linked(self):
        """The network, after the addresses of the activations have been written to its layers."""
        for layer, choice in enumerate(self.network.activations):
            self.network.layers["activation"][layer] = _code_of_choice(
                code.ACTIVATE, make_activate, choice, ACTIVATIONS, self.dtype
            )
        return self.network
