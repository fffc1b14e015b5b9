#!/usr/bin/env python3
"""Writes ocr/extra/ppocrv4_page_stages.json: the stages of PaddleOCR's run on page.png.

    python tests/golden/make_stages.py [MODELS_FOLDER]

The reference is run as it is; its methods note what they were given and what they gave.
"""

from __future__ import annotations

import json
import sys

import cv2
import numpy as np
from reference_ocr import build, corners, record, versions
from shared import HERE, models_folder, numbers
from tools.infer import predict_det

MODELS, IMAGE = "ppocrv4", "page.png"
TENSOR_STEP = 997
CROP_STEP = 101


def summary(tensor: np.ndarray) -> dict:
    """Enough of a tensor to see where another differs; samples are every TENSOR_STEP-th value."""
    return {
        "shape": list(tensor.shape),
        "samples": numbers(tensor.ravel()[::TENSOR_STEP]),
        "mean": float(tensor.mean(dtype="float64")),
        "std": float(tensor.std(dtype="float64")),
    }


def crop_summary(crop: np.ndarray) -> dict:
    height, width = crop.shape[:2]
    return {
        "width": width,
        "height": height,
        "sum": int(crop.sum(dtype="int64")),
        "samples": crop.ravel()[::CROP_STEP].tolist(),
    }


def main() -> None:
    models = models_folder(sys.argv)
    system, settings = build(models, MODELS, {"use_angle_cls": False})
    detector, recognizer = system.text_detector, system.text_recognizer
    inputs = record(predict_det, "transform")
    maps = record(detector.postprocess_op, "boxes_from_bitmap")
    detected = record(detector, "filter_tag_det_res")
    tensors = record(recognizer, "resize_norm_img")
    outputs = record(recognizer, "postprocess_op")
    recognised = record(system, "text_recognizer")
    boxes, texts, _ = system(cv2.imread(str(models / "images" / IMAGE)))

    _, (tensor, _) = inputs[0]
    (scores_map, bitmap, *_), (found, scores) = maps[0]
    (crops,), _ = recognised[0]
    lines = []
    for box, crop, (text, score) in zip(boxes, crops, texts, strict=True):
        # The reference sorts crops by ratio: look for the call that had this one.
        call = next(i for i, (arguments, _) in enumerate(tensors) if arguments[0] is crop)
        (_, ratio), padded = tensors[call]
        line = {"box": corners(box), "crop": crop_summary(crop), "batch_position": call}
        line["max_wh_ratio"] = float(ratio)
        line["tensor"] = summary(padded)
        lines.append({**line, "text": text, "score": float(score)})
    golden = {
        "reference": versions(),
        "models": MODELS,
        "image": IMAGE,
        "settings": settings,
        "tensor_step": TENSOR_STEP,
        "crop_step": CROP_STEP,
        "detector": {
            "tensor": summary(tensor[None]),
            "map": {**summary(scores_map), "above_threshold": int(bitmap.sum())},
            "candidates": [
                {"box": corners(box), "score": float(score)}
                for box, score in zip(found, scores, strict=True)
            ],
            "boxes": [corners(box) for box in detected[0][1]],
        },
        "recognizer": {
            "output_shape": list(outputs[0][0][0].shape),
            "lines": lines,
        },
    }
    path = HERE / "ocr" / "extra" / "ppocrv4_page_stages.json"
    path.write_text(json.dumps(golden, ensure_ascii=False) + "\n", "utf-8")
    print(path.name, len(golden["detector"]["candidates"]), "candidates", len(lines), "lines")


if __name__ == "__main__":
    main()
