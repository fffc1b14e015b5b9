# SPDX-License-Identifier: Apache-2.0
"""Writes docs/benchmarks.md from the rows in benchmarks/results: peers, curves, serving."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks" / "tables"))
import report_plots  # noqa: E402
import report_texts as texts  # noqa: E402
import rows  # noqa: E402
from render import table  # noqa: E402
from rows import Row, only, select  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results"
NAMES = {
    "ppocrv6-small": "PP-OCRv6 small",
    "ppocrv5-mobile": "PP-OCRv5 mobile",
    "ppocrv4": "PP-OCRv4",
    "ppocrv6-small/det": "PP-OCRv6 small, detection",
    "resnet50_vd": "ResNet50_vd",
    "ppyoloe_plus_s_nonms": "PP-YOLOE+ S",
    "ppliteseg": "PP-LiteSeg STDC1",
    "pplcnet_x0_25": "PP-LCNet x0.25",
    "doc-orientation": "PP-LCNet x1.0",
    "picodet_s_320_nonms": "PicoDet-S",
    "pphumanseg_lite": "PP-HumanSeg-Lite",
}
ENGINES = {
    "fastdeploy:openvino": "this library, OpenVINO",
    "rapidocr:openvino": "RapidOCR, OpenVINO",
    "rapidocr:onnxruntime": "RapidOCR, ONNX Runtime",
    "faster-paddle:onnxruntime": "faster-paddle",
    "paddleocr:paddle": "PaddleOCR, Paddle",
}


def in_order(found: list[Row], field: str) -> list[Any]:
    """The values of a field, each once."""
    return list(dict.fromkeys(row[field] for row in found))


def ocr(found: list[Row]) -> str:
    """One line for each model and setting, one column for each engine."""
    engines = [engine for engine in ENGINES if select(found, engine=engine)]
    lines = []
    for model in in_order(found, "model"):
        for group in in_order(select(found, model=model), "group"):
            own = select(found, model=model, group=group)
            line = [NAMES[model], group]
            for engine in engines:
                cell = select(own, engine=engine)
                line.append(
                    f"{cell[0]['pages_per_second']:.2f}, {100 * cell[0]['text_error']:.2f} %,"
                    f" {cell[0]['peak_mb']} MB"
                    if cell
                    else ""
                )
            best = max(
                row["pages_per_second"] for row in own if not row["engine"].startswith("fastdeploy")
            )
            ours = only(own, engine="fastdeploy:openvino")["pages_per_second"]
            lines.append([*line, f"{ours / best:.2f}"])
    return table(["model", "precision", *(ENGINES[e] for e in engines), "ours / best peer"], lines)


def networks(found: list[Row]) -> str:
    lines = [
        [
            NAMES[row["model"]],
            *(f"{row[f'per_second_{n}']:.1f}" for n in (1, 2)),
            *(f"{row[f'alone_{n}']:.1f}" for n in (1, 2)),
            *(f"{row[f'ratio_{n}']:.2f}" for n in (1, 2)),
            f"{row['p99_8']:.2f}",
        ]
        for row in found
    ]
    header = ["model", "one caller", "two", "network alone, 1 stream", "a stream for each core"]
    return table(
        [*header, "one / alone", "two / best alone", "p99 of eight callers, in means"], lines
    )


def clones(found: list[Row]) -> str:
    lines = [
        [NAMES[row["model"]], row["at"]]
        + [f"{row[field]['median']:.0f}" for field in ("per_second", "loaded_mb", "used_mb")]
        for row in found
    ]
    header = ["model", "clones", "images/s", "MB, loaded", "MB, after predicting"]
    return table(header, lines)


def lines_of_pages(found: list[Row]) -> str:
    lines = [
        [row["at"]]
        + [f"{row[name]['median']:.0f}" for name in ("found", "ms", "detection_ms", "peak_mb")]
        + [f"{(row['ms']['median'] - row['detection_ms']['median']) / int(row['at']):.1f}"]
        for row in found
    ]
    header = ["lines drawn", "found", "ms a page", "of it detection", "peak MB"]
    return table([*header, "ms a line besides detection"], lines)


def pixels(found: list[Row]) -> str:
    lines = [
        [NAMES[row["model"]], row["at"]]
        + [
            f"{row[name]['median']:.{digits}f}"
            for name, digits in (("image_mb", 1), ("ms", 1), ("peak_more_mb", 0))
        ]
        for row in found
    ]
    header = ["model", "megapixels", "the picture, MB", "ms", "more memory at the peak, MB"]
    return table(header, lines)


def cost(found: list[Row]) -> str:
    lines = [
        [NAMES[row["model"]], f"{int(row['at']):,}"]
        + [
            f"{row[name]['median']:.{digits}f}"
            for name, digits in (("ms", 2), ("gmac_per_second", 0), ("used_mb", 0))
        ]
        for row in sorted(found, key=lambda row: float(row["at"]))
    ]
    header = ["model", "million multiply-adds", "ms", "billion multiply-adds/s", "MB"]
    return table(header, lines)


def serving(found: list[Row]) -> str:
    """Requests a second, p50 / p99 in ms."""
    lines = []
    own = [row for row in found if row["clients"] in (1, 8, 64) and "rounds" in row]
    for model in in_order(own, "model"):
        for way in in_order(select(own, model=model), "way"):
            line = [NAMES[model], way]
            for clients in (1, 8, 64):
                cell = select(own, model=model, way=way, clients=clients)
                line.append(
                    f"{cell[0]['images_per_second']:.1f}, {cell[0]['p50_ms']:.0f} /"
                    f" {cell[0]['p99_ms']:.0f}"
                    if cell
                    else ""
                )
            lines.append(line)
    return table(["model", "", "1 client", "8 clients", "64 clients"], lines)


def machine(found: list[Row]) -> str:
    return texts.MACHINE.format(**found[0]) if found and "processor" in found[0] else ""


def page() -> str:
    parts = [texts.TITLE]
    if own := rows.read(RESULTS / "peers" / "ocr.json"):
        parts += [machine(own), texts.OCR, ocr(own), "![](images/benchmarks_ocr.png)\n"]
    if own := rows.read(RESULTS / "peers" / "networks.json"):
        parts += [texts.NETWORKS, networks(own)]
    curves = rows.read(RESULTS / "curves.json")
    for group, text, render in (
        ("clones", texts.CLONES, clones),
        ("lines", texts.LINES, lines_of_pages),
        ("pixels", texts.PIXELS, pixels),
        ("networks", texts.COST, cost),
    ):
        if own := select(curves, group=group):
            parts += [text, render(own)]
    if curves:
        parts.append("![](images/benchmarks_curves.png)\n")
    file = RESULTS / "serving.json"
    if file.exists():
        parts += [texts.SERVING, serving(json.loads(file.read_text("utf-8"))["rows"])]
    return "\n".join(parts)


def write() -> None:
    docs = ROOT / "docs"
    (docs / "benchmarks.md").write_text(page(), "utf-8")
    report_plots.write(RESULTS, docs / "images", NAMES, ENGINES)
    print("docs/benchmarks.md")
