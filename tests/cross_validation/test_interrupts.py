"""Ctrl-C in a search, in real processes, returns the best model so far within seconds."""

import signal
import subprocess
import sys

import pytest

SEARCH = """
import sys, time, warnings
import numpy as np
from skreg import MLPClassifierCV
rng = np.random.default_rng(0)
X, y = rng.normal(size=(2000, 20)), np.arange(2000) % 2
short = {{"mlp__hidden_layer_sizes": [8], "mlp__max_iter": 2}}
long = {{"mlp__hidden_layer_sizes": [64], "mlp__max_iter": 2_000, "mlp__tol": 0.0, "mlp__verbose": 1}}
model = MLPClassifierCV(portfolio=[short], random_state=0).fit(X, y)
before = dict(vars(model))
model.set_params(portfolio={portfolio}, n_jobs={n_jobs}, verbose=True)
filters = list(warnings.filters)
outcome = "ended"
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    try:
        print("begins", flush=True)
        model.fit(X, y)
    except KeyboardInterrupt:
        outcome = "propagated"
kept = len(model.estimators_), vars(model)["estimators_"] is before["estimators_"]
warned = [str(warning.message) for warning in caught]
sys.stdout.write(f"\\n{{outcome}} {{kept[0]}} {{kept[1]}} {{warned}}\\n")  # at once: other threads print too
assert warnings.filters == filters
assert np.isfinite(model.predict_proba(X[:10])).all()
import os
os._exit(0)  # fits of other threads still run
"""


def interrupted(portfolio, n_jobs, after):
    """Output of a search after Ctrl-C, which comes in the third epoch after a line with this beginning."""
    program = [sys.executable, "-u", "-c", SEARCH.format(portfolio=portfolio, n_jobs=n_jobs)]
    said, n_epochs, counts = [], 0, False
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout:
                counts |= line.startswith(after)
                if counts and line.startswith("Iteration"):
                    n_epochs += 1
                    if n_epochs == 3:
                        process.send_signal(signal.SIGINT)
                said.append(line)
            assert process.wait(timeout=60) == 0, process.stderr.read()
        finally:
            process.kill()
    return next(line for line in said if line.startswith(("ended", "propagated")))


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_after_the_first_candidate_the_best_so_far_is_kept(n_jobs):
    said = interrupted("[short, long]", n_jobs, after="MLPClassifierCV 1/")
    assert said.startswith("ended 1 False")
    assert "Search interrupted by user after 1 of 2 candidates." in said


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_before_the_first_candidate_it_propagates_and_what_was_fitted_stays(n_jobs):
    said = interrupted("[long, short]", n_jobs, after="begins")
    assert said.startswith("propagated 5 True")
