# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Makes the SDK: an archive and a Debian package. Sourced by ./dev.

SDK=build/sdk-packages

sdk() {
  build sdk
  rm -rf $SDK
  say "packing the SDK"
  cpack --config build/sdk/CPackConfig.cmake >build/sdk/cpack.log
  rm -rf $SDK/_CPack_Packages
  "$VENV/bin/python" tools/check_sdk.py $SDK/*.tar.xz
  ls -s --block-size=MB $SDK
}

# Builds and runs programs with the SDK in a Debian that has a compiler and none of our packages: the
# archive, the Debian package, and the archive with the release's own OpenCV.
check_sdk() { # SUITE
  bare_root "$1" g++,cmake,ninja-build,pkgconf,xz-utils $SDK/*.tar.xz $SDK/*.deb <<'TEXT'
set -eu
export DEBIAN_FRONTEND=noninteractive
# What a run before may have left.
for package in fastdeploy libopencv-core-dev; do
  apt-get remove --quiet=2 --auto-remove $package >/dev/null 2>&1 || true
done
rm -rf /sdk /programs
if [ -e /usr/include/opencv4 ] || [ -e /opt/fastdeploy ]; then exit 1; fi
mkdir /sdk /programs
tar --extract --strip-components=1 --directory /sdk --file /files/*.tar.xz
exec sh /checkout/tests/install/sdk_check.sh /sdk /programs --packages
TEXT
}
