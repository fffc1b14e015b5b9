# SPDX-License-Identifier: Apache-2.0
"""How far an output is from another one, as one number: 0 is equal."""

from __future__ import annotations

import math

import numpy as np

# What counts as right: the distance of float32 outputs, whole numbers and rows of boxes.
TOLERANCE = {"floats": 1e-3, "integers": 1e-3, "boxes": 1e-2}


def kind(want: np.ndarray) -> str:
    if want.ndim == 2 and want.shape[1] in (6, 10) and want.shape[0] > 1:
        return "boxes"
    return "floats" if np.issubdtype(want.dtype, np.floating) else "integers"


def has_row(rows: np.ndarray, row: np.ndarray) -> bool:
    """Whether a box (class, score, corners) is among others: scores within 1e-3, corners within
    1e-3 of the largest coordinate."""
    far = np.abs(rows - row)
    pixels = 1e-3 * max(1.0, float(np.abs(row[2:]).max()))
    return bool(((far[:, 0] == 0) & (far[:, 1] < 1e-3) & (far[:, 2:].max(axis=1) < pixels)).any())


def distance(got: np.ndarray, want: np.ndarray) -> float:
    """Floats: the largest difference by the largest value. Whole numbers: the share of those that
    differ. Boxes: the share that has no equal. Infinite if the shapes differ, or for NaN."""
    if kind(want) == "boxes":
        rows = got.astype("f8").reshape(-1, want.shape[1])
        return 1 - sum(has_row(rows, row) for row in want.astype("f8")) / len(want)
    if got.shape != want.shape:
        return math.inf
    if want.size == 0:
        return 0.0
    if kind(want) == "integers":
        return float(np.mean(got != want))
    far = float(np.abs(got.astype("f8") - want.astype("f8")).max())
    return math.inf if math.isnan(far) else far / max(1e-6, float(np.abs(want).max()))


def far(outputs: list[np.ndarray], expected: list[np.ndarray]) -> list[float]:
    """The distance of each output; infinite ones if their number is wrong."""
    if len(outputs) != len(expected):
        return [math.inf] * max(1, len(expected))
    return [distance(*pair) for pair in zip(outputs, expected, strict=True)]
