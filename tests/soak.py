#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many threads use many models for a long time, and every result is compared.

    python tests/soak.py MINUTES [--threads 8] [--json rows.json] [--plot memory.png]

Every family on every backend of the build. The threads predict pictures of mixed sizes with clones
of their own, with clones of clones, through pools that are opened and closed, and with models that
they load and drop again. Each result must equal, to the bit, the one that the model gave when
nothing else ran. Writes memory and counts by the minute. Ends with status 1 if a result was wrong
or lost. Needs the package `fastdeploy` and the fetched models (./dev models); ./dev soak runs it.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

import fastdeploy as fd

MODELS = Path(
    os.environ.get("FASTDEPLOY_MODELS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "models"
)
NAMES = (
    "doc-orientation",
    "pplcnet_x0_25",
    "layout-cdla",
    "picodet_s_320_nms",
    "picodet_s_320_raw",
    "shapes_seg",
    "pphumanseg_lite_softmax",
    "pphumanseg_lite_matting",
    "ppocrv4",
    "ppocrv6-tiny",
)
FAMILIES = {"pphumanseg_lite_matting": "matting"}
BACKENDS = ("openvino", "ort")


def pictures() -> list[np.ndarray]:
    """Text-like pictures of several sizes, the same in every run."""
    noise = np.random.default_rng(3)
    made = []
    for height, width in ((64, 320), (200, 150), (97, 131), (320, 320), (48, 700)):
        picture = np.full((height, width, 3), 255, np.uint8)
        for top in range(8, height - 24, 32):  # dark blocks, as words are
            left = 6
            while left < width - 20:
                size = int(noise.integers(6, 30))
                picture[top : top + 16, left : left + size] = noise.integers(0, 120, 3)
                left += size + int(noise.integers(4, 14))
        made.append(picture)
    return made


def load(name: str, backend: str) -> Any:
    option = fd.RuntimeOption()
    option.use_cpu()
    option.set_cpu_thread_num(1)
    getattr(option, f"use_{backend}_backend")()
    return fd.load(MODELS / name, runtime_option=option, family=FAMILIES.get(name, ""))


class Soak:
    """What all threads share."""

    def __init__(self) -> None:
        self.pictures = pictures()
        self.models: dict[tuple[str, str], Any] = {}
        self.expected: dict[tuple[str, str], list[str]] = {}
        self.lock = threading.Lock()
        self.counts: collections.Counter[str] = collections.Counter()
        self.wrong: list[str] = []
        self.stop = threading.Event()
        for name in NAMES:
            if not (MODELS / name).is_dir():
                continue
            for backend in BACKENDS:
                model = load(name, backend)
                self.models[name, backend] = model
                self.expected[name, backend] = [self.shown(model, p) for p in self.pictures]

    @staticmethod
    def shown(model: Any, picture: np.ndarray) -> str:
        return str(model.predict(picture).to_json())

    def check(self, key: tuple[str, str], index: int, found: str, how: str) -> None:
        with self.lock:
            self.counts[how] += 1
            if found != self.expected[key][index]:
                self.wrong.append(f"{key} picture {index} by {how}")

    def step(self, chance: random.Random, own: dict[tuple[str, str], Any]) -> None:
        key = chance.choice(list(self.models))
        index = chance.randrange(len(self.pictures))
        picture = self.pictures[index]
        action = chance.random()
        if action < 0.02:  # a model of its own, dropped at once
            self.check(key, index, self.shown(load(*key), picture), "load")
        elif action < 0.06:
            with fd.Pool(self.models[key], workers=2, queue_size=2) as pool:
                futures = [pool.submit(picture) for _ in range(4)]
                for future in futures:
                    result = str(future.result().to_json())
                    self.check(key, index, result, "pool")
        elif action < 0.16:
            own[key] = own.get(key, self.models[key]).clone()
            self.check(key, index, self.shown(own[key], picture), "clone")
        elif action < 0.2:
            self.check(key, index, self.shown(self.models[key], picture), "shared")
        else:
            if key not in own:
                own[key] = self.models[key].clone()
            self.check(key, index, self.shown(own[key], picture), "predict")

    def work(self, seed: int) -> None:
        chance = random.Random(seed)
        own: dict[tuple[str, str], Any] = {}
        while not self.stop.is_set():
            try:
                self.step(chance, own)
            except Exception as error:  # whatever it is, it counts as a wrong answer
                with self.lock:
                    self.wrong.append(f"{type(error).__name__}: {error}")
            if chance.random() < 0.002:
                own.clear()


def megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def plot(rows: list[dict[str, float]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 3), layout="constrained")
    axes.plot([row["minute"] for row in rows], [row["megabytes"] for row in rows])
    axes.set(xlabel="minutes", ylabel="resident memory, MB", ylim=(0, None))
    figure.savefig(path, dpi=100)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("minutes", type=float)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    arguments = parser.parse_args()
    soak = Soak()
    print(f"{len(soak.models)} models, {len(soak.pictures)} pictures", flush=True)
    threads = [threading.Thread(target=soak.work, args=(i,)) for i in range(arguments.threads)]
    for thread in threads:
        thread.start()
    rows = []
    start = time.monotonic()
    step = min(60.0, arguments.minutes * 60 / 10)
    while time.monotonic() - start < arguments.minutes * 60:
        time.sleep(step)
        minute = round((time.monotonic() - start) / 60, 2)
        rows.append(
            {
                "minute": minute,
                "megabytes": round(megabytes(), 1),
                "results": sum(soak.counts.values()),
                "wrong": len(soak.wrong),
            }
        )
        print(json.dumps(rows[-1]), flush=True)
    soak.stop.set()
    for thread in threads:
        thread.join()
    print(json.dumps(dict(soak.counts)), *soak.wrong[:20], sep="\n")
    if arguments.json:
        text = {"rows": rows, "counts": dict(soak.counts), "wrong": soak.wrong[:20]}
        arguments.json.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")
    if arguments.plot:
        plot(rows, arguments.plot)
    return 1 if soak.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
