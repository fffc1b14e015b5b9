# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Tests the wheel where there is nothing but Python: in a minimal Debian of its own folder. Needs
# root, for chroot. Sourced by ./dev.

# SUITE: a release of Debian, whose Python has to fit the wheel in build/wheels.
bare_root() { # SUITE
  local suite=$1 root=$PWD/build/roots/$1 models
  models=${FASTDEPLOY_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/fastdeploy/models}
  need debootstrap
  if [ ! -e "$root/usr/bin/python3" ]; then
    say "making a bare Debian $suite"
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --include=python3,python3-venv "$suite" "$root" >"$root.log"
  fi
  say "testing the wheel in a bare Debian $suite"
  rm -rf "$root/checkout" "$root/wheels"
  mkdir -p "$root/checkout" "$root/models" "$root/wheels"
  git ls-files -z | tar --create --null --files-from - | tar --extract --directory "$root/checkout"
  cp build/wheels/*.whl "$root/wheels"
  cp /etc/resolv.conf "$root/etc"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs"
  pins build test >"$root/wheels/pins.txt"
  # The mounts exist only for this process and those that it starts.
  cat >"$root/enter.sh" <<'TEXT'
set -eu
mount --bind "$2" "$1/models"
mount --types proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mount --rbind /sys "$1/sys"
exec env --unset=PIP_FIND_LINKS HOME=/root FASTDEPLOY_MODELS=/models \
  PATH=/venv/bin:/usr/sbin:/usr/bin:/sbin:/bin chroot "$1" sh /test.sh
TEXT
  cat >"$root/test.sh" <<'TEXT'
set -eu
for tool in cc ld readelf; do ! command -v $tool || exit 1; done
/usr/bin/python3 -m venv --clear /venv
pip install --quiet /wheels/*.whl
fastdeploy --version
fastdeploy ocr /models/images/page.png --model /models/ppocrv6-small --no-cls
pip install --quiet --requirement /wheels/pins.txt
cd /checkout
exec python -m pytest -q -p no:cacheprovider --numprocesses 2 --dist loadfile python/tests
TEXT
  unshare --mount sh "$root/enter.sh" "$root" "$models"
}
