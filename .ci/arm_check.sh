#!/usr/bin/env bash
# The same fits on emulated ARM and on this machine: equal up to rounding, and with any number of threads the same bits.
#   .ci/arm_check.sh         single precision as on Apple's processors, L-BFGS as on any: five minutes of processor time, on two cores
#   .ci/arm_check.sh all     all kernels as on any, Apple's and Graviton's: half an hour of it
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONPATH=tests ARM_HOME=${ARM_HOME:-${TMPDIR:-/tmp}/arm64}
results=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2>/dev/null || true; rm -rf "$results"' EXIT

# on_arm PROCESSOR MODULE …: by code for one processor, with all that LLVM knows of it, in a cache of its own
on_arm() {
  local processor=$1
  shift
  NUMBA_CPU_NAME=$processor NUMBA_CPU_FEATURES="" NUMBA_CACHE_DIR=$ARM_HOME/kernels/$processor .ci/arm.sh -m "$@"
}

# check PROCESSOR GROUP …: here; on ARM by two threads; there by one, in a process that finds all compiled
check() {
  local processor=$1
  shift
  NUMBA_NUM_THREADS=2 python3 -m arm.fit "$results/$processor-here.npz" "$@"
  NUMBA_NUM_THREADS=2 on_arm "$processor" arm.fit "$results/$processor-two.npz" "$@"
  NUMBA_NUM_THREADS=1 on_arm "$processor" arm.fit "$results/$processor-one.npz" "$@"
  echo "ARM ($processor) beside this machine:"
  python3 -m arm.compare "$results/$processor-here.npz" "$results/$processor-two.npz"
  echo "ARM ($processor), two threads beside one:"
  python3 -m arm.compare "$results/$processor-two.npz" "$results/$processor-one.npz" same-bits
}

.ci/arm.sh --version # sets up what is missing
if [[ ${1:-} == all ]]; then
  for processor in generic apple-m1 neoverse-v1; do
    LOKY_MAX_CPU_COUNT=1 on_arm "$processor" skreg.warmup # in one process: no other can be started there
    LOKY_MAX_CPU_COUNT=1 on_arm "$processor" skreg.warmup | grep "Found all"
    check "$processor" float32 float64 "thinned float32" "thinned float64" lbfgs
  done
else
  check generic lbfgs &
  lbfgs=$!
  check apple-m1 float32
  wait "$lbfgs"
fi
