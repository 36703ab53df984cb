"""Base class of classifier and regressor: scikit-learn's contract, and methods of a fitted network."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data

from skreg._documentation import ESTIMATOR
from skreg._typing import Floats, MatrixLike, RandomState, TypedPredictor
from skreg.estimators.hyperparameters import Hyperparameter
from skreg.estimators.inputs import FLOATS, is_valid_already
from skreg.estimators.persistence import state_from_store, state_to_store
from skreg.fitting.advice import advice_about_tables
from skreg.fitting.attributes import trained_with
from skreg.fitting.combinations import STOCHASTIC_SOLVERS
from skreg.network.inference import raw_outputs

if TYPE_CHECKING:
    from skreg.estimators.compression import Compression

try:
    from sklearn.callback import CallbackSupportMixin
except ImportError:  # before scikit-learn 1.9

    class CallbackSupportMixin:
        """Empty replacement for releases of scikit-learn without callbacks."""


def store_parameters(estimator, arguments):
    """Store the arguments of ``__init__``, given as its ``locals()``, as attributes."""
    for name, value in arguments.items():
        if name != "self":
            setattr(estimator, name, value)


class BaseMLP(CallbackSupportMixin, BaseEstimator, TypedPredictor):
    """Multilayer perceptron. Subclasses define the kind of y."""

    coefs_: list[Floats]
    intercepts_: list[Floats]
    loss_: float
    loss_curve_: list[float]
    best_loss_: float | None
    validation_loss_curve_: list[float] | None
    validation_scores_: list[float] | None
    train_scores_: list[float] | None
    best_validation_score_: float | None
    n_iter_: int
    t_: int
    n_layers_: int
    n_outputs_: int
    out_activation_: str
    compression_: "Compression"  # of what `compress` returns

    _doc_link_module = "skreg"
    _doc_link_template = ESTIMATOR

    # --- provided by subclasses, with the table of their hyperparameters ---------------------

    _hyperparameters: dict[str, Hyperparameter] = {}

    def _targets(self):
        """Targets of the next fit, from the hyperparameters and from what earlier fits have learnt."""
        raise NotImplementedError

    def _expected(self, z):
        """Numbers or probabilities from raw outputs z, of shape (n_samples, n_outputs)."""
        raise NotImplementedError

    # --- fitting -----------------------------------------------------------------------------

    def _fit(self, *given, validation=(), classes=None, incremental=False, keeps_moments=False):
        """Fit to X, y and sample weights. `validation` holds the same for validation. See `Request`."""
        # imported here, so that a process that only predicts starts sooner
        from skreg.fitting.fit import fit
        from skreg.fitting.request import Given, Request

        table = self._hyperparameters  # a subclass may lack some of its attributes
        parameters = {name: getattr(self, name, entry.default) for name, entry in table.items()}
        of_steps = {
            name: parameters[name] for name, entry in table.items() if entry.reader == "kernels.steps"
        }
        return fit(
            Request(
                self,
                SimpleNamespace(**parameters),
                of_steps,
                self._targets(),
                Given(*given),
                Given(*validation),
                classes=classes,
                incremental=incremental,
                keeps_moments=keeps_moments,
            )
        )

    def _check_partial_fit(self):
        if self.solver not in STOCHASTIC_SOLVERS:
            raise AttributeError(
                f"partial_fit is only available for stochastic optimizers. {self.solver} is not stochastic."
            )
        return True

    # --- fitted ------------------------------------------------------------------------------

    def _checked(self, X):
        """X, validated for a prediction."""
        if not hasattr(self, "coefs_"):  # scikit-learn's check is slow, so it runs only to raise the error
            check_is_fitted(self)
        if is_valid_already(X, self):
            return X
        with advice_about_tables(self, X):
            return validate_data(self, X, accept_sparse="csr", dtype=FLOATS, reset=False)

    def _raw_outputs(self, X):
        """Raw outputs z of the last layer, in X's floating-point type."""
        return raw_outputs(self._checked(X), self.coefs_, self.intercepts_, self._trained_with["activation"])

    def predict_samples(
        self, X: MatrixLike, n_samples: int = 100, random_state: RandomState = None
    ) -> Floats:
        """Predictions of thinned networks, which are drawn as in training.

        Each sample comes from one thinned network, which predicts all rows of X. The spread of the samples
        shows the uncertainty of the model (Gal & Ghahramani 2016). It grows where there was little data to
        learn from. It does not include the noise of y. For prediction intervals of a regression, add the
        variance of that noise, for example the mean squared error on validation data. With one target:
        ``np.sqrt(samples[:, :, 0].std(axis=0)**2 + np.mean((y_val - model.predict(X_val))**2))``.
        See :doc:`the guide to uncertainty </guide/uncertainty>`.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_rows, n_features)
            Rows to predict.
        n_samples : int, default=100
            Number of networks to draw.
        random_state : int, RandomState instance or None, default=None
            Seed of the draws. The same int gives bit-identical predictions at any number of threads.

        Returns
        -------
        samples : ndarray of shape (n_samples, n_rows, n_outputs)
            Predicted numbers for a regressor, and class probabilities for a classifier. They have X's
            floating-point type.

        Warns
        -----
        UserWarning
            If the network has no dropout, because all samples are then equal.

        References
        ----------
        Gal & Ghahramani (2016), "Dropout as a Bayesian approximation: representing model uncertainty in
        deep learning", arXiv 1506.02142.

        Examples
        --------
        >>> from sklearn.datasets import load_digits
        >>> from skreg import MLPClassifier
        >>> X, y = load_digits(return_X_y=True)
        >>> net = MLPClassifier((100,), dropout=0.5, early_stopping=True, random_state=0).fit(X / 16, y)
        >>> samples = net.predict_samples(X[:3] / 16, n_samples=50, random_state=0)
        >>> samples.shape
        (50, 3, 10)
        >>> samples.mean(axis=0).argmax(axis=1)
        array([0, 1, 2])
        """
        from skreg.estimators.uncertainty import ThinnedNetworks

        X = self._checked(X)
        return ThinnedNetworks(self, self._expected, n_samples, random_state).predict(X)

    @property
    def feature_importances_(self) -> Floats:
        """Euclidean norm of each input's outgoing weights, of shape (n_features,).

        With l1, an input that the network does not use has the importance 0. To select all others, use
        ``SelectFromModel(model, threshold=1e-12)``, because the default threshold is the mean importance.
        Compare importances only between features on a common scale. They do not sum to 1.
        """
        check_is_fitted(self)
        return np.linalg.norm(self.coefs_[0], axis=1)

    def compress(self) -> Self:
        """A fitted estimator with the same predictions, but without the hidden units that do nothing.

        Units without outgoing weights are removed. Units without incoming weights are constant, and
        the next intercepts absorb them. At least one unit of each layer stays, and so do all inputs. l1 and
        group_l1 produce such units. The returned estimator can be trained further. See
        :doc:`the guide to l1 </guide/l1>`.

        Returns
        -------
        estimator : object of the same class
            A new estimator with the remaining ``hidden_layer_sizes``. Its ``compression_`` reports the
            savings: a named tuple of ``units_before``, ``units_after``, ``n_parameters_before`` and
            ``n_parameters_after``.

        Raises
        ------
        NotFittedError
            If this estimator is not fitted.

        Examples
        --------
        >>> from sklearn.datasets import load_digits
        >>> from skreg import MLPClassifier
        >>> X, y = load_digits(return_X_y=True)
        >>> net = MLPClassifier((50,), l1=3e-3, early_stopping=True, random_state=0).fit(X / 16, y)
        >>> small = net.compress()
        >>> bool((small.predict(X / 16) == net.predict(X / 16)).all())
        True
        >>> small.compression_.n_parameters_after < small.compression_.n_parameters_before
        True
        """
        from skreg.estimators.compression import compressed

        check_is_fitted(self)
        return compressed(self)

    def __getstate__(self):
        return state_to_store(super().__getstate__())

    def __setstate__(self, state):
        super().__setstate__(state_from_store(type(self), state))
        if hasattr(self, "coefs_") and not hasattr(self, "_trained_with"):  # pickled by an earlier version
            self._trained_with = trained_with(
                self.activation, self._targets().loss, len(self.coefs_) - 1, self.coefs_[0].dtype
            )

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
