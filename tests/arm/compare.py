"""Compare two files of results, case by case: ``python -m arm.compare FIRST.npz SECOND.npz [same-bits]``."""

import sys

import numpy as np

# Relative to the largest number. Sums run in another order if vectors have another length.
SINGLE, DOUBLE = 5e-5, 1e-12


def tolerance_of(name):
    """Largest allowed difference of a case. Masks and zeros must have the same bits."""
    if "masks" in name or "moments" in name:
        return 0.0
    return SINGLE if "float32" in name else DOUBLE


def difference(a, b):
    """Largest difference, relative to the largest number."""
    if a.shape != b.shape or not np.isfinite(a).all():
        return np.inf
    a, b = a.astype(float), b.astype(float)
    return np.abs(a - b).max() / max(1.0, np.abs(a).max())


def differences(first, second):
    """Largest difference and tolerance of each case, over weights, losses and predictions."""
    cases = {}
    for name in first:
        case = name.rpartition(": ")[0]
        largest, _ = cases.get(case, (0.0, 0.0))
        cases[case] = max(largest, difference(first[name], second[name])), tolerance_of(case)
    return cases


def load(path):
    """Results by name, and the number of kernels that were compiled for them."""
    results = dict(np.load(path))
    return results, results.pop("n_compiled")


def main(first_path, second_path, mode="tolerant"):
    """Print the largest difference of each case. Returns the exit status."""
    (first, _), (second, n_compiled) = load(first_path), load(second_path)
    assert first.keys() == second.keys()
    same_bits = mode == "same-bits"
    n_failed = 0
    for case, (largest, tolerance) in (cases := differences(first, second)).items():
        has_failed = not largest <= (0.0 if same_bits else tolerance)
        n_failed += has_failed
        print(f"{case}: {largest:.1e}{' FAILED' if has_failed else ''}")
    if same_bits and n_compiled:
        print(f"{n_compiled} kernels were compiled that lay in the cache")
        return 1
    print(f"{len(cases) - n_failed} passed, {n_failed} failed")
    return int(n_failed > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
