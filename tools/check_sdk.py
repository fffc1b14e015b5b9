#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the SDK runs on other machines than the one that made it.

    python3 tools/check_sdk.py ARCHIVE_OR_FOLDER

Its programs and libraries may need only what every Linux machine has and what is in the archive,
no file may name a folder of this machine, and what is of other projects has to be listed with its
licence. Needs pyelftools, which auditwheel brings.
"""

from __future__ import annotations

import re
import sys
import tarfile
from io import BytesIO
from pathlib import Path, PurePosixPath

from check_wheel import OURS, faults_of
from elftools.elf.elffile import ELFFile

GLIBC = (2, 35)
REQUIRED = (
    "bin/fastdeploy",
    "FastDeploy.cmake",
    "include/fastdeploy/vision.h",
    "include/opencv4/opencv2/opencv.hpp",
    "lib/libfastdeploy.so",
    "lib/libfastdeploy_imgcodecs.so",
    "lib/libopenvino_intel_cpu_plugin.so",
    "lib/opencv4/libopencv_core.a",
    "lib/pkgconfig/fastdeploy.pc",
    "licences/LICENSES",
)
# Other names could be those of libraries that a program has in another version.
NAMES = re.compile(r"lib(fastdeploy|openvino|onnxruntime|tbb|hwloc)|lib.+-fastdeploy\.so")
UNWANTED = re.compile(r"openvino_(intel_[gn]pu|tensorflow|pytorch|paddle|jax|gguf)")


def read_archive(archive: Path) -> tuple[dict[str, bytes], set[str]]:
    """The contents of the files, and the names of all entries, without the archive's own folder."""
    contents = {}
    names = set()
    with tarfile.open(archive) as tar:
        for member in tar:
            name = str(PurePosixPath(*PurePosixPath(member.name).parts[1:]))
            names.add(name)
            file = tar.extractfile(member) if member.isfile() else None
            if file:
                contents[name] = file.read()
    return contents, names


def read_folder(folder: Path) -> tuple[dict[str, bytes], set[str]]:
    """The same of an unpacked one."""
    paths = {str(path.relative_to(folder)): path for path in folder.rglob("*")}
    files = {name: path for name, path in paths.items() if path.is_file()}
    contents = {name: path.read_bytes() for name, path in files.items() if not path.is_symlink()}
    return contents, set(paths)


def licence_faults(contents: dict[str, bytes]) -> list[str]:
    listed = contents.get("licences/LICENSES", b"").decode()
    bundled = {"openvino": r"openvino|tbb|hwloc", "onnxruntime": r"onnxruntime"}
    faults = []
    for name, data in contents.items():
        library = re.match(r"lib/lib(.+?)(-fastdeploy)?\.so", name)
        if not library or OURS in data or library[1].startswith("fastdeploy"):
            continue
        if f" lib{library[1]}.so" in listed:
            continue
        folders = [folder for folder, names in bundled.items() if re.match(names, library[1])]
        if not any(path.startswith(f"licences/{f}/") for f in folders for path in contents):
            faults.append(f"no licence of lib{library[1]} is listed")
    return faults


def main() -> int:
    path = Path(sys.argv[1])
    here = str(Path(__file__).resolve().parents[1]).encode()
    contents, names = read_folder(path) if path.is_dir() else read_archive(path)
    programs = {name: data for name, data in contents.items() if data.startswith(b"\x7fELF")}
    inside = {PurePosixPath(name).name for name in names if name.startswith("lib/")}
    faults = [f"it lacks {name}" for name in REQUIRED if name not in names]
    faults += [f"nobody needs {name}" for name in names if UNWANTED.search(name)]
    for name, data in programs.items():
        if name.startswith("lib/") and not NAMES.match(PurePosixPath(name).name):
            faults.append(f"{name} has a name that others have")
        faults += faults_of(name, ELFFile(BytesIO(data)), inside, GLIBC)
    faults += [f"{name} names {here.decode()}" for name, data in contents.items() if here in data]
    faults += licence_faults(contents)
    for fault in faults:
        print(f"error: {path.name}: {fault}", file=sys.stderr)
    size = sum(len(data) for data in contents.values()) / 1e6
    print(f"{path.name}: {size:.0f} MB unpacked, {len(programs)} libraries and programs")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
