"""The effect of the penalties in use on one weight or one row of W, composed from their expressions.

Each function takes the strengths of all penalties, in order, as a tuple of n_terms numbers. The sums of their
statistics are such a tuple as well. They are stored as an array, (n_terms,).
"""

from skreg.compile.jit import expression, inlined
from skreg.compile.memory import numbers
from skreg.kernels.views import DOUBLE


def make_strengths(n_terms):
    """A function of network, first, total weight and zero that returns the strengths in zero's type.

    Each is ``absolute + per_weight / total_weight``. `first` is the place of the layer's first strength.
    """
    if n_terms == 0:
        return inlined(lambda network, first, total_weight, zero: ())
    before, place = make_strengths(n_terms - 1), n_terms - 1

    @inlined
    def strengths(network, first, total_weight, zero):
        absolute = numbers(network.strengths, first + place, first + place + 1, DOUBLE)[0]
        per_weight = numbers(network.per_weight, first + place, first + place + 1, DOUBLE)[0]
        own = type(zero)(absolute + per_weight / total_weight)
        return before(network, first, total_weight, zero) + (own,)

    return strengths


def make_zeros(n):
    """A function of zero that returns a tuple of n zeros."""
    if n == 0:
        return inlined(lambda zero: ())
    before = make_zeros(n - 1)
    return inlined(lambda zero: before(zero) + (zero,))


def make_gradient(terms):
    """A function of w, strengths and zero that returns the smooth penalties' derivative, ``Σ_k p_k'(w)``."""
    smooth = [place for place, term in enumerate(terms) if term.is_smooth]
    if not smooth:
        return inlined(lambda w, strengths, zero: zero)
    place = smooth[-1]
    own, before = expression(terms[place].gradient), make_gradient(terms[:place])
    if len(smooth) == 1:
        return inlined(lambda w, strengths, zero: own(w, strengths[place]))
    return inlined(lambda w, strengths, zero: before(w, strengths, zero) + own(w, strengths[place]))


def make_prox(terms):
    """A function of w, step, strengths and longest step that applies the proximal steps of single weights.

    The proximal step of a penalty is ``argmin_u ½(u − w)² + step·penalty(u)`` (Parikh & Boyd 2014).
    """
    proximal = [place for place, term in enumerate(terms) if term.prox and term.scope == "weight"]
    if not proximal:
        return inlined(lambda w, step, strengths, longest: w)
    place = proximal[-1]
    own, before = expression(terms[place].prox), make_prox(terms[:place])

    @inlined
    def prox(w, step, strengths, longest):
        return own(before(w, step, strengths, longest), step, strengths[place], longest)

    return prox


def make_row_factor(terms):
    """A function of norm, step, strengths, longest step and size that returns the factor of a row of W.

    The proximal step of the row w under a penalty of its norm is ``factor·w`` (Yuan & Lin 2006).
    """
    of_rows = [place for place, term in enumerate(terms) if term.prox and term.scope == "row"]
    if not of_rows:
        return inlined(lambda norm, step, strengths, longest, size: norm / norm)
    place = of_rows[-1]
    own, before = expression(terms[place].prox), make_row_factor(terms[:place])
    if len(of_rows) == 1:
        return inlined(
            lambda norm, step, strengths, longest, size: own(norm, step, strengths[place], longest, size)
        )

    @inlined
    def row_factor(norm, step, strengths, longest, size):
        factor = before(norm, step, strengths, longest, size)
        return factor * own(norm * factor, step, strengths[place], longest, size)

    return row_factor


def make_added(terms, scope):
    """A function of sums, weight or norm, and strengths that adds the statistics of one weight or row."""
    if not terms:
        return inlined(lambda sums, w, strengths: ())
    place, term, before = len(terms) - 1, terms[-1], make_added(terms[:-1], scope)
    if term.scope != scope:
        return inlined(lambda sums, w, strengths: before(sums, w, strengths) + (sums[place],))
    statistic = expression(term.statistic)

    @inlined
    def added(sums, w, strengths):
        return before(sums, w, strengths) + (sums[place] + statistic(w, strengths[place]),)

    return added


def make_value(terms):
    """A function of sums in an array, (n_terms,), strengths and row length that returns the penalty."""
    if not terms:
        return inlined(lambda sums, strengths, size: 0.0)
    place, before, value = len(terms) - 1, make_value(terms[:-1]), expression(terms[-1].value)

    @inlined
    def penalty(sums, strengths, size):
        return before(sums, strengths, size) + value(sums[place], strengths[place], size)

    return penalty


def make_stored(n_terms):
    """A function that writes sums into an array, (n_terms,)."""
    if n_terms == 0:
        return inlined(lambda sums, array: None)
    before, place = make_stored(n_terms - 1), n_terms - 1

    @inlined
    def store(sums, array):
        before(sums, array)
        array[place] = sums[place]

    return store


def make_row_strength(terms):
    """A function of strengths and zero that returns the total strength on whole rows of W."""
    of_rows = [place for place, term in enumerate(terms) if term.scope == "row"]
    if not of_rows:
        return inlined(lambda strengths, zero: zero)
    place, before = of_rows[-1], make_row_strength(terms[: of_rows[-1]])
    return inlined(lambda strengths, zero: before(strengths, zero) + strengths[place])
