"""The interface of an installed copy: its headers and the symbols of its library.

The lists are kept beside this file, so that a change of the public interface shows in a diff. To
write them again after an intended change: FASTDEPLOY_UPDATE=1 pytest tests/install/lists_test.py
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def compare(name: str, found: list[str]) -> None:
    kept = HERE / name
    text = "".join(f"{line}\n" for line in found)
    if os.environ.get("FASTDEPLOY_UPDATE"):
        kept.write_text(text)
    assert text == kept.read_text(), f"the public interface differs from {name}"


def symbols(library: Path, *kinds: str) -> list[str]:
    out = subprocess.run(
        ["nm", "-D", "-C", "--defined-only", library], check=True, capture_output=True, text=True
    ).stdout
    rows = (line.split(" ", 2) for line in out.splitlines())
    return [name for _, kind, name in rows if kind in kinds]


def plain(symbol: str) -> str:
    """A function without its parameters, whose spelling depends on the compiler."""
    return re.sub(r"(\[abi:\w+\])|(\(.*)", "", symbol)


def test_headers(installed: Path) -> None:
    include = installed / "include"
    compare("headers.txt", sorted(str(path.relative_to(include)) for path in include.rglob("*.h")))


def test_functions(installed: Path) -> None:
    """Without inline functions: the compiler chooses which of them to emit."""
    found = {
        plain(name) for name in symbols(installed / "lib" / "libfastdeploy.so", "T", "D", "B", "R")
    }
    compare("symbols.txt", sorted(found))


def test_nothing_of_other_projects_is_exported(installed: Path) -> None:
    names = symbols(installed / "lib" / "libfastdeploy.so", "T", "W", "V", "D", "B", "R", "u")
    kinds = r"(vtable|typeinfo|typeinfo name|VTT|guard variable) for "
    foreign = [n for n in names if not re.match(rf"({kinds})?fastdeploy::", n)]
    assert [plain(n) for n in foreign] == ["create_extensions"]  # which OpenVINO calls
    assert len(names) > 100
