#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds and runs programs with an unpacked SDK, in a folder for them.
#
#     sdk_check.sh SDK_FOLDER FOLDER [--packages]
#
# With --packages also with the Debian package of it, and with the system's own OpenCV: as root in a
# Debian made for it (`./dev sdk --check`), since it installs packages.
set -eu
sdk=$1
folder=$2
tests=$(cd "$(dirname "$0")" && pwd)
tutorials=$tests/../../tutorials/multi_thread/cpp
models=${FASTDEPLOY_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/fastdeploy/models}
model=$models/pplcnet_x0_25
picture=$models/images/chelsea.png

say() { printf '== %s\n' "$*"; }

build() { # SOURCE NAME OPTION...
  source=$1 name=$2
  shift 2
  cmake -S "$source" -B "$folder/$name" -G Ninja "$@" >"$folder/$name.log"
  cmake --build "$folder/$name" >>"$folder/$name.log"
}

same() { # COMMAND...
  "$@" >"$folder/output"
  diff "$folder/expected" "$folder/output"
}

say "the command"
for backend in openvino onnxruntime; do
  "$sdk/bin/fastdeploy" classify "$picture" --model "$model" --backend $backend
done

say "find_package"
build "$tests" find_package "-DCMAKE_PREFIX_PATH=$sdk"
"$folder/find_package/consumer" "$model" "$picture" | tee "$folder/expected"
grep -q '^ClassifyResult($' "$folder/expected"

say "pkg-config"
flags=$(PKG_CONFIG_PATH=$sdk/lib/pkgconfig pkg-config --cflags --libs fastdeploy)
# shellcheck disable=SC2086
g++ "$tests/consumer.cc" -o "$folder/consumer" $flags "-Wl,-rpath,$sdk/lib"
same "$folder/consumer" "$model" "$picture"

say "pictures with the OpenCV in it"
# shellcheck disable=SC2086
g++ "$tests/pictures.cc" -o "$folder/pictures" $flags "-Wl,-rpath,$sdk/lib"
"$folder/pictures" "$picture" "$folder"

say "the programs of 1.x's tutorial"
build "$tutorials/single_model" single_model "-DFASTDEPLOY_INSTALL_DIR=$sdk"
"$folder/single_model/multi_thread_demo" "$model" "$picture" 0 2 | grep -q 'ClassifyResult('
build "$tutorials/pipeline" pipeline "-DFASTDEPLOY_INSTALL_DIR=$sdk"
ocr=$models/ppocrv4
"$folder/pipeline/multi_thread_demo" "$ocr/det" "$ocr/cls" "$ocr/rec" "$ocr/rec/ppocr_keys_v1.txt" \
  "$models/images/page.png" 0 2 | grep -q 'rec text: '

if [ "${3:-}" != --packages ]; then exit; fi

say "the Debian package"
apt-get update --quiet=2
apt-get install --quiet=2 --no-install-recommends /files/*.deb >"$folder/apt.log"
test "$(fastdeploy --version)" = "$("$sdk/bin/fastdeploy" --version)"
build "$tests" package
same "$folder/package/consumer" "$model" "$picture"
# shellcheck disable=SC2046
g++ "$tests/consumer.cc" -o "$folder/consumer" $(pkg-config --cflags --libs fastdeploy) \
  -Wl,-rpath,/opt/fastdeploy/lib
same "$folder/consumer" "$model" "$picture"
apt-get remove --quiet=2 fastdeploy >"$folder/apt.log"
if [ -e /opt/fastdeploy ]; then exit 1; fi

say "another OpenCV"
apt-get install --quiet=2 --no-install-recommends libopencv-core-dev libopencv-imgproc-dev \
  libopencv-imgcodecs-dev >"$folder/apt.log"
build "$tests" other_opencv "-DCMAKE_PREFIX_PATH=$sdk" -DFASTDEPLOY_OPENCV=system
ldd "$folder/other_opencv/consumer" | grep libopencv_core
same "$folder/other_opencv/consumer" "$model" "$picture"
say "all good"
