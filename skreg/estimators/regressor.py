"""MLPRegressor."""

from sklearn.base import RegressorMixin, _fit_context
from sklearn.utils.metaestimators import available_if

from skreg.estimators.base import BaseMLP, store_parameters
from skreg.estimators.documentation import described, documented
from skreg.estimators.hyperparameters import REGRESSOR, constraints
from skreg.fitting.numeric_targets import NumericTargets
from skreg.functions.losses import LOSSES, Loss, loss_of
from skreg.network.inference import expected

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
        hidden_layer_sizes=(100,),
        *,
        activation="relu",
        solver="adam",
        alpha=1e-4,
        l1=0.0,
        l2=0.0,
        group_l1=0.0,
        dropout=0.0,
        input_dropout=0.0,
        dropout_scope="sample",
        max_norm=None,
        batch_size="auto",
        learning_rate="constant",
        learning_rate_init=1e-3,
        power_t=0.5,
        max_iter=200,
        shuffle=True,
        random_state=None,
        tol=1e-4,
        verbose=False,
        warm_start=False,
        momentum=0.9,
        nesterovs_momentum=True,
        early_stopping=False,
        validation_fraction=0.1,
        beta_1=0.9,
        beta_2=0.999,
        epsilon=1e-8,
        n_iter_no_change=10,
        max_fun=15000,
        dtype="float32",
        scoring=None,
        loss="squared_error",
        quantile=0.5,
        delta=1.0,
    ):
        store_parameters(self, locals())

    @_fit_context(prefer_skip_nested_validation=True)
    @_documented
    def fit(self, X, y, sample_weight=None, *, X_val=None, y_val=None, sample_weight_val=None):
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

    @available_if(lambda self: self._check_partial_fit())
    @_fit_context(prefer_skip_nested_validation=True)
    @_documented
    def partial_fit(self, X, y, sample_weight=None):
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

    def predict(self, X, return_std=False):
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
