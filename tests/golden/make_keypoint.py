#!/usr/bin/env python3
"""Writes keypoint/*.json: the results of PaddleDetection's key-point detection.

    python tests/golden/make_keypoint.py [MODELS_FOLDER]

The affine step and the postprocessing are ppdet 2.6.0's, which are also those of deploy/python; how
deploy/python crops persons and calls them is said again here. Needs what export_mask_rcnn.py needs.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys

os.environ["OPENCV_IPP"] = "disabled"  # see make_detection.py

import cv2
import numpy as np
import yaml
from make_detection import Network
from ppdet.data.transform.keypoint_operators import TopDownEvalAffine
from ppdet.modeling.architectures.keypoint_hrnet import HRNetPostProcess
from reference_detection import prepare
from shared import HERE, models_folder, numbers

MODEL = "tinypose_128x96"
PACKAGES = ("paddlepaddle", "paddledet", "opencv-python-headless", "numpy")
TENSOR_STEP = 499
ENLARGED = 0.3
# Boxes [label, score, left, top, right, bottom]: inside, across the sides, of another class, flat.
PERSONS = {
    "images/chelsea.png": [
        [0, 0.9, 120.4, 40.9, 250.2, 290.7],
        [0, 0.8, -20.5, 10.0, 90.0, 120.0],
        [1, 0.7, 10.0, 10.0, 90.0, 120.0],
        [0, 0.6, 300.0, 200.0, 470.0, 320.0],
        [0, 0.5, 400.0, 20.0, 400.0, 90.0],
    ],
    "images/coffee.png": [[0, 0.9, 200.5, 50.5, 420.5, 130.5]],
    "images/page.png": [],
}


class Tensor(np.ndarray):
    """An array with the method of Paddle's tensors that ppdet calls."""

    def numpy(self) -> np.ndarray:
        return np.array(self)


def crop(rgb: np.ndarray, row: list[float]) -> tuple[np.ndarray, tuple[int, int]] | None:
    """The pixels of a person and where they are: the box, larger and at least 3:4 wide."""
    label, _, left, top, right, bottom = (int(value) for value in row)
    if label != 0:
        return None
    half_height = (bottom - top) * (1 + ENLARGED) / 2
    half_width = (right - left) * (1 + ENLARGED) / 2
    if half_height > half_width * 4 / 3:
        half_width = half_height * 0.75
    x, y = (left + right) / 2, (top + bottom) / 2
    top, bottom = max(0, int(y - half_height)), min(rgb.shape[0] - 1, int(y + half_height))
    left, right = max(0, int(x - half_width)), min(rgb.shape[1] - 1, int(x + half_width))
    pixels = rgb[top:bottom, left:right]
    return (pixels, (left, top)) if pixels.size else None


class KeyPoints:
    """The network and what is around it."""

    def __init__(self, network: Network, config: dict) -> None:
        self._network = network
        affine, *self._steps = config["Preprocess"]
        self._affine = TopDownEvalAffine(trainsize=affine["trainsize"])

    def tensor(self, rgb: np.ndarray) -> np.ndarray:
        """The network's input."""
        size = np.array(rgb.shape[:2], "float32")
        warped = self._affine({"image": rgb, "im_shape": size})["image"]
        return prepare(warped, self._steps)["image"]

    def heatmaps(self, rgb: np.ndarray) -> np.ndarray:
        return self._network.run({"image": self.tensor(rgb)})[0]

    def points(self, rgb: np.ndarray, use_dark: bool) -> np.ndarray:
        """Rows [x, y, score] of one person, who fills the picture."""
        size = np.array([rgb.shape[1::-1]], "float32")
        heatmaps = self.heatmaps(rgb).view(Tensor)
        places, _ = HRNetPostProcess(use_dark)(heatmaps, np.round(size / 2.0), size / 200.0)[0]
        return places[0]

    def persons(self, rgb: np.ndarray, rows: list, use_dark: bool) -> list[list[float]]:
        """The same of all persons, one after the other, in pixels of the picture."""
        found = []
        for part, corner in filter(None, (crop(rgb, row) for row in rows)):
            points = self.points(part, use_dark)
            points[:, :2] += corner
            found += [numbers(point) for point in points]
        return found


def main() -> None:
    folder = models_folder(sys.argv)
    config = yaml.safe_load((folder / MODEL / "infer_cfg.yml").read_text("utf-8"))
    model = KeyPoints(Network(folder / MODEL), config)
    golden: dict = {
        "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
        "model": MODEL,
        "tensor_step": TENSOR_STEP,
        "images": {},
    }
    for image, rows in PERSONS.items():
        rgb = cv2.imread(str(folder / image))[:, :, ::-1]
        golden["images"][image] = {
            "tensor_samples": numbers(model.tensor(rgb).ravel()[::TENSOR_STEP]),
            "heatmap_samples": numbers(model.heatmaps(rgb).ravel()[::TENSOR_STEP]),
            "whole": [numbers(point) for point in model.points(rgb, True)],
            "whole_plain": [numbers(point) for point in model.points(rgb, False)],
            "persons": rows,
            "points": model.persons(rgb, rows, True),
            "points_plain": model.persons(rgb, rows, False),
        }
        print(image, len(golden["images"][image]["points"]))
    (HERE / "keypoint" / f"{MODEL}.json").write_text(json.dumps(golden) + "\n", "utf-8")


if __name__ == "__main__":
    main()
