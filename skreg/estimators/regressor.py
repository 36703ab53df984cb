"""MLPRegressor."""

from typing import Literal, Self, overload

from numpy.typing import ArrayLike
from sklearn.base import RegressorMixin, _fit_context
from sklearn.utils.metaestimators import available_if

from skreg._typing import (
    Floats,
    FloatType,
    LayerSizes,
    MatrixLike,
    PerLayer,
    RandomState,
    Scoring,
    keeps_type,
)
from skreg.estimators.base import BaseMLP, store_parameters
from skreg.estimators.documentation import described, documented
from skreg.estimators.hyperparameters import REGRESSOR, constraints
from skreg.fitting.numeric_targets import NumericTargets
from skreg.functions.activations import ActivationChoice
from skreg.functions.losses import LOSSES, Loss, LossName, loss_of
from skreg.functions.optimisers import OptimiserName
from skreg.functions.schedules import ScheduleName
from skreg.network.inference import expected
from skreg.network.initialisation import InitName

_documented = documented(parameters=described(REGRESSOR), columns="n_outputs", y="Targets.")


def _flat(y):
    """Predictions, as a vector if there is only one target."""
    return y[:, 0] if y.shape[1] == 1 else y


@_documented
class MLPRegressor(RegressorMixin, BaseMLP):
    """Multilayer perceptron regressor with l1, l2 and dropout.

    {summary}

    Parameters
    ----------
    {parameters}

    Attributes
    ----------
    {attributes}

    See Also
    --------
    MLPClassifier : The same network for classification.

    References
    ----------
    {references}

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> from skreg import MLPRegressor
    >>> X, y = load_diabetes(return_X_y=True)
    >>> net = MLPRegressor(20, l2=0.1, learning_rate_init=0.1, random_state=0)
    >>> model = make_pipeline(StandardScaler(), net).fit(X, y)
    >>> bool(model.score(X, y) > 0.4)
    True
    """

    _hyperparameters = REGRESSOR
    _parameter_constraints: dict = constraints(REGRESSOR)

    def __init__(
        self,
        hidden_layer_sizes: LayerSizes = (100,),
        *,
        activation: ActivationChoice = "relu",
        solver: OptimiserName | Literal["lbfgs"] = "adam",
        alpha: float = 1e-4,
        l1: PerLayer = 0.0,
        l2: PerLayer = 0.0,
        group_l1: PerLayer = 0.0,
        dropout: PerLayer = 0.0,
        input_dropout: float = 0.0,
        dropout_scope: Literal["sample", "batch"] = "sample",
        max_norm: float | None = None,
        batch_size: int | Literal["auto"] = "auto",
        learning_rate: ScheduleName = "constant",
        learning_rate_init: float = 1e-3,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: RandomState = None,
        tol: float = 1e-4,
        verbose: bool | int = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        max_fun: int = 15000,
        dtype: FloatType = "float32",
        init: InitName = "glorot",
        scoring: Scoring = None,
        loss: LossName | Loss = "squared_error",
        quantile: float = 0.5,
        delta: float = 1.0,
    ) -> None:
        store_parameters(self, locals())

    @keeps_type(_fit_context(prefer_skip_nested_validation=True))
    @_documented
    def fit(
        self,
        X: MatrixLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        *,
        X_val: MatrixLike | None = None,
        y_val: ArrayLike | None = None,
        sample_weight_val: ArrayLike | None = None,
    ) -> Self:
        """Fit the network.

        Parameters
        ----------
        {samples}
        {validation_samples}

        Returns
        -------
        self : MLPRegressor
            This estimator, fitted.

        Raises
        ------
        {fit_raises}
        """
        return self._fit(X, y, sample_weight, validation=(X_val, y_val, sample_weight_val))

    @keeps_type(available_if(lambda self: self._check_partial_fit()))
    @keeps_type(_fit_context(prefer_skip_nested_validation=True))
    @_documented
    def partial_fit(self, X: MatrixLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Train for one epoch over the given samples, continuing from the last call.

        Parameters
        ----------
        {samples}

        Returns
        -------
        self : MLPRegressor
            This estimator, after the epoch.
        """
        return self._fit(X, y, sample_weight, incremental=True)

    def _targets(self):
        parameter = loss_of(self.loss).parameter
        return NumericTargets(self.loss, 0.0 if parameter is None else getattr(self, parameter))

    def _expected(self, z):
        return expected(z, self._trained_with["loss"])

    @overload
    def predict(self, X: MatrixLike, return_std: Literal[False] = False) -> Floats: ...

    @overload
    def predict(self, X: MatrixLike, return_std: Literal[True]) -> tuple[Floats, Floats]: ...

    def predict(self, X: MatrixLike, return_std: bool = False) -> Floats | tuple[Floats, Floats]:
        """Predicted target of each sample.

        Most losses predict the mean of the target. "absolute_error" predicts its median, "pinball" its
        quantile, and "huber" a value between mean and median.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.
        return_std : bool, default=False
            Whether to predict with a hundred thinned networks, always the same ones, and also to return
            their standard deviation. It shows the uncertainty of the model, without the noise of y. See
            `predict_samples`.

        Returns
        -------
        y : ndarray of shape (n_samples,) or (n_samples, n_outputs)
            Predictions in X's floating-point type. With `return_std` they are the mean over the thinned
            networks.
        std : ndarray of shape (n_samples,) or (n_samples, n_outputs)
            Standard deviation over the thinned networks. Only returned with `return_std`.
        """
        if return_std:
            from skreg.estimators.uncertainty import ThinnedNetworks

            X = self._checked(X)
            mean, std = ThinnedNetworks(self, self._expected, n_samples=100, random_state=0).mean_and_std(X)
            return _flat(mean), _flat(std)
        return _flat(self._expected(self._raw_outputs(X)))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        is_known = isinstance(self.loss, Loss) or self.loss in LOSSES
        tags.target_tags.positive_only = is_known and loss_of(self.loss).smallest_y >= 0
        return tags
