"""The configurations of one search: from skreg's own portfolio, or from the user's after validation."""

from difflib import get_close_matches
from types import SimpleNamespace

from skreg.cross_validation.members import pipeline_of
from skreg.cross_validation.portfolio import portfolio, whole
from skreg.estimators.classifier import MLPClassifier
from skreg.estimators.regressor import MLPRegressor
from skreg.fitting.combinations import check_combinations
from skreg.preprocessing import TableEncoder

# network parameters that the search sets itself, and what the user can do instead
_DECIDED = {
    "class_weight": "the parameter class_weight of MLPClassifierCV",
    "warm_start": "fit, which begins anew for each candidate",
}


def entries_of(estimator, task, *, is_sparse):
    """The configurations to try, in order.

    The columns of a sparse matrix are only scaled. Configurations that then coincide are tried once.

    Raises
    ------
    ValueError
        If ``portfolio`` is empty, or if an entry has parameters that do not exist or are out of range.
    """
    network = task.network
    entries = portfolio(task.kind) if estimator.portfolio is None else list(estimator.portfolio)
    if not entries:
        raise ValueError("portfolio must hold at least one dict of parameters, got an empty one.")
    if estimator.portfolio is not None:
        for place, entry in enumerate(entries):
            _check(entry, place, network)
    if is_sparse:
        entries = _distinct([{**entry, "encoder__numeric": "smooth_clip"} for entry in entries])
    return entries[: estimator.n_candidates]


def _distinct(entries):
    return [entry for place, entry in enumerate(entries) if entry not in entries[:place]]


def _check(entry, place, network):
    """Raise an error if an entry of the portfolio is invalid."""
    if not isinstance(entry, dict):
        raise ValueError(
            f"portfolio must hold dicts such as {{'mlp__l2': 0.1}}, got {entry!r} as portfolio[{place}]."
        )
    for name in entry:
        _check_name(name, place)
    try:
        parameters = whole(entry, network)
        for _, step in pipeline_of(parameters, network).steps:
            step._validate_params()
        check_combinations(SimpleNamespace(**pipeline_of(parameters, network)[-1].get_params()))
    except ValueError as error:
        raise ValueError(f"portfolio[{place}]: {error}") from None


def _check_name(name, place):
    known = _known_names()
    if name in known:
        return
    step, _, parameter = str(name).partition("__")
    if step == "mlp" and parameter in _DECIDED:
        raise ValueError(f"portfolio[{place}] must not hold {name!r}: it is left to {_DECIDED[parameter]}.")
    near = [other for other in known if other.endswith(f"__{name}")] or get_close_matches(str(name), known)
    hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise ValueError(
        f"portfolio[{place}] must hold parameters of a TableEncoder as 'encoder__…' and of a network as"
        f" 'mlp__…', got {name!r}.{hint}"
    )


def _known_names():
    """Allowed parameters of an entry. They include those of both networks, which may share a portfolio."""
    networks = {**MLPClassifier().get_params(), **MLPRegressor().get_params()}
    return [
        *(f"encoder__{name}" for name in TableEncoder().get_params()),
        *(f"mlp__{name}" for name in networks if name not in _DECIDED),
    ]
