# SPDX-License-Identifier: Apache-2.0
"""Defines the cells of docs/tables.md and the programs that measure them.

A cell is a key, which identifies its row, and a command that prints one JSON row of values. The
cells of a group are compared with each other, so measure.py lets them take turns. To add a way to
share weights, add a line to `ways` with its own `sharing` and `backend`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAMS = ROOT / "build" / "release" / "benchmarks"
MODELS = Path(
    os.environ.get("FASTDEPLOY_MODELS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "models"
)
LARGE, SMALL = "resnet50_vd", "pplcnet_x0_25"
CORES = os.cpu_count() or 1
IO_WAIT_MS = 30
TRIPS = 200

# The settings of a model: the numbers of streams and threads.
DEFAULT = "default"
STREAMS = "a stream for every core"
SHARED_OUT = "cores shared out"
ONNX_RUNTIME = "ONNX Runtime"
ONE_FILE = "one file of weights"

Key = dict[str, Any]
Cell = tuple[Key, list[str]]


def files(model: str) -> list[Path]:
    names = ("inference.pdmodel", "inference.pdiparams", "inference_cls.yaml")
    return [MODELS / model / name for name in names]


def command(program: list[Any], *arguments: object) -> list[str]:
    return [str(part) for part in (*program, *arguments)]


def python(program: str, *arguments: object) -> list[Any]:
    return [sys.executable, HERE / program, *arguments]


def memory() -> Iterator[Cell]:
    """1, 2 or 3 models, clones or separate ones, that predict in turn or in threads."""
    for predict in ("in-turn", "threads"):
        for sharing in ("clones", "separate"):
            for count in (1, 2, 3):
                for name, program in (
                    ("C++", [PROGRAMS / "memory"]),
                    ("Python", python("memory.py")),
                ):
                    key = {"program": name, "predict": predict, "sharing": sharing, "models": count}
                    arguments = (*files(LARGE), count, sharing, predict)
                    yield key | {"backend": "OpenVINO"}, command(program, *arguments)


def worker(model: str, count: int, wait_ms: int, seconds: float, kind: Key) -> Cell:
    """A cell of threads against processes. `kind` is the key of a kind of workers, see way()."""
    program: list[Any] = [PROGRAMS / "workers"]
    if kind["program"] == "Python":
        program = python("workers.py", kind["kind"])
    streams = CORES if kind["setting"] == STREAMS else 0
    threads = max(1, CORES // count) if kind["setting"] == SHARED_OUT else 0
    arguments: list[object] = [*files(model), count, wait_ms, seconds, streams, threads]
    if kind["backend"] == ONNX_RUNTIME:
        arguments.append("share" if kind["sharing"] == ONE_FILE else "onnxruntime")
    return {"model": model, "workers": count} | kind, command(program, *arguments)


def way(program: str, kind: str, setting: str = DEFAULT, **other: str) -> Key:
    sharing = {"threads": "clones", "processes": "a model each"}[kind]
    key = {"program": program, "kind": kind, "sharing": sharing, "backend": "OpenVINO"}
    return key | {"setting": setting} | other


def compute(seconds: float) -> Iterator[Cell]:
    """Workers that predict without a pause."""
    ways = [
        way("C++", "threads"),
        way("Python", "threads"),
        way("Python", "processes", SHARED_OUT),
        way("Python", "processes"),
    ]
    # By default, a small model has a stream for every core already.
    streamed = [way("C++", "threads", STREAMS), way("Python", "threads", STREAMS)]
    between = [
        way("Python", "processes", SHARED_OUT, backend=ONNX_RUNTIME),
        way("Python", "processes", SHARED_OUT, backend=ONNX_RUNTIME, sharing=ONE_FILE),
    ]
    for model, found in ((LARGE, ways + streamed + between), (SMALL, ways)):
        for count in (1, 2, 3):
            for one in found:
                yield worker(model, count, 0, seconds, one)


def io(seconds: float) -> Iterator[Cell]:
    """Workers that wait before each image, as if for a disk or network."""
    ways = [
        way("C++", "threads"),
        way("Python", "threads"),
        way("Python", "processes", SHARED_OUT),
    ]
    for count in (1, 2, 3, 8):
        for one in ways:
            yield worker(SMALL, count, IO_WAIT_MS, seconds, one)


def communication() -> Iterator[Cell]:
    """The cost of passing an image to a worker and getting a result back."""
    for width, height in ((640, 480), (1920, 1080)):
        for kind, over in (
            ("threads", "queue"),
            ("threads", "pool"),
            ("processes", "queue"),
            ("processes", "shared-memory"),
        ):
            key = {"kind": kind, "over": over, "width": width, "height": height}
            yield key, command(python("communication.py", kind, over), width, height, TRIPS)


def groups(seconds: float) -> dict[str, list[Cell]]:
    return {
        "memory": list(memory()),
        "compute": list(compute(seconds)),
        "io": list(io(seconds)),
        "communication": list(communication()),
    }
