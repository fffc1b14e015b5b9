#!/usr/bin/env python3
"""Writes matting/trimaps.json: matting of images with trimaps, as PaddleSeg does it.

    python tests/golden/make_trimaps.py

The network is a small one made here, which has the inputs of the Matting folder's exports for DIM
(tools/export.py --trimap): img, and trimap with values of 0 to 255. It is exported and run by
Paddle. Its files are in the golden file, in base64.
"""

from __future__ import annotations

import base64
import importlib.metadata
import json
import tempfile
from pathlib import Path

import cv2
import numpy as np

import paddle  # isort: skip
from reference_matting import Matting, restore_alpha
from shared import HERE, numbers, picture

PACKAGES = ("paddleseg", "paddlepaddle", "opencv-python-headless")
SIZES = ((60, 80), (131, 97))  # height, width
LISTS = (
    [{"type": "LoadImages"}, {"type": "LimitLong", "max_long": 3840}, {"type": "Normalize"}],
    [
        {"type": "LoadImages"},
        {"type": "LimitShort", "max_short": 50},
        {"type": "ResizeToIntMult", "mult_int": 16},
        {"type": "Normalize"},
    ],
    [
        {"type": "LoadImages"},
        {"type": "ResizeByLong", "long_size": 96},
        {"type": "Padding", "target_size": [112, 96]},
        {"type": "Normalize"},
    ],
    [{"type": "LoadImages"}, {"type": "Resize", "target_size": [64, 48]}, {"type": "Normalize"}],
)
STEP = 101
NOISE = ("op_callstack", "op_namescope", "op_device")  # the first contains paths of this machine


class Net(paddle.nn.Layer):
    """Alpha from the image and the trimap around each pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = paddle.nn.Conv2D(4, 1, 3, padding=1)
        random = np.random.default_rng(0)
        self.layer.weight.set_value(random.normal(0, 0.4, (1, 4, 3, 3)).astype("float32"))

    def forward(self, inputs):
        joined = paddle.concat([inputs["img"], inputs["trimap"] / 255], axis=1)
        return paddle.nn.functional.sigmoid(self.layer(joined))


def trimap(height: int, width: int) -> np.ndarray:
    """Foreground in the middle and unknown pixels (128) around it, as C++ makes them, too."""
    y, x = np.mgrid[0:height, 0:width]
    away = np.maximum(abs(2 * x - width) * 100 // width, abs(2 * y - height) * 100 // height)
    return np.where(away < 40, 255, np.where(away < 70, 128, 0)).astype("uint8")


def stripped(path: Path) -> bytes:
    """A program without what its operators say of this machine."""
    paddle.enable_static()
    program = paddle.static.deserialize_program(path.read_bytes())
    for block in program.blocks:
        for op in block.ops:
            for attribute in NOISE:
                if op.has_attr(attribute):
                    op._remove_attr(attribute)
    return program.desc.serialize_to_string()


def main() -> None:
    net = Net()
    net.eval()
    shape = [None, 3, None, None]
    inputs = {
        "img": paddle.static.InputSpec(shape, name="img"),
        "trimap": paddle.static.InputSpec([None, 1, None, None], name="trimap"),
    }
    cases = []
    for transforms in LISTS:
        for size in SIZES:
            prepare = Matting(transforms)
            tensor = np.ascontiguousarray(prepare(picture(*size), trimap(*size))[None])
            beside = prepare.trimap[None, None].astype("float32")
            with paddle.no_grad():
                arguments = {"img": paddle.to_tensor(tensor), "trimap": paddle.to_tensor(beside)}
                alpha = net(arguments).numpy()[0, 0]
            alpha = restore_alpha(alpha, prepare.notes, prepare.trimap)
            cases.append(
                {
                    "input": list(size),
                    "transforms": transforms,
                    "shape": list(alpha.shape),
                    "samples": numbers(alpha.ravel()[::STEP]),
                }
            )
    with tempfile.TemporaryDirectory() as folder:
        static = paddle.jit.to_static(net, input_spec=[inputs], full_graph=True)
        path = Path(folder) / "model"
        paddle.jit.save(static, str(path))
        golden = {
            "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
            "model": base64.b64encode(stripped(path.with_suffix(".pdmodel"))).decode(),
            "params": base64.b64encode(path.with_suffix(".pdiparams").read_bytes()).decode(),
            "step": STEP,
            "cases": cases,
        }
    file = HERE / "matting" / "trimaps.json"
    file.write_text(json.dumps(golden) + "\n", "utf-8")
    print(file.name, len(cases), "cases", file.stat().st_size, "bytes", cv2.__version__)


if __name__ == "__main__":
    main()
