# SPDX-License-Identifier: Apache-2.0
"""render.py ROWS TO: the tables as Markdown and plots, out of their rows (TO/tables.md, *.png)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Row = dict[str, Any]

# FastDeploy 1.x's tutorial, ResNet50_vd, OpenVINO, CPU: MB after init and after predict.
PUBLISHED = {
    ("in-turn", "clones"): ([322, 322, 322], [325, 325, 325]),
    ("in-turn", "separate"): ([322, 559, 771], [325, 560, 771]),
    ("threads", "clones"): ([322, 322, 322], [337, 343, 347]),
    ("threads", "separate"): ([322, 548, 752], [337, 566, 784]),
}
SETTINGS = {"in-turn": "one after another", "threads": "in a thread each"}
KINDS = {"clones": "clones", "separate": "separate models"}


def read(folder: Path, table: str) -> list[Row]:
    path = folder / f"{table}.json"
    return (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    )


def select(rows: list[Row], **keys: object) -> list[Row]:
    return [row for row in rows if all(row.get(name) == value for name, value in keys.items())]


def span(value: dict[str, float], digits: int = 0) -> str:
    """Median, and minimum to maximum where they differ."""
    median, low, high = (f"{value[name]:.{digits}f}" for name in ("median", "min", "max"))
    return median if low == high else f"{median} ({low}-{high})"


def table(header: list[str], lines: list[list[str]]) -> str:
    rows = [header, ["---"] * len(header), *lines]
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)


def memory_table(rows: list[Row]) -> str:
    lines = []
    for (predict, kind), published in PUBLISHED.items():
        for count in (1, 2, 3):
            line = [SETTINGS[predict], KINDS[kind], str(count)]
            for language in ("C++", "Python"):
                (row,) = select(rows, predict=predict, kind=kind, models=count, language=language)
                loaded, predicted = row["loaded_mib"]["median"], row["predicted_mib"]["median"]
                line.append(f"{loaded:.0f} / {predicted:.0f}")
            line.append(f"{published[0][count - 1]} / {published[1][count - 1]}")
            lines.append(line)
    return table(["predicting", "with", "models", "C++", "Python", "published"], lines)


def workers_table(rows: list[Row], task: str, model: str) -> str:
    lines = []
    for row in select(rows, task=task, model=model, kind="C++ threads"):
        count = row["workers"]
        line = [str(count)]
        for measured, digits in (("images_per_second", 1), ("pss_mib", 0)):
            for kind in ("C++ threads", "Python threads", "Python processes"):
                (cell,) = select(rows, task=task, model=model, kind=kind, workers=count)
                line.append(span(cell[measured], digits))
        lines.append(line)
    kinds = ["C++ threads", "Python threads", "Python processes"]
    header = [
        "workers",
        *(f"{kind}, images/s" for kind in kinds),
        *(f"{kind}, MiB" for kind in kinds),
    ]
    return table(header, lines)


def communication_table(rows: list[Row]) -> str:
    lines = [
        [
            picture,
            *(
                span(select(rows, picture=picture, kind=kind)[0]["ms_an_image"], 3)
                for kind in ("Python threads", "Python processes")
            ),
        ]
        for picture in dict.fromkeys(row["picture"] for row in rows)
    ]
    return table(["picture", "threads, ms an image", "processes, ms an image"], lines)


def markdown(memory: list[Row], workers: list[Row], communication: list[Row]) -> str:
    parts = ["# Threads, clones and processes, measured\n", INTRODUCTION]
    if memory:
        parts += ["## Memory\n", MEMORY, memory_table(memory), "![](images/table_memory.png)\n"]
    if workers:
        parts += ["## Threads against processes\n", WORKERS]
        for title, task, model in (
            ("ResNet50_vd, computing", "compute", "resnet50_vd"),
            ("PP-LCNet x0.25, computing", "compute", "pplcnet_x0_25"),
            ("PP-LCNet x0.25, waiting 30 ms for every image", "io", "pplcnet_x0_25"),
        ):
            parts += [f"**{title}**\n", workers_table(workers, task, model)]
        parts.append("![](images/table_workers.png)\n")
    if communication:
        parts += ["**Handing over a picture**\n", COMMUNICATION, communication_table(communication)]
    return "\n".join(parts)


INTRODUCTION = """\
FastDeploy 1.x's tutorial compares clones with separate models, and threads with processes. `./dev
bench tables` measures both again: medians (minimum-maximum) of several rounds, every value in a
process of its own; written by `benchmarks/tables/render.py` out of the rows in
`benchmarks/results`.
"""
MEMORY = """\
Resident memory of one process in MB, after loading / after predicting: ResNet50_vd, OpenVINO,
CPU, float32. Published: 1.x's own table. Python's figures hold its interpreter and NumPy.
"""
WORKERS = """\
Threads share one copy of the weights, a clone each; processes load it each (spawn), on their
share of the cores. Memory is the sum of PSS of all processes, so shared pages count once.
"""
COMMUNICATION = """\
A picture to a worker and its result back, over a queue; the worker does nothing else. Processes
copy and pickle what threads share.
"""


def plot_memory(rows: list[Row], path: Path) -> None:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6), sharey=True, layout="constrained")
    for axis, predict in zip(axes, SETTINGS, strict=True):
        for kind, color in (("separate", "tab:red"), ("clones", "tab:blue")):
            ours = [
                select(rows, predict=predict, kind=kind, models=n, language="C++")[0]
                for n in (1, 2, 3)
            ]
            medians = [row["predicted_mib"]["median"] for row in ours]
            axis.plot([1, 2, 3], medians, "o-", color=color, label=f"{KINDS[kind]}")
            published = PUBLISHED[predict, kind][1]
            axis.plot(
                [1, 2, 3], published, "s:", color=color, alpha=0.5, label=f"{KINDS[kind]}, 1.x"
            )
        axis.set(title=SETTINGS[predict], xlabel="models", xticks=[1, 2, 3], ylim=(0, 850))
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("resident memory, MB")
    axes[0].legend(frameon=False)
    figure.suptitle("ResNet50_vd, one process, after predicting (C++)", fontsize="medium")
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def plot_workers(rows: list[Row], path: Path) -> None:
    from matplotlib import pyplot

    kinds = {"C++ threads": "tab:blue", "Python threads": "tab:cyan", "Python processes": "tab:red"}
    panels = [
        ("ResNet50_vd: images/s", "compute", "resnet50_vd", "images_per_second"),
        ("ResNet50_vd: memory, MiB", "compute", "resnet50_vd", "pss_mib"),
        ("waiting 30 ms an image: images/s", "io", "pplcnet_x0_25", "images_per_second"),
    ]
    figure, axes = pyplot.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    for axis, (title, task, model, measured) in zip(axes, panels, strict=True):
        counts = [
            row["workers"] for row in select(rows, task=task, model=model, kind="C++ threads")
        ]
        for i, (kind, color) in enumerate(kinds.items()):
            cells = [
                select(rows, task=task, model=model, kind=kind, workers=n)[0][measured]
                for n in counts
            ]
            places = [n + (i - 1) * 0.27 for n in range(len(counts))]
            axis.bar(places, [cell["median"] for cell in cells], 0.25, color=color, label=kind)
        axis.set(title=title, xlabel="workers", xticks=range(len(counts)), xticklabels=counts)
        axis.spines[["top", "right"]].set_visible(False)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def main(rows: Path, to: Path) -> None:
    memory, workers = read(rows, "memory"), read(rows, "workers")
    (to / "images").mkdir(parents=True, exist_ok=True)
    text = markdown(memory, workers, read(rows, "communication"))
    (to / "tables.md").write_text(text, "utf-8")
    if memory:
        plot_memory(memory, to / "images" / "table_memory.png")
    if workers:
        plot_workers(workers, to / "images" / "table_workers.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
