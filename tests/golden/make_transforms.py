#!/usr/bin/env python3
"""Writes transforms.json: PaddleClas's ResizeImage on made pictures.

    python tests/golden/make_transforms.py

For every backend and interpolation: the size, sampled pixels and the sum of the result.
"""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

import numpy as np
from make_classification import load_operators

SIZES = ((37, 53), (300, 200), (64, 64))  # height, width
RESIZES = ({"resize_short": 48}, {"size": 40}, {"size": [70, 90]}, {"size": [64, 31]})
INTERPOLATIONS = {
    "cv2": ("nearest", "bilinear", "bicubic", "area", "lanczos"),
    "pil": ("nearest", "bilinear", "bicubic", "lanczos"),
}
SAMPLE_STEP = 101


def picture(height: int, width: int) -> np.ndarray:
    """img[y][x][c] = (3x + 5y + 40c + 9 * (x * y mod 17)) mod 256, as C++ makes it, too."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((3 * x + 5 * y + 40 * c + x * y % 17 * 9) % 256).astype("uint8")


def main() -> None:
    operators = load_operators()
    cases = []
    for height, width in SIZES:
        image = picture(height, width)
        for backend, names in INTERPOLATIONS.items():
            for resize in RESIZES:
                for name in names:
                    operator = operators.ResizeImage(interpolation=name, backend=backend, **resize)
                    result = np.asarray(operator(image))
                    cases.append(
                        {
                            "input": [height, width],
                            "op": {**resize, "interpolation": name, "backend": backend},
                            "size": list(result.shape[:2]),
                            "sum": int(result.sum()),
                            "samples": result.ravel()[::SAMPLE_STEP].tolist(),
                        }
                    )
    golden = {
        "reference": {
            name: importlib.metadata.version(name)
            for name in ("paddleclas", "opencv-python-headless", "pillow")
        },
        "sample_step": SAMPLE_STEP,
        "cases": cases,
    }
    path = Path(__file__).resolve().parent / "transforms.json"
    path.write_text(json.dumps(golden) + "\n", "utf-8")
    print(path.name, len(cases), "cases")


if __name__ == "__main__":
    main()
