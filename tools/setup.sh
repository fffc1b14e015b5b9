# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What building and testing need: Debian packages, Python environments, headers. Sourced by ./dev.

VENV=build/venv
PACKAGES=(g++ cmake ninja-build ccache git ca-certificates python3 python3-dev python3-venv
  libopencv-core-dev libopencv-imgproc-dev libopencv-imgcodecs-dev libgif-dev libtiff-dev
  libjpeg-dev libpng-dev libwebp-dev libyaml-cpp-dev libcli11-dev
  nlohmann-json3-dev libpolyclipping-dev libfmt-dev libspdlog-dev libfreetype-dev fonts-dejavu-core
  libxxhash-dev libboost-dev libssl-dev libgtest-dev libgmock-dev libbenchmark-dev pkgconf)

# Names a stage, and says how long the command has run.
say() { printf '\033[1m== %s\033[0m (%d:%02d)\n' "$*" $((SECONDS / 60)) $((SECONDS % 60)) >&2; }

# Installs the Debian packages that are missing; without root it only names them.
need() { # PACKAGE...
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      echo "error: packages are missing; as root: apt-get install --no-install-recommends ${missing[*]}" >&2
      exit 1
    fi
    root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Prints the requirements in groups of pyproject.toml (`build`: what builds the wheel).
pins() { # GROUP...
  python3 -c 'import sys, tomllib
pins = tomllib.load(open("pyproject.toml", "rb"))
groups = pins["dependency-groups"] | {"build": pins["build-system"]["requires"]}
print("\n".join(pin for name in sys.argv[1:] for pin in groups[name]))' "$@"
}

# Makes a virtual environment of ${PYTHON:-python3} with the requirements of some groups; again when
# these have changed.
venv() { # FOLDER GROUP...
  local folder=$1 stamp=$1/pins.txt python=${PYTHON:-python3} wanted
  shift
  wanted=$("$python" --version && pins "$@")
  [ "$wanted" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
  say "making $folder"
  rm -rf "$folder"
  "$python" -m venv "$folder"
  pins "$@" | "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r /dev/stdin
  echo "$wanted" >"$stamp"
}

# The headers of ONNX Runtime. Debian has them from release 13 on: on an older one that single
# package is downloaded with a private apt state and unpacked into the build folder. Without the
# headers the backend is left out of the build.
ORT_HEADERS=build/onnxruntime
onnxruntime_headers() {
  [ -e "$ORT_HEADERS/usr" ] || [ -e /usr/include/onnxruntime ] || [ -n "${ONNXRUNTIME_ROOT:-}" ] && return
  say "fetching the headers of ONNX Runtime"
  local apt=$PWD/build/apt codename
  # shellcheck disable=SC1091
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  rm -rf "$apt" && mkdir -p "$apt/sources" "$apt/lists" "$apt/cache" "$apt/state"
  grep -lEr '^[^#]*debian' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null |
    grep -E '\.(list|sources)$' | while read -r file; do
    grep -q "$codename" "$file" && sed "s/$codename/trixie/g" "$file" >"$apt/sources/$(basename "$file")"
  done || true
  local options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/sources"
    -o "Dir::State=$apt/state" -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache"
    -o APT::Sandbox::User=root)
  if (cd "$apt" && apt-get "${options[@]}" -qq update && apt-get "${options[@]}" -qq download libonnxruntime-dev) \
    >/dev/null 2>&1 && dpkg -x "$apt"/libonnxruntime-dev_*.deb "$ORT_HEADERS"; then
    rm -rf "$apt"
  else
    echo "warning: no headers of ONNX Runtime, so only OpenVINO is built (set ONNXRUNTIME_ROOT to their folder)" >&2
  fi
}

setup() {
  need "${PACKAGES[@]}"
  PYTHON='' venv "$VENV" build wheel lint test
  onnxruntime_headers
}
