#!/usr/bin/env bash
# Runs the random tests for a long time, on both engines at once: random.sh [SECONDS] [SEED]
# They execute random sequences of all operations, and compare concurrent changes with serial ones.
# `cargo test` includes a short run. This script takes ten minutes, unless SECONDS is given.
set -euo pipefail
cd "$(dirname "$0")/.."
export TENANTRY_RANDOM_SECONDS=${1:-600} TENANTRY_RANDOM_SEED=${2:-1}
export TENANTRY_TEST_REQUIRE_POSTGRES=1
cargo test --test it -- random::
