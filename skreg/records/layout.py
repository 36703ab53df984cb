"""The places of all weight matrices and intercept vectors in the flat parameter vector θ."""

from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from skreg.functions.activations import per_layer
from skreg.functions.dropouts import DROPOUTS
from skreg.functions.penalties import PENALTIES, merged
from skreg.records.network import CHUNK, LAYER, LEVEL, Network
from skreg.records.sizes import CHUNK_SIZE, MIN_CHUNK_SIZE, MIN_CHUNKS


class Layout(NamedTuple):
    """Shape of a network. In θ all weight matrices come first, and then all intercepts.

    Attributes
    ----------
    units : tuple of int
        Numbers of inputs, of units in each hidden layer, and of outputs.
    """

    units: tuple

    @property
    def shapes(self):
        """Shape of each weight matrix."""
        return list(zip(self.units[:-1], self.units[1:], strict=True))

    @property
    def weight_starts(self):
        """Start of each weight matrix in θ, followed by the start of the intercepts."""
        return list(accumulate((rows * columns for rows, columns in self.shapes), initial=0))

    @property
    def intercept_starts(self):
        """Start of each intercept vector in θ, followed by the size of θ."""
        return list(accumulate(self.units[1:], initial=self.n_weights))

    @property
    def n_weights(self):
        """Number of weights, without intercepts."""
        return sum(rows * columns for rows, columns in self.shapes)

    @property
    def n_parameters(self):
        """Size of θ."""
        return self.n_weights + sum(self.units[1:])

    def views(self, parameters):
        """Weight matrices and intercept vectors as views of θ, which has the shape (n_parameters,).

        Those of a layer have the shapes (n_in, n_out) and (n_out,).
        """
        weights, intercepts = self.weight_starts, self.intercept_starts
        return (
            [
                parameters[weights[layer] : weights[layer + 1]].reshape(shape)
                for layer, shape in enumerate(self.shapes)
            ],
            [parameters[intercepts[layer] : intercepts[layer + 1]] for layer in range(len(self.shapes))],
        )

    def pack(self, coefs, intercepts, dtype):
        """A new θ of shape (n_parameters,), from weight matrices and intercept vectors."""
        return np.concatenate([np.ravel(part) for part in (*coefs, *intercepts)], dtype=dtype)

    def chunk_records(self):
        """The pieces of θ that are updated at a time: whole rows of W, or all intercepts.

        They are an array of `CHUNK` with the shape (n_chunks,). The last one holds the intercepts.
        """
        pieces, size = [], min(CHUNK_SIZE, max(MIN_CHUNK_SIZE, self.n_weights // MIN_CHUNKS))
        for layer, (begin, (n_rows, n_columns)) in enumerate(
            zip(self.weight_starts, self.shapes, strict=False)
        ):
            n_pieces = min(n_rows, -(-n_rows * n_columns // size))
            rows = n_rows * np.arange(n_pieces + 1) // n_pieces
            pieces += [(start, stop, layer) for start, stop in pairwise(begin + rows * n_columns)]
        pieces.append((self.n_weights, self.n_parameters, -1))
        chunks = np.zeros(len(pieces), dtype=CHUNK)
        chunks["start"], chunks["stop"], chunks["layer"] = np.transpose(pieces)
        return chunks

    def layer_records(self):
        """Shapes and places of the layers, as an array of `LAYER` with the shape (n_layers,)."""
        layers = np.zeros(len(self.shapes), dtype=LAYER)
        layers["n_in"], layers["n_out"] = self.units[:-1], self.units[1:]
        layers["weights"] = self.weight_starts[:-1]
        layers["intercepts"] = self.intercept_starts[:-1]
        layers["units_before"] = np.cumsum((0, *self.units[:-2]))
        return layers

    def network(self, activation, loss, regularisation, loss_parameter=0.0):
        """A network of this shape. Activations and loss are names, or the user's own entries."""
        layers = self.layer_records()
        layers["is_dropped"] = regularisation.is_dropped
        dropouts, levels = _levels(regularisation.rates, len(layers))
        penalties, strengths, per_weight = _strengths(regularisation.strengths, len(layers))
        return Network(
            layers=layers,
            chunks=self.chunk_records(),
            activations=per_layer(activation, len(layers) - 1),
            loss=loss,
            loss_parameter=float(loss_parameter),
            penalties=penalties,
            strengths=strengths,
            per_weight=per_weight,
            dropouts=dropouts,
            levels=levels,
            key_0=regularisation.mask_key[0],
            key_1=regularisation.mask_key[1],
        )


def _strengths(strengths, n_layers):
    """Penalties in use, their absolute strengths, and the strengths that the total weight divides.

    Both arrays of strengths have the shape (n_layers, n_penalties). scikit-learn's own penalty is always
    among them, so that no kernel is compiled without a penalty.
    """
    terms = merged(tuple(name for name in PENALTIES if name == "alpha" or np.any(strengths.get(name, 0))))
    absolute, per_weight = np.zeros((2, n_layers, len(terms)))
    for i, names in enumerate(terms.values()):
        for name in names:
            (per_weight if PENALTIES[name].per_weight else absolute)[:, i] += strengths.get(name, 0)
    return tuple(terms), absolute, per_weight


def _levels(rates, n_layers):
    """Dropouts in use, and their `LEVEL` on the inputs of each layer, of shape (n_layers, n_dropouts)."""
    names = tuple(name for name, values in rates.items() if np.any(values))
    levels = np.zeros((n_layers, len(names)), dtype=LEVEL)
    for i, name in enumerate(names):
        for layer, rate in enumerate(rates[name]):
            levels[layer, i] = DROPOUTS[name].level(rate)
    return names, levels
