#!/usr/bin/env python3
"""Writes paddlex/exports.json: what PaddleX 1 and 2 do to pictures before the network.

    pip download --no-deps paddlex==1.3.11; unzip -d FIRST paddlex-1.3.11-py3-none-any.whl
    pip download --no-deps paddlex==2.1.0; unzip -d SECOND paddlex-2.1.0-py3-none-any.whl
    python tests/golden/make_paddlex_exports.py FIRST SECOND

Only the files of their transforms are imported: the packages want versions of Paddle and of others
that cannot be installed together. What the transforms do not use is replaced by mocks.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import sys
import types
from unittest import mock

import cv2
import numpy as np
from shared import HERE, numbers, picture

VERSIONS = {1: "1.3.11", 2: "2.1.0"}
SIZES = ((37, 53), (300, 200), (120, 213))  # height, width
STEP = 2003
RGB = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
HALF = {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}
CASES = (
    # version, task, Model, more of the file, Transforms
    (
        2,
        "classifier",
        "ResNet50",
        {},
        [{"ResizeByShort": {}}, {"CenterCrop": {}}, {"Normalize": {}}],
    ),
    (
        2,
        "classifier",
        "AlexNet",
        {},
        [
            {"ResizeByShort": {"short_size": 48, "max_size": -1, "interp": "CUBIC"}},
            {"CenterCrop": {"crop_size": 31}},
            {"Normalize": {**HALF, "min_val": [0, 10, 20], "max_val": [255, 265, 275]}},
            {"Resize": {"target_size": [40, 36], "interp": "LINEAR", "keep_ratio": False}},
        ],
    ),
    (
        2,
        "classifier",
        "MobileNetV2",
        {},
        [
            {"Resize": {"target_size": 64, "interp": "AREA"}},
            {
                "Normalize": {
                    **RGB,
                    "min_val": [0, 0, 0],
                    "max_val": [100, 200, 255],
                    "is_scale": False,
                }
            },
        ],
    ),
    *(
        (2, "segmenter", "UNet", {}, [*steps, {"Normalize": HALF}])
        for steps in (
            [{"Resize": {"target_size": [48, 72], "interp": "NEAREST"}}],
            [
                {"Resize": {"target_size": [64, 96], "keep_ratio": True}},
                {"Padding": {"target_size": [64, 96]}},
            ],
            [{"ResizeByLong": {"long_size": 77, "interp": "LANCZOS4"}}],
            [
                {"ResizeByShort": {"short_size": 48, "max_size": 60}},
                {"Padding": {"size_divisor": 16}},
            ],
            [{"ResizeByShort": {"short_size": 80, "max_size": 60}}],
        )
    ),
    (
        2,
        "segmenter",
        "DeepLabV3P",
        {},
        [
            {"Normalize": HALF},
            {"Padding": {"target_size": [320, 304], "im_padding_value": [1, 0.5, -1]}},
        ],
    ),
    (
        2,
        "detector",
        "PPYOLOv2",
        {},
        [{"Resize": {"target_size": [96, 128], "interp": "CUBIC"}}, {"Normalize": {}}],
    ),
    (2, "detector", "PicoDet", {}, [{"Resize": {"target_size": [70, 90]}}, {"Normalize": {}}]),
    (
        2,
        "detector",
        "FasterRCNN",
        {"_init_params": {"with_fpn": True}},
        [
            {"ResizeByShort": {"short_size": 80, "max_size": 133, "interp": "LINEAR"}},
            {"Normalize": {}},
            {"Padding": {"im_padding_value": [0.0, 0.0, 0.0], "pad_mode": 0, "target_size": None}},
        ],
    ),
    (
        2,
        "detector",
        "FasterRCNN",
        {"_init_params": {"with_fpn": False}},
        [
            {"Normalize": {}},
            {"Resize": {"target_size": [96, 160], "keep_ratio": True, "interp": "CUBIC"}},
        ],
    ),
    (
        1,
        "classifier",
        "ResNet50",
        {},
        [{"ResizeByShort": {}}, {"CenterCrop": {}}, {"Normalize": {}}],
    ),
    (
        1,
        "classifier",
        "MobileNetV3_small",
        {"TransformsMode": "BGR"},
        [
            {"ResizeByShort": {"short_size": 64, "max_size": 70}},
            {"Normalize": {**RGB, "max_val": [200.0] * 3}},
        ],
    ),
    *(
        (1, "segmenter", "DeepLabv3p", {"TransformsMode": mode}, [*steps, {"Normalize": {}}])
        for mode, steps in (
            ("RGB", [{"Resize": {"target_size": [48, 72], "interp": "LINEAR"}}]),
            ("BGR", [{"ResizeByLong": {"long_size": 77}}, {"Padding": {"target_size": [80, 70]}}]),
            ("RGB", [{"ResizeByShort": {"short_size": 48, "max_size": 60}}]),
        )
    ),
    (
        1,
        "segmenter",
        "UNet",
        {},
        [
            {"Normalize": RGB},
            {"Padding": {"target_size": [320, 304], "im_padding_value": [1, 0.5, -1]}},
        ],
    ),
    (
        1,
        "detector",
        "YOLOv3",
        {},
        [{"Resize": {"target_size": 96, "interp": "CUBIC"}}, {"Normalize": {}}],
    ),
    (1, "detector", "PPYOLO", {}, [{"Resize": {"target_size": [128, 96]}}, {"Normalize": HALF}]),
    (
        1,
        "detector",
        "YOLOv3",
        {},
        [
            {"Normalize": {}},
            {"ResizeByShort": {"short_size": 80, "max_size": 133}},
            {"Padding": {"coarsest_stride": 32}},
        ],
    ),
)


def load(folder: str, *names: str) -> list[types.ModuleType]:
    """Modules of paddlex/cv/transforms in an unpacked wheel, without the rest of the package."""
    for name in [name for name in sys.modules if name.split(".")[0] == "paddlex"]:
        del sys.modules[name]
    for package in ("paddlex", "paddlex.cv", "paddlex.cv.transforms"):
        sys.modules[package] = types.ModuleType(package)
        sys.modules[package].__path__ = [f"{folder}/{package.replace('.', '/')}"]
    for name in ("paddlex.utils", "paddlex.utils.logging"):
        sys.modules[name] = mock.MagicMock()
    return [importlib.import_module(f"paddlex.cv.transforms.{name}") for name in names]


def build(module: types.ModuleType, transforms: list[dict]) -> list:
    return [getattr(module, name)(**op) for row in transforms for name, op in row.items()]


class First:
    """PaddleX 1."""

    def __init__(self, folder: str) -> None:
        cls, det, seg = load(folder, "cls_transforms", "det_transforms", "seg_transforms")
        self.modules = {"classifier": cls, "detector": det, "segmenter": seg}

    def __call__(
        self, task: str, _model: str, more: dict, transforms: list, image: np.ndarray
    ) -> dict:
        module = self.modules[task]
        compose = module.Compose(build(module, transforms))
        compose.to_rgb = more.get("TransformsMode", "RGB") == "RGB"
        compose.use_mixup = False
        outputs = compose(image)
        notes = {}
        if task == "detector":
            notes["im_size"] = outputs[1]["image_shape"].tolist()
        return {"tensor": module.permute(outputs[0], False), **notes}


class Second:
    """PaddleX 2."""

    def __init__(self, folder: str) -> None:
        self.module, self.batch = load(folder, "operators", "batch_operators")
        sys.modules["paddlex"].transforms = self.batch
        self.package = sys.modules["paddlex"]

    def __call__(
        self, task: str, model: str, more: dict, transforms: list, image: np.ndarray
    ) -> dict:
        sample = self.module.Compose(build(self.module, transforms))({"image": image})
        if task != "detector":
            return {"tensor": sample["image"].transpose(2, 0, 1)}
        pyramid = more.get("_init_params", {}).get("with_fpn", True)
        padded = model == "PicoDet" or ("RCNN" in model and pyramid)
        (sample,) = self.batch._BatchPadding(pad_to_stride=32 if padded else -1)([sample])
        return {
            "tensor": sample["image"].transpose(2, 0, 1),
            "im_shape": sample["im_shape"].tolist(),
            "scale_factor": numbers(sample["scale_factor"]),
        }


def main() -> None:
    for name in (
        "shapely",
        "shapely.ops",
        "shapely.geometry",
        "scipy",
        "six",
        "paddle",
        "paddle.fluid",
    ):
        sys.modules[name] = mock.MagicMock()
    for name in ("paddle.fluid.dataloader", "paddle.fluid.dataloader.collate"):
        sys.modules[name] = mock.MagicMock()
    first, second = First(sys.argv[1]), Second(sys.argv[2])
    cases = []
    for version, task, model, more, transforms in CASES:
        config = {
            "Model": model,
            "Transforms": transforms,
            "_Attributes": {"model_type": task, "num_classes": 2, "labels": ["cat", "dog"]},
            "status": "Infer",
            "version": VERSIONS[version],
            **more,
        }
        for size in SIZES:
            run = first if version == 1 else second
            try:
                result = run(task, model, more, transforms, picture(*size))
            except (AssertionError, ValueError, cv2.error) as error:
                print(version, task, size, "left out:", str(error)[:60])
                continue
            tensor = result.pop("tensor")
            cases.append(
                {
                    "input": list(size),
                    "config": config,
                    "shape": list(tensor.shape),
                    "samples": numbers(tensor.astype("float32").ravel()[::STEP]),
                    **result,
                }
            )
    golden = {
        "reference": {
            "paddlex": sorted(VERSIONS.values()),
            "opencv-python-headless": importlib.metadata.version("opencv-python-headless"),
        },
        "tensor_step": STEP,
        "cases": cases,
    }
    path = HERE / "paddlex" / "exports.json"
    path.write_text(json.dumps(golden) + "\n", "utf-8")
    print(path.name, len(cases), "cases", path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
