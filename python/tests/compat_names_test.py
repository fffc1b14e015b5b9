# SPDX-License-Identifier: Apache-2.0
"""1.x's public names: each is here with 1.x's parameters, or refused with a reason."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

import pytest
from conftest import ROOT
from fastdeploy._refused import REFUSED


def rows() -> list[list[str]]:
    lines = (ROOT / "tests/compat/python_names.txt").read_text().splitlines()
    return [[*line.split(" | "), ""][:3] for line in lines if not line.startswith("#")]


NAMES = [(name, reason) for _, name, reason in rows()]


def find(path: str) -> Any:
    """The object of a dotted name. An attribute of an option is found in a new option."""
    parts = path.split(".")
    value: Any = importlib.import_module(parts[0])
    for i, part in enumerate(parts[1:], 1):
        parent, value = value, getattr(value, part)
        if i < len(parts) - 1 and isinstance(value, property):
            value = getattr(parent(), part)
    return value


def parameters(function: Any) -> list[list[str]]:
    """The names of the parameters of each overload, those with defaults followed by '='."""
    if isinstance(function, type):
        function = function.__init__
    signatures = [one[0] for one in getattr(function, "__nb_signature__", ())]
    if not signatures:
        found = inspect.signature(function).parameters.values()
        kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        given = [
            p.name + ("" if p.default is p.empty else "=") for p in found if p.kind not in kinds
        ]
        return [[name for name in given if name not in ("self", "cls")]]
    return [listed(signature) for signature in signatures]


def listed(signature: str) -> list[str]:
    """The parameters in nanobind's signature, such as "def name(self, a: list[int]) -> int"."""
    depth, parts = 0, [""]
    for char in signature[signature.index("(") + 1 :]:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(char, 0)
        if depth < 0:
            break
        if char == "," and depth == 0:
            parts.append("")
        elif depth == 0:
            parts[-1] += char
    names = [part.partition(":")[0].strip() + ("=" if "=" in part else "") for part in parts]
    return [name for name in names if name not in ("", "self", "/", "*") and name[0] != "*"]


def accepts(found: list[str], wanted: list[str]) -> bool:
    """Whether 1.x's parameters come first, and all others have defaults."""
    names = [name.rstrip("=") for name in found]
    rest = found[len(wanted) :]
    return names[: len(wanted)] == wanted and all(name.endswith("=") for name in rest)


def refusal(path: str) -> str:
    parent, _, name = path.rpartition(".")
    return REFUSED.get(parent, {}).get(name, "")


@pytest.mark.parametrize(
    ("name", "reason"), NAMES, ids=[name.partition("(")[0] for name, _ in NAMES]
)
def test_name(name: str, reason: str) -> None:
    match = re.fullmatch(r"([\w.]+)(?:\((.*)\))?", name)
    assert match, name
    path, listed = match[1], match[2]
    if refusal(path) or (reason and listed is None):
        with pytest.raises(AttributeError):
            find(path)
        return
    value = find(path)
    if listed:
        wanted = [part.strip() for part in listed.split(",")]
        assert any(accepts(found, wanted) for found in parameters(value)), parameters(value)
    elif listed == "":
        assert callable(value)


def test_names_are_listed_once() -> None:
    names = [name for name, _ in NAMES]
    assert len(set(names)) == len(names) > 500
    listed = {name.partition("(")[0] for name in names}
    for module, refused in REFUSED.items():
        if module != "fastdeploy.vision.visualize":  # the same functions as in fastdeploy.vision
            assert {f"{module}.{name}" for name in refused} <= listed
