#!/usr/bin/env python3
"""Writes segmentation/*, matting/* and steps/segmentation.json: the results of PaddleSeg and Paddle.

    python tests/golden/make_segmentation.py [MODELS_FOLDER]

Preprocessing is PaddleSeg 2.8.0's (paddleseg.deploy.infer.DeployConfig, which its
deploy/python/infer.py has, too), inference Paddle's own (paddle.inference, no oneDNN). Maps go back
to the size of the picture in the steps of PaddleSeg's reverse_transform: scores by that function
itself, linearly; labels by OpenCV's nearest neighbour, as in PaddleX's SegPostProcess. (PaddleSeg's
deployment leaves them small. Paddle's own nearest neighbour rounds in float32, which takes another
row here and there.) Label maps are grey PNG files.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import yaml

import paddle  # isort: skip
import paddle.inference as paddle_infer
from paddleseg.core.infer import reverse_transform
from paddleseg.deploy.infer import DeployConfig
from reference_matting import Matting, restore_alpha
from shared import HERE, models_folder, numbers, picture

PACKAGES = ("paddleseg", "paddlepaddle", "opencv-python-headless")
IMAGES = ("images/chelsea.png", "images/coffee.png", "images/page.png")
SCENES = ("shapes/1000000.jpg", "shapes/1000003.jpg", "shapes/1000005.jpg")
MODELS = {
    "pphumanseg_lite": IMAGES,
    "pphumanseg_lite_softmax": IMAGES,
    "ppliteseg": IMAGES,
    "ppliteseg_dynamic": IMAGES,
    "shapes_seg": SCENES,
}
MATTING = "pphumanseg_lite_matting"
TENSOR_STEP = 997
SCORE_STEP = 101
CASE_STEP = 1009


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


def make_matting(models: Path) -> None:
    folder = models / MATTING
    run = runner(folder)
    transforms = yaml.safe_load((folder / "deploy.yaml").read_text("utf-8"))["Deploy"]["transforms"]
    golden = {**head(MATTING), "images": {}}
    for image in IMAGES:
        prepare = Matting(transforms)
        tensor = np.ascontiguousarray(prepare(cv2.imread(str(models / image)))[None])
        alpha = restore_alpha(run(tensor)[0, 0], prepare.notes)
        golden["images"][image] = {
            "tensor_shape": list(tensor.shape),
            "tensor_samples": numbers(tensor.ravel()[::TENSOR_STEP]),
            "alpha_shape": list(alpha.shape),
            "alpha_samples": numbers(alpha.ravel()[::SCORE_STEP]),
            "alpha_mean": float(alpha.mean(dtype="float64")),
        }
        print(MATTING, image, tensor.shape, golden["images"][image]["alpha_mean"])
    path = HERE / "matting" / f"{MATTING}.json"
    path.write_text(json.dumps(golden) + "\n", "utf-8")


SIZES = ((37, 53), (300, 200), (64, 64), (120, 213))  # height, width
NORMALIZE = {"type": "Normalize", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
PADDLESEG_LISTS = (
    [{"type": "Normalize"}],
    [{"type": "Normalize", "mean": [0.5], "std": [0.25]}],
    [],
    *(
        [{"type": "Resize", "target_size": [72, 56], "interp": interpolation}, NORMALIZE]
        for interpolation in ("NEAREST", "LINEAR", "CUBIC", "AREA", "LANCZOS4")
    ),
    [{"type": "Resize", "target_size": [90, 41], "size_divisor": 16}, NORMALIZE],
    [{"type": "Resize", "target_size": [90, 140], "keep_ratio": True}, NORMALIZE],
    [
        {"type": "Resize", "target_size": [99, 55], "keep_ratio": True, "size_divisor": 8},
        NORMALIZE,
    ],
    [{"type": "ResizeByShort", "short_size": 48}, NORMALIZE],
    [{"type": "ResizeByShort", "short_size": 48, "max_size": 60}, NORMALIZE],
    [{"type": "ResizeByLong", "long_size": 77}, NORMALIZE],
    [{"type": "LimitLong", "max_long": 100, "min_long": 60}, NORMALIZE],
    [{"type": "ResizeRangeScaling", "min_value": 90, "max_value": 90}, NORMALIZE],
    [{"type": "ResizeStepScaling", "min_scale_factor": 0.7, "max_scale_factor": 0.7}, NORMALIZE],
    [{"type": "Padding", "target_size": [320, 304]}, NORMALIZE],
    [NORMALIZE, {"type": "Padding", "target_size": [320, 304], "im_padding_value": 1}],
    [NORMALIZE, {"type": "Resize", "target_size": [72, 56]}],
    [{"type": "PaddingByAspectRatio", "aspect_ratio": 1.77777778}, NORMALIZE],
    [
        {"type": "PaddingByAspectRatio", "aspect_ratio": 0.6, "im_padding_value": 3},
        {"type": "Resize", "target_size": [60, 100]},
        NORMALIZE,
    ],
    [
        {"type": "ResizeByLong", "long_size": 96},
        {"type": "Padding", "target_size": [96, 96]},
        NORMALIZE,
    ],
)
MATTING_LISTS = (
    [{"type": "LoadImages"}, {"type": "Normalize"}],
    [{"type": "LoadImages"}, {"type": "Resize", "target_size": [72, 56]}, NORMALIZE],
    [
        {"type": "LoadImages"},
        {"type": "LimitShort", "max_short": 100, "min_short": 60},
        {"type": "ResizeToIntMult", "mult_int": 32},
        NORMALIZE,
    ],
    [{"type": "LoadImages"}, {"type": "LimitLong", "max_long": 90}, {"type": "Normalize"}],
    [{"type": "LoadImages"}, {"type": "ResizeByShort", "short_size": 48}, {"type": "Normalize"}],
    [
        {"type": "LoadImages"},
        {"type": "ResizeByLong", "long_size": 96},
        {"type": "Padding", "target_size": [96, 80], "im_padding_value": [124, 12.5, 3]},
        {"type": "Normalize"},
    ],
    [{"type": "LoadImages"}, {"type": "Normalize"}, {"type": "ResizeByLong", "long_size": 96}],
)


def make_transforms() -> None:
    cases = []
    for size in SIZES:
        bgr = picture(*size)
        for transforms in PADDLESEG_LISTS:
            # DeployConfig takes the settings apart; Compose reads files as floats.
            compose = DeployConfig.load_transforms([dict(row) for row in transforms])
            data = compose({"img": bgr.astype("float32")})
            cases.append(case(size, False, transforms, data["img"], data["trans_info"]))
        for transforms in MATTING_LISTS:
            prepare = Matting(transforms)
            tensor = prepare(bgr)
            cases.append(case(size, True, transforms, tensor, prepare.notes))
    golden = {**head(None), "tensor_step": CASE_STEP, "cases": cases}
    path = HERE / "steps" / "segmentation.json"
    path.write_text(json.dumps(golden) + "\n", "utf-8")
    print(path.name, len(cases), "cases")


def case(size, matting: bool, transforms: list, tensor: np.ndarray, notes: list) -> dict:
    return {
        "input": list(size),
        "matting": matting,
        "transforms": transforms,
        "shape": list(tensor.shape),
        "samples": numbers(tensor.ravel()[::CASE_STEP]),
        "notes": [[step, *map(int, before)] for step, before in notes],
    }


def head(model: str | None) -> dict:
    """What every file begins with."""
    return {
        "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
        "model": model,
        "tensor_step": TENSOR_STEP,
        "score_step": SCORE_STEP,
    }


def make_segmentation(models: Path) -> None:
    for name, images in MODELS.items():
        run = runner(models / name)
        golden = {**head(name), "images": {}}
        for image in images:
            tensor, trans_info = preprocess(models / name, str(models / image))
            answer, labels = describe(run(tensor), trans_info)
            golden["images"][image] = {
                "tensor_shape": list(tensor.shape),
                "tensor_samples": numbers(tensor.ravel()[::TENSOR_STEP]),
                **answer,
                "pixels": np.bincount(labels.ravel()).tolist(),
            }
            path = HERE / "segmentation" / f"{name}_{Path(image).stem}.png"
            cv2.imwrite(str(path), labels, [cv2.IMWRITE_PNG_COMPRESSION, 9])
            print(path.name, labels.shape, golden["images"][image]["pixels"], path.stat().st_size)
        path = HERE / "segmentation" / f"{name}.json"
        path.write_text(json.dumps(golden) + "\n", "utf-8")


def main() -> None:
    paddle.set_device("cpu")
    models = models_folder(sys.argv)
    make_transforms()
    make_segmentation(models)
    make_matting(models)


if __name__ == "__main__":
    main()
