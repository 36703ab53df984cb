"""Code that one fit runs, compiled or found on disk, and the records that it reads."""

import functools

import numpy as np
from numba.core.errors import NumbaError

from skreg.compile.content import content_key
from skreg.compile.jit import entry_point
from skreg.functions.activations import ACTIVATIONS
from skreg.functions.dropouts import DROPOUTS
from skreg.functions.losses import LOSSES
from skreg.functions.optimisers import OPTIMISERS
from skreg.kernels import code, elementary  # noqa: F401  numba is to know the elementary functions
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
from skreg.records.record import record
from skreg.records.solver import numbers_record
from skreg.records.state import STATE
from skreg.records.thinned import THINNED, thinned


@functools.cache
def _code_of(call, make, entry, dtype):
    """Address of the code that is made for an entry of a registry, or for some of them."""
    return call.code(make(entry), dtype, content_key(entry))


_own_code = {}  # by content: values that an entry's functions refer to may change


def _code_of_choice(call, make, choice, registry, dtype):
    """Address of the code for an entry by name, or for one of the user's own."""
    if isinstance(choice, str):
        return _code_of(call, make, registry[choice], dtype)
    key = content_key(choice)
    if (key, dtype) not in _own_code:
        try:
            _own_code[key, dtype] = call.code(make(choice), dtype, key)
        except NumbaError as error:
            raise ValueError(
                f"{choice!r} cannot be compiled. Its functions have to be plain expressions of numbers, with"
                f" NumPy's functions, and of functions like them. Numba says: {error}"
            ) from error
    return _own_code[key, dtype]


@functools.cache
def _code_alone(call, function, dtype):
    """Address of code that depends on θ's type only."""
    return call.code(function, dtype)


@functools.cache
def _train_batches(optimiser, terms, *records):
    """Code that trains by an optimiser under some penalties."""
    key = content_key(optimiser, terms) + repr(records)
    return entry_point(make_train_batches(optimiser, terms, *records), key)


class Program:
    """What a fit runs on what.

    Parameters
    ----------
    layout : Layout
    network : Network
    data : Data
    workspace : Workspace
    dtype : dtype
        Of θ.
    thins_batches : bool, default=False
        Whether each minibatch has one thinned network.
    """

    def __init__(self, layout, network, data, workspace, dtype, thins_batches=False):
        self.layout, self.network, self.data, self.workspace = layout, network, data, workspace
        self.dtype, self.zero = np.dtype(dtype), np.dtype(dtype).type(0)
        self.workspaces = workspace.records()
        self._keep = []
        self.code = self._record(code.CODE, **self._code(thins_batches))
        self.linked = self._kept(record(NETWORK, self._linked()))
        self.fit = self._record(
            FIT,
            network=self.linked.ctypes.data,
            code=self.code.ctypes.data,
            data=self._kept(record(DATA, data)).ctypes.data,
            workspaces=self.workspaces.ctypes.data,
        )
        if thins_batches:
            small = self._kept(thinned(layout, network, self.linked, dtype))
            self.fit["thinned"] = self._kept(record(THINNED, small)).ctypes.data

    def starts_at(self, solver, state):
        """Let the program train a state by a solver."""
        optimiser, exact = OPTIMISERS[solver.name], np.dtype(np.float64)
        terms = self.network.penalties
        addresses = np.array([moment.ctypes.data for moment in state.moments], dtype=np.int64)
        sums = np.zeros((self.network.n_chunks, len(terms)))
        values = {"parameters": state.parameters, "moments": addresses, "clocks": state.clocks, "sums": sums}
        self._keep += [state, addresses, sums]
        own = self._record(STATE, **{name: value.ctypes.data for name, value in values.items()})
        self.fit["state"] = own.ctypes.data
        self.records = {
            "exact_constants": numbers_record(solver.constants, exact),
            "constants": numbers_record(solver.constants, self.dtype),
            "settings": numbers_record(solver.settings, exact),
        }
        for name, numbers in self.records.items():
            self.fit[name] = self._kept(numbers).ctypes.data
        if solver.settings.get("max_norm"):
            self.code["limit_norms"] = _code_alone(code.LIMIT_NORMS, limit_norms, self.dtype)
        self._train = _train_batches(optimiser, terms, *(numbers.dtype for numbers in self.records.values()))

    def train_batches(self, order, start, stop, batch_size, n_samples_seen, learning_rate, team):
        """Train on the minibatches of ``order[start:stop]``; returns the sum of cost × rows, and the rows."""
        return self._train(
            order, start, stop, batch_size, n_samples_seen, learning_rate, self.fit.ctypes.data,
            team.record.ctypes.data, self.zero,
        )  # fmt: skip

    def loss_and_gradient(self, rows, n_samples_seen, total_weight, parameters, team):
        """Share of some rows in the loss; its gradient, without penalties, is the workspace's first."""
        return loss_and_gradient(
            rows, n_samples_seen, total_weight, self.fit.ctypes.data, parameters.ctypes.data,
            team.record.ctypes.data, self.zero,
        )  # fmt: skip

    def _code(self, thins_batches):
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
        """The network, its layers with the addresses of their activations."""
        for layer, choice in enumerate(self.network.activations):
            self.network.layers["activation"][layer] = _code_of_choice(
                code.ACTIVATE, make_activate, choice, ACTIVATIONS, self.dtype
            )
        return self.network

    def _record(self, dtype, **values):
        """A record with some values; all others are 0."""
        new = np.zeros(1, dtype=dtype)
        for name, value in values.items():
            new[name] = value
        return self._kept(new)

    def _kept(self, value):
        """The value, which lives as long as the program: records know addresses only."""
        self._keep.append(value)
        return value
