"""Where each weight matrix and intercept vector lies in the flat parameter vector θ."""

from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from skreg.functions import activations, losses
from skreg.kernels.arguments import CHUNK, LAYER, UNIT, Network
from skreg.kernels.sizes import CHUNK_SIZE, MIN_CHUNK_SIZE, MIN_CHUNKS


class Layout(NamedTuple):
    """Shape of a network; all weight matrices come first in θ, then all intercepts.

    Attributes
    ----------
    units : tuple of int
        Number of inputs, of units of each hidden layer, of outputs.
    """

    units: tuple

    @property
    def shapes(self):
        """Shape of each weight matrix."""
        return list(zip(self.units[:-1], self.units[1:], strict=True))

    @property
    def weight_starts(self):
        """Where each weight matrix begins, and at last where the intercepts begin."""
        return list(accumulate((rows * columns for rows, columns in self.shapes), initial=0))

    @property
    def intercept_starts(self):
        """Where each intercept vector begins, and at last the size of θ."""
        return list(accumulate(self.units[1:], initial=self.n_weights))

    @property
    def n_weights(self):
        """Number of weights, intercepts excluded."""
        return sum(rows * columns for rows, columns in self.shapes)

    @property
    def n_parameters(self):
        """Size of θ."""
        return self.n_weights + sum(self.units[1:])

    def views(self, parameters):
        """Weight matrices and intercept vectors as views on θ."""
        weights, intercepts = self.weight_starts, self.intercept_starts
        return (
            [
                parameters[weights[layer] : weights[layer + 1]].reshape(shape)
                for layer, shape in enumerate(self.shapes)
            ],
            [parameters[intercepts[layer] : intercepts[layer + 1]] for layer in range(len(self.shapes))],
        )

    def pack(self, coefs, intercepts, dtype):
        """New θ from weight matrices and intercept vectors."""
        return np.concatenate([np.ravel(part) for part in (*coefs, *intercepts)], dtype=dtype)

    def chunk_records(self):
        """The pieces of θ that are updated at a time: whole rows of W, or all intercepts."""
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
        return chunks.view(np.recarray)

    def layer_records(self, activation, regularisation):
        """The layers with their activations and regularisation, as kernel argument."""
        layers = np.zeros(len(self.shapes), dtype=LAYER)
        layers["n_in"], layers["n_out"] = self.units[:-1], self.units[1:]
        layers["weights"] = self.weight_starts[:-1]
        layers["intercepts"] = self.intercept_starts[:-1]
        layers["units_before"] = np.cumsum((0, *self.units[:-2]))
        names = activations.per_layer(activation, len(layers) - 1)
        layers["activation"][:-1] = [activations.CODES[name] for name in names]
        layers["l1"], layers["l2"] = regularisation.l1, regularisation.l2
        layers["group_l1"] = regularisation.group_l1
        drop = np.array([regularisation.input_dropout, *regularisation.dropout])
        layers["drop_below"] = [int(rate * 2**64) for rate in drop]
        layers["keep_scale"] = 1 / (1 - drop)
        return layers.view(np.recarray)

    def network(self, activation, loss, regularisation, loss_parameter=0.0):
        """Kernel argument for this shape, activations and a loss by name."""
        return Network(
            layers=self.layer_records(activation, regularisation),
            chunks=self.chunk_records(),
            inputs=np.empty(0, dtype=UNIT),
            loss=losses.CODES[loss],
            loss_parameter=float(loss_parameter),
            couples_outputs=losses.LOSSES[loss].link.couples_outputs,
            alpha=float(regularisation.alpha),
            max_norm=float(regularisation.max_norm or 0),
            key_0=np.uint64(regularisation.mask_key[0]),
            key_1=np.uint64(regularisation.mask_key[1]),
        )
