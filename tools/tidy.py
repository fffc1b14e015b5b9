#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy on the sources that a build folder has compiled, without those of the tests: the
warnings of the compiler are errors there, and they would take as long as all others.

    python3 tools/tidy.py BUILD_FOLDER CLANG_TIDY

A source that passed is not checked again until its content, a header of ours that it includes, its
compile command, .clang-tidy or the version of clang-tidy changes. What has passed is noted in the
user's cache, which other checkouts share.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "tidy"


def dependencies(build: Path) -> dict[Path, list[Path]]:
    """For each source its files in the checkout, the source first, as the compiler listed them."""
    listing = subprocess.run(
        ["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True
    ).stdout
    found = {}
    for block in listing.split("\n\n"):
        files = [(build / line.strip()).resolve() for line in block.splitlines()[1:]]
        if files:
            found[files[0]] = [file for file in files if file.is_relative_to(ROOT)]
    return found


def commands(build: Path) -> dict[Path, str]:
    """The compile command of each source of ours."""
    rows = json.loads((build / "compile_commands.json").read_text("utf-8"))
    ours = {(build / row["file"]).resolve(): row["command"] for row in rows}
    tests = ROOT / "tests"
    return {
        source: command
        for source, command in ours.items()
        if build not in source.parents
        and tests not in source.parents
        and not source.name.endswith("_test.cc")
    }


@cache
def digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


def main() -> int:
    build, tidy = Path(sys.argv[1]).resolve(), sys.argv[2]
    version = subprocess.run([tidy, "--version"], capture_output=True, check=True).stdout
    own = dependencies(build)
    CACHE.mkdir(parents=True, exist_ok=True)

    def check(source: Path, command: str) -> bool:
        key = hashlib.sha256(version + digest(ROOT / ".clang-tidy"))
        key.update(command.replace(str(ROOT), "").encode())
        for file in own[source]:
            key.update(digest(file))
        stamp = CACHE / key.hexdigest()
        if stamp.exists():
            stamp.touch()
            return True
        ran = subprocess.run(
            [tidy, "-p", build, "--quiet", source], capture_output=True, text=True, check=False
        )
        if ran.returncode != 0:
            print(ran.stdout or ran.stderr, end="", flush=True)
            return False
        stamp.touch()
        return True

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = list(pool.map(lambda row: check(*row), commands(build).items()))
    print(f"{sum(passed)} of {len(passed)} sources pass")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
