#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that a wheel runs on other machines than the one that built it.

    python3 tools/check_wheel.py WHEEL

Every program and library in it may need only what the platform of the wheel's name has, what is in
the wheel, and the libraries of OpenVINO's wheel, which are found by a relative path. What is of
other projects has to be listed with its licence. Needs pyelftools, which auditwheel brings.
"""

from __future__ import annotations

import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath

from elftools.elf.elffile import ELFFile

SYSTEM = {
    "ld-linux-x86-64.so.2",
    "libc.so.6",
    "libdl.so.2",
    "libgcc_s.so.1",
    "libm.so.6",
    "libpthread.so.0",
    "librt.so.1",
    "libstdc++.so.6",
    "libz.so.1",
}
OPENVINO = re.compile(r"libopenvino(_\w+)?\.so\.\d+|libtbb\.so\.12")
# What only our own library in the place of jbigkit's (GPL) says: apps/images/jbig_absent.cc.
OURS = b"JBIG is not part of this build"
# Of GCC 12, which systems with glibc 2.35 have.
MOST = {"GLIBCXX": (3, 4, 30), "CXXABI": (1, 3, 13), "GCC": (12, 0, 0)}
LARGEST = 15_000_000


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def faults_of(
    name: str,
    elf: ELFFile,
    inside: set[str],
    glibc: tuple[int, ...],
    elsewhere: re.Pattern[str] | None = None,
) -> list[str]:
    """What is wrong with one program or library. `inside`, `elsewhere`: names of libraries that it
    may need beside the system's."""
    tags = list(elf.get_section_by_name(".dynamic").iter_tags())
    needed = [tag.needed for tag in tags if tag.entry.d_tag == "DT_NEEDED"]
    faults = [
        f"{name} needs {library}"
        for library in needed
        if library not in SYSTEM | inside and not (elsewhere and elsewhere.fullmatch(library))
    ]
    for tag in tags:
        if tag.entry.d_tag in ("DT_RPATH", "DT_RUNPATH"):
            folders = (tag.rpath if tag.entry.d_tag == "DT_RPATH" else tag.runpath).split(":")
            faults += [f"{name} looks in {f}" for f in folders if not f.startswith("$ORIGIN")]
    versions = elf.get_section_by_name(".gnu.version_r")
    for _, auxiliaries in versions.iter_versions() if versions else ():
        for auxiliary in auxiliaries:
            kind, _, number = auxiliary.name.partition("_")
            most = {"GLIBC": glibc, **MOST}.get(kind)
            if most and re.fullmatch(r"[0-9.]+", number) and version(number) > most:
                faults.append(f"{name} needs {auxiliary.name}")
    return faults


def main() -> int:
    path = Path(sys.argv[1])
    platform = re.search(r"-manylinux_(\d+)_(\d+)_x86_64\.whl$", path.name)
    if not platform:
        print(f"error: {path.name}: expected one platform, manylinux_X_Y_x86_64", file=sys.stderr)
        return 1
    glibc = (int(platform[1]), int(platform[2]))
    faults = []
    if path.stat().st_size > LARGEST:
        faults.append(f"it has {path.stat().st_size} bytes, more than {LARGEST}")
    with zipfile.ZipFile(path) as wheel:
        contents = {
            name: data
            for name in wheel.namelist()
            if (data := wheel.read(name)).startswith(b"\x7fELF")
        }
        licences = "".join(
            wheel.read(name).decode() for name in wheel.namelist() if "/licenses/" in name
        )
    inside = {PurePosixPath(name).name for name in contents}
    for name, data in contents.items():
        faults += faults_of(name, ELFFile(BytesIO(data)), inside, glibc, OPENVINO)
        copied = re.fullmatch(r"[^/]+\.libs/(lib.+)-[0-9a-f]{8}\.so[0-9.]*", name)
        if copied and f" {copied[1]}.so" not in licences and OURS not in data:
            faults.append(f"no licence of {copied[1]} is listed")
    for fault in faults:
        print(f"error: {path.name}: {fault}", file=sys.stderr)
    print(
        f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {len(contents)} libraries and programs"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
