#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""OCR beside its peers: pages a second and text error, round by round in one run.

    python benchmarks/peers/ocr.py MODEL [--python NAME=PYTHON]... [--rounds 5] [--threads 2]
        [--precision f32] [--side 960] [--limit max] [--json rows.json] ENGINE...

MODEL is a folder with det/inference.onnx and rec/inference.onnx, which every engine runs. ENGINE is
KIND:BACKEND[:SETTING=VALUE...], such as `fastdeploy:openvino`, `fastdeploy:openvino:rec_batch=6` or
`rapidocr:onnxruntime`. Each engine is a process of its own with the interpreter that --python names
for its kind (or for KIND:BACKEND:...), which needs its package and OpenCV. Only one runs at a time.
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

from pages import page


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("engines", nargs="+")
    parser.add_argument("--python", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", default="f32")
    parser.add_argument("--side", type=int, default=960)
    parser.add_argument("--limit", default="max")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    pythons = dict(entry.split("=", 1) for entry in arguments.python)

    with tempfile.TemporaryDirectory() as folder:
        true = []
        for seed in range(arguments.pages):
            image, lines = page(seed)
            image.save(Path(folder) / f"{seed:03}.png")
            true.append(lines)
        workers, rows = {}, {}
        for engine in arguments.engines:
            kind, backend, *own = engine.split(":")
            settings = {
                "backend": backend,
                "threads": str(arguments.threads),
                "precision": arguments.precision,
                "side": str(arguments.side),
                "limit": arguments.limit,
                **dict(setting.split("=") for setting in own),
            }
            workers[engine] = subprocess.Popen(
                [
                    pythons.get(engine, pythons.get(kind, sys.executable)),
                    str(Path(__file__).with_name("engines.py")),
                    kind,
                    str(arguments.model),
                    json.dumps(settings),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            rows[engine] = {"engine": engine, "settings": settings, "seconds": []}
        for round_ in range(arguments.rounds + 1):
            for engine, worker in workers.items():
                worker.stdin.write(folder + "\n")
                worker.stdin.flush()
                answer = json.loads(worker.stdout.readline())
                row = rows[engine]
                if round_ > 0:
                    row["seconds"].append(round(answer["seconds"], 4))
                row["peak_mb"] = round(answer["peak_mb"])
                row["text_error"] = round(text_error(answer["texts"], true), 5)
        for worker in workers.values():
            worker.stdin.close()
            worker.wait()

    for row in rows.values():
        median = statistics.median(row["seconds"])
        row["pages_per_second"] = round(arguments.pages / median, 3)
        print(
            f"{row['engine']:44} {row['pages_per_second']:6.2f} pages/s"
            f"  ({arguments.pages / max(row['seconds']):.2f} to"
            f" {arguments.pages / min(row['seconds']):.2f})"
            f"  text error {row['text_error']:.4f}  peak {row['peak_mb']} MB"
        )
    if arguments.json:
        whole = {
            "model": arguments.model.name,
            "cores": len(os.sched_getaffinity(0)),
            "rows": list(rows.values()),
        }
        arguments.json.write_text(json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    main()
