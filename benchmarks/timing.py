"""Times of calls, ratios of times, and their formatting."""

import statistics
import time

_UNITS = (("s", 1), ("ms", 1e-3), ("µs", 1e-6))


def seconds_per_call(function, at_least):
    """Shortest time of a call, among at least two calls that together take `at_least` seconds."""
    function()
    best, n_calls, end = float("inf"), 0, time.perf_counter() + at_least
    while n_calls < 2 or time.perf_counter() < end:
        start = time.perf_counter()
        function()
        best, n_calls = min(best, time.perf_counter() - start), n_calls + 1
    return best


def spread(values):
    """Median, smallest and largest."""
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def ratios(theirs, ours):
    """Spread of the ratio of their times to ours, round by round."""
    return spread([b / a for a, b in zip(ours, theirs, strict=True)])


def ratio_text(ratio):
    """The median, with the smallest and the largest value in brackets."""
    low, median, high = (_three_digits(ratio[name]) for name in ("low", "median", "high"))
    return f"**{median}** ({low}–{high})"


def _three_digits(value):
    return f"{value:.0f}" if value >= 99.5 else f"{value:.1f}" if value >= 9.95 else f"{value:.2f}"


def time_text(seconds):
    """Seconds in a suitable unit."""
    unit, size = next((u for u in _UNITS if seconds >= u[1]), _UNITS[-1])
    return f"{_three_digits(seconds / size)} {unit}"
