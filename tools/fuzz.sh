# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# libFuzzer on the readers and decoders (tests/fuzz). Sourced by ./dev.

# Runs one target, or all of them, for some seconds each. What makes one fail is kept in build/fuzz.
fuzz() { # [TARGET|all] [SECONDS]
  local target=${1:-all} seconds=${2:-30} program name failed=0
  setup
  need clang-14 libclang-rt-14-dev
  build fuzz >&2
  "$VENV/bin/python" tests/fuzz/seeds.py build/fuzz/seeds
  for program in build/fuzz/tests/fuzz/fuzz_*[a-z]; do
    name=${program##*/fuzz_}
    [ -f "$program" ] || continue
    [ "$target" = all ] || [ "$target" = "$name" ] || continue
    say "fuzzing $name for $seconds s"
    mkdir -p "build/fuzz/corpus/$name" "build/fuzz/seeds/$name"
    ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=0 \
      "$program" "build/fuzz/corpus/$name" "build/fuzz/seeds/$name" -max_total_time="$seconds" \
      -timeout=20 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 -verbosity=0 \
      "-artifact_prefix=build/fuzz/$name-" || failed=1
  done
  return "$failed"
}
