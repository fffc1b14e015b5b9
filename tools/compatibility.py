# SPDX-License-Identifier: Apache-2.0
"""Writes docs/compatibility.md: which public names of 1.x there are, in C++ and in Python.

C++: tests/compat/names.txt has the names. Each becomes one line of a program that uses it; those
whose lines the compiler accepts work. tests/compat/refused.txt says why the others do not.

Python: tests/compat/python_names.txt has the names, with reasons for some that are refused; those
of modules are in python/fastdeploy/_refused.py. python/tests/compat_names_test.py tests that the
installed package has exactly the others.

python tools/compatibility.py [--check]
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).resolve().parents[1]
COMPAT = SOURCE / "tests" / "compat"
PAGE = SOURCE / "docs" / "compatibility.md"

HEAD = """\
# Compatibility with FastDeploy 1.x

C++ programs written for the vision API of FastDeploy 1.x compile, link and run unchanged, with the
exceptions on this page; so do [Python programs](#python). `tools/compatibility.py` writes it from
the public headers and from lists of names, and `tests/compat` has the programs.

- The headers need C++20; `FastDeploy.cmake` asks for it.
- Nothing aborts: calls log an error and return false; `FDASSERT` throws `fastdeploy::Error`, and
  so do setters for values without a meaning (`SetTopk(-1)`, `SetDetDBScoreMode("quick")`) and the
  drawing of an empty image.
- A backend that is not in this build is replaced by another that reads the model, with a warning;
  after `RuntimeOption::EnableValidBackendCheck()` that is an error. A device that is not in this
  build is always an error.
- A copy of a model, like its clone, shares the weights.
- Pipelines hold clones of the models they are made of: change those before, or through
  `GetDetector()`, `GetClassifier()` and `GetRecognizer()`.
- There are 1.x's `FastDeploy.cmake`, `FastDeployConfig.cmake` (`FastDeploy_DIR`),
  `utils/gflags.cmake` (which wants gflags to be installed) and `fastdeploy_init.sh`.
- Names that 1.x itself had dropped by its last version are not here: `UseXpu`, `PPYOLOE_R`,
  `RKPicoDet`, `PPTINYPOSE`, `posedetpipeline`, `PPOCRTable`, `ocr::Table`, and `SetMean`,
  `SetScale` and `SetIsScale` of OCR's preprocessors (`SetNormalize` takes all three).

## C

1.x's C library (`fastdeploy_capi`), and the languages on top of it (C#, Java), are not offered.
It has neither clones nor runtimes, none of the programs behind the lists below uses it, and it
would be a second interface of every family. A program in C or another language puts a few
functions with C linkage around a model in C++, or runs the `fastdeploy` command and reads its JSON.
If you need a C library, open an issue that says what for.

## Idioms
"""

PYTHON = """\
## Python

Programs for the package `fastdeploy` run unchanged, with the exceptions below.
`python/tests/compat_*_test.py` have the programs.

- Errors are exceptions, where 1.x asserts, aborts or returns an empty result; see
  [Python](python.md). A device that is not in this build is an error when a model is loaded, where
  1.x warns and uses the CPU.
- Models need their files: `DBDetector()` without any is an error.
- A model is its own `_model`, and an option its own `_option`: what they have are attributes, so
  `model._model.initialized` is not called. Options have no other attributes than those listed.
- `fd.C` has the names of `fd` and `fd.vision`; its `Runtime` takes the option.
- Grey and BGRA arrays count as BGR; drawings are BGR.
- `download_model` and `get_model_list` also read a list of models from a file (`server=`, or
  `FASTDEPLOY_MODEL_SERVER`), and count no downloads at 1.x's server.
- `fastdeploy.vision.ocr` and so on are modules without 1.x's inner ones (`ocr.ppocr`).
- Tensors are on the CPU.
"""


class Name(NamedTuple):
    group: str
    kind: str
    name: str
    header: str
    enumerators: str = ""


def rows(file: Path) -> list[list[str]]:
    lines = file.read_text().splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


def split_arguments(text: str) -> list[str]:
    """The types in a list of arguments, at commas outside angle brackets."""
    arguments, depth, current = [], 0, ""
    for char in text:
        depth += {"<": 1, "(": 1, ">": -1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            arguments.append(current)
            current = ""
        else:
            current += char
    return [part.strip() for part in [*arguments, current] if part.strip()]


def use(name: Name) -> str:
    """Code that compiles if there is the name."""
    match = re.fullmatch(r"([\w:+*/-]+)(?:\((.*)\))?", name.name)
    assert match, name.name
    path, types = match[1], split_arguments(match[2] or "")
    owner, _, last = path.rpartition("::")
    if name.enumerators:
        return " ".join(
            f"constexpr auto k{i} = fastdeploy::{owner}{'::' if owner else ''}{value};"
            for i, value in enumerate(name.enumerators.split(","))
        )
    parameters = ", ".join(f"{type_} a{i}" for i, type_ in enumerate(types))
    arguments = ", ".join(f"a{i}" for i in range(len(types)))
    if name.kind == "ctor":
        listed = "".join(f", {type_}" for type_ in types)
        return f"static_assert(std::is_constructible_v<fastdeploy::{owner}{listed}>);"
    if name.kind == "method":
        comma = ", " if parameters else ""
        return (
            f"static_assert(requires(fastdeploy::{owner}& object{comma}{parameters}) "
            f"{{ object.{last}({arguments}); }});"
        )
    if name.kind == "function":
        given = f"({parameters}) " if parameters else ""
        return f"static_assert(requires{given}{{ fastdeploy::{path}({arguments}); }});"
    if name.kind == "field":
        return f"struct User : fastdeploy::{owner} {{ using fastdeploy::{owner}::{last}; }};"
    if name.kind == "static_field":
        return f"constexpr auto kValue = fastdeploy::{owner}<float>::{last};"
    return f"using fastdeploy::{path};"


def working(names: list[Name]) -> set[int]:
    """The indices of the names whose uses compile."""
    compat = SOURCE / "fastdeploy" / "compat" / "include"
    headers = ["fastdeploy/vision.h", "fastdeploy/pipeline.h"]
    headers += sorted(str(path.relative_to(compat)) for path in compat.rglob("*.h"))
    lines = [f'#include "{header}"' for header in headers] + ["#include <type_traits>"]
    first = len(lines) + 1
    for number, name in enumerate(names):
        lines.append(f"namespace fastdeploy::vision::probe{number} {{ {use(name)} }}")
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "probe.cc"
        program.write_text("\n".join(lines) + "\n")
        includes = [f"-I{path}" for path in (SOURCE, compat)]
        flags = ["-std=c++20", "-fsyntax-only", "-w", "-fmax-errors=0"]
        command = ["g++", *flags, *includes, "-isystem", "/usr/include/opencv4", str(program)]
        errors = subprocess.run(command, capture_output=True, text=True).stderr
    failed = {int(line) for line in re.findall(r"probe\.cc:(\d+):\d+: error", errors)}
    if any(line < first for line in failed) or re.search(r"\.h:\d+:\d+: error", errors):
        raise SystemExit(errors)
    return {number for number in range(len(names)) if number + first not in failed}


def page(names: list[Name], works: set[int]) -> str:
    refused = [(re.compile(pattern), reason) for pattern, reason in rows(COMPAT / "refused.txt")]
    there: dict[str, list[str]] = {}
    absent: dict[str, dict[str, list[str]]] = {}
    for number, name in enumerate(names):
        short = re.sub(r"\(.*", "()", name.name)
        if number in works:
            there.setdefault(name.group, []).append(short)
            continue
        reasons = [reason for pattern, reason in refused if pattern.search(name.name)]
        if not reasons:
            raise SystemExit(f"tests/compat/refused.txt has no reason for {name.name}")
        absent.setdefault(name.group, {}).setdefault(reasons[0], []).append(short)

    idioms = (COMPAT / "idioms.txt").read_text().splitlines()
    idioms = [line for line in idioms if not line.startswith("#")]
    missing = [line.partition(": ") for line in idioms if ": " in line]
    text = [
        HEAD,
        f"{len(idioms) - len(missing)} of {len(idioms)} ways to use 1.x work. The others:",
    ]
    text += ["", "| idiom | why not |", "| --- | --- |"]
    text += [f"| {name} | {reason} |" for name, _, reason in missing]
    text += ["", "## Names", ""]
    text += [
        f"Of 1.x's public names, {len(names)} differed or were missing when this library began;"
    ]
    text += [f"all others are the same. {len(works)} of these work now; the others are refused."]
    text += groups(dict.fromkeys(name.group for name in names), there, absent)
    return "\n".join([*text, "", *python_part()]) + "\n"


def groups(
    order: Iterable[str], there: dict[str, list[str]], absent: dict[str, dict[str, list[str]]]
) -> list[str]:
    """The lines of the groups of names."""

    def listed(names: list[str]) -> str:
        return ", ".join(f"`{name}`" for name in dict.fromkeys(names))

    text = []
    for group in order:
        text += ["", f"### {group}", ""]
        if group in there:
            text += [f"Works: {listed(there[group])}."]
        if group in there and group in absent:
            text += [""]
        if group in absent:
            text += ["| refused | reason |", "| --- | --- |"]
            text += [f"| {listed(kept)} | {reason} |" for reason, kept in absent[group].items()]
    return text


def python_part() -> list[str]:
    """The lines about Python."""
    spec = importlib.util.spec_from_file_location(
        "refused", SOURCE / "python" / "fastdeploy" / "_refused.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    there: dict[str, list[str]] = {}
    absent: dict[str, dict[str, list[str]]] = {}
    names = rows(COMPAT / "python_names.txt")
    for group, name, *reasons in names:
        path = name.partition("(")[0]
        parent, _, last = path.rpartition(".")
        reason = module.REFUSED.get(parent, {}).get(last) or "".join(reasons)
        short = path.removeprefix("fastdeploy.") + ("()" if "(" in name else "")
        if reason:
            absent.setdefault(f"{group} (Python)", {}).setdefault(reason, []).append(short)
        else:
            there.setdefault(f"{group} (Python)", []).append(short)
    count = sum(map(len, there.values()))
    text = PYTHON.splitlines()
    text += ["", f"{count} of {len(names)} public names of 1.x's package work with its parameters;"]
    text += ["the others are refused."]
    return text + groups(dict.fromkeys(f"{row[0]} (Python)" for row in names), there, absent)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail if the page would change")
    arguments = parser.parse_args()
    names = [Name(*row) for row in rows(COMPAT / "names.txt")]
    text = page(names, working(names))
    if not arguments.check:
        PAGE.write_text(text)
    return 0 if text == PAGE.read_text() else 1


if __name__ == "__main__":
    sys.exit(main())
