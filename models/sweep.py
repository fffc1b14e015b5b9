#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs many Paddle models on every backend and compares their outputs with Paddle's.

    python models/sweep.py FOLDER... [--json results.json] [--backends openvino,ort]

Needs a Python with the `fastdeploy` package. A model's folder has the model, its parameters,
`in.npz` (inputs by name) and `expected.npz` (Paddle's outputs out_00, out_01, ...), and `about.json`
with its `series`, or else a name that starts with it ("seg.UNet.pir").

  right    floats within 1e-3 of the output's largest value (quantised models: 2e-2); whole numbers
           equal in 999 of 1000 places; rows of boxes [n, 6]: 99 of 100 in common, with
           scores within 1e-3 and corners within 1e-3 of the largest coordinate
  differs  runs, with other results
  refused  an error that says why
  died     the process ended: never right

Each model and backend has a process of its own.
"""

from __future__ import annotations

import argparse
import collections
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

NAMES = ("inference.pdmodel", "model.pdmodel", "inference.json", "model.json")


def has_row(rows: np.ndarray, row: np.ndarray) -> bool:
    """Whether a box (class, score, corners) is among others."""
    far = np.abs(rows - row)
    pixels = 1e-3 * max(1.0, float(np.abs(row[2:]).max()))
    return bool(((far[:, 0] == 0) & (far[:, 1] < 1e-3) & (far[:, 2:].max(axis=1) < pixels)).any())


def difference(got: np.ndarray, want: np.ndarray, tolerance: float) -> str:
    """What is wrong with an output; empty if nothing is."""
    if want.ndim == 2 and want.shape[1] == 6 and want.shape[0] > 1:
        rows = got.astype("f8").reshape(-1, 6)
        common = sum(has_row(rows, row) for row in want.astype("f8"))
        return "" if common >= 0.99 * len(want) else f"{common} of {len(want)} rows in common"
    if got.shape != want.shape:
        return f"shape {got.shape} for {want.shape}"
    if want.size == 0:
        return ""
    if not np.issubdtype(want.dtype, np.floating):
        share = float(np.mean(got != want))
        return "" if share <= 1e-3 else f"{share:.2%} of the numbers differ"
    largest = float(np.abs(got.astype("f8") - want.astype("f8")).max())
    top = max(1e-6, float(np.abs(want).max()))
    return "" if largest <= tolerance * top else f"differs by {largest:.3g}, largest {top:.3g}"


def run_one(folder: Path, backend: str) -> tuple[str, str]:
    import fastdeploy as fd

    model = next(folder / name for name in NAMES if (folder / name).exists())
    option = fd.RuntimeOption()
    option.use_cpu()
    option.set_cpu_thread_num(1)
    option.set_model_path(str(model), str(model.with_suffix(".pdiparams")))
    getattr(option, f"use_{backend}_backend")()
    inputs = {name: np.ascontiguousarray(x) for name, x in np.load(folder / "in.npz").items()}
    expected = np.load(folder / "expected.npz")
    want = [expected[name] for name in sorted(expected)]
    try:
        got = [np.asarray(output) for output in fd.Runtime(option).infer(inputs)]
    except fd.Error as error:
        return "refused", " ".join(str(error).split())[-300:]
    if len(got) != len(want):
        return "differs", f"{len(got)} outputs for {len(want)}"
    tolerance = 2e-2 if folder.name.startswith("quant") else 1e-3
    for i, pair in enumerate(zip(got, want, strict=True)):
        if wrong := difference(*pair, tolerance):
            return "differs", f"output {i}: {wrong}"
    return "right", ""


def run_in_process(folder: Path, backend: str) -> dict[str, str]:
    command = [sys.executable, __file__, "--one", backend, str(folder)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        verdict, why = json.loads((ran.stdout.strip().splitlines() or ["null"])[-1])
    except subprocess.TimeoutExpired:
        verdict, why = "died", "longer than 300 s"
    except (TypeError, ValueError):
        verdict, why = "died", f"status {ran.returncode}: {ran.stderr.strip()[-200:]}"
    return {"model": folder.name, "backend": backend, "verdict": verdict, "why": why}


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
            rows.append(run_in_process(folder, backend))
            print("{model:45} {backend:9} {verdict:8} {why}".format(**rows[-1]), flush=True)
    counts = collections.Counter(
        (
            row["model"].split(".")[0],
            row["model"].rsplit(".", 1)[-1],
            row["backend"],
            row["verdict"],
        )
        for row in rows
    )
    print("\nseries format backend   verdict  models")
    for key, count in sorted(counts.items()):
        print("{:6} {:6} {:9} {:8} {}".format(*key, count))
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
