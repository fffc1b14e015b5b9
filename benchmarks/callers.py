#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One caller and several, with default options and with a fixed number of streams.

    python benchmarks/callers.py [--rounds 5] [--json rows.json] [MODEL...]

Each model and setting is a process of its own; they run one at a time, round by round: float32,
all cores, one picture. Prints medians: pictures a second of one caller, of two, and of eight with
clones, and of the eight the 99th percentile of the time of a call, in means.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

NAMES = ("pplcnet_x0_25", "picodet_s_320_nms", "pphumanseg_lite", "resnet50_vd")
SECONDS = 1.5


def measure(name: str, streams: int) -> dict[str, float]:
    import numpy as np

    import fastdeploy as fd

    option = fd.RuntimeOption()
    option.use_openvino_backend()
    option.openvino_option.num_streams = streams
    model = fd.load(fd.models.folder() / name, runtime_option=option)
    image = np.random.default_rng(0).integers(0, 255, (320, 320, 3), dtype=np.uint8)
    row: dict[str, float] = {}
    for callers in (1, 2, 8):
        times: list[list[float]] = [[] for _ in range(callers)]
        clones = [model.clone() for _ in range(callers)]
        end = [time.perf_counter() + SECONDS]

        def call(clone: object, mine: list[float], end: list[float] = end) -> None:
            while time.perf_counter() < end[0]:
                start = time.perf_counter()
                clone.predict(image)  # type: ignore[attr-defined]
                mine.append(time.perf_counter() - start)

        for clone in clones:
            clone.predict(image)
        end[0] = time.perf_counter() + SECONDS
        start = time.perf_counter()
        threads = [
            threading.Thread(target=call, args=pair) for pair in zip(clones, times, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        whole = sorted(x for mine in times for x in mine)
        row[f"per_second_{callers}"] = len(whole) / (time.perf_counter() - start)
        row[f"p99_{callers}"] = whole[int(len(whole) * 0.99)] / statistics.mean(whole)
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", default=NAMES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(measure(arguments.models[0], arguments.one)))
        return
    settings = {"default": 0, "1 stream": 1, "a stream a core": len(os.sched_getaffinity(0))}
    rows: dict[tuple[str, str], list[dict[str, float]]] = {}
    for _ in range(arguments.rounds):
        for name in arguments.models:
            for setting, streams in settings.items():
                command = [sys.executable, __file__, name, "--one", str(streams)]
                ran = subprocess.run(command, capture_output=True, text=True, check=True)
                rows.setdefault((name, setting), []).append(json.loads(ran.stdout))
    result = []
    for (name, setting), found in rows.items():
        row = {key: round(statistics.median(r[key] for r in found), 3) for key in found[0]}
        result.append({"model": name, "setting": setting, **row})
        print(
            f"{name:20} {setting:16} one {row['per_second_1']:7.1f}/s"
            f"  two {row['per_second_2']:7.1f}/s  eight {row['per_second_8']:7.1f}/s"
            f"  p99 of eight {row['p99_8']:.2f} means"
        )
    if arguments.json:
        whole = {"cores": len(os.sched_getaffinity(0)), "rounds": arguments.rounds, "rows": result}
        arguments.json.write_text(json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    main()
