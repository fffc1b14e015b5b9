# SPDX-License-Identifier: Apache-2.0
"""Plots of docs/benchmarks.md."""

from __future__ import annotations

from pathlib import Path

import rows
from plots import BLUE, GREY, LIGHT, RED, plain
from rows import Row, select


def ocr(found: list[Row], path: Path, names: dict[str, str], engines: dict[str, str]) -> None:
    """Pages a second of each engine at the same size of pages, a panel for each precision."""
    from matplotlib import pyplot

    colors = dict(zip(engines, (BLUE, RED, "#e39b86", GREY, "#b5b5b5"), strict=True))
    models = [name for name in names if select(found, model=name)]
    figure, axes = pyplot.subplots(1, 2, figsize=(8.8, 3.6), layout="constrained")
    for axis, group in zip(axes, ("f32", "bf16"), strict=True):
        for place, model in enumerate(models):
            own = select(found, model=model, group=group)
            for i, row in enumerate(own):
                at = place + (i - (len(own) - 1) / 2) * 0.8 / len(own)
                axis.bar(at, row["pages_per_second"], 0.76 / len(own), color=colors[row["engine"]])
        axis.set_title(f"{group}, pages/s", fontsize="medium", loc="left")
        axis.set_xticks(range(len(models)), [names[model] for model in models])
        plain(axis)
    used = [engine for engine in engines if select(found, engine=engine)]
    patches = [pyplot.Rectangle((0, 0), 1, 1, color=colors[engine]) for engine in used]
    labels = [engines[engine] for engine in used]
    figure.legend(patches, labels, loc="outside upper center", ncols=3, frameon=False)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def curves(found: list[Row], path: Path, names: dict[str, str]) -> None:
    from matplotlib import pyplot

    panels = (
        ("clones", "per_second", "clones: images/s of the best", True),
        ("lines", "ms", "lines of a page: ms", False),
        ("pixels", "ms", "megapixels: ms", False),
        ("networks", "ms", "million multiply-adds: ms", False),
    )
    figure, axes = pyplot.subplots(2, 2, figsize=(8.8, 6), layout="constrained")
    for axis, (group, field, title, relative) in zip(axes.flat, panels, strict=True):
        own = select(found, group=group)
        models = list(dict.fromkeys(row["model"] for row in own))
        series = [own] if group == "networks" else [select(own, model=name) for name in models]
        for points, color in zip(series, (BLUE, RED), strict=False):
            points = sorted(points, key=lambda row: float(row["at"]))
            values = [row[field]["median"] for row in points]
            most = max(values) if relative else 1.0
            label = names[points[0]["model"]] if group != "networks" else None
            at = [float(row["at"]) for row in points]
            axis.plot(at, [value / most for value in values], "o-", color=color, label=label)
        axis.set_title(title, fontsize="medium", loc="left")
        axis.set_xscale("log")
        if relative:
            plain(axis)
        else:
            axis.set_yscale("log")
            axis.spines[["top", "right"]].set_visible(False)
        axis.grid(color=LIGHT, alpha=0.25)
        if group != "networks":
            axis.legend(frameon=False, fontsize="small")
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def write(results: Path, images: Path, names: dict[str, str], engines: dict[str, str]) -> None:
    if own := rows.read(results / "peers" / "ocr.json"):
        ocr(own, images / "benchmarks_ocr.png", names, engines)
    if own := rows.read(results / "curves.json"):
        curves(own, images / "benchmarks_curves.png", names)
