#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What less precision costs and gains: float32, bfloat16 and 8 bits, on the trained sample models.

    python benchmarks/precision.py [--rounds 5] [--json rows.json] [MODEL...]

The models in 8 bits are made by fastdeploy.quantization from pictures of the same kind as those
that are measured, but none of them. Needs the packages nncf, OpenCV and Pillow, and the models.
Default options: one caller, all cores. The precisions take turns, round by round; medians.

Accuracy. OCR: the error of the text (edit distance by length), without spaces. Orientation: wrong
pages of those turned by 0, 90, 180 and 270 degrees. Shapes: 1 - IoU of their pixels. Layout:
boxes of the float32 model that the others do not have, with the same class and an IoU of 0.9.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from fastdeploy.quantization import quantize

import fastdeploy as fd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "models"), str(ROOT / "benchmarks" / "peers")]
from ocr import text_error  # noqa: E402
from pages import page  # noqa: E402
from shapes import UNSEEN, scene  # noqa: E402

Pictures = list[np.ndarray]


def drawn_page(seed: int) -> tuple[np.ndarray, list[str]]:
    image, lines = page(seed)
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR), lines


class Reading:
    """OCR of drawn pages."""

    def pictures(self, first: int, count: int) -> tuple[Pictures, Any]:
        pages = [drawn_page(seed) for seed in range(first, first + count)]
        return [image for image, _ in pages], [lines for _, lines in pages]

    def error(self, results: list[Any], true: Any, float_results: list[Any]) -> float:
        return text_error([list(result.text) for result in results], true)


class Orientation:
    """Drawn pages, each turned in four ways."""

    def pictures(self, first: int, count: int) -> tuple[Pictures, Any]:
        turned = [
            (np.ascontiguousarray(np.rot90(drawn_page(seed)[0], -turns)), turns)
            for seed in range(first, first + count)
            for turns in range(4)
        ]
        return [image for image, _ in turned], [turns for _, turns in turned]

    def error(self, results: list[Any], true: Any, float_results: list[Any]) -> float:
        wrong = [result.label_ids[0] != turns for result, turns in zip(results, true, strict=True)]
        return float(np.mean(wrong))


class Layout(Reading):
    """Boxes on drawn pages."""

    def error(self, results: list[Any], true: Any, float_results: list[Any]) -> float:
        missing = total = 0
        for found, expected in zip(results, float_results, strict=True):
            for box, label, score in zip(
                expected.boxes, expected.label_ids, expected.scores, strict=True
            ):
                if score < 0.5:
                    continue
                total += 1
                missing += not any(
                    label == other_label and iou(box, other) >= 0.9
                    for other, other_label in zip(found.boxes, found.label_ids, strict=True)
                )
        return missing / total


class Shapes:
    """Scenes with the pixels of their shapes."""

    def pictures(self, first: int, count: int) -> tuple[Pictures, Any]:
        scenes = [scene(UNSEEN + i, 240, 320) for i in range(first, first + count)]
        return [image for image, _ in scenes], [mask for _, mask in scenes]

    def error(self, results: list[Any], true: Any, float_results: list[Any]) -> float:
        both = either = 0
        for result, mask in zip(results, true, strict=True):
            found = np.asarray(result.label_map).reshape(mask.shape) > 0
            both += int((found & (mask > 0)).sum())
            either += int((found | (mask > 0)).sum())
        return 1 - both / either


def iou(a: Any, b: Any) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    common = max(width, 0) * max(height, 0)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return common / (areas - common)


# Each model with its task, and how many pictures are measured and calibrated on.
MODELS: dict[str, tuple[Any, int, int]] = {
    "ppocrv6-small": (Reading(), 8, 16),
    "ppocrv5-mobile": (Reading(), 8, 16),
    "ppocrv4": (Reading(), 8, 16),
    "layout-cdla": (Layout(), 8, 50),
    "doc-orientation": (Orientation(), 8, 25),
    "shapes_seg": (Shapes(), 40, 100),
}


def measure(name: str, rounds: int, say: Callable[[str], None]) -> list[dict[str, Any]]:
    task, count, calibrated = MODELS[name]
    pictures, true = task.pictures(0, count)
    with tempfile.TemporaryDirectory() as folder:
        eight_bits = Path(folder) / "int8"
        networks = quantize(name, task.pictures(1000, calibrated)[0], eight_bits, progress=say)
        models = {}
        for precision in ("f32", "bf16", "int8"):
            option = fd.RuntimeOption()
            option.use_openvino_backend()
            option.openvino_option.inference_precision = "bf16" if precision == "bf16" else "f32"
            model = fd.load(eight_bits if precision == "int8" else name, option)
            if (classifier := getattr(model, "classifier", None)) is not None:
                classifier.postprocessor.cls_thresh = 1  # it turns lines that are upright
            models[precision] = model
        times: dict[str, list[float]] = {precision: [] for precision in models}
        results: dict[str, list[Any]] = {}
        for round_ in range(rounds + 1):
            for precision, model in models.items():
                start = time.perf_counter()
                results[precision] = [model.predict(picture) for picture in pictures]
                if round_ > 0:  # the first one warms up
                    times[precision].append(time.perf_counter() - start)
    bytes_of = {"f32": sum(network.bytes_before for network in networks)}
    bytes_of["bf16"] = bytes_of["f32"]
    bytes_of["int8"] = sum(network.bytes_after for network in networks)
    return [
        {
            "model": name,
            "precision": precision,
            "error": round(task.error(results[precision], true, results["f32"]), 5),
            "pictures": len(pictures),
            "seconds": [round(one, 4) for one in seconds],
            "pictures_per_second": round(len(pictures) / statistics.median(seconds), 2),
            "network_mb": round(bytes_of[precision] / 1e6, 2),
            "noise": [round(network.error, 4) for network in networks],
        }
        for precision, seconds in times.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", default=list(MODELS), metavar="MODEL")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    os.environ["FASTDEPLOY_COMPILED_CACHE"] = "off"
    rows = []
    for name in arguments.models:
        rows += measure(name, arguments.rounds, lambda line: print(line, file=sys.stderr))
        for row in rows[-3:]:
            print(
                f"{row['model']:16} {row['precision']:5} {row['pictures_per_second']:8.2f}/s"
                f"  error {row['error']:.4f}  {row['network_mb']:.1f} MB",
                flush=True,
            )
    if arguments.json:
        whole = {"cores": fd.available_cores(), "rows": rows}
        arguments.json.write_text(json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    main()
