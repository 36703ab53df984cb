"""MLPClassifier."""

from numbers import Real

import numpy as np
from sklearn.base import ClassifierMixin, _fit_context
from sklearn.utils import check_array
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import _check_partial_fit_first_call
from sklearn.utils.validation import check_is_fitted

from skreg.estimators import parameters, targets
from skreg.estimators.base import BaseMLP, store_parameters
from skreg.estimators.documentation import documented
from skreg.estimators.inputs import check_numbers
from skreg.network.inference import expected

_KINDS = {False: "labels", True: "a multilabel indicator matrix"}


@documented
class MLPClassifier(ClassifierMixin, BaseMLP):
    """Multilayer perceptron classifier with l1, l2 and dropout.

    {summary}

    The loss is the log-loss: multinomial with softmax outputs for more than two classes, else
    binary with one logistic output per label.

    Parameters
    ----------
    {parameters}
    class_weight : dict or "balanced", default=None
        Weights of the classes, multiplied into ``sample_weight``. "balanced":
        ``n_samples / (n_classes · count)``. Not for multilabel targets, and "balanced" not in
        ``partial_fit``.
    label_smoothing : float, default=0.0
        Share ε in [0, 1) of each target that is spread evenly over the K classes:
        ``(1 − ε)·y + ε/K``; over two for each label of multilabel targets. The network gets less
        sure of itself.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Class labels; for multilabel targets the column numbers.
    {attributes}

    See Also
    --------
    MLPRegressor : The same network for numbers.

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

    _parameter_constraints: dict = {
        **parameters.CONSTRAINTS,
        "class_weight": [StrOptions({"balanced"}), dict, None],
        "label_smoothing": [Interval(Real, 0, 1, closed="left")],
    }

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
        class_weight=None,
        label_smoothing=0.0,
    ):
        store_parameters(self, locals())

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y, sample_weight=None, *, X_val=None, y_val=None, sample_weight_val=None):
        """Fit the network.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            Class labels, or a multilabel indicator matrix of two values: 0 or a negative one for "off", a
            positive one for "on".
        sample_weight : array-like of shape (n_samples,), default=None
            Non-negative weights of the samples. None: all one.
        X_val : {array-like, sparse matrix} of shape (n_validation_samples, n_features), default=None
            Samples to validate on after each epoch. With `early_stopping` they take the place of the
            part that is set aside; without it loss and score are only recorded. A pipeline transforms
            them as it does X with ``Pipeline(..., transform_input=["X_val"])``.
        y_val : array-like of shape (n_validation_samples,) or (n_validation_samples, n_labels), default=None
            Their targets.
        sample_weight_val : array-like of shape (n_validation_samples,), default=None
            Their weights. None: all one.

        Returns
        -------
        self : MLPClassifier
            This estimator, fitted.

        Raises
        ------
        ValueError
            For invalid parameters or data, and for weights that training left non-finite. What was
            fitted before is then kept.
        """
        return self._fit(X, y, sample_weight, validation=(X_val, y_val, sample_weight_val))

    @available_if(lambda self: self._check_partial_fit())
    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y, sample_weight=None, classes=None):
        """Train for one epoch over the given samples, going on from the last call.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            Class labels, or a multilabel indicator matrix of two values: 0 or a negative one for "off", a
            positive one for "on".
        sample_weight : array-like of shape (n_samples,), default=None
            Non-negative weights of the samples. None: all one.
        classes : array-like of shape (n_classes,), default=None
            All classes that may occur. Required in the first call.

        Returns
        -------
        self : MLPClassifier
            This estimator, trained on.
        """
        return self._fit(X, y, sample_weight, incremental=True, classes=classes)

    def _check_target(self, y, continues, incremental, classes):
        y, multilabel = targets.labels_or_indicator(y)
        if continues and multilabel != self._multilabel:
            raise ValueError(
                "`y` must be of the same kind as before to continue with warm_start or partial_fit:"
                f" previously got {_KINDS[self._multilabel]}, `y` holds {_KINDS[multilabel]}."
            )
        if incremental:
            _check_partial_fit_first_call(self, classes)
        elif not continues:
            self.classes_ = targets.find_classes(y, multilabel)
        self._multilabel = multilabel
        self._check_classes(y, "y", need_all=continues and self.warm_start and not incremental)
        return y

    def _check_validation_target(self, y_val, y):
        y_val, multilabel = targets.labels_or_indicator(y_val, "y_val")
        if multilabel != self._multilabel:
            raise ValueError(
                f"`y_val` must be of the same kind as `y`: `y` holds {_KINDS[self._multilabel]}, `y_val`"
                f" holds {_KINDS[multilabel]}."
            )
        self._check_classes(y_val, "y_val", need_all=False)
        return y_val

    def _check_classes(self, y, name, need_all):
        if not self._multilabel:
            targets.check_known_classes(y, self.classes_, need_all=need_all, name=name)
        elif y.shape[1] != len(self.classes_):
            raise ValueError(
                f"`{name}` must have one column per class, {len(self.classes_)} of them, got"
                f" {y.shape[1]} columns."
            )

    def _encode_target(self, y, dtype):
        encoded = targets.encode(y, self.classes_, self._multilabel, dtype)
        if self.label_smoothing == 0 or len(self.classes_) == 1:
            return encoded
        n_classes = 2 if self._multilabel else len(self.classes_)
        return targets.smooth(encoded, self.label_smoothing, n_classes)

    def _loss_name(self):
        if self._multilabel or len(self.classes_) <= 2:
            return "binary_log_loss"
        return "log_loss"

    def _weigh(self, y, sample_weight, counted, incremental=False):
        if self.class_weight is None:
            return sample_weight
        if self._multilabel:
            raise ValueError(
                "class_weight is not supported for multilabel targets: it must be None, got"
                f" class_weight={self.class_weight!r}. Use sample_weight."
            )
        if incremental and self.class_weight == "balanced":
            raise ValueError(
                "class_weight 'balanced' is not supported for partial_fit, which does not see all"
                " samples. Pass class_weight as a dict, for instance from"
                " sklearn.utils.compute_class_weight('balanced', classes=classes, y=y)."
            )
        if isinstance(self.class_weight, dict):
            check_numbers("class_weight", list(self.class_weight.values()), "finite weights >= 0")
        weights = compute_class_weight(self.class_weight, classes=self.classes_, y=counted)
        if not (np.isfinite(weights) & (weights >= 0)).all() or not weights.any():
            raise ValueError(
                "class_weight must hold finite weights >= 0, not all of them 0, got"
                f" class_weight={self.class_weight!r}."
            )
        weights = weights[np.searchsorted(self.classes_, y)]
        weights = weights if sample_weight is None else weights * sample_weight
        if not weights.any():
            raise ValueError(
                "class_weight and sample_weight together leave no sample of non-zero weight, got"
                f" class_weight={self.class_weight!r}."
            )
        return weights

    def _score_outputs(self, z, y, sample_weight):
        correct = targets.decode(z, self.classes_, self._multilabel) == y
        correct = correct.all(axis=1) if self._multilabel else correct
        return np.average(correct, weights=sample_weight)

    def _stratify(self, network_targets):
        if network_targets.shape[1] > 1:
            return None
        return np.where(network_targets[:, 0] > 0.5, "True", "False")

    def _predicted_of(self, z):
        if len(self.classes_) == 1 and not self._multilabel:
            return np.ones_like(z)
        if z.shape[1] == 1:
            z = np.hstack([-z, z])  # log odds of both classes
        return expected(z, self._trained_with["loss"])

    def score(self, X, y, sample_weight=None):
        """Accuracy of the predicted labels; for multilabel targets, share of samples with all labels right.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            Samples.
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            Their true labels, in the values that `fit` takes.
        sample_weight : array-like of shape (n_samples,), default=None
            Weights of the samples. None: all one.

        Returns
        -------
        score : float
        """
        check_is_fitted(self)
        if self._multilabel:
            y = check_array(y, accept_sparse="csr", dtype=None, input_name="y")
            y, _ = targets.labels_or_indicator(y)
        return super().score(X, y, sample_weight)

    def decision_function(self, X):
        """Raw outputs of the network: logits.

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

    def predict(self, X):
        """Most probable class of each sample; for multilabel targets, labels of odds > 1.

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
        return targets.decode(z, self.classes_, self._multilabel)

    def predict_proba(self, X):
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
        return self._predicted_of(self._raw_outputs(X))

    def predict_log_proba(self, X):
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
        with np.errstate(divide="ignore"):  # of a probability too small for a float
            return np.log(probability, out=probability)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
