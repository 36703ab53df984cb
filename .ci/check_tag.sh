#!/usr/bin/env bash
# A release's tag agrees with the package, the citation and the changelog:   .ci/check_tag.sh v0.2.0
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1#v}

expect() { # FILE LINE
  if ! grep -qFx -- "$2" "$1"; then
    echo "$1 lacks the line: $2" >&2
    exit 1
  fi
}

if [[ $1 != "v$version" ]]; then
  echo "the tag is $1, not v$version" >&2
  exit 1
fi
expect skreg/_version.py "__version__ = \"$version\""
expect CITATION.cff "version: $version"
if ! grep -qF "## [$version]" CHANGELOG.md; then
  echo "CHANGELOG.md has no section [$version]" >&2
  exit 1
fi
