#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From nothing to the text of a picture: commands, seconds and megabytes, beside rapidocr.

    python3 benchmarks/first_contact.py build/wheels/*.whl page.png

benchmarks/results/first_contact.json has what it prints.

Each product is installed by pip into a new environment, without pip's cache, and reads the picture
twice: the first time it fetches its models where they do not come with the package. The packages
that it needs come from pip's index, so that the seconds depend on the network.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RAPIDOCR = "from rapidocr import RapidOCR; print(*RapidOCR()({picture!r}).txts, sep='\\n')"
OURS = (
    "import fastdeploy as fd\n"
    "reader = fd.load('ppocrv6-small')\n"
    "print(reader.predict({picture!r}).to_text())"
)


def megabytes(folder: Path) -> float:
    """What the files in a folder take on the disk, each once."""
    files = {path.stat().st_ino: path.stat().st_blocks for path in folder.rglob("*")}
    return sum(files.values()) * 512 / 1e6


def seconds(command: list[str], environment: dict[str, str], folder: Path) -> tuple[float, str]:
    """How long a command takes, and what it prints."""
    start = time.monotonic()
    done = subprocess.run(
        command, env=environment, cwd=folder, check=True, stdout=subprocess.PIPE, text=True
    )
    return time.monotonic() - start, done.stdout


def measure(name: str, packages: list[str], read: list[str], folder: Path) -> dict:
    """The row of one product. `read`: the program in the environment, and its arguments."""
    environment = os.environ | {
        "PIP_NO_CACHE_DIR": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "FASTDEPLOY_MODELS": str(folder / "models"),
        "HOME": str(folder),
    }
    programs = folder / "environment" / "bin"
    make, _ = seconds([sys.executable, "-m", "venv", str(programs.parent)], environment, folder)
    empty = megabytes(programs.parent)
    install = [str(programs / "pip"), "install", "--quiet", *packages]
    installing, _ = seconds(install, environment, folder)
    command = [str(programs / read[0]), *read[1:]]
    first, text = seconds(command, environment, folder)
    again, _ = seconds(command, environment, folder)
    return {
        "product": name,
        "commands": [
            "python -m venv ENV",
            "pip install " + " ".join(Path(package).name for package in packages),
            " ".join(read),
        ],
        "seconds": {
            "venv": round(make, 1),
            "install": round(installing, 1),
            "first run": round(first, 1),
            "second run": round(again, 1),
            "to the text": round(make + installing + first, 1),
        },
        "MB": {
            "installed": round(megabytes(programs.parent) - empty),
            "models beside": round(megabytes(folder / "models")),
        },
        "lines": text.splitlines(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path, help="of this package")
    parser.add_argument("picture", type=Path)
    options = parser.parse_args()
    wheel, picture = str(options.wheel.resolve()), str(options.picture.resolve())
    products = {
        "fastdeploy command": ([wheel], ["fastdeploy", "ocr", picture, "--format", "plain"]),
        "rapidocr": (
            ["rapidocr", "onnxruntime"],
            ["python", "-c", RAPIDOCR.format(picture=picture)],
        ),
        "fastdeploy Python": ([wheel], ["python", "-c", OURS.format(picture=picture)]),
    }
    rows = []
    for name, (packages, read) in products.items():
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(name, packages, read, Path(folder)))
    print(json.dumps(rows, indent=1, ensure_ascii=False).replace(picture, options.picture.name))


if __name__ == "__main__":
    main()
