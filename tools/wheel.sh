# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Builds the wheel. Sourced by ./dev.

INSTALLED=build/installed
# The oldest glibc that the wheel runs with.
PLATFORM=manylinux_2_35_x86_64

# Builds the wheel and installs it, as a user would, into an environment of its own. PYTHON: for
# another Python than python3. scikit-build makes a wheel that needs libraries of this machine, and
# auditwheel copies these into it; OpenVINO's are in OpenVINO's wheel.
wheel() {
  local tools=$VENV openvino
  say "building the wheel"
  if [ -n "${PYTHON:-}" ]; then
    tools=build/packaging
    venv $tools build wheel
  fi
  # That of one environment for all Pythons: ccache then has the library's objects.
  openvino=$("$VENV/bin/python" -c 'from openvino.utils import get_cmake_path; print(get_cmake_path())')
  rm -rf build/wheels build/wheels-unrepaired
  CMAKE_CXX_COMPILER_LAUNCHER=ccache "$tools/bin/python" -m pip wheel --quiet --disable-pip-version-check \
    --no-build-isolation --no-deps --config-settings "cmake.define.OpenVINO_DIR=$openvino" \
    --wheel-dir build/wheels-unrepaired .
  # Our own libjbig.so.0 goes before the system's, which libtiff needs: apps/images/jbig_absent.cc.
  local tag
  tag=$("$tools/bin/python" -c 'import sys; print(sys.implementation.cache_tag)')
  LD_LIBRARY_PATH=$PWD/build/wheel-$tag/apps/images PATH=$PWD/$tools/bin:$PATH auditwheel repair --plat $PLATFORM --only-plat --exclude 'libopenvino*' \
    --exclude libtbb.so.12 --wheel-dir build/wheels build/wheels-unrepaired/*.whl
  "$tools/bin/python" tools/check_wheel.py build/wheels/*.whl
  venv $INSTALLED build test cluster bench
  $INSTALLED/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps build/wheels/*.whl
  $INSTALLED/bin/python -m pip install --quiet --disable-pip-version-check build/wheels/*.whl
}

# The tests of the wheel in build/wheels in a Debian that has nothing but Python, which has to be the
# wheel's.
check_wheel() { # SUITE
  pins build test >build/wheels/pins.txt
  bare_root "$1" python3,python3-venv build/wheels/*.whl build/wheels/pins.txt <<'TEXT'
set -eu
for tool in cc ld readelf; do ! command -v $tool || exit 1; done
/usr/bin/python3 -m venv --clear /venv
pip install --quiet /files/*.whl
fastdeploy --version
fastdeploy ocr /models/images/page.png --model /models/ppocrv6-small --no-cls
pip install --quiet --requirement /files/pins.txt
cd /checkout
exec python -m pytest -q -p no:cacheprovider --numprocesses 2 --dist loadfile python/tests
TEXT
}
