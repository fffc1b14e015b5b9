# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# libFuzzer on the readers and decoders (tests/fuzz). Sourced by ./dev.

# Runs one target, or all of them, for some seconds each. What makes one fail is kept in build/fuzz.
fuzz() { # [TARGET|all] [SECONDS]
  local chosen=${1:-all} seconds=${2:-30} program=build/fuzz/tests/fuzz/fuzz target failed=0
  setup
  need clang-14 libclang-rt-14-dev
  build fuzz >&2
  for target in $("$program"); do
    [ "$chosen" = all ] || [ "$chosen" = "$target" ] || continue
    say "fuzzing $target for $seconds s"
    mkdir -p "build/fuzz/corpus/$target"
    "$program" "$target" --seeds "build/fuzz/seeds/$target"
    ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 \
      "$program" "$target" "build/fuzz/corpus/$target" "build/fuzz/seeds/$target" \
      -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 \
      -print_final_stats=1 -verbosity=0 "-artifact_prefix=build/fuzz/$target-" || failed=1
  done
  return "$failed"
}
