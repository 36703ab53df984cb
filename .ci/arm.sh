#!/usr/bin/env bash
# Run Python on 64-bit ARM, emulated, some twenty times slower than the machine itself:
#   .ci/arm.sh SCRIPT.py [ARGUMENT …]     or     .ci/arm.sh -m pytest tests/kernels
# Python is Debian's for arm64; the packages are those that python3 finds here, in the same versions, and those that
# ARM_PACKAGES names. All is kept below ARM_HOME. The emulated Python cannot start another: start each by this script.
set -Eeuo pipefail
trap 'echo "$0: line $LINENO failed" >&2' ERR

home=$(realpath -m "${ARM_HOME:-${TMPDIR:-/tmp}/arm64}")
version=3.11 # of Debian's Python
repository=$(cd "$(dirname "$0")/.." && pwd)

install_emulator() {
  if ! command -v qemu-aarch64-static >/dev/null; then
    apt-get update
    apt-get install -y qemu-user-static
  fi
}

# apt-get for arm64, with lists and caches of its own: the machine's stay as they are
apt_arm() {
  mkdir -p "$home"/apt/{lists,archives}/partial
  apt-get -q -oAPT::Architecture=arm64 -oAPT::Architectures=arm64 -oAPT::Sandbox::User=root \
    "-oDir::State::Lists=$home/apt/lists" "-oDir::Cache=$home/apt" "$@"
}

install_python() {
  [[ -e $home/python-$version ]] && return
  rm -rf "$home/debs" "$home/root"
  mkdir -p "$home"/{debs,root}
  apt_arm update
  cd "$home/debs"
  apt_arm download "python$version-minimal" "libpython$version-minimal" "libpython$version-stdlib" \
    libc6 libgcc-s1 libstdc++6 zlib1g libbz2-1.0 liblzma5 libffi8 libssl3 libexpat1 libuuid1 libsqlite3-0
  for package in *.deb; do
    dpkg -x "$package" "$home/root"
  done
  cd "$OLDPWD"
  touch "$home/python-$version"
}

install_packages() {
  local packages
  packages="$(python3 -m pip freeze | grep -E '^(numba|llvmlite|numpy|scipy|scikit-learn)==') ${ARM_PACKAGES:-}"
  if [[ ! -e $home/packages || $(<"$home/packages") != "$packages" ]]; then
    rm -rf "$home/packages" "$home/site"
    # shellcheck disable=SC2086 # one word for each package
    python3 -m pip install -q --no-compile --target "$home/site" --only-binary=:all: --python-version "$version" \
      --platform manylinux2014_aarch64 --platform manylinux_2_27_aarch64 --platform manylinux_2_28_aarch64 $packages
    echo "$packages" >"$home/packages"
  fi
}

{
  install_emulator
  install_python
  install_packages
} >&2
exec qemu-aarch64-static -L "$home/root" \
  -E "PYTHONPATH=$home/site:$repository:${PYTHONPATH:-}" -E "PYTHONPYCACHEPREFIX=$home/bytecode" \
  -E "NUMBA_CACHE_DIR=${NUMBA_CACHE_DIR:-$home/kernels}" "$home/root/usr/bin/python$version" "$@"
