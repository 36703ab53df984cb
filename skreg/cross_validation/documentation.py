"""Common parts of the docstrings of both estimators with built-in cross-validation."""

SUMMARY = """\
X may be a data frame with categories and missing values, an array or a sparse matrix. A ``TableEncoder``
encodes its columns. The portfolio lists candidates: networks that differ in encoding and regularisation. They
are fitted on some rows and scored on others. The model predicts with a weighted mean of the best candidates::

    prediction(x) = Σ_m w_m prediction_m(x),    w_m ≥ 0,    Σ_m w_m = 1

The members m are the networks of the chosen candidates. Greedy selection sets the weights of the candidates:
each of its 25 steps adds the candidate that most improves the score of the mean. It may add a candidate
several times. The networks of a candidate share its weight. See :doc:`the guide to tables </guide/tables>`.

The effort of a fit depends on the shape of the table and never on the clock. The same `random_state`
therefore gives bit-identical results with any `n_jobs`. A fit uses at most 100,000 rows. With more than 20
columns it uses at most 2,000,000 values, but at least 20,000 rows. All candidates are fitted on the first of
5 folds. A quarter of them, but at least two, are also fitted on the other folds: those with the largest
weights in the first fold's ensemble. A fit that uses more than 3,000 rows needs only 2 of the folds, and one
that uses more than 50,000 rows only the first. Without `cv`, a search over fewer than 5 candidates uses 5
folds for any number of rows.

With fewer than 5 folds, the chosen candidates are fitted once more, on all rows. Each such network gets half
of its candidate's weight. If a fold leaves out more than a tenth of the rows, as with ``TimeSeriesSplit``, it
gets all the weight. A fit that uses more than 50,000 rows does this only if you pass `cv`.

From 10,000 training rows on, the number of epochs falls with the square root of the number of rows, except in
your own portfolio. The smallest training part counts."""

PARAMETERS = """\
n_candidates : int, default=None
    Number of candidates to try, from the start of the portfolio, which is ordered. 1 is the fast mode. None
    tries all candidates. A number above the length of the portfolio does the same. See
    :doc:`the guide to tables </guide/tables>`.
portfolio : list of dict, default=None
    Your own candidates, in order. Each is a dict of pipeline parameters: ``encoder__…`` for a
    ``TableEncoder`` and ``mlp__…`` for an ``{network}``. Some defaults differ from those of the network:
    ``mlp__solver`` is "adamw", ``mlp__learning_rate`` is "cosine", ``mlp__beta_2`` is 0.95 and ``mlp__alpha``
    is 0. A minibatch holds at most an eighth of the rows, but no fewer than 8. None uses the portfolio of
    skreg. See :doc:`the guide to tables </guide/tables>`.
categorical_features : "from_dtype", None, or array-like of bool, int or str, default="from_dtype"
    Columns that hold categories: a mask, indices or names. None means no column. "from_dtype" selects columns
    of the types category, enum, string and bool, and object columns that do not only hold numbers.
cv : int, cross-validation generator or iterable, default=None
    Split of the rows into training and validation: a number of folds, a splitter of scikit-learn, or an
    iterable of pairs of indices. Use ``TimeSeriesSplit()`` if the rows are in temporal order. With None, the
    number of rows decides, as described above. If `fit` receives groups, None and integers make folds of
    whole groups.
scoring : str or callable, default=None
    Score that chooses the candidates: a scorer of scikit-learn by name, such as {scoring}, or a callable
    ``scorer(estimator, X, y)``. None means {loss}."""

COMMON_PARAMETERS = """\
n_jobs : int, default=None
    Number of fits that run in parallel. They run in threads, unless joblib is configured to use processes or
    a cluster. None means 1, and -1 means all cores. Each fit can itself use several threads.
random_state : int, RandomState instance or None, default=None
    Seed of the folds, the initial weights, the order of samples, dropout and the frequencies of encodings.
verbose : bool or int, default=False
    Whether to print a line for each candidate in each round."""

ATTRIBUTES = """\
candidates_ : dict of lists and arrays
    Table with a row for each candidate. ``pandas.DataFrame(model.candidates_)`` shows it. Its columns are:

    - "params": the parameters of the candidate.
    - "validation_score": the score over all folds on which it was fitted. It is nan if its first fit failed,
      or if there were too few rows to validate.
    - "n_folds": the number of these folds. Compare only scores with the same number of folds.
    - "weight": the weight in the ensemble.
    - "seconds": the duration of the fits.
    - "error": the reason why a fit failed, or None.
best_params_ : dict
    Parameters of the single candidate with the best score, including seeds. See Notes.
estimators_ : list of Pipeline
    The fitted members. Each is a pipeline of the steps "encoder" and "mlp". The members of a
    candidate are adjacent: first those of its folds, then the one fitted on all rows, if any.
    {targets_of_members}
weights_ : ndarray of shape (n_members,)
    Weights of the members, which sum to 1.
validation_score_ : float
    Score of the networks of the folds, with the weights of their candidates, on the validation rows. It is
    optimistic, because these rows also chose the weights. The bias is smaller with more rows. nan if there
    were too few rows to validate.
n_features_in_ : int
    Number of columns seen in ``fit``.
feature_names_in_ : ndarray of shape (n_features,)
    Names of the columns, if all are strings."""

NOTES = """\
- ``best_params_`` lets you rebuild the best candidate, and each entry of ``candidates_["params"]`` rebuilds
  another one. You can continue with a search of your own::

      {rebuild}

  Fitted to the training rows of a member, the rebuilt candidate is bit-identical to that member.
- Ctrl-C ends a search with a warning and keeps the best model so far. Before the first candidate is finished,
  Ctrl-C raises KeyboardInterrupt and keeps an earlier fit. From scikit-learn 1.9 on, callbacks follow each
  candidate: ``model.set_callbacks(ProgressBar())``. A callback that asks to stop ends the search.
- Rows of weight 0 are ignored. A row of weight 2 counts twice in training and validation. Unlike two equal
  rows, it lies in a single fold.
- For a sparse X, the columns are only scaled, whatever ``encoder__numeric`` says."""

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
    A table. Missing values are None, NaN, pandas' NA or polars' null.
y : array-like of shape (n_samples,) or (n_samples, {columns})
    {y}
sample_weight : array-like of shape (n_samples,), default=None
    Non-negative weights of the rows, for training and validation. None gives each row the weight 1.
groups : array-like of shape (n_samples,), default=None
    Group of each row. A splitter in `cv` receives the groups. Without a splitter, no group is split between
    training and validation."""

FIT_RAISES = """\
ValueError
    If a parameter or the data are invalid. Examples are unknown parameters in `portfolio`, a `cv` that
    leaves a part without rows or without a class to train on, a `scoring` that fails, and columns that hold
    neither numbers nor categories. The estimator then keeps its earlier fit."""

TABLE = """\
X : {{data frame, array-like, sparse matrix}} of shape (n_samples, n_features)
    The columns of ``fit``, in the same order. They may hold missing values and categories that ``fit`` has
    not seen."""


def parts(**words):
    """Parts of the docstrings of one estimator. `words` fill in what differs between the two."""
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
