"""Regularisation paths: one network, trained while the strength of one penalty grows."""

import warnings
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from numbers import Integral
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import check_scoring
from sklearn.utils import check_array, check_consistent_length, check_random_state
from sklearn.utils.validation import _num_features

from skreg._typing import Floats, MatrixLike, Scoring
from skreg._warn import TrainingInterrupted, warn
from skreg.estimators.base import BaseMLP
from skreg.fitting.attributes import RECORDS
from skreg.fitting.combinations import check_combinations
from skreg.fitting.inputs import check_numbers
from skreg.functions.penalties import PENALTIES
from skreg.network.compression import live_units

Network = TypeVar("Network", bound=BaseMLP)

_WARM_SHARE = 0.1  # each further strength takes this share of the first fit's epochs


@dataclass(frozen=True, eq=False, repr=False)
class RegularizationPath(Generic[Network]):
    """Fitted networks along a regularisation path, which `mlp_path` returns.

    Attributes
    ----------
    parameter : str
        Penalty whose strength grows, such as "l1".
    strengths : ndarray of shape (n_strengths,) or (n_strengths, n_weight_matrices)
        Strengths of the penalty, from weak to strong.
    train_scores : ndarray of shape (n_strengths,)
        Score on X: accuracy or R², or the `scoring` of `mlp_path`.
    validation_scores : ndarray of shape (n_strengths,) or None
        Score on X_val. None without X_val.
    zeros : ndarray of shape (n_strengths,)
        Fraction of the weights that are exactly zero. Intercepts do not count.
    units : ndarray of shape (n_strengths, n_layers)
        Numbers of inputs, of units in each hidden layer, and of outputs that the network uses. An input
        counts if non-zero weights lead from it to an output. A unit counts if ``compress`` keeps it.
    n_iter : ndarray of shape (n_strengths,)
        Number of epochs, or of iterations of lbfgs.
    """

    parameter: str
    strengths: NDArray[np.float64]
    train_scores: Floats
    validation_scores: Floats | None
    zeros: Floats
    units: NDArray[np.integer]
    n_iter: NDArray[np.integer]
    _template: Network
    _states: list

    def __len__(self) -> int:
        return len(self.strengths)

    def __iter__(self) -> Iterator[Network]:
        """The fitted networks, from weak to strong regularisation."""
        return map(self.estimator, range(len(self)))

    def __repr__(self) -> str:
        weakest, strongest = _plain(self.strengths[0]), _plain(self.strengths[-1])
        return f"<RegularizationPath: {len(self)} networks, {self.parameter} from {weakest} to {strongest}>"

    def _repr_html_(self) -> str:
        """HTML for notebooks."""
        from skreg.notebook.path import path_html

        return path_html(self)

    def estimator(self, index: int) -> Network:
        """A new fitted estimator with the network of one strength.

        Parameters
        ----------
        index : int
            Index of the strength.

        Returns
        -------
        estimator : object of the class that `mlp_path` was given
        """
        model = clone(self._template)
        parameters = {**model.get_params(deep=False), self.parameter: _plain(self.strengths[index])}
        model.__setstate__({**deepcopy(self._states[index]), **parameters})
        return model

    def strongest(self, tolerance: float = 0.0) -> int:
        """Index of the largest strength whose score is within `tolerance` of the best score.

        Parameters
        ----------
        tolerance : float, default=0.0
            How far the score on X_val may lie below the best one. Without X_val, the score on X counts.

        Returns
        -------
        index : int

        Raises
        ------
        ValueError
            If `tolerance` is negative, or if all scores are NaN.
        """
        if not tolerance >= 0:
            raise ValueError(f"tolerance must be a number in the range [0, inf), got {tolerance!r}.")
        scores = self.train_scores if self.validation_scores is None else self.validation_scores
        if np.isnan(scores).all():
            raise ValueError("No score of the path is a number: R² needs at least two samples.")
        return int(np.flatnonzero(scores >= np.nanmax(scores) - tolerance)[-1])

    def features(self, index: int) -> NDArray[np.bool_]:
        """Features that the network of one strength uses.

        Parameters
        ----------
        index : int
            Index of the strength.

        Returns
        -------
        mask : ndarray of bool of shape (n_features,)
            True for each feature from which non-zero weights lead to an output.
        """
        return _used_features(self.estimator(index))


def mlp_path(
    estimator: Network,
    X: MatrixLike,
    y: MatrixLike,
    *,
    l1: ArrayLike | None = None,
    l2: ArrayLike | None = None,
    group_l1: ArrayLike | None = None,
    alpha: ArrayLike | None = None,
    X_val: MatrixLike | None = None,
    y_val: MatrixLike | None = None,
    sample_weight: ArrayLike | None = None,
    n_epochs: int | None = None,
    scoring: Scoring = None,
    **others: ArrayLike,
) -> RegularizationPath[Network]:
    """Train one network for increasing strengths of a penalty, with warm starts.

    The smallest strength is fitted with the parameters of the estimator. Each further strength starts from
    the weights of the one before. It takes a tenth of ``max_iter`` epochs, and it never stops early. Twenty
    strengths therefore cost about three full fits. The learning-rate schedule starts anew for each strength,
    and "adaptive" does not adapt. Ctrl-C ends the path and returns the finished strengths.
    ConvergenceWarnings are not shown. See :doc:`the guide to l1 </guide/l1>`.

    Parameters
    ----------
    estimator : MLPClassifier or MLPRegressor
        Estimator to clone and train. Prefer ``learning_rate="cosine"``, because the zeros of each strength
        then settle.
    X : {array-like, sparse matrix} of shape (n_samples, n_features)
        Training samples.
    y : array-like of shape (n_samples,) or (n_samples, n_outputs)
        Targets of the training samples.
    l1, l2, group_l1, alpha : array-like of shape (n_strengths,) or (n_strengths, n_weight_matrices)
        Strengths of the penalty, in any order. Give exactly one of these parameters. A strength is one value
        for all weight matrices, or one value for each. `alpha` takes only one value for all.
    X_val : {array-like, sparse matrix} of shape (n_validation_samples, n_features), default=None
        Validation samples, which are only scored.
    y_val : array-like, default=None
        Targets of the validation samples.
    sample_weight : array-like of shape (n_samples,), default=None
        Weights of the samples in X, which apply to training only.
    n_epochs : int, default=None
        Number of epochs for each strength after the first. None means a tenth of ``max_iter``. With
        ``solver="lbfgs"``, which stops by itself, None means ``max_iter``.
    scoring : str, callable or None, default=None
        Score on X and X_val: a scorer of scikit-learn by name, such as "neg_log_loss", or a callable
        ``scorer(estimator, X, y)``. None means accuracy for a classifier and R² for a regressor.
    **others : array-like
        Strengths of another penalty by its name, if `skreg.functions.penalties.PENALTIES` has more.

    Returns
    -------
    path : RegularizationPath
        The fitted networks, with their scores and sizes.

    Raises
    ------
    TypeError
        If the estimator is of another class, or if there is not exactly one sequence of strengths.
    ValueError
        If strengths or `n_epochs` are out of range, if `scoring` is not a scorer, or if X_val and y_val do
        not match. Also if the estimator has ``early_stopping=True``, which would restore weights of smaller
        strengths.

    References
    ----------
    Friedman, Hastie & Tibshirani (2010), "Regularization paths for generalized linear models via
    coordinate descent", Journal of Statistical Software 33 (warm starts).

    Lemhadri, Ruan, Abraham & Tibshirani (2021), "LassoNet: a neural network with feature sparsity",
    JMLR 22 (paths from dense to sparse).

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
    vars(template).pop("_skl_callbacks", None)  # callbacks follow single fits, not a path
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
    """Name and sorted strengths of the one penalty that was given."""
    given = {name: values for name, values in given.items() if values is not None}
    unknown = set(given) - set(PENALTIES)
    if unknown:
        raise TypeError(f"mlp_path takes strengths of {list(PENALTIES)}, got {', '.join(sorted(unknown))}.")
    if len(given) != 1:
        raise TypeError(
            f"mlp_path needs exactly one of l1, l2, group_l1 and alpha, as a sequence of strengths, got"
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
    """Raise an error if the estimator or the number of epochs is invalid."""
    if not isinstance(estimator, BaseMLP):
        raise TypeError(
            f"estimator must be an MLPClassifier or MLPRegressor of skreg, got {estimator!r}. For a pipeline,"
            " pass its last step, and X as the other steps transform it."
        )
    if estimator.early_stopping:
        raise ValueError(
            "early_stopping must be False in mlp_path, got True: it would restore weights of smaller"
            " strengths. Pass X_val and y_val instead."
        )
    is_count = isinstance(n_epochs, Integral) and not isinstance(n_epochs, bool) and n_epochs >= 1
    if n_epochs is not None and not is_count:
        raise ValueError(f"n_epochs must be an int in the range [1, inf) or None, got {n_epochs!r}.")


def _scorer(estimator, scoring):
    """Scorer: a function of a fitted estimator, X and y."""
    if not (scoring is None or isinstance(scoring, str) or callable(scoring)):
        raise ValueError(
            "scoring must be None, a callable scorer or one of sklearn.metrics.get_scorer_names(),"
            f" got {scoring!r}."
        )
    return check_scoring(estimator, scoring=scoring)


def _check_validation(X, X_val, y_val):
    """Raise an error before the first fit if the validation data could not be scored after it."""
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
    """Fit, or continue from the weights and the moments of the last fit.

    ConvergenceWarnings are ignored. Ctrl-C always raises KeyboardInterrupt.
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
    """Parameters that set the length of training for the strengths after the first."""
    if net.solver == "lbfgs":
        return {"max_iter": n_epochs or net.max_iter}
    # no early stop: the cost of the previous strength is lower, so it does not measure progress
    return {"max_iter": n_epochs or max(1, round(_WARM_SHARE * net.max_iter)), "n_iter_no_change": np.inf}


def _plain(strength):
    """A strength in the form that the estimators accept."""
    return float(strength) if np.ndim(strength) == 0 else [float(value) for value in strength]


def _used_features(net):
    """Mask of the features from which non-zero weights lead to an output."""
    leads_on = np.ones(net.coefs_[-1].shape[1], dtype=bool)
    for W in reversed(net.coefs_):
        leads_on = (W[:, leads_on] != 0).any(axis=1)
    return leads_on


def _record(net, scorer, X, y, X_val, y_val):
    """Scores, sizes and packed state of a fitted network, which the path keeps."""
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
