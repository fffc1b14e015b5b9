#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the cache of compiled models gives: time to the first result, and memory with clones.

    python benchmarks/start.py [--programs build/release/benchmarks] [--rounds 5] [--json rows.json]

In C++ (the program `start`) and in Python, in a process for each row: without the cache, with an
empty one ("cold"), and with the one that the run before has left ("warm"). The time is that from
the start of the process, in Python with the import of the package; memory is that after each of the
model and its clones has predicted three times, in a thread each. --programs "" leaves out C++.
Prints the medians; benchmarks/results/start.json has the rows.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NAMES = ("resnet50_vd", "ppocrv4", "ppocrv6-small", "pplcnet_x0_25", "picodet_s_320_nms")
CACHES = ("off", "cold", "warm")
PROGRAM = """
import hashlib, json, sys, threading, time
import numpy as np
import fastdeploy as fd

folder, pixels, height, width, count, backend = sys.argv[1:]
imported = time.time()
image = np.fromfile(pixels, np.uint8).reshape(int(height), int(width), 3)
option = fd.RuntimeOption()
option.use_ort_backend() if backend == "onnxruntime" else option.use_openvino_backend()
model = fd.load(folder, runtime_option=option)
loaded = time.time()
result = str(model.predict(image))
first = time.time()
models = [model, *(model.clone() for _ in range(int(count) - 1))]
def predict(used):
    for _ in range(3):
        used.predict(image)
threads = [threading.Thread(target=predict, args=[used]) for used in models]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
memory = dict(line.split(":") for line in open("/proc/self/smaps_rollup").read().splitlines()[1:])
mib = lambda name: int(memory[name].split()[0]) / 1024
print(json.dumps({
    "models": int(count), "loaded": loaded, "first": first, "rss_mib": mib("Rss"),
    "pss_mib": mib("Pss"), "result": hashlib.sha256(result.encode()).hexdigest()[:16]}))
"""


def models_folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("FASTDEPLOY_MODELS") or Path(cache) / "fastdeploy" / "models")


def run(command: list[str], cache: str) -> dict:
    environment = os.environ | {"FASTDEPLOY_COMPILED_CACHE": cache}
    start = time.time()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    row = json.loads(done.stdout)
    for name in ("loaded", "first"):  # Python's rows have the time of day
        if name in row:
            row[f"{name}_ms"] = round(1000 * (row.pop(name) - start), 1)
    return row


def measure(
    program: list[str], name: str, backend: str, pixels: list[str], scratch: Path
) -> list[dict]:
    """The rows of one model: each cache, and with the warm one also clones."""
    rows = []
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        for cache in CACHES:
            for models in (1,) if cache == "cold" else (1, 2, 3):
                command = [*program, str(models_folder() / name), *pixels, str(models), backend]
                row = run(command, "off" if cache == "off" else folder)
                rows.append({"model": name, "backend": backend, "cache": cache, **row})
    return rows


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", default=NAMES)
    parser.add_argument("--programs", default="build/release/benchmarks")
    parser.add_argument("--python", default=sys.executable, help="has the package; '': none")
    parser.add_argument("--backends", nargs="+", default=["openvino", "onnxruntime"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def show(rows: list[dict]) -> None:
    print(f"{'':48}{'cache':>6}{'first, ms':>12}{'MiB, 1 / 2 / 3 models':>24}")
    names = ("language", "model", "backend", "cache")
    for key in {tuple(row[name] for name in names): None for row in rows}:
        same = [row for row in rows if tuple(row[name] for name in names) == key]
        first = statistics.median(row["first_ms"] for row in same)
        memory = [
            statistics.median(row["rss_mib"] for row in same if row["models"] == count)
            for count in sorted({row["models"] for row in same})
        ]
        text = " / ".join(f"{value:.0f}" for value in memory)
        print(f"{' '.join(key[:3]):48}{key[3]:>6}{first:12.0f}{text:>24}")


def differing(rows: list[dict]) -> set[tuple[str, str, str]]:
    """The languages, models and backends whose results are not the same in all rows."""
    names = ("language", "model", "backend")
    results: dict[tuple, set] = {}
    for row in rows:
        results.setdefault(tuple(row[name] for name in names), set()).add(row["result"])
    return {key for key, found in results.items() if len(found) > 1}


def main() -> int:
    options = arguments()
    import cv2  # for --help, it is not needed

    programs = {}
    if options.programs:
        programs["C++"] = [str(Path(options.programs) / "start")]
    if options.python:
        programs["Python"] = [options.python, "-c", PROGRAM]
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        image = cv2.imread(str(models_folder() / "images" / "page.png"))
        path = Path(scratch) / "pixels"
        path.write_bytes(image.tobytes())
        pixels = [str(path), str(image.shape[0]), str(image.shape[1])]
        for number in range(options.rounds):
            for language, program in programs.items():
                for name, backend in itertools.product(options.models, options.backends):
                    found = measure(program, name, backend, pixels, Path(scratch))
                    rows += [{"round": number, "language": language, **row} for row in found]
    different = differing(rows)
    if different:
        print("results differ:", *different, file=sys.stderr)
    show(rows)
    if options.json:
        options.json.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
