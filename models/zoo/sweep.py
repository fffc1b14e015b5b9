#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs many Paddle models on every backend and compares their outputs with Paddle's.

    python models/zoo/sweep.py FOLDER... [--json results.json] [--backends openvino,ort]

Needs a Python with the `fastdeploy` package. A model's folder is called SERIES.NAME.FORMAT and has
the model, its parameters, `in.npz` (inputs by name), `expected.npz` (Paddle's outputs out_00,
out_01, ...) and, where moves.py was run, `moves.json`.

  right      each output is within compare.py's tolerance of Paddle's
  as Paddle  further away, but no further than twice what Paddle's own outputs move for a
             millionth of the input (moves.py): the model multiplies rounding errors
  differs    runs, with other results
  refused    an error that says why
  died       the process ended: never right

Each model and backend has a process of its own. page.py makes docs/zoo.md of the results.
"""

from __future__ import annotations

import argparse
import collections
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from compare import TOLERANCE, far, kind

import fastdeploy as fd

NAMES = ("inference.pdmodel", "model.pdmodel", "inference.json", "model.json")


def load(folder: Path, backend: str) -> fd.Runtime:
    """The model of a folder, for one thread."""
    model = next(folder / name for name in NAMES if (folder / name).exists())
    option = fd.RuntimeOption()
    option.use_cpu()
    option.set_cpu_thread_num(1)
    option.set_model_path(str(model), str(model.with_suffix(".pdiparams")))
    getattr(option, f"use_{backend}_backend")()
    return fd.Runtime(option)


def outputs(folder: Path, backend: str) -> list[np.ndarray]:
    inputs = {name: np.ascontiguousarray(x) for name, x in np.load(folder / "in.npz").items()}
    return [np.asarray(output) for output in load(folder, backend).infer(inputs)]


def run_one(folder: Path, backend: str) -> dict[str, object]:
    stored = np.load(folder / "expected.npz")
    expected = [stored[name] for name in sorted(stored)]
    try:
        got = outputs(folder, backend)
    except fd.Error as error:
        return {"verdict": "refused", "why": " ".join(str(error).split())[-300:]}
    distances = far(got, expected)
    moves = [0.0] * len(distances)
    if (folder / "moves.json").exists():
        moves = json.loads((folder / "moves.json").read_text())
    bounds = [TOLERANCE[kind(want)] for want in expected]
    wrong = [i for i, value in enumerate(distances) if value > bounds[i]]
    if not wrong:
        return {"verdict": "right", "far": max(distances, default=0.0)}
    worst = max(wrong, key=lambda i: distances[i] / max(moves[i], 1e-9))
    as_paddle = all(distances[i] <= 2 * moves[i] for i in wrong)
    return {
        "verdict": "as Paddle" if as_paddle else "differs",
        "far": distances[worst],
        "moves": moves[worst],
    }


def run_in_process(folder: Path, backend: str) -> dict[str, object]:
    command = [sys.executable, __file__, "--one", backend, str(folder)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        found = json.loads((ran.stdout.strip().splitlines() or ["null"])[-1])
        if found is None:
            found = {"verdict": "died", "why": f"status {ran.returncode}: {ran.stderr[-200:]}"}
    except subprocess.TimeoutExpired:
        found = {"verdict": "died", "why": "longer than 300 s"}
    return {"model": folder.name, "backend": backend, **found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    parser.add_argument("--backends", default="openvino,ort")
    parser.add_argument("--one", metavar="BACKEND", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(run_one(arguments.folders[0], arguments.one)))
        return
    rows = []
    for folder in sorted(arguments.folders):
        if not (folder / "expected.npz").exists():
            continue
        for backend in arguments.backends.split(","):
            row = run_in_process(folder, backend)
            rows.append(row)
            details = {
                name: value for name, value in row.items() if name in ("far", "moves", "why")
            }
            print(f"{row['model']:45} {backend:9} {row['verdict']:9} {details}", flush=True)
    counts = collections.Counter((row["backend"], row["verdict"]) for row in rows)
    for (backend, verdict), count in sorted(counts.items()):
        print(f"{backend:9} {verdict:9} {count}")
    if arguments.json:
        text = ",\n ".join(json.dumps(row) for row in rows)
        arguments.json.write_text(f"[{text}]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
