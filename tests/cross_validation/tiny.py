"""Portfolios that fit within a moment."""

SMALL = {"mlp__hidden_layer_sizes": [16], "mlp__learning_rate_init": 0.02, "mlp__max_iter": 8}
TINY = [
    {"encoder__numeric": "smooth_clip", **SMALL},
    {"encoder__numeric": "piecewise_linear_tree", **SMALL, "mlp__l2": 0.3},
    {"encoder__numeric": "periodic", **SMALL, "mlp__dropout": 0.1, "mlp__label_smoothing": 0.1},
]
