"""The disk cache in real processes, if it is read-only, unusable, damaged, outdated, or the disk is full."""

import compileall
import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from numba.core import caching
from processes import execute, run

import skreg

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders have no mode there")

PACKAGE = Path(skreg.__file__).parent
# A kernel that compiles quickly, whose source is part of the stamp like all sources of the package.
FACTOR = "skreg/functions/factor.py"
KERNEL = """
from skreg.compile.jit import entry_point
from skreg.functions.factor import FACTOR

@entry_point
def scaled(x):
    return FACTOR * x
"""
USE = """
import json, warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    from kernel import scaled as kernel
    results = [kernel(2), kernel(2.0)]
"""
FIT = """
import json, warnings
from collections import Counter
import numpy as np
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    from skreg import MLPRegressor
    model = MLPRegressor((3,), solver="lbfgs", random_state=0)
    results = model.fit(np.eye(4), np.arange(4.0)).loss_
from skreg.compile.jit import entry_points
class Statistics:
    cache_hits = sum((code.stats.cache_hits for code in entry_points), Counter())
    cache_misses = sum((code.stats.cache_misses for code in entry_points), Counter())
    cache_path = next((code.stats.cache_path for code in entry_points if code.stats.cache_path), None)
class kernel:
    stats = Statistics
"""
REPORT = """
print(json.dumps({
    "found": kernel.stats.cache_hits.total(),
    "compiled": kernel.stats.cache_misses.total(),
    "folder": kernel.stats.cache_path,
    "warned": [(w.category.__name__, w.filename, str(w.message)) for w in caught],
    "results": results,
}))
"""
NO_HOME = {"HOME": None, "XDG_CACHE_HOME": "~/.cache"}  # what comes of no HOME and no entry of the user


def copy_of_package(folder):
    shutil.copytree(
        Path(skreg.__file__).parent, folder / "skreg", ignore=shutil.ignore_patterns("__pycache__")
    )
    return folder


@pytest.fixture(scope="module")
def kernel_template(tmp_path_factory):
    """A copy of the package, with the kernel, used once."""
    folder = copy_of_package(tmp_path_factory.mktemp("template"))
    (folder / "skreg" / "__init__.py").write_text("")  # skips scikit-learn, so that processes start sooner
    (folder / FACTOR).write_text("FACTOR = 3\n")
    (folder / "kernel.py").write_text(KERNEL)
    run(USE, cwd=folder, NUMBA_CACHE_DIR=None)
    assert len(list(folder.glob("__pycache__/kernel.*.nb?"))) == 3
    return folder


@pytest.fixture
def installed(tmp_path):
    """A copy of the package without compiled kernels."""
    return copy_of_package(tmp_path / "installed")


@pytest.fixture
def with_kernel(kernel_template, tmp_path):
    """A copy of the package, with the kernel and its cache in ``__pycache__``."""
    return shutil.copytree(kernel_template, tmp_path / "installed")


@pytest.fixture
def nowhere(tmp_path):
    """A path to which nobody can write."""
    (tmp_path / "file").touch()
    return str(tmp_path / "file" / "folder")


@pytest.fixture
def report(tmp_path):
    """Runs a program with the installed copy, and returns its report."""

    def run_with_copy(program=USE, **options):
        places = {"NUMBA_CACHE_DIR": None, "XDG_CACHE_HOME": None, "HOME": str(tmp_path / "home")}
        printed = run(
            program + REPORT,
            **{"cwd": tmp_path, **places, "PYTHONPATH": str(tmp_path / "installed"), **options},
        )
        return json.loads(printed)

    return run_with_copy


def make_read_only(folder):
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def found_all(result):
    return result["compiled"] == 0 and result["found"] > 0 and result["warned"] == []


def check_warned_once(result):
    ((category, file, message),) = result["warned"]
    assert category == "RuntimeWarning"
    assert file == "<string>", "not the user's line"
    assert "NUMBA_CACHE_DIR" in message


@pytest.mark.parametrize("place", ["NUMBA_CACHE_DIR", "__pycache__", "HOME"])
def test_a_warm_cache_serves_where_it_cannot_be_written(place, installed, warm_cache, report, tmp_path):
    kernels = installed / "skreg" / "kernels"
    user_wide = caching._CacheLocator.get_suitable_cache_subpath(str(kernels / "steps.py"))
    folder, options = {
        "NUMBA_CACHE_DIR": (tmp_path / "warm" / user_wide, {"NUMBA_CACHE_DIR": str(tmp_path / "warm")}),
        "__pycache__": (kernels / "__pycache__", {}),
        "HOME": (tmp_path / "home/.cache/numba" / user_wide, {}),
    }[place]
    (compiled,) = warm_cache.iterdir()
    shutil.copytree(compiled, folder)
    make_read_only(tmp_path)
    result = report(FIT, unprivileged=True, **options)
    assert found_all(result), result
    assert result["folder"] == str(folder)


def test_on_a_read_only_installation_without_a_home(installed, report, tmp_path):
    make_read_only(installed)
    result = report(FIT, unprivileged=True, **NO_HOME)
    check_warned_once(result)
    assert (result["found"], result["compiled"]) == (
        0,
        4,
    )  # backpropagation, activation, loss, the entry point
    assert not (tmp_path / "~").exists()
    warmup = execute(
        "-m", "skreg.warmup", unprivileged=True, cwd=tmp_path,
        PYTHONPATH=str(installed), NUMBA_CACHE_DIR=None, **NO_HOME,
    )  # fmt: skip
    assert warmup.returncode == 1
    assert "NUMBA_CACHE_DIR" in warmup.stderr
    assert "Traceback" not in warmup.stderr


def test_where_not_even_root_can_write(with_kernel, nowhere, report):
    shutil.rmtree(with_kernel / "__pycache__")
    (with_kernel / "__pycache__").touch()  # a file instead of the folder
    result = report(HOME=nowhere, NUMBA_CACHE_DIR=nowhere)
    check_warned_once(result)
    assert result["compiled"] == 2


def test_an_unusable_folder_gives_way_to_the_next(with_kernel, nowhere, report, tmp_path):
    first = report(NUMBA_CACHE_DIR=nowhere)
    assert found_all(first)
    assert first["folder"] == str(with_kernel / "__pycache__")
    (with_kernel / FACTOR).write_text("FACTOR = 4\n")
    make_read_only(with_kernel)
    second = report(NUMBA_CACHE_DIR=nowhere, unprivileged=True)
    assert (second["compiled"], second["warned"], second["results"]) == (2, [], [8, 8.0])
    assert second["folder"].startswith(str(tmp_path / "home"))
    assert found_all(report(NUMBA_CACHE_DIR=nowhere, unprivileged=True))


@pytest.mark.usefixtures("with_kernel")
def test_a_writable_folder_that_the_user_sets_is_the_only_one(report, tmp_path):
    result = report(NUMBA_CACHE_DIR=str(tmp_path / "mine"))
    assert result["compiled"] == 2
    assert result["folder"].startswith(str(tmp_path / "mine"))


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zero(path):
    """The length is right, but a part of the code never reached the disk."""
    content = path.read_bytes()
    start = content.find(b"ELF") + 64
    path.write_bytes(content[:start] + bytes(256) + content[start + 256 :])


@pytest.mark.parametrize(("kind", "damage"), [("nbi", truncate), ("nbc", truncate), ("nbc", zero)])
def test_a_damaged_file_is_written_anew(kind, damage, with_kernel, report):
    for path in with_kernel.glob(f"__pycache__/kernel.*.{kind}"):
        damage(path)
    again = report()
    assert (again["compiled"], again["warned"], again["results"]) == (2, [], [6, 6.0])
    assert found_all(report())


def test_variants_that_took_each_other_s_file(with_kernel, report):
    """Two processes that find an empty folder at the same time may give both variants the same name."""
    one, other = with_kernel.glob("__pycache__/kernel.*.nbc")
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    again = report()
    assert (again["compiled"], again["results"]) == (2, [6, 6.0])


def test_a_cache_from_older_sources_is_not_used(with_kernel, report):
    (with_kernel / FACTOR).write_text("FACTOR = 4\n")
    result = report()
    assert (result["compiled"], result["results"]) == (2, [8, 8.0])
    assert found_all(report())


CODE = [
    str(path.relative_to(PACKAGE))
    for room in ("compile", "functions", "records", "kernels")
    for path in sorted(Path(PACKAGE, room).rglob("*.py"))
]


# The stamp of the unchanged package, and of the package with each source edited in turn.
STAMPS = f"""
import json
from pathlib import Path
import skreg
from skreg.compile.cache import source_stamp
assert Path(skreg.__file__).parents[1] == Path.cwd()
stamps = [source_stamp.__wrapped__()]
for source in {CODE}:
    path = Path("skreg", source)
    content = path.read_bytes()
    path.write_bytes(content + b"# edited\\n")
    stamps.append(source_stamp.__wrapped__())
    path.write_bytes(content)
print(json.dumps([source_stamp.__wrapped__(), *stamps]))
"""


def test_whatever_shapes_the_code_changes_the_stamp(installed):
    at_the_end, at_first, *edited = json.loads(run(STAMPS, cwd=installed))
    assert at_the_end == at_first
    assert len(edited) == len(CODE) > 50
    assert [source for source, stamp in zip(CODE, edited, strict=True) if stamp == at_first] == []
    assert len(set(edited)) == len(edited)


def test_an_edit_outdates_kernels_that_do_not_use_the_edited_source(with_kernel, report):
    path = with_kernel / "skreg" / "records" / "layout.py"
    path.write_text(path.read_text() + "# edited\n")
    assert report()["compiled"] == 2


def test_of_processes_that_start_at_once_one_compiles_and_the_others_wait(with_kernel, tmp_path):
    places = tmp_path / "places"
    places.mkdir()
    wait = f"""
import os, time
from pathlib import Path
from skreg.compile.jit import entry_point
places = Path({str(places)!r})
(places / str(os.getpid())).touch()
while len(list(places.iterdir())) < 4:
    time.sleep(0.001)
"""
    with ThreadPoolExecutor(4) as pool:
        outputs = [
            pool.submit(run, wait + USE + REPORT, cwd=with_kernel, NUMBA_CACHE_DIR=str(tmp_path / "new"))
            for _ in range(4)
        ]
        reports = [json.loads(output.result()) for output in outputs]
    assert sum(report["compiled"] for report in reports) == 2
    assert sum(report["found"] for report in reports) == 6
    assert all(report["results"] == [6, 6.0] and not report["warned"] for report in reports)


def test_a_full_disk_fails_no_fit_and_leaves_nothing_stale(with_kernel, report):
    """The index belongs to the new sources, but the code that it names is that of the old ones."""
    (index,) = with_kernel.glob("__pycache__/kernel.*.nbi")
    code = list(with_kernel.glob("__pycache__/kernel.*.nbc"))
    limit = index.stat().st_size + 1000
    assert all(path.stat().st_size > limit for path in code)
    (with_kernel / FACTOR).write_text("FACTOR = 4\n")
    full = report(f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n{USE}")
    check_warned_once(full)
    assert full["results"] == [8, 8.0]
    after = report()
    assert (after["compiled"], after["results"]) == (2, [8, 8.0])


def without_sources(folder):
    """Only bytecode is installed, as by some installers."""
    compileall.compile_dir(folder, quiet=1, legacy=True)
    for source in folder.rglob("*.py"):
        source.unlink()
    return folder


def as_archive(folder):
    return shutil.make_archive(str(folder), "zip", folder)


@pytest.mark.parametrize("packed", [without_sources, as_archive])
def test_other_kernels_where_no_sources_lie_on_disk(packed, kernel_template, report, tmp_path):
    """The folder of compiled kernels stays where it is while the package is replaced."""
    results = []
    for version, factor in enumerate((3, 3, 5)):
        folder = tmp_path / str(version) / "installed"
        shutil.copytree(kernel_template, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / FACTOR).write_text(f"FACTOR = {factor}\n")
        shutil.rmtree(tmp_path / "installed", ignore_errors=True)
        place = shutil.move(packed(folder), tmp_path)
        results.append(report(PYTHONPATH=str(place), NUMBA_CACHE_DIR=str(tmp_path / "kept")))
        place = Path(place)
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    assert [result["results"] for result in results] == [[6, 6.0], [6, 6.0], [10, 10.0]]
    assert [result["compiled"] for result in results] in ([2, 0, 2], [2, 2, 2])
    assert not any(result["warned"] for result in results)


def test_optimised_bytecode_shares_the_kernels(with_kernel, report):
    for level in ("1", "2"):
        assert found_all(report(PYTHONOPTIMIZE=level, PYTHONDONTWRITEBYTECODE="1"))


# Modules in a program's own format, which can be imported but not read as files.
HIDDEN_SOURCES = """
import importlib.machinery, pkgutil, sys
import skreg.compile.jit, skreg.functions.factor, skreg.kernels, skreg.records
packages = list(pkgutil.walk_packages(skreg.kernels.__path__, "skreg.kernels."))  # which imports them
read = importlib.machinery.SourceFileLoader.get_data

def read_others(self, path):
    if self.name.startswith("skreg."):
        raise OSError(path)
    return read(self, path)

importlib.machinery.SourceFileLoader.get_data = read_others
"""


def test_a_frozen_program_tells_versions_apart(with_kernel, report):
    shutil.rmtree(with_kernel / "__pycache__")
    first, second = (report(f"{HIDDEN_SOURCES}sys.frozen = True{USE}") for _ in range(2))
    assert (first["compiled"], first["warned"]) == (2, [])
    assert found_all(second)


def test_kernels_that_cannot_be_told_apart_are_not_kept(with_kernel, report):
    for _ in range(2):
        result = report(HIDDEN_SOURCES + USE)
        assert (result["found"], result["compiled"], result["results"]) == (0, 2, [6, 6.0])
        ((category, _, message),) = result["warned"]
        assert category == "RuntimeWarning"
        assert "could not recognise kernels of another version" in message
