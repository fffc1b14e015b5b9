# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Tests packages where there is little else: in a minimal Debian of its own folder. Needs root, for
# chroot. Sourced by ./dev.

# Runs a shell script (standard input) in a Debian that has PACKAGES (with commas between them) and
# what debootstrap installs; made once. There, /checkout has the files of this repository, /files
# what is named, and /models the models.
bare_root() { # SUITE PACKAGES FILE...
  local suite=$1 packages=$2 root models
  root=$PWD/build/roots/$suite-${packages%%,*}
  shift 2
  models=${FASTDEPLOY_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/fastdeploy/models}
  need debootstrap
  if [ ! -e "$root/complete" ]; then
    say "making a bare Debian $suite with $packages"
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --include="$packages" "$suite" "$root" >"$root.log"
    touch "$root/complete"
  fi
  say "testing in a bare Debian $suite"
  rm -rf "$root/checkout" "$root/files"
  mkdir -p "$root/checkout" "$root/models" "$root/files"
  git ls-files -co --exclude-standard -z | tar --create --null --files-from - | tar --extract --directory "$root/checkout"
  cp "$@" "$root/files"
  cp /etc/resolv.conf "$root/etc"
  mkdir -p "$root/etc/ssl/certs"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs"
  cat >"$root/test.sh"
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
  unshare --mount sh "$root/enter.sh" "$root" "$models"
}
