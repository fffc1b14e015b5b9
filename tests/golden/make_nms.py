# SPDX-License-Identifier: Apache-2.0
"""Writes operators/multiclass_nms.json: which boxes Paddle's operator multiclass_nms3 (CPU) keeps.

    python make_nms.py        (with the packages of requirements.txt)

Boxes are clusters around a few middles, so that many overlap; scores and boxes have few digits, as
float32 keeps them exactly and ties occur.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import paddle

HERE = Path(__file__).resolve().parent
BASE = {
    "background_label": -1,
    "keep_top_k": 100,
    "nms_eta": 1.0,
    "nms_threshold": 0.5,
    "nms_top_k": 1000,
    "normalized": True,
    "score_threshold": 0.3,
}
CHANGES = [
    {},
    {"normalized": False, "nms_threshold": 0.3},
    {"keep_top_k": 7},
    {"nms_top_k": 9, "keep_top_k": -1},
    {"nms_eta": 0.8, "nms_threshold": 0.75},
    {"background_label": 1, "score_threshold": 0.05},
    {"score_threshold": 0.999},
]


def made(random: np.random.Generator, boxes: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Boxes [boxes, 4] and scores [classes, boxes]."""
    middle = random.integers(40, 360, (6, 2))[random.integers(0, 6, boxes)]
    middle = middle + random.integers(-60, 61, (boxes, 2)) / 8
    half = random.integers(80, 400, (boxes, 2)) / 8
    corners = np.concatenate([middle - half, middle + half], axis=1)
    return corners.astype("float32"), (random.integers(0, 1001, (classes, boxes)) / 1024).astype(
        "float32"
    )


def turned(boxes: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The same boxes, each turned about its middle: [boxes, 8]."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2) - middle[:, None]
    angle = random.uniform(-np.pi, np.pi, len(boxes))
    turn = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], 1)
    corners = np.einsum("nij,ncj->nci", turn.reshape(-1, 2, 2), corners) + middle[:, None]
    return (np.round(corners * 64) / 64).reshape(-1, 8).astype("float32")


def operator(boxes: np.ndarray, scores: np.ndarray, attributes: dict) -> tuple:
    """multiclass_nms3 of boxes [N, B, ...] and scores [N, classes, B]: rows, places, counts."""
    attributes = BASE | attributes
    return paddle._C_ops.multiclass_nms3(
        paddle.to_tensor(boxes),
        paddle.to_tensor(scores),
        None,
        attributes["score_threshold"],
        attributes["nms_top_k"],
        attributes["keep_top_k"],
        attributes["nms_threshold"],
        attributes["normalized"],
        attributes["nms_eta"],
        attributes["background_label"],
    )


def kept(boxes: np.ndarray, scores: np.ndarray, attributes: dict) -> list[list[float]]:
    """[label, box, score] of what the operator keeps."""
    rows, places, count = (
        tensor.numpy() for tensor in operator(boxes[None], scores[None], attributes)
    )
    return [
        [int(row[0]), int(place), float(row[1])]
        for row, place in zip(rows[: count[0]], places.ravel()[: count[0]], strict=True)
    ]


def main() -> None:
    """Writes the file."""
    paddle.set_device("cpu")
    random = np.random.default_rng(5)
    cases = []
    for change, is_turned in itertools.product(CHANGES, (False, True)):
        attributes = BASE | change
        boxes, scores = made(random, 60, 3)
        if is_turned:
            boxes = turned(boxes, random)
        cases.append(
            {
                "attributes": attributes,
                "boxes": boxes.tolist(),
                "scores": scores.tolist(),
                "kept": kept(boxes, scores, attributes),
            }
        )
    text = {"reference": f"paddle {paddle.__version__}", "cases": cases}
    (HERE / "operators" / "multiclass_nms.json").write_text(
        json.dumps(text) + "\n", encoding="utf-8"
    )
    print([len(case["kept"]) for case in cases])


if __name__ == "__main__":
    main()
