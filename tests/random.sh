#!/usr/bin/env bash
# Random sequences of all operations, and neighbours compared with those who are alone, for a long
# time on both engines at once: random.sh [SECONDS] [SEED]
# A short run is among the tests; this one takes ten minutes unless you say otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
export TENANTRY_RANDOM_SECONDS=${1:-600} TENANTRY_RANDOM_SEED=${2:-1}
export TENANTRY_TEST_REQUIRE_POSTGRES=1
cargo test --test it -- random::
