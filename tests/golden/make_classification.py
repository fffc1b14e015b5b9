#!/usr/bin/env python3
"""Writes classification/*.json: PaddleClas's preprocessing and Paddle's scores of the images.

    python tests/golden/make_classification.py [MODELS_FOLDER]

Preprocessing is PaddleClas 2.6.0's deploy/python/preprocess.py; inference is Paddle's own
(paddle.inference, no oneDNN), or ONNX Runtime for the model that comes as ONNX.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import sys
import types
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import paddle.inference as paddle_infer
import yaml
from shared import HERE, models_folder, numbers

PACKAGES = ("paddleclas", "paddlepaddle", "onnxruntime", "opencv-python-headless", "pillow")
MODELS = ("resnet50_vd", "pplcnet_x0_25", "doc-orientation")
IMAGES = ("chelsea.png", "coffee.png", "page.png")
SHAPE = (1, 3, 224, 224)
SAMPLE_STEP = 997
TOP = 5


def load_operators():
    """PaddleClas's deploy preprocessing, without its package's __init__ (which wants faiss)."""
    package = types.ModuleType("paddleclas")
    package.__path__ = list(importlib.util.find_spec("paddleclas").submodule_search_locations)
    sys.modules["paddleclas"] = package
    return importlib.import_module("paddleclas.deploy.python.preprocess")


def preprocess(operators, folder: Path, image: Path) -> np.ndarray:
    config = next(folder.glob("inference*.y*ml"))
    data = cv2.imread(str(image))[:, :, ::-1]
    steps = yaml.safe_load(config.read_text("utf-8"))["PreProcess"]["transform_ops"]
    for operator in operators.create_operators(steps):
        data = operator(data)
    return np.ascontiguousarray(data[None].astype("float32"))


def runner(folder: Path):
    """A function from input tensor to output vector."""
    if (folder / "inference.onnx").exists():
        session = onnxruntime.InferenceSession(str(folder / "inference.onnx"))
        name = session.get_inputs()[0].name
        return lambda tensor: session.run(None, {name: tensor})[0][0]
    config = paddle_infer.Config(
        str(folder / "inference.pdmodel"), str(folder / "inference.pdiparams")
    )
    config.disable_glog_info()
    predictor = paddle_infer.create_predictor(config)

    def run(tensor: np.ndarray) -> np.ndarray:
        predictor.get_input_handle(predictor.get_input_names()[0]).copy_from_cpu(tensor)
        predictor.run()
        return predictor.get_output_handle(predictor.get_output_names()[0]).copy_to_cpu()[0]

    return run


def pattern() -> np.ndarray:
    """An input that C++ can make, too: x[i] = ((i * 7919) % 2000) / 1000 - 1."""
    index = np.arange(np.prod(SHAPE), dtype=np.int64)
    return ((index * 7919 % 2000).astype("float32") / np.float32(1000) - 1).reshape(SHAPE)


def main() -> None:
    models = models_folder(sys.argv)
    operators = load_operators()
    samples = np.arange(0, int(np.prod(SHAPE)), SAMPLE_STEP)
    for name in MODELS:
        run = runner(models / name)
        golden = {
            "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
            "model": name,
            "pattern": numbers(run(pattern())),
            "sample_step": SAMPLE_STEP,
            "images": {},
        }
        for image in IMAGES:
            tensor = preprocess(operators, models / name, models / "images" / image)
            scores = run(tensor)
            best = np.argsort(-scores, kind="stable")[:TOP]
            golden["images"][image] = {
                "tensor_samples": numbers(tensor.ravel()[samples]),
                "tensor_mean": float(tensor.mean(dtype="float64")),
                "tensor_std": float(tensor.std(dtype="float64")),
                "scores": numbers(scores),
                "top": [[int(label), *numbers(scores[label])] for label in best],
            }
        path = HERE / "classification" / f"{name}.json"
        path.write_text(json.dumps(golden) + "\n", "utf-8")
        print(path.name, {image: row["top"][0] for image, row in golden["images"].items()})


if __name__ == "__main__":
    main()
