# SPDX-License-Identifier: Apache-2.0
"""The cells of the tutorial's two tables: which program measures each. ./dev bench tables runs it.

Every value is taken in a process of its own; the kinds that are compared take turns, and whole
rounds are repeated. Kept: median, minimum and maximum (build/bench/tables.json).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import render

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAMS = ROOT / "build" / "release" / "benchmarks"
MODELS = Path(
    os.environ.get("FASTDEPLOY_MODELS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "models"
)
FILES = ("inference.pdmodel", "inference.pdiparams", "inference_cls.yaml")
LARGE, SMALL = "resnet50_vd", "pplcnet_x0_25"
IO_WAIT_MS = 30

Cell = tuple[dict[str, Any], list[str]]


def files(model: str) -> list[str]:
    return [str(MODELS / model / name) for name in FILES]


def memory() -> Iterator[Cell]:
    """1, 2, 3 models, clones or separate ones, in turn or in threads."""
    for language, program in (("C++", [PROGRAMS / "memory"]), ("Python", python("memory.py"))):
        for predict in ("in-turn", "threads"):
            for kind in ("clones", "separate"):
                for count in (1, 2, 3):
                    key = {"table": "memory", "language": language, "predict": predict}
                    arguments = [*files(LARGE), count, kind, predict]
                    yield key | {"kind": kind, "models": count}, command(program, *arguments)


def workers() -> Iterator[Cell]:
    """Threads against processes: throughput, and the memory that it takes."""
    image = MODELS / "images" / "chelsea.png"
    for task, model, counts, wait in (
        ("compute", LARGE, (1, 2, 3), 0),
        ("compute", SMALL, (1, 2, 3), 0),
        ("io", SMALL, (1, 2, 8), IO_WAIT_MS),
    ):
        for count in counts:
            key = {"table": "workers", "task": task, "model": model, "workers": count}
            end = [image, count, wait, 3]
            threads = python("workers.py", "threads", MODELS / model)
            processes = python("workers.py", "processes", MODELS / model)
            yield key | {"kind": "Python threads"}, command(threads, *end)
            yield (
                key | {"kind": "C++ threads"},
                command([PROGRAMS / "workers", *files(model)], *end),
            )
            yield key | {"kind": "Python processes"}, command(processes, *end)


def communication() -> Iterator[Cell]:
    """What it costs to hand over a picture and get a result."""
    for height, width in ((480, 640), (1080, 1920)):
        for kind in ("threads", "processes"):
            key = {"table": "communication", "kind": f"Python {kind}"}
            program = python("communication.py", kind)
            yield key | {"picture": f"{width} x {height}"}, command(program, height, width, 200)


def python(program: str, *arguments: object) -> list[object]:
    return [sys.executable, HERE / program, *arguments]


def command(program: list[Any], *arguments: object) -> list[str]:
    return [str(part) for part in (*program, *arguments)]


def measure(cells: list[Cell], runs: int) -> list[dict[str, Any]]:
    found: list[list[dict[str, float]]] = [[] for _ in cells]
    for run in range(runs):
        for i, (key, program) in enumerate(cells):
            print(f"\rrun {run + 1}/{runs}, cell {i + 1}/{len(cells)} ", end="", file=sys.stderr)
            ran = subprocess.run(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if ran.returncode != 0:
                raise SystemExit(f"failed: {' '.join(program)}")
            row = json.loads(ran.stdout)
            found[i].append({name: value for name, value in row.items() if name not in key})
    print(file=sys.stderr)
    return [
        key | {name: summary([row[name] for row in rows]) for name in rows[0]}
        for (key, _), rows in zip(cells, found, strict=True)
    ]


def summary(values: list[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=["memory", "workers", "communication"])
    args = parser.parse_args()
    tables = {"memory": memory, "workers": workers, "communication": communication}
    names = [args.only] if args.only else list(tables)
    rows = measure([cell for name in names for cell in tables[name]()], args.runs)
    folder = ROOT / "build" / "bench" / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        lines = [json.dumps(row) + "\n" for row in rows if row["table"] == name]
        (folder / f"{name}.json").write_text("".join(lines), "utf-8")
    render.main(folder, folder)
    print(f"{folder.relative_to(ROOT)}: rows, tables.md and plots")
    return 0


if __name__ == "__main__":
    sys.exit(main())
