#!/usr/bin/env python3
"""Packs models into the wheel fastdeploy-vision-models, for machines without a network.

    python models/pack.py [NAME...] [--dest DIR]

Fetches the models first; by default only PP-OCRv6 small, which `fastdeploy ocr` takes. Where the
wheel is installed, the package and the command find its models. The wheel is the same for the same
models, byte by byte.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import sys
import zipfile
from pathlib import Path

import fetch
from fastdeploy.errors import Error
from fastdeploy.models import _fetch

NAME = "fastdeploy_vision_models"
ABOUT = "Models that fastdeploy-vision finds by name without fetching them."


def version() -> str:
    """The version of the project."""
    text = (fetch.HERE.parent / "CMakeLists.txt").read_text(encoding="utf-8")
    found = re.search(r"project\(FastDeploy VERSION ([0-9.]+)", text)
    assert found is not None
    return found[1]


def record(path: str, content: bytes) -> str:
    """A line of the wheel's list of files."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content)}\n"


def pack(names: list[str], dest: Path) -> Path:
    """Writes the wheel with these models into a folder, and returns its path."""
    rows = _fetch.read_rows()
    folders = _fetch.fetch_rows(names, rows)
    info = f"{NAME}-{version()}.dist-info"
    licences = " AND ".join(sorted({rows[name]["licence"] for name in names}))
    contents = {f"{NAME}/__init__.py": f'"""{ABOUT}"""\n'.encode()}
    for name, folder in zip(names, folders, strict=True):
        for file in rows[name]["files"]:
            contents[f"{NAME}/{name}/{file}"] = (folder / file).read_bytes()
    contents[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.4\nName: {NAME.replace('_', '-')}\nVersion: {version()}\n"
        f"Summary: {ABOUT}\nLicense-Expression: {licences}\n"
    ).encode()
    contents[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: pack\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    lines = "".join(record(path, content) for path, content in contents.items())
    contents[f"{info}/RECORD"] = f"{lines}{info}/RECORD,,\n".encode()
    dest.mkdir(parents=True, exist_ok=True)
    wheel = dest / f"{NAME}-{version()}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in contents.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return wheel


def main(arguments: list[str] | None = None) -> int:
    """Runs the command. Returns 0, or 1 if a model cannot be fetched or packed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", default=["ppocrv6-small"])
    parser.add_argument("--dest", type=Path, default=Path("build/wheels"))
    options = parser.parse_args(arguments)
    try:
        print(pack(options.names, options.dest))
    except (Error, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
