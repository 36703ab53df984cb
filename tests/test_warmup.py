"""``python -m skreg.warmup`` leaves nothing to compile."""

import re

from processes import execute, run

from skreg.functions.activations import ACTIVATIONS
from skreg.functions.losses import LOSSES
from skreg.functions.optimisers import OPTIMISERS

# All combinations that may decide the types of a kernel's arguments. Compiling anything is an error.
COMBINATIONS = """
import itertools, warnings
warnings.simplefilter("error")
import numpy as np
import pandas as pd
import scipy.sparse as sp
from numba.core import event
from sklearn.exceptions import ConvergenceWarning
from skreg import MLPClassifier, MLPRegressor
warnings.simplefilter("ignore", ConvergenceWarning)

X = np.random.default_rng(0).normal(size=(40, 3))
y = np.arange(40) % 2
kinds = {
    "double": X,
    "single": X.astype(np.float32),
    "columns first": np.asfortranarray(X),
    "integers": X.astype(int),
    "lists": X.tolist(),
    "frame": pd.DataFrame(X, columns=list("abc")),
    "CSR": sp.csr_array(X),
    "single CSR": sp.csr_matrix(X.astype(np.float32)),
    "CSC": sp.csc_array(X),
}
targets = {
    MLPClassifier: (y, np.arange(40) % 3, np.eye(3, dtype=int)[np.arange(40) % 3]),
    MLPRegressor: (y, y.astype(np.float32), np.column_stack([y, y])),
}
variants = (
    {},
    {"early_stopping": True, "learning_rate": "adaptive", "solver": "sgd"},
    {"l1": 1e-3, "dropout": 0.2, "input_dropout": 0.1, "activation": "tanh", "batch_size": 7},
    {"dropout": 0.5, "dropout_scope": "batch", "group_l1": 1e-3, "max_norm": 1.0},
    {"input_dropout": 0.5, "dropout_scope": "batch", "hidden_layer_sizes": ()},
    {"hidden_layer_sizes": (), "shuffle": False, "solver": "adamw", "l2": 0.1},
    {"hidden_layer_sizes": (4, 3), "warm_start": True, "learning_rate": "invscaling"},
)
with event.install_recorder("numba:compile") as compilations:
    for estimator, kind, dtype in itertools.product(targets, kinds, ("float32", "float64")):
        for variant, target in itertools.product(variants, targets[estimator]):
            parameters = {"hidden_layer_sizes": (5,), "max_iter": 2, "dtype": dtype, **variant}
            model = estimator(**parameters).fit(kinds[kind], target)
            model.fit(kinds[kind], target, sample_weight=np.arange(1, 41))
    for estimator, kind in itertools.product(targets, kinds):
        for l1, target in itertools.product((0, 1e-3), targets[estimator]):
            estimator((5,), max_iter=2, solver="lbfgs", l1=l1, warm_start=True).fit(kinds[kind], target)
    MLPClassifier((5,)).partial_fit(X, y, classes=[0, 1]).partial_fit(X, y)
    MLPRegressor((5,), loss="poisson", dtype="float64").partial_fit(X, y).partial_fit(X, y)
assert not compilations.buffer, [entry[1].data for entry in compilations.buffer]
from skreg.compile.jit import entry_points
print(sum(code.stats.cache_hits.total() for code in entry_points))
"""


def test_nothing_is_left_to_compile(warm_cache):
    assert int(run(COMBINATIONS, NUMBA_CACHE_DIR=str(warm_cache))) > 20


def test_it_says_what_was_done_and_where(warmup):
    folder, first = warmup
    assert first.returncode == 0, first.stderr
    compiled, found = map(int, re.findall(r"\d+", first.stdout)[:2])
    assert first.stdout.startswith(
        f"Compiled {compiled} parts of the kernels, found {found} compiled already, in "
    )
    assert compiled >= len(ACTIVATIONS) + len(LOSSES) + len(OPTIMISERS)
    second = execute("-m", "skreg.warmup", NUMBA_CACHE_DIR=str(folder))
    assert second.returncode == 0, second.stderr
    assert re.match(r"Found all \d+ parts of the kernels compiled already, in ", second.stdout)
    for process in (first, second):
        (place,) = folder.iterdir()
        assert process.stdout.endswith(f" s.\nCache: {place}\n")
        assert process.stderr == ""


def test_without_the_compiler_there_is_nothing_to_do():
    process = execute("-m", "skreg.warmup", NUMBA_DISABLE_JIT="1")
    assert process.returncode == 1
    assert process.stderr == "Nothing to compile: NUMBA_DISABLE_JIT is set.\n"
