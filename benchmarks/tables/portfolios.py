"""The portfolios that `benchmarks.studies.portfolio` chose without some of the sets."""

import json

from benchmarks.runs import RESULTS
from benchmarks.tables.pool import POOLS

CHOICE = RESULTS / "studies" / "portfolio.json"


def portfolio_without(kind, family):
    """Configurations that the study chose for "classes" or "numbers" without the sets of a family."""
    return [POOLS[kind][place] for place in json.loads(CHOICE.read_text())["without"][kind][family]]
