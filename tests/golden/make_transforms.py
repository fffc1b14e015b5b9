#!/usr/bin/env python3
"""Writes steps/classification.json: PaddleClas's preprocessing operators on generated images.

    python tests/golden/make_transforms.py

`cases` are ResizeImage with every backend and interpolation, `crops` are CropImage, `normalised`
whole lists of operators that end in a float tensor: the size, samples and the sum of each result.
Samples are every `sample_step`-th value in memory order, of tensors every `tensor_step`-th.
"""

from __future__ import annotations

import importlib.metadata
import json

import numpy as np
from make_classification import load_operators
from shared import HERE, numbers, picture

SIZES = ((37, 53), (300, 200), (64, 64))  # height, width
RESIZES = ({"resize_short": 48}, {"size": 40}, {"size": [70, 90]}, {"size": [64, 31]})
INTERPOLATIONS = {
    "cv2": ("nearest", "bilinear", "bicubic", "area", "lanczos"),
    "pil": ("nearest", "bilinear", "bicubic", "lanczos"),
}
CROPS = (30, 31, [20, 36], [37, 11])  # [width, height]
STATISTICS = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
NORMALISED = (
    [{"NormalizeImage": {"order": "", **STATISTICS}}, {"ToCHWImage": None}],
    [{"NormalizeImage": {"order": "hwc", "scale": "1.0/255.0"}}, {"ToCHWImage": None}],
    [{"ToCHWImage": None}, {"NormalizeImage": {"order": "chw", "scale": 0.00392157}}],
    [{"NormalizeImage": {"order": "hwc", "scale": 1, "mean": [1, 2, 3], "std": [4, 5, 6]}}],
    [
        {"ResizeImage": {"resize_short": 48}},
        {"CropImage": {"size": 40}},
        {"NormalizeImage": {"order": "", "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.25, 0.125]}},
        {"ToCHWImage": None},
    ],
)
SAMPLE_STEP = 101
TENSOR_STEP = 997


def describe(image: np.ndarray, operator: dict, result: np.ndarray) -> dict:
    """A case whose result is a picture."""
    return {
        "input": list(image.shape[:2]),
        "op": operator,
        "size": list(result.shape[:2]),
        "sum": int(result.sum()),
        "samples": result.ravel()[::SAMPLE_STEP].tolist(),
    }


def main() -> None:
    operators = load_operators()
    cases, crops, normalised = [], [], []
    for image in (picture(*size) for size in SIZES):
        for backend, names in INTERPOLATIONS.items():
            for resize in RESIZES:
                for name in names:
                    settings = {**resize, "interpolation": name, "backend": backend}
                    result = np.asarray(operators.ResizeImage(**settings)(image))
                    cases.append(describe(image, settings, result))
        for size in CROPS:
            crops.append(describe(image, {"size": size}, operators.CropImage(size)(image)))
        for steps in NORMALISED:
            result = image
            for operator in operators.create_operators(steps):
                result = operator(result)
            normalised.append(
                {
                    "input": list(image.shape[:2]),
                    "transform_ops": steps,
                    "shape": list(result.shape),
                    "sum": float(result.sum(dtype="float64")),
                    "samples": numbers(result.ravel()[::TENSOR_STEP]),
                }
            )
    golden = {
        "reference": {
            name: importlib.metadata.version(name)
            for name in ("paddleclas", "opencv-python-headless", "pillow")
        },
        "sample_step": SAMPLE_STEP,
        "tensor_step": TENSOR_STEP,
        "cases": cases,
        "crops": crops,
        "normalised": normalised,
    }
    path = HERE / "steps" / "classification.json"
    path.write_text(json.dumps(golden) + "\n", "utf-8")
    print(path.name, len(cases), len(crops), len(normalised), "cases")


if __name__ == "__main__":
    main()
