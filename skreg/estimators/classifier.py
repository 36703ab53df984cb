"""MLPClassifier."""

from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassifierMixin, _fit_context
from sklearn.utils import check_array
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

from skreg._typing import (
    ClassWeight,
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
from skreg.estimators.hyperparameters import CLASSIFIER, constraints
from skreg.fitting.class_targets import ClassTargets
from skreg.fitting.labels import KINDS, read_labels
from skreg.functions.activations import ActivationChoice
from skreg.functions.optimisers import OptimiserName
from skreg.functions.schedules import ScheduleName
from skreg.network.initialisation import InitName

_documented = documented(
    parameters=described(CLASSIFIER),
    columns="n_labels",
    y="""\
Class labels, or a multilabel indicator matrix with two values. A positive value means "on", and 0 or a
    negative value means "off".""",
)


@_documented
class MLPClassifier(ClassifierMixin, BaseMLP):
    """Multilayer perceptron classifier with l1, l2 and dropout.

    {summary}

    The loss is the log-loss. For more than two classes it is multinomial, with softmax outputs. Otherwise it
    is binary, with one logistic output per label.

    Parameters
    ----------
    {parameters}

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Class labels. For multilabel targets, the column numbers.
    {attributes}

    See Also
    --------
    MLPRegressor : The same network for regression.

    References
    ----------
    {references}

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> from sklearn.model_selection import train_test_split
    >>> from skreg import MLPClassifier
    >>> X, y = load_digits(return_X_y=True)
    >>> X_train, X_test, y_train, y_test = train_test_split(X / 16, y, random_state=0)
    >>> model = MLPClassifier(
    ...     l1=1e-4, dropout=0.2, learning_rate_init=0.01, early_stopping=True, random_state=0
    ... )
    >>> model.fit(X_train, y_train).predict(X_test[:5])
    array([2, 8, 2, 6, 6])
    >>> bool(model.score(X_test, y_test) > 0.9)
    True
    """

    classes_: NDArray[Any]

    _hyperparameters = CLASSIFIER
    _parameter_constraints: dict = constraints(CLASSIFIER)
    _multilabel = False  # a fit sets it once it has seen y

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
        class_weight: ClassWeight = None,
        label_smoothing: float = 0.0,
    ) -> None:
        store_parameters(self, locals())

    @keeps_type(_fit_context(prefer_skip_nested_validation=True))
    @_documented
    def fit(
        self,
        X: MatrixLike,
        y: MatrixLike,
        sample_weight: ArrayLike | None = None,
        *,
        X_val: MatrixLike | None = None,
        y_val: MatrixLike | None = None,
        sample_weight_val: ArrayLike | None = None,
    ) -> Self:
        """Fit the network.

        Parameters
        ----------
        {samples}
        {validation_samples}

        Returns
        -------
        self : MLPClassifier
            This estimator, fitted.

        Raises
        ------
        {fit_raises}
        """
        return self._fit(X, y, sample_weight, validation=(X_val, y_val, sample_weight_val))

    @keeps_type(available_if(lambda self: self._check_partial_fit()))
    @keeps_type(_fit_context(prefer_skip_nested_validation=True))
    @_documented
    def partial_fit(
        self,
        X: MatrixLike,
        y: MatrixLike,
        sample_weight: ArrayLike | None = None,
        classes: ArrayLike | None = None,
    ) -> Self:
        """Train for one epoch over the given samples, continuing from the last call.

        Parameters
        ----------
        {samples}
        classes : array-like of shape (n_classes,), default=None
            All classes that may occur. The first call requires them.

        Returns
        -------
        self : MLPClassifier
            This estimator, after the epoch.
        """
        return self._fit(X, y, sample_weight, incremental=True, classes=classes)

    def _targets(self):
        known = self._labels() if hasattr(self, "classes_") else None
        return ClassTargets(known, self.class_weight, self.label_smoothing)

    def _labels(self):
        """The kind of labels that the network was trained on, with its classes."""
        return KINDS[self._multilabel](self.classes_)

    def _expected(self, z):
        return self._labels().probabilities(z, self._trained_with["loss"])

    def score(self, X: MatrixLike, y: MatrixLike, sample_weight: ArrayLike | None = None) -> float:
        """Accuracy of the predicted labels.

        For multilabel targets, a sample counts as correct if all of its labels are predicted correctly.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            True labels of the samples, in the form that `fit` accepts.
        sample_weight : array-like of shape (n_samples,), default=None
            Weights of the samples. None gives each sample the weight 1.

        Returns
        -------
        score : float
        """
        check_is_fitted(self)
        if self._multilabel:
            y = check_array(y, accept_sparse="csr", dtype=None, input_name="y")
            y, _ = read_labels(y)
        return super().score(X, y, sample_weight)

    def decision_function(self, X: MatrixLike) -> Floats:
        """Raw outputs of the network, which are logits.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        z : ndarray of shape (n_samples,) or (n_samples, n_classes)
            For two classes, the log odds of ``classes_[1]``.
        """
        z = self._raw_outputs(X)
        return z[:, 0] if z.shape[1] == 1 else z

    def predict(self, X: MatrixLike) -> NDArray[Any]:
        """Most probable class of each sample.

        For multilabel targets, a label is predicted if its probability exceeds one half.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        y : ndarray of shape (n_samples,) or (n_samples, n_labels)
            Predicted labels.
        """
        z = self._raw_outputs(X)
        return self._labels().decode(z)

    def predict_proba(self, X: MatrixLike) -> Floats:
        """Probability of each class.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        probability : ndarray of shape (n_samples, n_classes)
            In the order of ``classes_``, in X's floating-point type.
        """
        return self._expected(self._raw_outputs(X))

    def predict_log_proba(self, X: MatrixLike) -> Floats:
        """Logarithm of the probability of each class.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.

        Returns
        -------
        log_probability : ndarray of shape (n_samples, n_classes)
            In the order of ``classes_``, in X's floating-point type.
        """
        probability = self.predict_proba(X)
        with np.errstate(divide="ignore"):  # a small probability may round to 0
            return np.log(probability, out=probability)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
