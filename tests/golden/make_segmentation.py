#!/usr/bin/env python3
"""Writes segmentation_*: what PaddleSeg's transforms and Paddle say of the pictures.

    python tests/golden/make_segmentation.py [MODELS_FOLDER]

Preprocessing is PaddleSeg 2.8.0's (paddleseg.deploy.infer.DeployConfig, as its deploy/python/infer.py
uses it), and inference Paddle's own (paddle.inference, no oneDNN). Maps go back to the size of the
picture in the steps of PaddleSeg's reverse_transform: scores by that function itself, linearly; labels
by OpenCV's nearest neighbour, as in PaddleX's SegPostProcess (PaddleSeg's deployment leaves them small;
Paddle's own nearest neighbour takes another row here and there, as it rounds in float32). Label maps
are written as grey PNG files.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import paddle
import paddle.inference as paddle_infer
from paddleseg.core.infer import reverse_transform
from paddleseg.deploy.infer import DeployConfig
from shared import HERE, models_folder, numbers

PACKAGES = ("paddleseg", "paddlepaddle", "opencv-python-headless")
MODELS = ("pphumanseg_lite", "pphumanseg_lite_softmax", "ppliteseg", "ppliteseg_dynamic")
IMAGES = ("chelsea.png", "coffee.png", "page.png")
TENSOR_STEP = 997
SCORE_STEP = 101


def preprocess(folder: Path, image: np.ndarray | str) -> tuple[np.ndarray, list]:
    """The input tensor, and PaddleSeg's notes of how to undo what was done."""
    # Made anew for each image: its ResizeByShort keeps what it learnt of the last one.
    data = DeployConfig(str(folder / "deploy.yaml")).transforms({"img": image})
    return np.ascontiguousarray(data["img"][None]), data["trans_info"]


def runner(folder: Path):
    """A function from input tensor to output tensor."""
    config = paddle_infer.Config(str(folder / "model.pdmodel"), str(folder / "model.pdiparams"))
    config.disable_glog_info()
    predictor = paddle_infer.create_predictor(config)

    def run(tensor: np.ndarray) -> np.ndarray:
        handle = predictor.get_input_handle(predictor.get_input_names()[0])
        handle.reshape(tensor.shape)
        handle.copy_from_cpu(tensor)
        predictor.run()
        return predictor.get_output_handle(predictor.get_output_names()[0]).copy_to_cpu()

    return run


def restore_labels(labels: np.ndarray, trans_info: list) -> np.ndarray:
    """A map [H, W] of labels in the size of the picture."""
    labels = labels.astype("uint8")
    for step, (height, width) in reversed(trans_info):
        if step == "padding":
            labels = labels[:height, :width]
        else:
            labels = cv2.resize(labels, (width, height), interpolation=cv2.INTER_NEAREST)
    return labels


def restore_scores(scores: np.ndarray, trans_info: list) -> np.ndarray:
    """Scores [N, C, H, W] in the size of the picture."""
    return reverse_transform(paddle.to_tensor(scores), trans_info, "bilinear").numpy()


def describe(output: np.ndarray, trans_info: list) -> tuple[dict, np.ndarray]:
    """What is known of one answer, and its label map."""
    if output.ndim == 3:
        return {}, restore_labels(output[0], trans_info)
    labels = restore_labels(output[0].argmax(axis=0), trans_info)
    scores = restore_scores(output, trans_info)[0]
    best = scores.max(axis=0)
    return {
        "score_samples": numbers(best.ravel()[::SCORE_STEP]),
        "score_mean": float(best.mean(dtype="float64")),
        "labels_of_scores": np.bincount(scores.argmax(axis=0).ravel()).tolist(),
    }, labels


def main() -> None:
    paddle.set_device("cpu")
    models = models_folder(sys.argv)
    for name in MODELS:
        run = runner(models / name)
        golden = {
            "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
            "model": name,
            "tensor_step": TENSOR_STEP,
            "score_step": SCORE_STEP,
            "images": {},
        }
        for image in IMAGES:
            tensor, trans_info = preprocess(models / name, str(models / "images" / image))
            answer, labels = describe(run(tensor), trans_info)
            golden["images"][image] = {
                "tensor_shape": list(tensor.shape),
                "tensor_samples": numbers(tensor.ravel()[::TENSOR_STEP]),
                **answer,
                "pixels": np.bincount(labels.ravel()).tolist(),
            }
            path = HERE / f"segmentation_{name}_{Path(image).stem}.png"
            cv2.imwrite(str(path), labels, [cv2.IMWRITE_PNG_COMPRESSION, 9])
            print(path.name, labels.shape, golden["images"][image]["pixels"], path.stat().st_size)
        path = HERE / f"segmentation_{name}.json"
        path.write_text(json.dumps(golden) + "\n", "utf-8")


if __name__ == "__main__":
    main()
