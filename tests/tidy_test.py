# SPDX-License-Identifier: Apache-2.0
"""How tools/tidy.py groups sources: what cannot be compiled together is checked apart."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import pytest
import tidy

SOURCE = """\
#include <string>
using std::string;
using fastdeploy::Error;
namespace fastdeploy {
namespace {
constexpr int kMost = 3;
const Rule kRules[] = {{1}};
struct Row {
  int inside = 0;
};
[[noreturn]] void Fail(const string& text) { throw 1; }
template <typename T>
T Largest(T a) {
  return a;
}
}  // namespace
bool Checker::Passes() const { return true; }
}  // namespace fastdeploy
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_defined_names(tmp_path: Path) -> None:
    names = tidy.defined_names(write(tmp_path, "a.cc", SOURCE))
    assert {"kMost", "kRules", "Row", "Fail", "Largest", "Passes"} <= names
    assert not {"inside", "fastdeploy", "text"} & names


def test_unused_names(tmp_path: Path) -> None:
    assert tidy.unused_names(write(tmp_path, "a.cc", SOURCE)) == ["Error"]


def test_parts_have_no_name_twice(tmp_path: Path) -> None:
    same = [write(tmp_path, f"{i}.cc", "constexpr int kMost = 3;\n") for i in range(2)]
    others = [write(tmp_path, f"o{i}.cc", f"int Other{i}() {{ return 1; }}\n") for i in range(20)]
    found = tidy.parts(same + others)
    assert sorted(source for part in found for source in part) == sorted(same + others)
    assert all(len(part) <= tidy.MOST for part in found)
    assert not any(set(same) <= set(part) for part in found)


@pytest.mark.parametrize(("tool", "failures"), [("exit 0", 0), ("exit 1", 2), ("kill -9 $$", 2)])
def test_only_what_passed_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str, failures: int
) -> None:
    sources = [write(tmp_path, f"{i}.cc", f"int Other{i}() {{ return 1; }}\n") for i in range(2)]
    monkeypatch.setattr(tidy, "CACHE", tmp_path)
    monkeypatch.setattr(tidy, "dependencies", lambda build: {one: [one] for one in sources})
    monkeypatch.setattr(tidy, "flags", lambda build: dict.fromkeys(sources, ("-Wall",)))
    script = write(tmp_path, "tidy", f'#!/bin/sh\n[ "$1" = --version ] && exit 0\n{tool}\n')
    script.chmod(0o755)
    checker = tidy.Checker(tmp_path, str(script))
    assert checker.failures(sources) == failures
    assert [checker.stamp(source).exists() for source in sources] == [failures == 0] * 2
