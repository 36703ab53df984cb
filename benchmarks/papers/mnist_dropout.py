"""Srivastava et al. (2014), table 2: permutation-invariant MNIST with and without dropout and max-norm.

The networks have three hidden layers of 1024 rectified units. The paper's row without dropout, 1.60 %, is for
two layers of 800 logistic units (Simard et al. 2003).

Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to prevent neural
networks from overfitting", JMLR 15, 1929-1958.
"""

from benchmarks.papers import mnist

NETWORK = {"hidden_layer_sizes": (1024, 1024, 1024)}
THINNED_NETWORK = NETWORK | mnist.DROPOUT | {"learning_rate_init": mnist.THINNED_RATE}
ROWS = {
    "no dropout": mnist.Row(1.60, NETWORK, {"learning_rate_init": [5e-4, 1e-3]}, mnist.PLAIN),
    "dropout": mnist.Row(
        1.25, NETWORK | mnist.DROPOUT, {"learning_rate_init": [mnist.THINNED_RATE]}, mnist.THINNED, n_seeds=3
    ),
    "dropout, max-norm": mnist.Row(
        1.06, THINNED_NETWORK, {"max_norm": [mnist.THINNED_MAX_NORM]}, mnist.THINNED, n_seeds=3
    ),
}

if __name__ == "__main__":
    mnist.print_table("papers.mnist_dropout", ROWS)
