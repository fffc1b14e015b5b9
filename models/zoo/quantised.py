#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Quantised models (PaddleSlim): results against Paddle's, time against the same network in float32
(its made weights are others).

    python models/zoo/quantised.py ZOO --images FOLDER [--pictures 20] [--rounds 21] [--json FILE]

ZOO is a folder of sweep.py's models: each quant.NAME.KIND.FORMAT is compared with SERIES.NAME.FORMAT.
Needs a Python with the `fastdeploy` package, and FASTDEPLOY_PADDLE_LIBRARY: the libpaddle.so of
Paddle 2.6.2 for .pdmodel. Parts of pictures are the inputs, the same for all. One thread, one input
at a time; the rounds of quantised and float32 models alternate. Rows:

  far    the largest difference to Paddle's output by its largest value: median of the pictures
  equal  the share of pictures with Paddle's top class, of pixels with its label, of its boxes
  ms     milliseconds of a run, quantised and float32: medians of the rounds
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path

import cv2
import numpy as np
from compare import distance, has_row
from sweep import load

import fastdeploy as fd

BACKENDS = ("openvino", "ort")
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def inputs(folder: Path, pictures: list[np.ndarray], count: int) -> list[dict[str, np.ndarray]]:
    """The inputs of a model with parts of pictures in place of its image."""
    base = dict(np.load(folder / "in.npz"))
    name = next(name for name, value in base.items() if value.ndim == 4)
    height, width = base[name].shape[2:]
    random = np.random.default_rng(5)
    feeds = []
    for i in range(count):
        picture = pictures[i % len(pictures)]
        side = int(random.integers(min(picture.shape[:2]) // 3, min(picture.shape[:2])))
        top = int(random.integers(picture.shape[0] - side))
        left = int(random.integers(picture.shape[1] - side))
        part = cv2.resize(picture[top : top + side, left : left + side], (width, height))
        tensor = ((part[:, :, ::-1] / 255 - MEAN) / STD).transpose(2, 0, 1)[None]
        feeds.append({**base, name: np.ascontiguousarray(tensor, dtype=np.float32)})
    return feeds


def equal(got: np.ndarray, want: np.ndarray) -> float:
    """What `equal` in the description is, for one picture."""
    if want.ndim == 2 and want.shape[1] == 6:
        wanted = [row for row in want if row[0] >= 0]
        return sum(has_row(got, row) for row in wanted) / max(1, len(wanted))
    if want.ndim == 2:
        return float(np.argmax(got) == np.argmax(want))
    labels = [x.argmax(1) if x.ndim == 4 and x.shape[1] > 1 else x for x in (got, want)]
    return float(np.mean(labels[0] == labels[1]))


def run(runtime: fd.Runtime, feeds: list[dict[str, np.ndarray]]) -> list[np.ndarray]:
    return [np.array(runtime.infer(feed)[0]) for feed in feeds]


def seconds(runtime: fd.Runtime, feed: dict[str, np.ndarray]) -> float:
    start = time.perf_counter()
    runtime.infer(feed)
    return time.perf_counter() - start


def rows_of(quantised: Path, plain: Path, feeds: list[dict[str, np.ndarray]], rounds: int) -> list:
    paddle = run(load(quantised, "paddle"), feeds)
    rows = []
    for backend in BACKENDS:
        models = [load(quantised, backend), load(plain, backend)]
        got = run(models[0], feeds)
        run(models[1], feeds[:2])
        times = [[seconds(model, feeds[i % len(feeds)]) for model in models] for i in range(rounds)]
        ms = [1000 * statistics.median(column) for column in zip(*times, strict=True)]
        rows.append(
            {
                "model": quantised.name,
                "backend": backend,
                "far": statistics.median(map(distance, got, paddle)),
                "equal": statistics.mean(map(equal, got, paddle)),
                "ms": round(ms[0], 2),
                "ms_float32": round(ms[1], 2),
            }
        )
        print(json.dumps(rows[-1]), flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("zoo", type=Path)
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    pictures = [cv2.imread(str(file)) for file in sorted(arguments.images.glob("*.png"))]
    rows = []
    for folder in sorted(arguments.zoo.glob("quant.*")):
        _, name, _, form = folder.name.split(".")
        plain = next(
            (
                path
                for path in arguments.zoo.glob(f"*.{name}.{form}")
                if (path / "in.npz").exists() and not path.name.startswith("quant.")
            ),
            None,
        )
        if plain is not None and (folder / "in.npz").exists():
            feeds = inputs(folder, pictures, arguments.pictures)
            rows += rows_of(folder, plain, feeds, arguments.rounds)
    if arguments.json:
        text = ",\n ".join(json.dumps(row) for row in rows)
        arguments.json.write_text(f"[{text}]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
