#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes seeds for the fuzz targets from files that the repository has: seeds.py FOLDER."""

import base64
import json
import sys
from pathlib import Path

import cv2

ROOT = Path(__file__).resolve().parents[2]


def programs() -> list[bytes]:
    """One program for each operator and format."""
    pixels = cv2.imread(str(ROOT / "tests/golden/operators/cases.png"), cv2.IMREAD_GRAYSCALE)
    cases = json.loads(pixels.tobytes().rstrip(b"\0 "))["cases"].values()
    old = [base64.b64decode(case["pdmodel"]["program"]) for case in cases if "pdmodel" in case]
    return old + [case["pir"]["program"].encode() for case in cases if "pir" in case]


def configs() -> list[bytes]:
    """The exporters' YAML files, with the byte that chooses the series in front."""
    found = []
    for path in sorted((ROOT / "models/graphs").glob("*/*.y*ml")):
        text = path.read_bytes()
        series = {b"PreProcess": b"\0", b"Preprocess": b"\1", b"Deploy": b"\2"}
        found += [byte + text for key, byte in series.items() if key in text]
    return found


def main() -> None:
    for target, seeds in {"program": programs(), "config": configs()}.items():
        folder = Path(sys.argv[1]) / target
        folder.mkdir(parents=True, exist_ok=True)
        for i, seed in enumerate(seeds):
            (folder / f"seed_{i:04}").write_bytes(seed)


if __name__ == "__main__":
    main()
