"""The training cases: one `Case` for each row of the speed table. To add a row, add a case."""

from typing import NamedTuple


class Case(NamedTuple):
    """One network on one data set, trained by Adam (learning rate 1e-3) on shuffled float32 samples."""

    name: str
    data: str  # a name of `benchmarks.data`
    n_samples: int
    n_features: int
    hidden_units: tuple
    batch_size: int
    activation: str = "relu"
    dropout: float = 0.0
    input_dropout: float = 0.0
    dropout_scope: str = "sample"  # only skreg has it
    n_epochs_of_loss: int = 10  # epochs after which the training losses are compared
    max_rounds: int = 100  # the slowest case sets a smaller number

    @property
    def n_batches(self):
        """Number of steps per epoch, including the partial last batch."""
        return -(-self.n_samples // self.batch_size)

    @property
    def is_regression(self):
        """Whether the targets are numbers."""
        return self.data == "matrix_exponential"


TRAINING = {
    "digits": Case("digits (32), batch 32", "digits", 1797, 64, (32,), 32, n_epochs_of_loss=20),
    "tabular20": Case("tabular 20 features, (100), batch 200", "tabular", 20_000, 20, (100,), 200),
    "tabular54": Case(
        "tabular 54 features, (256, 256), batch 256, dropout 0.2",
        "tabular", 20_000, 54, (256, 256), 256, dropout=0.2, n_epochs_of_loss=5,
    ),
    "mnist100": Case(
        "mnist (100, 100), batch 200", "mnist", 60_000, 784, (100, 100), 200, n_epochs_of_loss=2
    ),
    "mnist1024": Case(
        "mnist (1024, 1024, 1024), batch 128, dropout 0.5",
        "mnist", 20_000, 784, (1024, 1024, 1024), 128, dropout=0.5, n_epochs_of_loss=1, max_rounds=3,
    ),
    "regression": Case(
        "regression 4-32-16-4 tanh, full batch of 10,000",
        "matrix_exponential", 10_000, 4, (32, 16), 10_000, "tanh", n_epochs_of_loss=50,
    ),
}  # fmt: skip


DROPOUT = [
    Case(
        f"mnist {units}, batch 128, dropout 0.5, input 0.2",
        "mnist", 20_000, 784, units, 128, dropout=0.5, input_dropout=0.2, n_epochs_of_loss=1,
    )
    for units in ((1024, 1024, 1024), (1500, 1000))
]  # fmt: skip


def smaller(case):
    """The same network on few samples, for a smoke test."""
    n_samples = min(case.n_samples, 2 * case.batch_size + case.batch_size // 2)
    batch_size = min(case.batch_size, n_samples)
    return case._replace(n_samples=n_samples, batch_size=batch_size, n_epochs_of_loss=2)
