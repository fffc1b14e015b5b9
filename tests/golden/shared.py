"""What the scripts share: where files are, and how numbers are written."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


def models_folder(arguments: list[str]) -> Path:
    """Where models/fetch.py put the models: the first argument, else its default folder."""
    if len(arguments) > 1:
        return Path(arguments[1])
    sys.path.insert(0, str(HERE.parents[1] / "models"))
    from fetch import default_folder

    return default_folder()


def numbers(values: np.ndarray) -> list[float]:
    """Nine significant digits: every float32 comes back exactly."""
    return [float(f"{value:.9g}") for value in np.ravel(values)]


def picture(height: int, width: int) -> np.ndarray:
    """img[y][x][c] = (3x + 5y + 40c + 9 * (x * y mod 17)) mod 256, as C++ makes it, too.

    The operators take it for RGB, as they do all pictures.
    """
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((3 * x + 5 * y + 40 * c + x * y % 17 * 9) % 256).astype("uint8")
