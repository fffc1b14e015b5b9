# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Runs the tests and counts them. Sourced by ./dev.

TEST_MODELS=(ppocrv4 ppocrv5-mobile ppocrv6-small doc-orientation resnet50_vd pplcnet_x0_25
  pphumanseg_lite_pir picodet_s_320_pir images
  pphumanseg_lite pphumanseg_lite_softmax pphumanseg_lite_matting ppliteseg ppliteseg_dynamic
  shapes_seg shapes picodet_s_320_nms picodet_s_320_nonms picodet_s_320_raw ppyoloe_plus_s_nms
  ppyoloe_plus_s_nonms mask_rcnn_r18 solov2_lcnet layout-cdla tinypose_128x96 jde_tiny
  slanet_plus tables)

# What the tests of the server's page need: a browser, 440 MB installed.
TEST_PACKAGES=(chromium chromium-driver)

passed=0
failed=0

# Adds to the counts, and makes sure that a failure of the runner itself is seen.
add() { # PASSED FAILED STATUS
  passed=$((passed + $1))
  failed=$((failed + $2))
  if [ "$3" -ne 0 ] && [ "$2" -eq 0 ]; then failed=$((failed + 1)); fi
}

# Runs ctest and counts the tests in its entries: GoogleTest's, or one in an entry of another kind.
run_ctest() { # PRESET
  say "testing $1"
  local log=build/$1/Testing/Temporary/LastTest.log status=0 counts
  rm -f "$log"
  ctest --preset "$1" --progress || status=$?
  counts=$(awk '
    /^[0-9]+\/[0-9]+ Testing: / { ran = bad = 0 }
    /^\[==========\] [0-9]+ tests? .* ran\./ { ran = 1 }
    /^\[  PASSED  \] [0-9]+ test/ { passed += $4 }
    /^\[  FAILED  \] [0-9]+ test/ { failed += $4; bad = 1 }
    /^Test Passed\./ && !ran { ++passed }
    /^Test Failed\./ && !bad { ++failed }
    END { print passed + 0, failed + 0 }' "$log") || counts="0 0"
  # shellcheck disable=SC2086
  add $counts $status
}

# Runs pytest in two processes.
run_pytest() { # NAME PYTHON FOLDER...
  local name=$1 python=$2 report=build/test-$1.txt status=0
  shift 2
  say "testing $name"
  "$python" -m pytest -q -p no:cacheprovider --numprocesses 2 --dist loadfile "$@" 2>&1 |
    tee "$report" || status=$?
  number() { grep -oE "[0-9]+ $1" "$report" | tail -1 | grep -oE '[0-9]+' || echo 0; }
  add "$(number passed)" "$(number '(failed|errors?)')" $status
}

closing_line() {
  echo
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

# The library of the optional backend Paddle Inference, from the wheel of Paddle.
paddle_library() {
  venv build/paddle paddle
  echo "$PWD"/build/paddle/lib/python3.*/site-packages/paddle/base/libpaddle.so
}

# What tests need. Compiled models are kept while they run: each is compiled once for all processes
# of the same build of the library that load it. Tests of the cache have folders of their own.
prepare_tests() {
  setup
  models "${TEST_MODELS[@]}"
  export FASTDEPLOY_COMPILED_CACHE=$PWD/build/test-compiled-models
  rm -rf "$FASTDEPLOY_COMPILED_CACHE"
}

# What a change needs first: the unit tests and those with models, without sanitizers.
test_quick() {
  prepare_tests
  build dev
  run_ctest dev
  closing_line
}

test_all() {
  prepare_tests
  need "${TEST_PACKAGES[@]}"
  build dev
  FASTDEPLOY_PADDLE_LIBRARY=$(paddle_library) run_ctest dev
  local preset
  for preset in asan tsan; do
    build $preset
    run_ctest $preset
  done
  build sdk
  FASTDEPLOY_BUILD=build/dev FASTDEPLOY_SDK_BUILD=build/sdk run_pytest scripts "$VENV/bin/python" models tests
  wheel
  run_pytest python "$INSTALLED/bin/python" python/tests benchmarks
  if ./dev docs; then add 1 0 0; else add 0 1 1; fi
  closing_line
}
