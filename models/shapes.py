#!/usr/bin/env python3
"""Generates scenes of shapes with exact masks: the pixels that belong to a shape.

    python models/shapes.py FOLDER [--count 8] [--first 1000000] [--size 320x240]

A scene has up to five discs, squares and triangles on a coloured, uneven, noisy background with
thin lines. The same number gives the same scene on every machine. Writes NUMBER.jpg and
NUMBER_mask.png (255: shape). Needs NumPy and OpenCV.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

CORNERS = {"disc": 64, "square": 4, "triangle": 3}
LEAST_CONTRAST = 130  # between a shape and what it covers, summed over the channels
UNSEEN = 1_000_000  # scenes from this number on are not used for training


def _background(random: np.random.RandomState, height: int, width: int) -> np.ndarray:
    start, end = random.randint(20, 236, (2, 3))
    angle = random.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype("float32")
    along = x / width * np.cos(angle) + y / height * np.sin(angle)
    along = (along - along.min()) / (along.max() - along.min())
    image = start + (end - start) * along[..., None]
    cells = random.randint(3, 20)
    clouds = random.randn(cells, cells, 3).astype("float32") * random.uniform(0, 18)
    return image + cv2.resize(clouds, (width, height), interpolation=cv2.INTER_CUBIC)


def _draw_lines(random: np.random.RandomState, image: np.ndarray) -> None:
    height, width = image.shape[:2]
    for _ in range(random.randint(0, 5)):
        ends = [(int(random.randint(width)), int(random.randint(height))) for _ in range(2)]
        colour = tuple(float(v) for v in random.randint(0, 256, 3))
        cv2.line(image, ends[0], ends[1], colour, int(random.randint(1, 4)))


def _outline(random: np.random.RandomState, height: int, width: int) -> np.ndarray:
    """The mask of one shape: 1 inside."""
    corners = CORNERS[list(CORNERS)[random.randint(len(CORNERS))]]
    side = min(height, width)
    radius = random.uniform(0.07, 0.24) * side
    x, y = random.uniform(radius, width - radius), random.uniform(radius, height - radius)
    angles = random.uniform(0, 2 * np.pi) + np.arange(corners) * 2 * np.pi / corners
    points = np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], axis=1)
    mask = np.zeros((height, width), "uint8")
    cv2.fillPoly(mask, [points.round().astype("int32")], 1)
    return mask


def _draw_shape(random: np.random.RandomState, image: np.ndarray, mask: np.ndarray) -> np.ndarray:
    covered = image[mask > 0].mean(axis=0)
    while True:
        colour = random.randint(0, 256, 3).astype("float32")
        if np.abs(colour - covered).sum() > LEAST_CONTRAST:
            break
    clouds = random.randn(6, 6, 3).astype("float32") * random.uniform(0, 12)
    inside = colour + cv2.resize(clouds, mask.shape[::-1], interpolation=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(mask.astype("float32"), (3, 3), 0)[..., None]
    return image * (1 - soft) + inside * soft


def scene(number: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """A BGR image and its mask (1: shape), both uint8."""
    random = np.random.RandomState(number)
    image = _background(random, height, width)
    _draw_lines(random, image)
    taken = np.zeros((height, width), "uint8")
    for _ in range(random.randint(1, 6)):
        mask = _outline(random, height, width)
        if (cv2.dilate(mask, np.ones((7, 7), "uint8")) & taken).any():
            continue  # shapes do not touch
        image = _draw_shape(random, image, mask)
        taken |= mask
    image += random.randn(height, width, 3) * random.uniform(0, 5)
    return np.clip(image, 0, 255).astype("uint8"), taken


def main() -> None:
    """Writes scenes into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--first", type=int, default=UNSEEN)
    parser.add_argument("--size", default="320x240", help="default: %(default)s")
    options = parser.parse_args()
    width, height = (int(side) for side in options.size.split("x"))
    options.folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.first, options.first + options.count):
        image, mask = scene(number, height, width)
        picture = str(options.folder / f"{number}.jpg")
        cv2.imwrite(picture, image, [cv2.IMWRITE_JPEG_QUALITY, 90])
        cv2.imwrite(str(options.folder / f"{number}_mask.png"), mask * 255)


if __name__ == "__main__":
    main()
