"""Docstrings of both estimators with built-in cross-validation, from common parts."""

SUMMARY = """\
For tables as they are: data frames with categories and missing values, arrays, sparse matrices. Columns are
encoded by a ``TableEncoder``. The candidates of a portfolio, networks of different encoding and
regularisation, are fitted on some rows and judged by others. What predicts is a weighted mean of the best::

    prediction(x) = Σ_m w_m prediction_m(x),    w_m ≥ 0,    Σ_m w_m = 1

Its members m are the networks of the chosen candidates, one for each fold. The weights of the candidates are
those of greedy selection: 25 times the candidate is added, again perhaps, with which the mean scores best.

What a fit spends follows from the shape of the table, never from the clock: the same `random_state` gives
the same bits, at any `n_jobs`. Up to 3,000 rows all candidates are fitted on the first of 5 folds, and the
best quarter of them on the other four. With more rows a fifth of them validates, 20,000 at most. Fewer than 5
candidates are fitted on 5 folds of any table. No more than 100,000 rows are used, and fewer of more than 20
columns: 2,000,000 numbers, but at least 20,000 rows. From 10,000 rows on, the epochs fall with the root of
the number of rows."""

PARAMETERS = """\
n_candidates : int, default=None
    How many candidates are tried: the first of the portfolio, which are its best. 1 is the fast mode. None:
    all.
portfolio : list of dict, default=None
    Candidates of your own, best first. Each is a dict of parameters of a pipeline: ``encoder__…`` those of a
    ``TableEncoder``, ``mlp__…`` those of an ``{network}``. Where it is silent, ``mlp__solver`` is "adamw",
    ``mlp__learning_rate`` "cosine", ``mlp__beta_2`` 0.95 and ``mlp__alpha`` 0. Minibatches are at most an
    eighth of the rows, but not below 8 of them. None: the portfolio that comes with skreg.
categorical_features : "from_dtype", None, or array-like of bool, int or str, default="from_dtype"
    Which columns are categories: a mask, indices or names, and None for no column. "from_dtype": columns of
    the types category, enum, string and bool, and objects that are not all numbers.
cv : int, cross-validation generator or iterable, default=None
    How rows are split into training and validation: a number of folds, a splitter of scikit-learn, such as
    ``TimeSeriesSplit()`` for rows in the order of time, or pairs of indices. None: by the number of rows, as
    told above. Where `fit` is given groups, None and numbers make folds of whole groups.
scoring : str or callable, default=None
    What candidates are chosen by: a scorer of scikit-learn by name, such as {scoring}, or a callable
    ``scorer(estimator, X, y)``. None: {loss}."""

COMMON_PARAMETERS = """\
n_jobs : int, default=None
    Fits that run side by side, in threads, or where joblib says otherwise on processes or on a cluster. None
    is 1. A fit by itself uses the processors that are of use to it.
random_state : int, RandomState instance or None, default=None
    For folds, initial weights, order of samples, dropout and frequencies of encodings.
verbose : bool or int, default=False
    Whether to print a line for each candidate, in each round in which it takes part."""

ATTRIBUTES = """\
candidates_ : dict of lists and arrays
    A table with a row for each candidate, for ``pandas.DataFrame(model.candidates_)``: "params", its
    parameters; "validation_score", that of all folds it was fitted on, nan where a fit failed; "n_folds",
    their number, and only scores of as many compare; "weight" in the ensemble; "seconds", of its fits;
    "error", why a fit failed, or None.
best_params_ : dict
    Parameters of the candidate that scored best by itself, seeds included; see Notes.
estimators_ : list of Pipeline
    The fitted members, each of the steps "encoder" and "mlp".
    {targets_of_members}
weights_ : ndarray of shape (n_members,)
    Their weights; the sum is 1.
validation_score_ : float
    Score of the ensemble for the validation rows, by which it was chosen: hopeful, the less so the more rows
    there are. nan where there were too few rows to validate.
n_features_in_ : int
    Number of columns seen in ``fit``.
feature_names_in_ : ndarray of shape (n_features,)
    Names of the columns, where all are strings."""

NOTES = """\
- ``best_params_`` builds the best candidate anew, and so does each of ``candidates_["params"]``. From there a
  search of your own can go on::

      {rebuild}

  It has the bits of a member where it is fitted to the rows that this member was trained on.
- Ctrl-C ends a search with a warning and the best so far; before the first candidate is done, it propagates,
  and what was fitted before stays. scikit-learn's callbacks (from its release 1.9 on) are told of each
  candidate: ``model.set_callbacks(ProgressBar())``. One that asks to stop ends the search.
- Rows of weight 0 are left out, as if they were not there. Rows of weight 2 count twice in training and
  validation, but lie in one fold, other than two equal rows.
- Of sparse X the columns are scaled and not encoded otherwise, whatever ``encoder__numeric`` says."""

REFERENCES = """\
Caruana, Niculescu-Mizil, Crew & Ksikes (2004), "Ensemble selection from libraries of models", ICML.

Feurer, Eggensperger, Falkner, Lindauer & Hutter (2022), "Auto-sklearn 2.0: hands-free AutoML via
meta-learning", JMLR 23, for portfolios.

Salinas & Erickson (2024), "TabRepo: a large scale repository of tabular model evaluations and its AutoML
applications", arXiv 2311.02971.

Kadra, Lindauer, Hutter & Grabocka (2021), "Well-tuned simple nets excel on tabular datasets", arXiv
2106.11189.

Holzmüller, Grinsztajn & Steinwart (2024), "Better by default: strong pre-tuned MLPs and boosted trees on
tabular data", arXiv 2407.04491."""

SAMPLES = """\
X : {{data frame, array-like, sparse matrix}} of shape (n_samples, n_features)
    A table; missing values are None, NaN, pandas' NA or polars' null. It is not changed.
y : array-like of shape (n_samples,) or (n_samples, {columns})
    {y}
sample_weight : array-like of shape (n_samples,), default=None
    Non-negative weights of the rows, in training and validation. None: all one.
groups : array-like of shape (n_samples,), default=None
    Group of each row; no group both trains and validates. For `cv`, which may know groups itself."""

FIT_RAISES = """\
ValueError
    For invalid parameters or data: a portfolio whose parameters do not exist or are out of range, a `cv`
    that leaves a part without rows or without a class to train on, a `scoring` that fails, columns that
    hold neither numbers nor categories. What was fitted before is then kept."""

TABLE = """\
X : {{data frame, array-like, sparse matrix}} of shape (n_samples, n_features)
    The columns of ``fit``, in their order. There may be missing values, and categories that ``fit`` has not
    seen."""


def parts(**words):
    """Parts of the docstrings of one estimator; `words` are what the two say differently."""
    texts = {
        "parameters": PARAMETERS,
        "common_parameters": COMMON_PARAMETERS,
        "attributes": ATTRIBUTES,
        "notes": NOTES,
        "samples": SAMPLES,
        "table": TABLE,
    }
    filled = {name: text.format(**words) for name, text in texts.items()}
    return {**filled, "summary": SUMMARY, "references": REFERENCES, "fit_raises": FIT_RAISES}
