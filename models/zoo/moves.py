#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How far Paddle's own outputs move when nothing of importance changes: the inputs by a millionth
(a few units in the last place of float32), and its own graph passes.

    python models/zoo/moves.py FOLDER... [--runs 6] [--shake 1e-6]

A network that first rounds its input to 8 bits does not see a millionth: --shake 1e-5.

Needs Paddle: 2.6.2 for .pdmodel, 3.x for .json. A folder is one of sweep.py's; writes `moves.json`
there: the largest distance (compare.py) of each output. No other program can be asked to come
closer than that.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import paddle.inference
from compare import far


def run(folder: Path, feeds: dict[str, np.ndarray], optimise: bool) -> list[np.ndarray]:
    program = folder / "inference.pdmodel"
    if not program.exists():
        program = folder / "inference.json"
    config = paddle.inference.Config(str(program), str(folder / "inference.pdiparams"))
    config.disable_gpu()
    config.disable_glog_info()
    config.set_cpu_math_library_num_threads(1)
    if hasattr(config, "disable_mkldnn"):
        config.disable_mkldnn()
    config.switch_ir_optim(optimise)
    predictor = paddle.inference.create_predictor(config)
    for name in predictor.get_input_names():
        predictor.get_input_handle(name).copy_from_cpu(feeds[name])
    predictor.run()
    return [
        predictor.get_output_handle(name).copy_to_cpu() for name in predictor.get_output_names()
    ]


def shaken(feeds: dict[str, np.ndarray], seed: int, by: float) -> dict[str, np.ndarray]:
    """The images changed by this share of each value; sizes and scale factors as they are."""
    random = np.random.default_rng(seed)
    return {
        name: (x * (1 + by * random.choice([-1, 1], x.shape))).astype(x.dtype)
        if x.dtype == np.float32 and x.ndim == 4
        else x
        for name, x in feeds.items()
    }


def moves(folder: Path, runs: int, shake: float) -> list[float]:
    feeds = {name: np.ascontiguousarray(x) for name, x in np.load(folder / "in.npz").items()}
    stored = np.load(folder / "expected.npz")
    expected = [stored[name] for name in sorted(stored)]
    about = folder / "about.json"
    optimise = json.loads(about.read_text())["optimise"] if about.exists() else True
    attempts = [(optimise, shaken(feeds, seed, shake)) for seed in range(runs)]
    attempts.append((not optimise, feeds))
    largest = [0.0] * len(expected)
    for with_passes, inputs in attempts:
        try:
            got = far(run(folder, inputs, with_passes), expected)
        except (RuntimeError, ValueError):  # some programs do not run without (or with) the passes
            continue
        largest = [max(pair) for pair in zip(largest, got, strict=True)]
    return largest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=6)
    parser.add_argument("--shake", type=float, default=1e-6)
    arguments = parser.parse_args()
    for folder in arguments.folders:
        found = moves(folder, arguments.runs, arguments.shake)
        (folder / "moves.json").write_text(json.dumps(found) + "\n", encoding="utf-8")
        print(f"{folder.name:45} " + " ".join(f"{value:.2g}" for value in found), flush=True)


if __name__ == "__main__":
    main()
