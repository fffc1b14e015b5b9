# SPDX-License-Identifier: Apache-2.0
"""Models with default options beside their network alone, as OpenVINO's benchmark_app runs it.

Both in float32 with all cores. The model gets a picture and gives a result, so that preparation
and decoding are in its time but not in that of benchmark_app, whose settings are those that a user
would try: one stream for the lowest latency, a stream for each core for the highest throughput.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import fastdeploy as fd

CALLERS = Path(__file__).resolve().parents[1] / "callers.py"
CORES = len(os.sched_getaffinity(0))
SECONDS = 2
# The shapes of the inputs.
NETWORKS = {
    "resnet50_vd": "[1,3,224,224]",
    "ppyoloe_plus_s_nonms": "image[1,3,640,640],scale_factor[1,2]",
    "ppliteseg": "[1,3,256,512]",
    "pplcnet_x0_25": "[1,3,224,224]",
    "doc-orientation": "[1,3,224,224]",
    "picodet_s_320_nonms": "[1,3,320,320]",
    "pphumanseg_lite": "[1,3,192,192]",
}


def as_onnx(source: Path, made: Path) -> Path:
    """Writes the network in a model's folder as ONNX."""
    made.parent.mkdir(parents=True, exist_ok=True)
    if (source / "inference.onnx").exists():
        shutil.copyfile(source / "inference.onnx", made)
    else:
        fd.convert(next(source.glob("*.pdmodel"), source / "inference.json"), made, replace=True)
    return made


def multiply_adds(network: Path, shapes: str) -> int:
    """Of its convolutions and products of matrices."""
    import openvino

    model = openvino.Core().read_model(network)
    found = re.findall(r"(\w*)\[([0-9,]+)\]", shapes)
    wanted = [(name, [int(side) for side in sides.split(",")]) for name, sides in found]
    model.reshape({name: shape for name, shape in wanted} if wanted[0][0] else wanted[0][1])
    count = 0
    for node in model.get_ordered_ops():
        inputs = [list(node.input(i).get_shape()) for i in range(node.get_input_size())]
        match node.get_type_name():
            case "Convolution":
                each = math.prod(inputs[1][1:])
            case "GroupConvolution":
                each = math.prod(inputs[1][2:])
            case "ConvolutionBackpropData":
                count += math.prod(inputs[0]) * math.prod(inputs[1][1:])
                continue
            case "MatMul":
                each = inputs[0][-2 if node.get_attributes()["transpose_a"] else -1]
            case _:
                continue
        count += math.prod(node.output(0).get_shape()) * each
    return count


def library(name: str) -> dict[str, float]:
    """Pictures a second of one caller, two and eight, and how long the slowest of eight waited."""
    command = [sys.executable, str(CALLERS), name, "--one", "0"]
    row = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {key: round(value, 3) for key, value in row.items() if key != "p99_1"}


def alone(network: Path, shape: str, streams: int) -> float:
    """Inferences a second of benchmark_app."""
    command = [
        str(Path(sys.executable).with_name("benchmark_app")),
        *("-m", str(network), "-shape", shape, "-t", str(SECONDS), "-hint", "none"),
        *("-api", "sync" if streams == 1 else "async", "-nireq", str(streams)),
        *("-nstreams", str(streams), "-nthreads", str(CORES), "-infer_precision", "f32"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"Throughput:\s*([0-9.]+) FPS", ran.stdout)
    if found is None:
        raise SystemExit(f"benchmark_app failed: {' '.join(command)}\n{ran.stdout}{ran.stderr}")
    return float(found[1])


def measure(name: str, folder: Path, rounds: int) -> dict[str, Any]:
    """The row of one model. Medians; each ratio is the median of those of the rounds."""
    network = as_onnx(fd.models.folder() / name, folder / f"{name}.onnx")
    shape = NETWORKS[name]
    found: list[dict[str, float]] = []
    for _ in range(rounds):
        row = library(name)
        row["alone_1"] = alone(network, shape, 1)
        row["alone_2"] = alone(network, shape, CORES)
        for callers in (1, 2):
            limit = row["alone_1"] if callers == 1 else max(row["alone_1"], row["alone_2"])
            row[f"ratio_{callers}"] = round(row[f"per_second_{callers}"] / limit, 4)
        found.append(row)
    medians = {key: round(statistics.median(row[key] for row in found), 4) for key in found[0]}
    return {"model": name, "cores": CORES, **medians, "rounds": found}
