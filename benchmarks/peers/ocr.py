#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""OCR beside its peers: pages a second and text error, round by round in one run.

    python benchmarks/peers/ocr.py MODEL [--python NAME=PYTHON]... [--rounds 5] [--threads 2]
        [--precision f32] [--side 960] [--limit max] [--json rows.json] ENGINE...

MODEL is a folder with det/ and rec/, in the formats that the engines read. ENGINE is
KIND:BACKEND[:SETTING=VALUE...], such as `fastdeploy:openvino`, `fastdeploy:openvino:rec_batch=6` or
`rapidocr:onnxruntime` (engines.py has them all); size=default leaves the size of pages to it, and
thresholds=model gives RapidOCR those of the model's file. Each engine is a process of its own with
the interpreter that --python names for its kind (or for KIND:BACKEND:...), which needs its package
and OpenCV. Only one runs at a time.
The first round warms up and is not counted. The text error is the edit distance to the true text of
the pages, as a part of its length, without spaces.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pages import page

DEFAULTS = {"threads": "2", "precision": "f32", "side": "960", "limit": "max"}


def distance(a: str, b: str) -> int:
    """Levenshtein's edit distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def text_error(found: list[list[str]], true: list[list[str]]) -> float:
    """Lines are compared in order, so that a lost one counts for its characters alone."""
    wrong = total = 0
    for found_page, true_page in zip(found, true, strict=True):
        a, b = ("".join("".join(lines).split()) for lines in (found_page, true_page))
        wrong += distance(a, b)
        total += len(b)
    return wrong / total


class Engine:
    """An engine in a process of its own."""

    def __init__(self, name: str, python: str, model: Path, settings: dict[str, str]) -> None:
        self.row: dict[str, Any] = {"engine": name, "settings": settings, "seconds": []}
        program = str(Path(__file__).with_name("engines.py"))
        self._process = subprocess.Popen(
            [python, program, name.split(":")[0], str(model), json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def read(self, folder: str, count: bool) -> None:
        """Reads the pages in a folder, and takes down what that took if it is to count."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(folder + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.row['engine']} ended with {self._process.wait()}")
        answer = json.loads(line)
        if count:
            self.row["seconds"].append(round(answer["seconds"], 4))
        self.row["peak_mb"] = round(answer["peak_mb"])
        self.texts = answer["texts"]

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def compare(
    model: Path,
    engines: list[str],
    pythons: dict[str, str],
    *,
    settings: dict[str, str],
    rounds: int,
    pages: int = 8,
) -> list[dict[str, Any]]:
    """The rows of some engines, which take turns: seconds of each round, error, peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        true = []
        for seed in range(pages):
            image, lines = page(seed)
            image.save(Path(folder) / f"{seed:03}.png")
            true.append(lines)
        workers = []
        for name in engines:
            kind, backend, *own = name.split(":")
            python = pythons.get(name, pythons.get(kind, sys.executable))
            chosen = settings | {"backend": backend} | dict(entry.split("=") for entry in own)
            workers.append(Engine(name, python, model, chosen))
        for number in range(rounds + 1):
            for worker in workers:
                worker.read(folder, number > 0)
        for worker in workers:
            worker.close()
    for worker in workers:
        median = statistics.median(worker.row["seconds"])
        worker.row["pages_per_second"] = round(pages / median, 3)
        worker.row["text_error"] = round(text_error(worker.texts, true), 5)
    return [worker.row for worker in workers]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("engines", nargs="+")
    parser.add_argument("--python", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=8)
    for name, value in DEFAULTS.items():
        parser.add_argument(f"--{name}", default=value)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows = compare(
        arguments.model,
        arguments.engines,
        dict(entry.split("=", 1) for entry in arguments.python),
        settings={name: getattr(arguments, name) for name in DEFAULTS},
        rounds=arguments.rounds,
        pages=arguments.pages,
    )
    for row in rows:
        print(
            f"{row['engine']:44} {row['pages_per_second']:6.2f} pages/s"
            f"  ({arguments.pages / max(row['seconds']):.2f} to"
            f" {arguments.pages / min(row['seconds']):.2f})"
            f"  text error {row['text_error']:.4f}  peak {row['peak_mb']} MB"
        )
    if arguments.json:
        cores = len(os.sched_getaffinity(0))
        whole = {"model": arguments.model.name, "cores": cores, "rows": rows}
        arguments.json.write_text(json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    main()
