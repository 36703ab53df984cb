"""Srivastava et al. (2014), table 9: regularisers compared on MNIST, 784-1024-1024-2048-10.

The paper does not state its strengths. It applied L1 "towards the end of training", while we apply l1
throughout. The l2 that accompanies l1 is the one that was chosen for l2 alone.

Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov (2014), "Dropout: a simple way to prevent neural
networks from overfitting", JMLR 15, 1929-1958.
"""

from benchmarks.papers import mnist

NETWORK = {"hidden_layer_sizes": (1024, 1024, 2048)}
THINNED_NETWORK = NETWORK | mnist.DROPOUT | {"learning_rate_init": mnist.THINNED_RATE}
ROWS = {
    "L2": mnist.Row(1.62, NETWORK, {"l2": [1e-5, 1e-4, 1e-3]}, mnist.PLAIN),
    "L2, L1": mnist.Row(1.60, NETWORK, {"l2": [1e-5], "l1": [1e-6, 1e-5]}, mnist.PLAIN),
    "max-norm": mnist.Row(
        1.35,
        NETWORK,
        [
            {"max_norm": [0.5, 0.7, 1, 1.5, 2, 3], "learning_rate_init": [5e-4, 1e-3]},
            {"max_norm": [0.35, 0.5], "learning_rate_init": [1e-3, 2e-3]},  # the best was at the edge
        ],
        mnist.PLAIN,
    ),
    "dropout, L2": mnist.Row(1.25, THINNED_NETWORK, {"l2": [1e-6, 1e-5, 1e-4]}, mnist.THINNED, n_seeds=3),
    "dropout, max-norm": mnist.Row(
        1.05, THINNED_NETWORK, {"max_norm": [mnist.THINNED_MAX_NORM]}, mnist.THINNED
    ),
}

if __name__ == "__main__":
    mnist.print_table("papers.mnist_regularisers", ROWS)
