#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy on the sources that a build folder has compiled, without those of the tests: the
warnings of the compiler are errors there, and they would take as long as all others.

    python3 tools/tidy.py BUILD_FOLDER CLANG_TIDY

A source that passed is not checked again until its content, a header of ours that it includes, its
compile command, .clang-tidy or the version of clang-tidy changes. What has passed is noted in the
user's cache, which other checkouts share.

Most of the time goes to the headers of other libraries. So several sources with the same flags are
checked as one that includes them. Where that finds anything, or they do not compile together, each
half of them is checked, and in the end each source alone, which decides.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "tidy"
# How many sources are checked as one: enough that their own lines count as much as the headers.
MOST = 12


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


def flags(build: Path) -> dict[Path, tuple[str, ...]]:
    """Those that each source of ours is compiled with."""
    rows = json.loads((build / "compile_commands.json").read_text("utf-8"))
    ours = {(build / row["file"]).resolve(): shlex.split(row["command"]) for row in rows}
    tests = ROOT / "tests"
    return {
        source: tuple(words[1 : words.index("-o")])
        for source, words in ours.items()
        if build not in source.parents
        and tests not in source.parents
        and not source.name.endswith("_test.cc")
    }


@cache
def digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


def unused_names(source: Path) -> list[str]:
    """What `using` names and nothing uses: clang-tidy looks for that only in a file of its own."""
    text = source.read_text("utf-8")
    named = re.findall(r"^using (?:\w*::)+(\w+);", text, re.MULTILINE)
    return [name for name in named if len(re.findall(rf"\b{name}\b", text)) == 1]


def defined_names(source: Path) -> set[str]:
    """The names that a source defines outside of functions, where our lines are not indented."""
    text = source.read_text("utf-8")
    kinds = (
        r"^(?:class|struct|enum(?: class)?) (\w+)",
        r"^(?!namespace)[\w:<[][^=({;]*?(\w+) ?[=({;[]",
    )
    return {name for kind in kinds for name in re.findall(kind, text, re.MULTILINE)}


def parts(sources: list[Path]) -> list[list[Path]]:
    """Groups of sources that are checked as one: none of a group define the same names."""
    made: list[tuple[list[Path], set[str]]] = []
    for source in sources:
        names = defined_names(source)
        for group, taken in made:
            if len(group) < MOST and not names & taken:
                group.append(source)
                taken |= names
                break
        else:
            made.append(([source], names))
    return [group for group, _ in made]


class Checker:
    def __init__(self, build: Path, tidy: str) -> None:
        self._build, self._tidy = build, tidy
        self._version = subprocess.run([tidy, "--version"], capture_output=True, check=True).stdout
        self._files = dependencies(build)
        self.flags = flags(build)

    def stamp(self, source: Path) -> Path:
        """The file that exists if a source has passed."""
        key = hashlib.sha256(self._version + digest(ROOT / ".clang-tidy"))
        key.update(" ".join(self.flags[source]).replace(str(ROOT), "").encode())
        for file in self._files[source]:
            key.update(digest(file))
        return CACHE / key.hexdigest()

    def _run(
        self, source: Path, own_flags: tuple[str, ...], *options: str
    ) -> subprocess.CompletedProcess[str]:
        command = [self._tidy, "--quiet", *options, str(source), "--", *own_flags]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=self._build)

    def _pass_as_one(self, sources: list[Path]) -> bool:
        if any(map(unused_names, sources)):
            return False
        # In the build folder, so that clang-tidy finds our settings.
        with tempfile.NamedTemporaryFile("w", suffix=".cc", dir=self._build) as whole:
            whole.writelines(f'#include "{source}"\n' for source in sources)
            whole.flush()
            # What a name of another source's shadows is the compiler's business.
            own_flags = (*self.flags[sources[0]], "-Wno-shadow")
            ran = self._run(Path(whole.name), own_flags, "--checks=-bugprone-suspicious-include")
            return ran.returncode == 0

    def _passes_alone(self, source: Path) -> bool:
        """Whether a source passes; prints what is found."""
        ran = self._run(source, self.flags[source])
        if ran.returncode != 0:  # a signal's leaves no word
            said = (
                ran.stdout or ran.stderr or f"{source}: {self._tidy} ended with {ran.returncode}\n"
            )
            print(said, end="", flush=True)
        return ran.returncode == 0

    def failures(self, sources: list[Path]) -> int:
        """How many of some sources do not pass."""
        alone = len(sources) == 1
        if self._passes_alone(sources[0]) if alone else self._pass_as_one(sources):
            for source in sources:
                self.stamp(source).touch()
            return 0
        if alone:
            return 1
        half = len(sources) // 2
        return self.failures(sources[:half]) + self.failures(sources[half:])


def main() -> int:
    checker = Checker(Path(sys.argv[1]).resolve(), sys.argv[2])
    CACHE.mkdir(parents=True, exist_ok=True)
    groups: dict[tuple[str, ...], list[Path]] = defaultdict(list)
    for source in sorted(checker.flags):
        stamp = checker.stamp(source)
        if stamp.exists():
            stamp.touch()
        else:
            groups[checker.flags[source]].append(source)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = sum(pool.map(checker.failures, chain.from_iterable(map(parts, groups.values()))))
    print(f"{len(checker.flags) - failed} of {len(checker.flags)} sources pass")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
