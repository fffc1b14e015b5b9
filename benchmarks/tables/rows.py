# SPDX-License-Identifier: Apache-2.0
"""Reads, writes, selects and summarises rows: files with one JSON object per line."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    """The rows of a file; none if it does not exist."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"{path}, line {number}: invalid JSON: {error}") from error
        if not isinstance(row, dict):
            raise ValueError(f"{path}, line {number}: expected an object, found {line[:40]}")
        found.append(row)
    return found


def write(path: Path, rows: list[Row]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def select(rows: list[Row], **keys: object) -> list[Row]:
    return [row for row in rows if all(row.get(name) == value for name, value in keys.items())]


def only(rows: list[Row], **keys: object) -> Row:
    """The one row with these keys. Raises LookupError, which names them, unless there is one."""
    found = select(rows, **keys)
    if len(found) != 1:
        raise LookupError(f"expected one row with {keys}, found {len(found)}")
    return found[0]


def values(row: Row) -> dict[str, float]:
    """The measured values, which are floats. The fields of a key are text or integers."""
    return {name: value for name, value in row.items() if isinstance(value, float)}


def summary(found: list[float]) -> dict[str, float]:
    parts = {"median": statistics.median(found), "min": min(found), "max": max(found)}
    return {name: float(f"{value:.6g}") for name, value in parts.items()}


def summaries(rows: list[Row]) -> list[Row]:
    """One row per cell, with the median, minimum and maximum of each value over all runs."""
    cells: dict[str, list[Row]] = {}
    for row in rows:
        own = {name: row[name] for name in row if name not in values(row) and name != "run"}
        cells.setdefault(json.dumps(own), []).append(row)
    return [
        json.loads(own)
        | {"runs": len(runs)}
        | {name: summary([run[name] for run in runs]) for name in values(runs[0])}
        for own, runs in cells.items()
    ]


def parity(rows: list[Row]) -> list[Row]:
    """Ratios of Python's threads to C++ threads in the same round: images/s, CPU time per image."""
    found = []
    for row in select(rows, program="Python", kind="threads"):
        same = {name: row[name] for name in ("model", "workers", "setting", "run", "kind")}
        cpp = only(rows, program="C++", **same)
        ratios = {
            "ratio": row["images_per_second"] / cpp["images_per_second"],
            "cpu_ratio": row["cpu_ms_an_image"] / cpp["cpu_ms_an_image"],
        }
        found.append(
            same | {"python": row["images_per_second"], "cpp": cpp["images_per_second"]} | ratios
        )
    return found
