"""Types of what users give and get, and the types that scikit-learn does not have.

Names of activations, losses, optimisers, schedules and encodings stand beside their registries.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Decorated = TypeVar("Decorated")


class SparseLike(Protocol):
    """A sparse matrix or array of scipy."""

    def tocsr(self, copy: bool = False) -> Any:
        """The same in compressed rows."""


class Transformer(Protocol):
    """A transformer of scikit-learn's form."""

    def fit(self, X: Any, y: Any = None) -> Any:
        """Learn from X."""

    def transform(self, X: Any) -> Any:
        """X in another form."""


class Splitter(Protocol):
    """A splitter of scikit-learn, such as ``KFold()``."""

    def split(self, X: Any, y: Any = None, groups: Any = None) -> Iterable[Any]:
        """Pairs of indices, to train and to validate."""


MatrixLike: TypeAlias = ArrayLike | SparseLike  # data frames are array-like
TableLike: TypeAlias = MatrixLike | Sequence[Sequence[object]]
Floats: TypeAlias = NDArray[np.floating]
PerLayer: TypeAlias = float | Sequence[float] | Floats
LayerSizes: TypeAlias = int | Sequence[int] | NDArray[np.integer]
Columns: TypeAlias = Sequence[bool] | Sequence[int] | Sequence[str] | NDArray[Any]
RandomState: TypeAlias = int | np.random.RandomState | None
Scoring: TypeAlias = str | Callable[..., float] | None
ClassWeight: TypeAlias = dict[Any, float] | dict[Any, int] | Literal["balanced"] | None
CrossValidation: TypeAlias = int | Splitter | Iterable[tuple[ArrayLike, ArrayLike]] | None
FloatType: TypeAlias = (
    Literal["float32", "float64"] | type[np.float32] | type[np.float64] | np.dtype[np.floating]
)


def keeps_type(decorator: Callable[[Any], Any]) -> Callable[[Decorated], Decorated]:
    """A decorator of scikit-learn, said to return what it is given."""
    return decorator


class TypedEstimator:
    """Tells type checkers what scikit-learn's ``BaseEstimator`` has."""

    if TYPE_CHECKING:
        n_features_in_: int
        feature_names_in_: NDArray[Any]

        def get_params(self, deep: bool = True) -> dict[str, Any]: ...
        def set_params(self, **params: Any) -> Self: ...
        def __getattr__(self, name: str) -> Any: ...  # hyperparameters


class TypedPredictor(TypedEstimator):
    """Tells type checkers what scikit-learn's ``ClassifierMixin`` and ``RegressorMixin`` have."""

    if TYPE_CHECKING:

        def score(self, X: TableLike, y: MatrixLike, sample_weight: ArrayLike | None = None) -> float: ...


class TypedTransformer(TypedEstimator):
    """Tells type checkers what scikit-learn's ``TransformerMixin`` has."""

    if TYPE_CHECKING:

        def fit_transform(self, X: TableLike, y: ArrayLike | None = None, **fit_params: Any) -> Any: ...
