#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/zoo.md from models/zoo/results.json, which sweep.py made.

python models/zoo/page.py [--check]
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("results.json")
PAGE = ROOT / "docs" / "zoo.md"
SERIES = {
    "cls": "PaddleClas",
    "det": "PaddleDetection",
    "mat": "PaddleSeg, matting",
    "ocr": "PaddleOCR",
    "quant": "PaddleSlim (8 bits)",
    "seg": "PaddleSeg",
}
FORMATS = {"old": ".pdmodel", "pir": ".json"}
BACKENDS = {"openvino": "OpenVINO", "ort": "ONNX Runtime", "paddle": "Paddle Inference"}
VERDICTS = ("right", "as Paddle", "differs", "refused", "died")

INTRODUCTION = """# Networks that were tried

<!-- Written by models/zoo/page.py: do not edit. -->

Real exports of the series' toolkits with made weights, run by `fastdeploy.Runtime` (one thread,
float32) and compared with Paddle's own outputs (2.6.2 for `.pdmodel`, 3.3.1 for `.json`) on the same
tensors. The backend Paddle Inference had the same versions. Version 3.3.1 runs 84 of the 93 `.pdmodel`
here, all with these results; of the others, Paddle refuses three, and the library those with operators
that it computes wrongly ([more](performance.md#paddle-inference)). The networks of
`models/zoo/detection` were exported by `models/zoo/export_detection.py`; `models/zoo/sweep.py` compares
any folder of models, which takes minutes and is no test.

- **right**: every float within 1e-3 of the output's largest value; whole numbers equal in 999 of
  1000 places; 99 of 100 boxes in common (scores within 1e-3, corners within 1e-3 of the largest).
- **as Paddle**: further away than that, but not further than twice what Paddle's own outputs move
  when its input changes by a millionth (8-bit networks, which round it: by 1e-5), or when its graph
  passes are switched (`models/zoo/moves.py`).
  With made weights some networks multiply rounding errors, most of all those that round to 8 bits.
- **differs**: other results. **refused**: an error that says why.

A model that the first backend refuses runs on the next one by itself, so a `refused` of OpenVINO is a
warning to a program that names no backend.

Pictures in and results out, equal to the series' own Python, have all networks of PaddleClas, PaddleSeg
and PaddleDetection here (boxes, turned boxes, masks, SOLOv2's masks, trimaps) and, of PaddleOCR, the DB
detectors, the recognisers and the SLANet family. Only `Runtime` runs the text detectors EAST, SAST,
PSE, FCE and CT, whose outputs no class of this library decodes.
"""


def parts(row: dict[str, str]) -> tuple[str, str, str]:
    series, rest = row["model"].split(".", 1)
    name, form = rest.rsplit(".", 1)
    return series, name, form


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def cell(row: dict[str, object] | None) -> str:
    if row is None:
        return ""
    if row["verdict"] == "right":
        return "right"
    if "why" in row:
        return f"{row['verdict']}: {str(row['why'])[-120:].replace('|', '/')}"
    return f"{row['verdict']}: {row['far']:.1g} (Paddle moves by {row['moves']:.1g})"


def page(rows: list[dict]) -> str:
    counts = collections.Counter(
        (parts(row)[0], parts(row)[2], row["backend"], row["verdict"]) for row in rows
    )
    groups = sorted({key[:3] for key in counts})
    summary = [
        [SERIES[series], FORMATS[form], BACKENDS[backend]]
        + [str(counts[series, form, backend, verdict] or "") for verdict in VERDICTS]
        for series, form, backend in groups
    ]
    found = {(*parts(row), row["backend"]): row for row in rows}
    text = INTRODUCTION + "\n" + table(["series", "format", "backend", *VERDICTS], summary)
    for series, title in SERIES.items():
        models = sorted({key[1:3] for key in found if key[0] == series})
        if not models:
            continue
        text += f"\n## {title}\n\n" + table(
            ["network", "format", *BACKENDS.values()],
            [
                [name, FORMATS[form], *(cell(found.get((series, name, form, b))) for b in BACKENDS)]
                for name, form in models
            ],
        )
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare with the page")
    text = page(json.loads(RESULTS.read_text(encoding="utf-8")))
    if parser.parse_args().check:
        return int(PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
