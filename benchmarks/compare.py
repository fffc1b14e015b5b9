#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loading, memory and speed of two installed packages side by side.

    python benchmarks/compare.py PYTHON_A PYTHON_B [--rounds 5] [--json rows.json] [MODEL...]

Each model and backend runs in a process of its own, first with one interpreter, then with the
other, round by round: float32, one thread, one picture. Prints medians: seconds to load, resident
MB after loading and after the pictures, milliseconds a picture.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

MODELS = Path(
    os.environ.get("FASTDEPLOY_MODELS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "models"
)
NAMES = (
    "resnet50_vd",
    "pplcnet_x0_25",
    "picodet_s_320_nms",
    "picodet_s_320_nonms",
    "ppyoloe_plus_s_nms",
    "ppyoloe_plus_s_nonms",
    "ppliteseg",
    "pphumanseg_lite",
    "ppocrv4",
    "ppocrv5-mobile",
)
FIELDS = ("load_s", "loaded_mb", "used_mb", "ms")
SECONDS = 1.5  # of predicting, after the first two pictures


def megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def measure(name: str, backend: str) -> dict[str, float]:
    import cv2

    import fastdeploy as fd

    picture = cv2.imread(str(MODELS / "images" / ("page.png" if "ocr" in name else "coffee.png")))
    option = fd.RuntimeOption()
    option.use_cpu()
    option.set_cpu_thread_num(1)
    getattr(option, f"use_{backend}_backend")()
    start = time.perf_counter()
    model = fd.load(MODELS / name, runtime_option=option)
    row = {"load_s": time.perf_counter() - start, "loaded_mb": megabytes()}
    for _ in range(2):
        model.predict(picture)
    times = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        model.predict(picture)
        times.append(time.perf_counter() - start)
    return row | {"used_mb": megabytes(), "ms": 1000 * statistics.median(times)}


def run(python: str, name: str, backend: str) -> dict[str, float] | None:
    command = [python, __file__, "--measure", name, backend]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = ran.stdout.strip().splitlines()
    return json.loads(lines[-1]) if ran.returncode == 0 and lines else None


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(*sys.argv[2:])))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("models", nargs="*", default=NAMES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows = []
    for name in arguments.models:
        for backend in ("openvino", "ort"):
            found: dict[str, list[dict[str, float]]] = {"first": [], "second": []}
            for _ in range(arguments.rounds):
                for which, row in found.items():
                    measured = run(getattr(arguments, which), name, backend)
                    if measured:
                        row.append(measured)
            medians = {
                which: {f: round(statistics.median(r[f] for r in row), 3) for f in FIELDS}
                for which, row in found.items()
                if row
            }
            rows.append({"model": name, "backend": backend, **medians})
            print(json.dumps(rows[-1]), flush=True)
    if arguments.json:
        text = ",\n ".join(json.dumps(row) for row in rows)
        arguments.json.write_text(f"[{text}]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
