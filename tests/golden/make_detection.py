#!/usr/bin/env python3
"""Writes detection/* and steps/detection.json: the results of PaddleDetection's inference.

    python tests/golden/make_detection.py [MODELS_FOLDER]

Networks run in Paddle's inference (ONNX Runtime for the ONNX model), suppression outside of them in
Paddle's operator; what deploy/python does around them is in reference_detection.py.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
from pathlib import Path

# The packaged OpenCV resizes with Intel's closed primitives, which round some pixels by one level to
# another side; distributions' OpenCV, and this one where it is told so, do without.
os.environ["OPENCV_IPP"] = "disabled"

import cv2
import numpy as np
import onnxruntime
import paddle
import paddle.inference
import yaml
from make_nms import operator
from reference_detection import decode_heads, prepare
from shared import HERE, models_folder, numbers, picture

IMAGES = ("images/chelsea.png", "images/coffee.png", "images/page.png")
MODELS = {
    "picodet_s_320_nms": IMAGES,
    "picodet_s_320_nonms": IMAGES,
    "picodet_s_320_raw": IMAGES,
    "ppyoloe_plus_s_nms": IMAGES,
    "ppyoloe_plus_s_nonms": IMAGES,
    "mask_rcnn_r18": IMAGES,
    "solov2_lcnet": IMAGES,
    "layout-cdla": ("images/page.png", "images/linn.png"),
}
PACKAGES = ("paddlepaddle", "onnxruntime", "opencv-python-headless", "numpy")
TENSOR_STEP = 4999
SAMPLE_STEP = 211
# What 1.x suppresses by where nobody says otherwise.
USUAL = {"score_threshold": 0.3, "nms_threshold": 0.5, "nms_top_k": 1000, "keep_top_k": 100}

NORM = {"type": "NormalizeImage", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
PERMUTE = {"type": "Permute"}
SIZES = ((101, 77), (64, 64), (50, 180))
STEPS = [
    *(
        [{"type": "Resize", "target_size": size, "keep_ratio": keep, "interp": interp}, PERMUTE]
        for keep in (True, False)
        for size in (48, [90, 120], [80, 100])
        for interp in (0, 1, 2, 3, 4)
    ),
    [{"type": "LetterBoxResize", "target_size": [70, 91]}, NORM, PERMUTE],
    [{"type": "LetterBoxResize", "target_size": 64}, PERMUTE],
    [{"type": "Pad", "size": [200, 190]}, PERMUTE],
    [
        {"type": "Resize", "target_size": 96, "interp": 1},
        {"type": "Pad", "size": 97, "fill_value": [1.5, 20, 255]},
        NORM,
        PERMUTE,
    ],
    [NORM, PERMUTE, {"type": "PadStride", "stride": 32}],
    [
        {"type": "Resize", "target_size": [60, 100]},
        NORM,
        PERMUTE,
        {"type": "PadStride", "stride": 32},
    ],
    [{**NORM, "norm_type": "none"}, PERMUTE],
    [{**NORM, "is_scale": False}, PERMUTE],
    [NORM],
    [],
    [{"type": "WarpAffine", "keep_res": True}, NORM, PERMUTE],
    [{"type": "WarpAffine", "keep_res": False, "input_h": 96, "input_w": 128}, NORM, PERMUTE],
]


class Network:
    """Named arrays in, arrays out."""

    def __init__(self, folder: Path) -> None:
        self._onnx = None
        if (folder / "inference.onnx").exists():
            self._onnx = onnxruntime.InferenceSession(str(folder / "inference.onnx"))
            self.names = [tensor.name for tensor in self._onnx.get_inputs()]
            return
        config = paddle.inference.Config(
            str(folder / "model.pdmodel"), str(folder / "model.pdiparams")
        )
        config.disable_glog_info()
        config.switch_ir_optim(False)
        self._paddle = paddle.inference.create_predictor(config)
        self.names = self._paddle.get_input_names()

    def run(self, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Runs it on the inputs that it takes."""
        if self._onnx is not None:
            return self._onnx.run(None, {name: inputs[name] for name in self.names})
        for name in self.names:
            self._paddle.get_input_handle(name).copy_from_cpu(np.ascontiguousarray(inputs[name]))
        self._paddle.run()
        outputs = self._paddle.get_output_names()
        return [self._paddle.get_output_handle(name).copy_to_cpu() for name in outputs]


def rows_of_segments(labels: np.ndarray, scores: np.ndarray, masks: np.ndarray) -> list:
    """The same of SOLOv2, which has no boxes: those are the bounds of the masks."""
    rows = []
    for label, score, mask in zip(labels, scores, masks, strict=True):
        across, down = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
        bounds = [across[0], down[0], across[-1] + 1, down[-1] + 1]
        rows.append([int(label), float(score), *map(int, bounds)])
    return rows


def rows_of(
    network: Network, outputs: list[np.ndarray], inputs: dict[str, np.ndarray], config: dict
) -> list[list[float]]:
    """Rows [label, score, left, top, right, bottom], however the network was exported."""
    if config["arch"] == "SOLOv2":
        return rows_of_segments(*outputs[1:])
    if outputs[0].ndim == 2:
        return outputs[0].tolist()
    if len(outputs) > 2:
        return decode_heads(outputs, inputs, config)
    nms = USUAL | {k: v for k, v in config.get("NMS", {}).items() if k != "name"}
    rows = operator(outputs[0], outputs[1], nms)[0].numpy()
    if "scale_factor" not in network.names:
        scale = inputs["scale_factor"][0]
        rows[:, 2:] /= np.array([scale[1], scale[0], scale[1], scale[0]], "float32")
    return rows.tolist()


def cut_masks(masks: np.ndarray, rows: list, size: tuple[int, int]) -> list[np.ndarray]:
    """What of each mask is in its box and in the picture: 255, else 0."""
    crops = []
    for mask, row in zip(masks, rows, strict=True):
        left, top, right, bottom = (int(np.floor(side + 0.5)) for side in row[2:])
        crop = mask[: size[0], : size[1]][max(top, 0) : bottom, max(left, 0) : right]
        crops.append((crop != 0).astype("uint8") * 255)
    return crops


def stacked(crops: list[np.ndarray]) -> np.ndarray:
    """One under the other, at the left."""
    width = max(crop.shape[1] for crop in crops)
    return np.concatenate(
        [np.pad(crop, ((0, 0), (0, width - crop.shape[1]))) for crop in crops], axis=0
    )


def models(folder: Path) -> None:
    for name, images in MODELS.items():
        network = Network(folder / name)
        config = yaml.safe_load((folder / name / "infer_cfg.yml").read_text("utf-8"))
        golden: dict = {
            "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
            "model": name,
            "tensor_step": TENSOR_STEP,
            "images": {},
        }
        for image in images:
            rgb = cv2.imread(str(folder / image))[:, :, ::-1]
            inputs = prepare(rgb, config["Preprocess"])
            outputs = network.run(inputs)
            rows = rows_of(network, outputs, inputs, config)
            if config.get("mask"):
                crops = cut_masks(outputs[-1], rows, rgb.shape[:2])
                path = HERE / "detection" / f"{name}_{Path(image).stem}.png"
                cv2.imwrite(str(path), stacked(crops), [cv2.IMWRITE_PNG_COMPRESSION, 9])
            golden["images"][image] = {
                "tensor_shape": list(inputs["image"].shape),
                "tensor_samples": numbers(inputs["image"].ravel()[::TENSOR_STEP]),
                "im_shape": numbers(inputs["im_shape"]),
                "scale_factor": numbers(inputs["scale_factor"]),
                "rows": [numbers(np.array(row, "float32")) for row in rows],
            }
            scores = [row[1] for row in rows] or [0]
            print(name, image, len(rows), f"{min(scores):.3f} {max(scores):.3f}")
        (HERE / "detection" / f"{name}.json").write_text(json.dumps(golden) + "\n", "utf-8")


def transforms() -> None:
    cases = []
    for steps in STEPS:
        for size in SIZES:
            if steps and steps[0]["type"] == "Pad" and max(size) > 190:
                continue
            inputs = prepare(picture(*size), steps)
            cases.append(
                {
                    "preprocess": steps,
                    "input": size,
                    "shape": list(inputs["image"].shape),
                    "im_shape": numbers(inputs["im_shape"]),
                    "scale_factor": numbers(inputs["scale_factor"]),
                    "samples": numbers(inputs["image"].ravel()[::SAMPLE_STEP]),
                }
            )
    golden = {
        "reference": importlib.metadata.version("opencv-python-headless"),
        "sample_step": SAMPLE_STEP,
        "cases": cases,
    }
    (HERE / "steps" / "detection.json").write_text(json.dumps(golden) + "\n", "utf-8")
    print(len(cases), "lists of steps")


if __name__ == "__main__":
    transforms()
    models(models_folder(sys.argv))
