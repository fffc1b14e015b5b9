# SPDX-License-Identifier: Apache-2.0
"""Writes docs/tables.md from the rows of all cells."""

from __future__ import annotations

import statistics
from pathlib import Path

import published
import rows
import texts
from rows import Row, only, select

PREDICT = {"in-turn": "one after another", "threads": "in a thread each"}
SHARING = {"clones": "clones", "separate": "separate models"}
MODELS = {"resnet50_vd": "ResNet50_vd", "pplcnet_x0_25": "PP-LCNet x0.25"}
OVER = {
    "queue": "queue",
    "pool": "`fd.Pool`",
    "shared-memory": "shared memory and a pipe",
}
MEASURED = ("loaded_mib", "predicted_mib")
# The fields that identify a line of the table of workers; its columns are the number of workers.
WAY = ("program", "kind", "sharing", "backend", "setting")


def span(value: dict[str, float], digits: int = 0) -> str:
    """The median, with minimum and maximum if these differ."""
    median, low, high = (f"{value[name]:.{digits}f}" for name in ("median", "min", "max"))
    return median if low == high else f"{median} ({low}-{high})"


def table(header: list[str], lines: list[list[str]]) -> str:
    found = [header, ["---"] * len(header), *lines]
    return "".join("| " + " | ".join(line) + " |\n" for line in found)


def memory(found: list[Row]) -> str:
    lines = []
    for (predict, sharing), figures in published.MEMORY.items():
        for count in (1, 2, 3):
            line = [PREDICT[predict], SHARING[sharing], str(count)]
            for program in ("C++", "Python"):
                keys = {"program": program, "predict": predict, "sharing": sharing}
                row = only(found, models=count, **keys)
                line.append(" / ".join(f"{row[name]['median']:.0f}" for name in MEASURED))
            line.append(" / ".join(str(figure[count - 1]) for figure in figures))
            lines.append(line)
    return table(["predicting", "with", "models", "C++", "Python", "published for 1.x"], lines)


def memory_notes(found: list[Row]) -> str:
    """What the table does not show: the maximum and spread of all runs, and the memory at start."""
    clones = select(found, program="C++", sharing="clones")
    most = max(row["predicted_mib"]["max"] for row in clones)
    spread = max(row[name]["max"] - row[name]["min"] for row in found for name in MEASURED)
    cpp, python = (
        max(row["start_mib"]["median"] for row in select(found, program=program))
        for program in ("C++", "Python")
    )
    return texts.MEMORY_NOTES.format(most=most, spread=spread, cpp=cpp, python=python)


def ways(found: list[Row]) -> list[dict[str, str]]:
    """The kinds of workers, in the order of the rows."""
    return list({tuple(row[n] for n in WAY): {n: row[n] for n in WAY} for row in found}.values())


def workers(found: list[Row], model: str, value: str, digits: int) -> str:
    """One line per kind of workers, one column per number of workers."""
    own = select(found, model=model)
    counts = sorted({row["workers"] for row in own})
    lines = []
    for way in ways(own):
        cells = [span(only(own, workers=count, **way)[value], digits) for count in counts]
        names = [f"{way['program']} {way['kind']}", way["sharing"], way["backend"], way["setting"]]
        lines.append([*names, *cells])
    header = ["workers", "weights", "backend", "setting"]
    return table([*header, *(str(count) for count in counts)], lines)


def communication(found: list[Row]) -> str:
    sizes = sorted({(row["width"], row["height"]) for row in found})
    lines = []
    for kind, over in dict.fromkeys((row["kind"], row["over"]) for row in found):
        line = [kind, OVER[over]]
        for width, height in sizes:
            row = only(found, kind=kind, over=over, width=width, height=height)
            line.append(span(row["ms_an_image"], 3))
        lines.append(line)
    return table(["worker", "over", *(f"{width} x {height}" for width, height in sizes)], lines)


def parity(found: list[Row]) -> str:
    lines = [
        [
            MODELS[row["model"]],
            row["setting"],
            str(row["workers"]),
            *(span(row[name], 1) for name in ("cpp", "python")),
            *(span(row[name], 2) for name in ("ratio", "cpu_ratio")),
        ]
        for row in found
    ]
    header = ["model", "setting", "threads", "C++, images/s", "Python, images/s"]
    return table([*header, "Python / C++", "CPU time an image, Python / C++"], lines)


def figures(folder: Path) -> dict[str, list[Row]]:
    """The rows of all groups that have been measured."""
    names = ("machine", "memory", "compute", "io", "communication", "parity")
    return {name: found for name in names if (found := rows.read(folder / f"{name}.json"))}


def others(found: dict[str, list[Row]]) -> str:
    """A sentence with the share of the machine that other programs used, if the rows have it."""
    shares = [row["others"]["median"] for own in found.values() for row in own if "others" in row]
    if not shares:
        return ""
    return f" Meanwhile, other programs used {statistics.median(shares):.0%} of the cores."


def markdown(found: dict[str, list[Row]]) -> str:
    parts = [texts.TITLE]
    for row in found.get("machine", []):
        parts.append(texts.MACHINE.format(**row, others=others(found)))
    if own := found.get("memory"):
        parts += [texts.MEMORY, memory(own), memory_notes(own), "![](images/tables_memory.png)\n"]
    if own := found.get("compute"):
        if "io" in found:
            parts += [texts.WORKERS, "![](images/tables_workers.png)\n"]
        parts.append(texts.RESOURCES)
        for model in MODELS:
            parts += [f"{MODELS[model]}, MB:\n", workers(own, model, "pss_mib", 0)]
        parts.append(texts.COMPUTE)
        for model in MODELS:
            parts += [f"{MODELS[model]}, images/s:\n", workers(own, model, "images_per_second", 1)]
    if own := found.get("io"):
        parts += [texts.IO, "Images/s:\n", workers(own, "pplcnet_x0_25", "images_per_second", 1)]
        parts += ["MB:\n", workers(own, "pplcnet_x0_25", "pss_mib", 0)]
    if own := found.get("communication"):
        parts += [texts.COMMUNICATION, communication(own)]
    if own := found.get("parity"):
        parts += [texts.PARITY, parity(own)]
    return "\n".join(parts)


def write(folder: Path, docs: Path) -> None:
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "tables.md").write_text(markdown(figures(folder)), "utf-8")
