#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How cost grows: with clones, with the lines of a page, with pixels, with the cost of a network.

    ./dev bench curves [--rounds 3] [--only clones lines pixels networks]

Each point is a process of its own; they take turns, round by round: float32, OpenVINO, all cores.
The medians are written to benchmarks/results/curves.json, and docs/benchmarks.md shows them.

- clones: 1 to 16 threads that predict without a pause, each with its clone.
- lines: pages that differ in how many lines of text they have, drawn by drawn_lines().
- pixels: noise of 0.1 to 100 megapixels for a classifier and a detector of text.
- networks: one caller of models whose networks take 18 to 8,000 million multiply-adds.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import fastdeploy as fd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks" / folder) for folder in ("tables", "peers", "report")]
import machine  # noqa: E402
import report  # noqa: E402
import rows  # noqa: E402
from networks import NETWORKS, as_onnx, multiply_adds  # noqa: E402

Row = dict[str, Any]
SECONDS = 2


def status_mb(field: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def noise(width: int, height: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (height, width, 3), dtype=np.uint8)


def load(name: str) -> Any:
    option = fd.RuntimeOption()
    option.use_openvino_backend()
    return fd.load(fd.models.folder() / name, runtime_option=option)


def per_call(predict: Callable[[], object]) -> float:
    """The median time of a call in milliseconds, after two to warm up."""
    times: list[float] = []
    for _ in range(2):
        predict()
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        predict()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def clones(name: str, count: int) -> Row:
    models = [load(name)]
    before = status_mb("VmRSS")
    models += [models[0].clone() for _ in range(count - 1)]
    image = noise(640, 480)
    done = [0] * count
    end = [math.inf]

    def work(index: int) -> None:
        while time.perf_counter() < end[0]:
            models[index].predict(image)
            done[index] += 1

    threads = [threading.Thread(target=work, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    while min(done) < 2:  # until all have warmed up
        time.sleep(0.01)
    first, start = sum(done), time.perf_counter()
    end[0] = start + SECONDS
    for thread in threads:
        thread.join()
    rate = (sum(done) - first) / (time.perf_counter() - start)
    return {"per_second": rate, "loaded_mb": before, "used_mb": status_mb("VmRSS")}


def drawn_lines(count: int) -> np.ndarray:
    """A page 1000 pixels wide with so many lines of some 40 characters, 36 pixels apart."""
    import random

    from pages import FONTS, sentence
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1000, 60 + 36 * count), "white")
    font = ImageFont.truetype(str(FONTS / "DejaVuSans.ttf"), 22)
    draw, random_ = ImageDraw.Draw(image), random.Random(count)
    for index in range(count):
        text = sentence(random_, 40)
        draw.text((40, 20 + 36 * index), text, font=font, fill="black")
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def lines(name: str, count: int) -> Row:
    reader = load(name)
    # The scale at which each line has the same height, however long the page is.
    reader.detector.preprocessor.limit_type = "min"
    reader.detector.preprocessor.limit_side_len = 32
    reader.detector.preprocessor.max_side_limit = 65536
    image = drawn_lines(count)
    found = reader.predict(image)
    return {
        "found": float(len(found.text)),
        "ms": per_call(lambda: reader.predict(image)),
        "detection_ms": per_call(lambda: reader.detector.predict(image)),
        "peak_mb": status_mb("VmHWM"),
    }


def pixels(name: str, megapixels: float) -> Row:
    model = load(name)
    if name.endswith("det"):
        model.preprocessor.limit_type, model.preprocessor.limit_side_len = "max", 960
    image = noise(*(2 * [round(math.sqrt(1e6 * megapixels))]))
    before = status_mb("VmRSS")
    took = per_call(lambda: model.predict(image))
    return {
        "ms": took,
        "image_mb": image.nbytes / 2**20,
        "peak_more_mb": status_mb("VmHWM") - before,
    }


def network(name: str, count: int) -> Row:
    """`count` million multiply-adds."""
    model = load(name)
    image = noise(320, 320)
    took = per_call(lambda: model.predict(image))
    return {"ms": took, "gmac_per_second": count / took, "used_mb": status_mb("VmRSS")}


def counted() -> list[tuple[str, int]]:
    """The models, with the million multiply-adds of their networks."""
    made = ROOT / "build" / "bench" / "curves"
    found = []
    for name, shape in NETWORKS.items():
        file = as_onnx(fd.models.folder() / name, made / f"{name}.onnx")
        found.append((name, round(multiply_adds(file, shape) / 1e6)))
    return found


POINTS: dict[str, tuple[Callable[..., Row], list[tuple[str, float]]]] = {
    "clones": (
        clones,
        [(n, c) for n in ("pplcnet_x0_25", "resnet50_vd") for c in (1, 2, 4, 8, 16)],
    ),
    "lines": (lines, [("ppocrv6-small", count) for count in (1, 5, 20, 50, 100, 200, 500)]),
    "pixels": (
        pixels,
        [(n, m) for n in ("pplcnet_x0_25", "ppocrv6-small/det") for m in (0.1, 1, 4, 12, 40, 100)],
    ),
    "networks": (network, []),
}


def measure(groups: list[str], rounds: int) -> list[Row]:
    found = []
    points = {group: POINTS[group][1] or counted() for group in groups}
    for number in range(rounds):
        for group in groups:
            for name, at in points[group]:
                load_ = machine.watch()
                command = [sys.executable, __file__, "--point", group, name, str(at)]
                ran = subprocess.run(command, capture_output=True, text=True, check=False)
                if ran.returncode != 0:
                    raise SystemExit(f"failed: {' '.join(command)}\n{ran.stderr}")
                key = {"group": group, "model": name, "at": f"{at:g}", "run": number}
                found.append(key | json.loads(ran.stdout) | {"others": load_()})
                print(found[-1], flush=True)
    return rows.summaries(found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench curves")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=list(POINTS), default=list(POINTS))
    parser.add_argument("--render", action="store_true", help="only write the page")
    parser.add_argument("--point", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.point:
        group, name, at = arguments.point
        number = float(at) if "." in at else int(at)
        print(json.dumps(POINTS[group][0](name, number)))
        return
    file = report.RESULTS / "curves.json"
    if not arguments.render:
        kept = [row for row in rows.read(file) if row["group"] not in arguments.only]
        rows.write(file, kept + measure(arguments.only, arguments.rounds))
    report.write()


if __name__ == "__main__":
    main()
