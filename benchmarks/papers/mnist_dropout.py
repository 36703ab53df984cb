"""Srivastava et al. (2014), table 2: permutation-invariant MNIST with and without dropout and max-norm.

Three hidden layers of 1024 rectified units. The paper's row without dropout, 1.60 %, is of two layers of 800
logistic units (Simard et al. 2003).

Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to prevent neural
networks from overfitting", JMLR 15, 1929-1958.
"""

from benchmarks.papers.mnist import DROPOUT, PLAIN, THINNED, Row, print_table

NETWORK = {"hidden_layer_sizes": (1024, 1024, 1024)}
RATES = {"learning_rate_init": [5e-4, 1e-3]}
ROWS = {
    "no dropout": Row(1.60, NETWORK, RATES, PLAIN),
    "dropout": Row(1.25, NETWORK | DROPOUT, RATES, THINNED, n_seeds=3),
    "dropout, max-norm": Row(1.06, NETWORK | DROPOUT, {"max_norm": [1.5, 2, 3]}, THINNED, n_seeds=3),
}

if __name__ == "__main__":
    print_table("papers.mnist_dropout", ROWS)
