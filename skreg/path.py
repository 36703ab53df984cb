"""Regularisation paths: one network, trained for a growing strength of one penalty."""

import warnings
from copy import deepcopy
from dataclasses import dataclass
from numbers import Integral

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import check_scoring
from sklearn.utils import check_array, check_consistent_length, check_random_state
from sklearn.utils.validation import _num_features

from skreg._warn import TrainingInterrupted, warn
from skreg.estimators.base import BaseMLP
from skreg.fitting.attributes import RECORDS
from skreg.fitting.combinations import check_combinations
from skreg.fitting.inputs import check_numbers
from skreg.functions.penalties import PENALTIES
from skreg.network.compression import live_units

_WARM_SHARE = 0.1  # of the first fit's epochs: what each further strength takes


@dataclass(frozen=True, eq=False, repr=False)
class RegularizationPath:
    """Fitted networks of growing strength, and what each keeps; `mlp_path` makes it.

    Attributes
    ----------
    parameter : str
        The penalty whose strength grows, such as "l1".
    strengths : ndarray of shape (n_strengths,) or (n_strengths, n_weight_matrices)
        From weak to strong.
    train_scores : ndarray of shape (n_strengths,)
        Score of X: accuracy or R², unless `mlp_path` was given another.
    validation_scores : ndarray of shape (n_strengths,) or None
        The same of X_val; None without it.
    zeros : ndarray of shape (n_strengths,)
        Share of the weights that are exactly zero, intercepts not counted.
    units : ndarray of shape (n_strengths, n_layers)
        Inputs, units of each hidden layer and outputs that the network uses: those that ``compress``
        leaves, and the inputs from which any weights lead to an output.
    n_iter : ndarray of shape (n_strengths,)
        Epochs, or iterations of lbfgs.
    """

    parameter: str
    strengths: np.ndarray
    train_scores: np.ndarray
    validation_scores: np.ndarray | None
    zeros: np.ndarray
    units: np.ndarray
    n_iter: np.ndarray
    _template: BaseMLP
    _states: list

    def __len__(self):
        return len(self.strengths)

    def __iter__(self):
        """The fitted networks, from weak to strong."""
        return map(self.estimator, range(len(self)))

    def __repr__(self):
        weakest, strongest = _plain(self.strengths[0]), _plain(self.strengths[-1])
        return f"<RegularizationPath: {len(self)} networks, {self.parameter} from {weakest} to {strongest}>"

    def estimator(self, index):
        """A new fitted estimator: the network of one strength.

        Parameters
        ----------
        index : int

        Returns
        -------
        estimator : object of the class that `mlp_path` was given
        """
        model = clone(self._template)
        parameters = {**model.get_params(deep=False), self.parameter: _plain(self.strengths[index])}
        model.__setstate__({**deepcopy(self._states[index]), **parameters})
        return model

    def strongest(self, tolerance=0.0):
        """Index of the strongest strength whose score is within `tolerance` of the best one.

        Parameters
        ----------
        tolerance : float, default=0.0
            In units of the score: of X_val, or of X without it.

        Returns
        -------
        index : int

        Raises
        ------
        ValueError
            If `tolerance` is negative, or no score is a number.
        """
        if not tolerance >= 0:
            raise ValueError(f"tolerance must be a number in the range [0, inf), got {tolerance!r}.")
        scores = self.train_scores if self.validation_scores is None else self.validation_scores
        if np.isnan(scores).all():
            raise ValueError("No score of the path is a number: R² needs at least two samples.")
        return int(np.flatnonzero(scores >= np.nanmax(scores) - tolerance)[-1])

    def features(self, index):
        """Which features the network of one strength uses.

        Parameters
        ----------
        index : int

        Returns
        -------
        mask : ndarray of bool of shape (n_features,)
        """
        return _used_features(self.estimator(index))


def mlp_path(
    estimator, X, y, *, l1=None, l2=None, group_l1=None, alpha=None, X_val=None, y_val=None,
    sample_weight=None, n_epochs=None, scoring=None, **others,
):  # fmt: skip
    """Train a network for one strength of a penalty after the other, each from the weights of the last.

    The first strength, the weakest, is fitted as the estimator says. Each further one begins with the weights
    that the one before has left, and takes a tenth of ``max_iter`` epochs, all of them: where the first takes
    ``max_iter`` as well, twenty strengths cost three fits. The learning rate begins anew for each ("adaptive"
    does not adapt). Ctrl-C ends the path with the strengths that are done. ConvergenceWarnings are not shown.

    Parameters
    ----------
    estimator : MLPClassifier or MLPRegressor
        Is cloned, not changed. Best with ``learning_rate="cosine"``, which lets the zeros of every
        strength come to rest.
    X : {array-like, sparse matrix} of shape (n_samples, n_features)
    y : array-like of shape (n_samples,) or (n_samples, n_outputs)
    l1, l2, group_l1, alpha : array-like of shape (n_strengths,) or (n_strengths, n_weight_matrices)
        Exactly one of these: the strengths, in any order; taken from weak to strong. One value for all weight
        matrices or, but for `alpha`, one for each.
    X_val : {array-like, sparse matrix} of shape (n_validation_samples, n_features), default=None
        Samples that are only scored.
    y_val : array-like, default=None
        Their targets.
    sample_weight : array-like of shape (n_samples,), default=None
        Weights of the samples in X, in training only.
    n_epochs : int, default=None
        Epochs for each strength after the first; None: a tenth of ``max_iter``. With
        ``solver="lbfgs"``, which stops by itself, None is ``max_iter``.
    scoring : str, callable or None, default=None
        The score of X and X_val: a scorer of scikit-learn by name, such as "neg_log_loss", or a callable
        ``scorer(estimator, X, y)``. None: accuracy or R².
    **others : array-like
        The strengths of another penalty, by its name, where `skreg.functions.penalties.PENALTIES` has more.

    Returns
    -------
    path : RegularizationPath

    Raises
    ------
    TypeError
        If the estimator is of another class, or not exactly one sequence of strengths is given.
    ValueError
        If strengths or `n_epochs` are out of range, `scoring` is no scorer, X_val and y_val do not fit, or
        the estimator has ``early_stopping=True``, which would bring weights of weaker strengths back.

    References
    ----------
    Friedman, Hastie & Tibshirani (2010), "Regularization paths for generalized linear models via
    coordinate descent", Journal of Statistical Software 33, for warm starts.

    Lemhadri, Ruan, Abraham & Tibshirani (2021), "LassoNet: a neural network with feature sparsity",
    JMLR 22, for going from dense to sparse.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_digits
    >>> from sklearn.model_selection import train_test_split
    >>> from skreg import MLPClassifier, mlp_path
    >>> X, X_val, y, y_val = train_test_split(*load_digits(return_X_y=True), random_state=0)
    >>> net = MLPClassifier((50,), learning_rate="cosine", max_iter=50, random_state=0)
    >>> path = mlp_path(net, X / 16, y, l1=np.logspace(-5, -2, 8), X_val=X_val / 16, y_val=y_val)
    >>> bool((np.diff(path.zeros) > 0).all())
    True
    >>> small = path.estimator(path.strongest(tolerance=0.01)).compress()
    >>> bool(small.score(X_val / 16, y_val) > 0.93)
    True
    """
    parameter, strengths = _strengths(l1=l1, l2=l2, group_l1=group_l1, alpha=alpha, **others)
    _check(estimator, n_epochs)
    scorer = _scorer(estimator, scoring)
    _check_validation(X, X_val, y_val)
    for strength in strengths:
        check_combinations(clone(estimator).set_params(**{parameter: _plain(strength)}))
    random_state = check_random_state(estimator.random_state)
    template = clone(estimator)
    vars(template).pop("_skl_callbacks", None)  # they are told of single fits
    net = clone(template).set_params(random_state=random_state, warm_start=True)
    records = []
    try:
        for index, strength in enumerate(strengths):
            if index == 1:
                net.set_params(**_further_epochs(net, n_epochs))
            _fit(net.set_params(**{parameter: _plain(strength)}), X, y, sample_weight)
            records.append(_record(net, scorer, X, y, X_val, y_val))
    except KeyboardInterrupt:
        if not records:
            raise
        warn(f"Path interrupted by user after {len(records)} of {len(strengths)} strengths.")
        strengths = strengths[: len(records)]
    columns = {name: np.array([record[name] for record in records]) for name in records[0]}
    states = list(columns.pop("state"))
    if X_val is None:
        columns["validation_scores"] = None
    return RegularizationPath(parameter, strengths, **columns, _template=template, _states=states)


def _strengths(**given):
    """Name and sorted values of the one penalty that is given."""
    given = {name: values for name, values in given.items() if values is not None}
    unknown = set(given) - set(PENALTIES)
    if unknown:
        raise TypeError(f"mlp_path takes strengths of {list(PENALTIES)}, got {', '.join(sorted(unknown))}.")
    if len(given) != 1:
        raise TypeError(
            f"mlp_path needs exactly one of l1, l2, group_l1 and alpha, each a sequence of strengths; got"
            f" {', '.join(given) or 'none'}."
        )
    ((name, values),) = given.items()
    allowed = "a non-empty sequence of strengths in [0, inf)"
    strengths = check_numbers(name, values, allowed).astype(np.float64)
    n_dimensions = (1,) if PENALTIES[name].per_weight else (1, 2)
    if strengths.ndim not in n_dimensions or not strengths.size:
        raise ValueError(f"{name} must be {allowed}, got {values!r}.")
    if not (np.isfinite(strengths) & (strengths >= 0)).all():
        raise ValueError(f"{name} must be {allowed}, got {values!r}.")
    totals = strengths.reshape(len(strengths), -1).sum(axis=1)
    return name, strengths[np.argsort(totals, kind="stable")]


def _check(estimator, n_epochs):
    """Raise where the estimator or the number of epochs is of no use."""
    if not isinstance(estimator, BaseMLP):
        raise TypeError(
            f"estimator must be an MLPClassifier or MLPRegressor of skreg, got {estimator!r}. Of a pipeline,"
            " give the last step, and X transformed by the others."
        )
    if estimator.early_stopping:
        raise ValueError(
            "early_stopping must be False in mlp_path, got True: it would bring weights of weaker strengths"
            " back. Give X_val and y_val instead."
        )
    is_count = isinstance(n_epochs, Integral) and not isinstance(n_epochs, bool) and n_epochs >= 1
    if n_epochs is not None and not is_count:
        raise ValueError(f"n_epochs must be an int in the range [1, inf) or None, got {n_epochs!r}.")


def _scorer(estimator, scoring):
    """Function of a fitted estimator, X and y."""
    if not (scoring is None or isinstance(scoring, str) or callable(scoring)):
        raise ValueError(
            "scoring must be None, a callable scorer or one of sklearn.metrics.get_scorer_names(),"
            f" got {scoring!r}."
        )
    return check_scoring(estimator, scoring=scoring)


def _check_validation(X, X_val, y_val):
    """Raise before the first fit where the validation data could not be scored after it."""
    if (X_val is None) != (y_val is None):
        raise ValueError("X_val and y_val must be given together, got only one of them.")
    if X_val is None:
        return
    check_array(X_val, accept_sparse=True, input_name="X_val")
    check_array(y_val, ensure_2d=False, dtype=None, input_name="y_val")
    check_consistent_length(X_val, y_val)
    if _num_features(X_val) != _num_features(X):
        raise ValueError(
            f"X_val must have as many features as X, {_num_features(X)}, got {_num_features(X_val)}."
        )


def _fit(net, X, y, sample_weight):
    """Fit, or go on with all that the last fit has left, moments as well.

    Without warnings of convergence; Ctrl-C always raises KeyboardInterrupt.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("error", TrainingInterrupted)
        try:
            if hasattr(net, "coefs_"):
                net._fit(X, y, sample_weight, keeps_moments=True)
            else:
                net.fit(X, y, sample_weight=sample_weight)
        except TrainingInterrupted as interruption:
            raise KeyboardInterrupt from interruption


def _further_epochs(net, n_epochs):
    """Parameters that say how long the strengths after the first are trained for."""
    if net.solver == "lbfgs":
        return {"max_iter": n_epochs or net.max_iter}
    # the cost of a weaker strength, which is lower, says nothing of progress
    return {"max_iter": n_epochs or max(1, round(_WARM_SHARE * net.max_iter)), "n_iter_no_change": np.inf}


def _plain(strength):
    """A strength as the estimators take it."""
    return float(strength) if np.ndim(strength) == 0 else [float(value) for value in strength]


def _used_features(net):
    """Features from which any weights lead to an output."""
    leads_on = np.ones(net.coefs_[-1].shape[1], dtype=bool)
    for W in reversed(net.coefs_):
        leads_on = (W[:, leads_on] != 0).any(axis=1)
    return leads_on


def _record(net, scorer, X, y, X_val, y_val):
    """What the path keeps of a fitted network, packed."""
    kept, _ = live_units(net.coefs_, net.intercepts_, net._trained_with["activation"])
    n_zeros = sum(np.count_nonzero(W == 0) for W in net.coefs_)
    state = net.__getstate__()
    state.pop("_optimiser_memory", None)
    for name in ("loss_curve_", *RECORDS.values()):
        state[name] = None if state[name] is None else state[name][-net.n_iter_ :]
    return {
        "train_scores": scorer(net, X, y),
        "validation_scores": np.nan if X_val is None else scorer(net, X_val, y_val),
        "zeros": n_zeros / sum(W.size for W in net.coefs_),
        "units": [np.count_nonzero(_used_features(net)), *(len(units) for units in kept[1:])],
        "n_iter": net.n_iter_,
        "state": state,
    }
