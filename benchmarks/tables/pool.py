"""The pool that portfolios are chosen from: configurations near one that does well, and unlike ones.

Entries are what differs from `CENTRE`. They come from a search on the development sets, of which this is what
was worth keeping; a network of 128 units costs a third of one of 256, and loses little.
"""

_ENCODINGS = {
    "scaled": {"encoder__numeric": "smooth_clip"},
    "ramps": {"encoder__numeric": "piecewise_linear"},
    "tree ramps": {"encoder__numeric": "piecewise_linear_tree"},
    "scaled and ramps": {"encoder__numeric": "piecewise_linear_and_linear"},
    "scaled and tree ramps": {"encoder__numeric": "piecewise_linear_tree_and_linear"},
    "cosines": {"encoder__numeric": "periodic", "encoder__frequency_scale": 0.5},
    "scaled and cosines": {"encoder__numeric": "periodic_and_linear", "encoder__frequency_scale": 0.25},
}
CENTRE = {
    "encoding": "scaled",
    "hidden_layer_sizes": [128, 128, 128],
    "activation": "selu",
    "learning_rate_init": 3e-3,
    "l2": 0.1,
    "dropout": 0.15,
    "label_smoothing": 0.1,
    "batch_size": 64,
    "max_iter": 64,
}


def configuration(encoding="scaled", n_bins=None, group_l1=None, units=None, **changes):
    """An entry of a portfolio; `group_l1` is that of the first matrix, `units` are those of three layers."""
    network = {**CENTRE, **changes}
    del network["encoding"]
    if units is not None:
        network["hidden_layer_sizes"] = [units] * 3
    if group_l1 is not None:
        network["group_l1"] = [group_l1, *[0.0] * len(network["hidden_layer_sizes"])]
    bins = {} if n_bins is None else {"encoder__n_bins": n_bins}
    return {**_ENCODINGS[encoding], **bins, **{f"mlp__{name}": value for name, value in network.items()}}


_TREE, _COSINES = "scaled and tree ramps", "scaled and cosines"
POOL = [
    configuration(),
    configuration(l2=0.3, group_l1=1e-3),
    configuration(l2=0.3, group_l1=3e-3),
    configuration("ramps", l2=0.3),
    configuration("tree ramps", activation="silu"),
    configuration(_TREE, activation="silu", l2=0.3),
    configuration("cosines", l2=0.3),
    configuration(_COSINES, l2=0.3),
    configuration(activation="silu", l2=0.03),
    configuration(l2=0.3, dropout=0.3),
    configuration("tree ramps", activation="relu", l2=0.3, label_smoothing=0.0),
    configuration(l2=0.3, learning_rate_init=1e-3, batch_size=32),
    configuration(hidden_layer_sizes=[256, 256]),
    configuration(max_iter=32),
    configuration(activation="gelu", l2=0.03, label_smoothing=0.05),
    configuration("ramps", n_bins=32, activation="silu", dropout=0.3, label_smoothing=0.05),
    configuration(activation="silu", l2=0.3, group_l1=3e-4),
    configuration(hidden_layer_sizes=[64, 64], max_iter=96),
    configuration(units=256),
    configuration(max_iter=128),
    configuration(learning_rate_init=1e-2),
    configuration(_TREE, activation="silu", l2=0.3, group_l1=3e-4),
    configuration(_TREE, activation="silu", l2=0.3, learning_rate_init=1e-2),
    configuration(_TREE, activation="silu", units=256, l2=0.3, dropout=0.3),
    configuration(activation="tanh", l2=0.03, label_smoothing=0.05),
    configuration(hidden_layer_sizes=[128] * 5, l2=0.3),
    configuration(_TREE, n_bins=32, activation="silu", l2=1.0, dropout=0.1),
    configuration("scaled and ramps", activation="relu", dropout=0.3, label_smoothing=0.0),
    configuration(hidden_layer_sizes=[512], activation="relu", dropout=0.5, label_smoothing=0.0),
    configuration(_TREE, activation="silu", l2=0.3, dropout=0.1, max_iter=128),
    configuration(units=256, max_iter=128),
    configuration(_COSINES, activation="silu", units=256),
    configuration(l2=1.0, dropout=0.3),
    configuration(_TREE, n_bins=8, activation="gelu", group_l1=1e-4),
    configuration(l2=0.3, group_l1=1e-3, learning_rate_init=1e-2),
    configuration(_COSINES, learning_rate_init=1e-2),
    configuration(activation="silu", l2=0.01, dropout=0.0, label_smoothing=0.0, max_iter=32),
]
# Initial weights scaled by the data, finer ramps and little dropout lower the errors in regression.
_FOR_NUMBERS = [
    configuration(hidden_layer_sizes=[256, 256], init="data"),
    configuration(_TREE, n_bins=8, activation="gelu", group_l1=1e-4, init="data"),
    configuration(_TREE, activation="silu", l2=0.3, init="data"),
    configuration(_TREE, activation="silu", units=256, l2=0.3, dropout=0.3, init="data"),
    configuration(_TREE, activation="silu", l2=0.3, learning_rate_init=1e-2, init="data"),
    configuration(hidden_layer_sizes=[64, 64], max_iter=96, init="data"),
    configuration(_COSINES, activation="silu", units=256, init="data"),
    configuration(activation="silu", l2=0.03, init="data"),
    configuration(_TREE, activation="silu", dropout=0.0, init="data"),
    configuration(
        _TREE, activation="silu", l2=0.3, dropout=0.05, learning_rate_init=1e-2, max_iter=128, init="data"
    ),
    configuration(_TREE, n_bins=32, activation="silu", l2=0.3, dropout=0.0, init="data"),
    configuration(_TREE, activation="relu", l2=0.3, dropout=0.0, init="data"),
    configuration("ramps", n_bins=64, activation="silu", l2=0.3, dropout=0.1, init="data"),
    configuration(_TREE, n_bins=64, activation="silu", l2=1.0, dropout=0.1, init="data"),
    configuration("cosines", activation="silu", dropout=0.0, init="data"),
    configuration(_TREE, activation="gelu", l2=0.3, dropout=0.0, batch_size=32, init="data"),
    configuration("ramps", n_bins=128, activation="silu", l2=0.3, dropout=0.1, init="data"),
    configuration(
        "ramps", n_bins=64, activation="silu", l2=1.0, dropout=0.1, learning_rate_init=1e-2, init="data"
    ),
    configuration("scaled and ramps", n_bins=64, activation="silu", l2=0.3, init="data"),
    configuration("tree ramps", n_bins=64, activation="silu", l2=1.0, init="data"),
    configuration("ramps", n_bins=64, activation="relu", l2=0.3, dropout=0.1, init="data"),
    configuration("ramps", n_bins=64, activation="silu", l2=0.3, group_l1=3e-4, init="data"),
    configuration("ramps", n_bins=48, activation="silu", units=256, l2=1.0, dropout=0.2, init="data"),
]
# Where the columns determine the class nearly without noise, fine ramps and little regularisation help.
_FOR_LITTLE_NOISE = [
    configuration("ramps", n_bins=64, activation="silu", dropout=0.05, init="data"),
    configuration("ramps", n_bins=64, activation="silu", dropout=0.0, init="data"),
    configuration("ramps", n_bins=32, activation="gelu", dropout=0.05, init="data"),
    configuration(_TREE, n_bins=32, activation="silu", dropout=0.0, init="data"),
    configuration(activation="silu", units=256, l2=0.03, dropout=0.05, label_smoothing=0.05),
    configuration(_COSINES, activation="silu", l2=0.03, dropout=0.0, label_smoothing=0.0, init="data"),
    configuration("ramps", n_bins=128, activation="silu", l2=0.3, dropout=0.05, init="data"),
]
# The special ones come after the general ones, and only the last candidates of a portfolio may be special.
GENERAL = {"classes": POOL, "numbers": [*POOL, *_FOR_NUMBERS]}
_SPECIAL = {"classes": _FOR_LITTLE_NOISE, "numbers": []}
POOLS = {kind: [*general, *_SPECIAL[kind]] for kind, general in GENERAL.items()}
