"""Srivastava et al. (2014), table 2: permutation-invariant MNIST with and without dropout and max-norm.

Three hidden layers of 1024 rectified units. The paper's row without dropout, 1.60 %, is of two layers of 800
logistic units (Simard et al. 2003).

Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to prevent neural
networks from overfitting", JMLR 15, 1929-1958.
"""

from benchmarks.papers.mnist import (
    DROPOUT,
    PLAIN,
    THINNED,
    THINNED_MAX_NORM,
    THINNED_RATE,
    Row,
    print_table,
)

NETWORK = {"hidden_layer_sizes": (1024, 1024, 1024)}
THINNED_NETWORK = NETWORK | DROPOUT | {"learning_rate_init": THINNED_RATE}
ROWS = {
    "no dropout": Row(1.60, NETWORK, {"learning_rate_init": [5e-4, 1e-3]}, PLAIN),
    "dropout": Row(1.25, NETWORK | DROPOUT, {"learning_rate_init": [THINNED_RATE]}, THINNED, n_seeds=3),
    "dropout, max-norm": Row(1.06, THINNED_NETWORK, {"max_norm": [THINNED_MAX_NORM]}, THINNED, n_seeds=3),
}

if __name__ == "__main__":
    print_table("papers.mnist_dropout", ROWS)
