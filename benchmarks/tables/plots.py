# SPDX-License-Identifier: Apache-2.0
"""Plots the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import published
import render
from rows import Row, only, select

BLUE, LIGHT, RED, GREY = "#1f5fa8", "#6ba3d6", "#c8553d", "#7d7d7d"
SERIES = (
    ("C++ threads", BLUE, {"program": "C++", "kind": "threads", "setting": "default"}),
    ("Python threads", LIGHT, {"program": "Python", "kind": "threads", "setting": "default"}),
    ("Python processes", RED, {"kind": "processes", "setting": "cores shared out"}),
)


def plain(axis: Any) -> None:
    axis.spines[["top", "right"]].set_visible(False)
    axis.set_ylim(bottom=0)


def memory(found: list[Row], path: Path) -> None:
    """Memory after each model has predicted in its own thread: ours and 1.x's published figures."""
    from matplotlib import pyplot

    counts = [1, 2, 3]
    figure, axis = pyplot.subplots(figsize=(6.4, 3.8), layout="constrained")
    for sharing, name in render.SHARING.items():
        lines = [
            (f"1.x, {name} (published)", GREY, "s:", published.MEMORY["threads", sharing][1]),
        ]
        for program, color in (("Python", LIGHT), ("C++", BLUE)):
            own = select(found, program=program, predict="threads", sharing=sharing)
            medians = [only(own, models=n)["predicted_mib"]["median"] for n in counts]
            lines.append((f"{program}, {name}", color, "o-", medians))
        for label, color, style, values in lines:
            axis.plot(counts, values, style, color=color)
            axis.annotate(
                f"{label}: {values[-1]:.0f}",
                (3, values[-1]),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                color=color,
                annotation_clip=False,
            )
    axis.set(xticks=counts, xlim=(0.9, 3.05), xlabel="models in one process, a thread each")
    axis.set_ylabel("resident memory, MB")
    axis.set_title("ResNet50_vd, after predicting", fontsize="medium", loc="left")
    plain(axis)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def bars(axis: Any, found: list[Row], title: str, value: str) -> None:
    counts = sorted({row["workers"] for row in found})
    for i, (label, color, keys) in enumerate(SERIES):
        own = select(found, backend="OpenVINO")
        cells = [only(own, workers=count, **keys)[value] for count in counts]
        medians = [cell["median"] for cell in cells]
        below = [cell["median"] - cell["min"] for cell in cells]
        above = [cell["max"] - cell["median"] for cell in cells]
        axis.bar(
            [place + (i - 1) * 0.27 for place in range(len(counts))],
            medians,
            0.25,
            yerr=[below, above],
            error_kw={"elinewidth": 0.8, "ecolor": "#444444"},
            color=color,
            label=label,
        )
    axis.set_title(title, fontsize="medium", loc="left")
    axis.set(xticks=range(len(counts)), xlabel="workers")
    axis.set_xticklabels([str(count) for count in counts])
    plain(axis)


def workers(compute: list[Row], io: list[Row], path: Path) -> None:
    from matplotlib import pyplot

    large, small = select(compute, model="resnet50_vd"), select(compute, model="pplcnet_x0_25")
    panels = [
        (large, "ResNet50_vd, memory, MB", "pss_mib"),
        (large, "ResNet50_vd, images/s", "images_per_second"),
        (small, "PP-LCNet x0.25, images/s", "images_per_second"),
        (io, "PP-LCNet x0.25, waiting 30 ms, images/s", "images_per_second"),
    ]
    figure, axes = pyplot.subplots(2, 2, figsize=(8.4, 5.6), layout="constrained")
    for axis, (found, title, value) in zip(axes.flat, panels, strict=True):
        bars(axis, found, title, value)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=3, frameon=False)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def write(folder: Path, images: Path) -> None:
    found = render.figures(folder)
    images.mkdir(parents=True, exist_ok=True)
    if "memory" in found:
        memory(found["memory"], images / "tables_memory.png")
    if "compute" in found and "io" in found:
        workers(found["compute"], found["io"], images / "tables_workers.png")
