#!/usr/bin/env bash
# Build the sdist and the wheel, check both, and run the quickstart with the installed wheel outside the checkout.
#   .ci/distributions.sh [FOLDER]     keeps the two files in FOLDER, which must be empty or new; without it they are removed
set -Eeuo pipefail
trap 'echo "$0: line $LINENO failed" >&2' ERR
cd "$(dirname "$0")/.."
unset PYTHONPATH
export MPLBACKEND=agg

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=$(realpath -m "${1:-$work/files}")
if [[ -n $(ls -A "$files" 2>/dev/null) ]]; then
  echo "$files is not empty" >&2
  exit 1
fi

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install -q build twine
build() { "$work/tools/bin/python" -m build "$@"; }

build --outdir "$files" . # the wheel is built from the sdist
"$work/tools/bin/twine" check --strict "$files"/*
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' skreg/_version.py)
wheel=$files/skreg-$version-py3-none-any.whl
build --wheel --outdir "$work/checkout" .
cmp "$work/checkout/$(basename "$wheel")" "$wheel"
tar -tzf "$files/skreg-$version.tar.gz" >"$work/content"
if grep benchmarks/results/ "$work/content"; then
  echo "the sdist contains results of benchmarks" >&2
  exit 1
fi

python3 -m venv "$work/empty"
"$work/empty/bin/pip" install -q "${wheel}[examples]"
mkdir "$work/outside"
cp examples/quickstart.py "$work/outside"
cd "$work/outside"
"$work/empty/bin/python" -c 'import skreg, sys; assert skreg.__file__.startswith(sys.prefix), skreg.__file__'
"$work/empty/bin/python" quickstart.py
test -s output/quickstart.png
