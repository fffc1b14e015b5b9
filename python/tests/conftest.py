# SPDX-License-Identifier: Apache-2.0
"""Models and images that tests share, and the table of models."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import fastdeploy as fd

# Nothing that ran before matters, unless ./dev test names a folder. Tests of the cache name theirs.
os.environ.setdefault("FASTDEPLOY_COMPILED_CACHE", "off")

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(
    os.environ.get("FASTDEPLOY_MODELS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "models"
)


def made_picture(height: int, width: int) -> np.ndarray:
    """The generated image of the C++ tests."""
    y, x, c = np.ogrid[:height, :width, :3]
    return ((3 * x + 5 * y + 40 * c + 9 * (x * y % 17)) % 256).astype(np.uint8)


def mixed_pictures(count: int) -> list[np.ndarray]:
    return [made_picture(40 + i * 37 % 200, 50 + i * 53 % 240) for i in range(count)]


def strips(count: int) -> list[np.ndarray]:
    """Strips of mixed sizes cut from the page: images with text."""
    page = cv2.imread(str(MODELS / "images" / "page.png"))
    pictures = []
    for i in range(count):
        width = 100 + i * 61 % (page.shape[1] - 100)
        height = 30 + i * 23 % 60
        left = i * 7 % (page.shape[1] - width + 1)
        top = i * 11 % (page.shape[0] - height)
        pictures.append(page[top : top + height, left : left + width])
    return pictures


def classifier(**arguments: Any) -> fd.vision.classification.PaddleClasModel:
    folder = MODELS / "pplcnet_x0_25"
    return fd.vision.classification.PaddleClasModel(
        folder / "inference.pdmodel",
        folder / "inference.pdiparams",
        folder / "inference_cls.yaml",
        **arguments,
    )


def recognizer_of_things() -> fd.vision.classification.PPShiTuV2Recognizer:
    folder = MODELS / "pplcnet_x0_25"
    with tempfile.TemporaryDirectory() as temporary:
        config = Path(temporary) / "inference_cls.yaml"
        yaml = (folder / "inference_cls.yaml").read_text()
        config.write_text(yaml.replace("PreProcess", "RecPreProcess", 1))
        return fd.vision.classification.PPShiTuV2Recognizer(
            folder / "inference.pdmodel", folder / "inference.pdiparams", config
        )


def segmenter() -> fd.vision.segmentation.PaddleSegModel:
    return fd.vision.segmentation.PaddleSegModel(MODELS / "pphumanseg_lite_softmax")


def finder_of_objects() -> fd.vision.detection.PicoDet:
    return fd.vision.detection.PicoDet(MODELS / "picodet_s_320_nonms")


def finder_of_masks() -> fd.vision.detection.MaskRCNN:
    return fd.vision.detection.MaskRCNN(MODELS / "mask_rcnn_r18")


def matting() -> fd.vision.matting.PPMatting:
    return fd.vision.matting.PPMatting(MODELS / "pphumanseg_lite_matting")


def finder_of_points() -> fd.vision.keypointdetection.PPTinyPose:
    return fd.vision.keypointdetection.PPTinyPose(MODELS / "tinypose_128x96")


def detector() -> fd.vision.ocr.DBDetector:
    return fd.vision.ocr.DBDetector(str(MODELS / "ppocrv4/det/inference.pdmodel"))


def angle() -> fd.vision.ocr.Classifier:
    return fd.vision.ocr.Classifier(str(MODELS / "ppocrv4/cls/inference.pdmodel"))


def recognizer() -> fd.vision.ocr.Recognizer:
    return fd.vision.ocr.Recognizer(
        str(MODELS / "ppocrv4/rec/inference.pdmodel"),
        label_path=str(MODELS / "ppocrv4/rec/ppocr_keys_v1.txt"),
    )


def ppocr() -> fd.vision.ocr.PPOCRv4:
    return fd.vision.ocr.PPOCRv4(det_model=detector(), cls_model=angle(), rec_model=recognizer())


def table_model() -> fd.vision.ocr.StructureV2Table:
    return fd.vision.ocr.StructureV2Table(MODELS / "slanet_plus")


def parts_of_a_table(count: int) -> list[np.ndarray]:
    picture = cv2.imread(str(MODELS / "tables" / "ruled.png"))
    return [np.ascontiguousarray(picture[: 116 + 12 * (i % 12)]) for i in range(count)]


@dataclass
class Row:
    """A model: how it is loaded, its images, and a setting whose change shows in the results."""

    name: str
    load: Callable[[], Any]
    pictures: Callable[[int], list[np.ndarray]]
    change: Callable[[Any], None] | None = None


def _change_normalize(model: Any) -> None:
    model.preprocessor.set_normalize([0, 0, 0], [1, 1, 1], True)


def _change_nms(model: Any) -> None:
    option = fd.vision.detection.NMSOption()
    option.score_threshold = 0.01
    option.keep_top_k = 5
    model.postprocessor.set_nms_option(option)


ROWS = [
    Row("PaddleClas", classifier, mixed_pictures, lambda m: setattr(m.postprocessor, "topk", 3)),
    Row(
        "ShiTu",
        recognizer_of_things,
        mixed_pictures,
        lambda m: setattr(m.postprocessor, "feature_norm", False),
    ),
    Row(
        "Segmentation",
        segmenter,
        lambda count: mixed_pictures(count // 3),
        lambda m: setattr(m.postprocessor, "store_score_map", True),
    ),
    Row("Matting", matting, lambda count: mixed_pictures(count // 3)),
    Row("Objects", finder_of_objects, mixed_pictures, _change_nms),
    Row("Masks", finder_of_masks, lambda count: mixed_pictures(count // 4)),
    Row("Points", finder_of_points, mixed_pictures, lambda m: setattr(m, "use_dark", False)),
    Row(
        "Detector",
        detector,
        strips,
        lambda m: setattr(m.postprocessor, "det_db_thresh", 0.99999),
    ),
    Row("Angle", angle, strips, _change_normalize),
    Row("Reading", recognizer, strips, _change_normalize),
    Row(
        "Ocr",
        ppocr,
        strips,
        lambda m: setattr(m.detector.postprocessor, "det_db_thresh", 0.99999),
    ),
    Row(
        "Table",
        table_model,
        lambda count: parts_of_a_table(count // 4),
        lambda m: setattr(m.postprocessor, "box_shape", "ori"),
    ),
]


def ort_option() -> fd.RuntimeOption:
    option = fd.RuntimeOption()
    option.use_ort_backend()
    return option


if fd.is_built_with_ort():
    ROWS.append(
        Row(
            "OnnxRuntime",
            lambda: classifier(runtime_option=ort_option()),
            mixed_pictures,
            ROWS[0].change,
        )
    )


@pytest.fixture(scope="module", params=ROWS, ids=lambda row: row.name)
def row(request: pytest.FixtureRequest) -> Row:
    return request.param


@pytest.fixture
def cat() -> np.ndarray:
    return cv2.imread(str(MODELS / "images" / "chelsea.png"))


@pytest.fixture
def page() -> np.ndarray:
    return cv2.imread(str(MODELS / "images" / "page.png"))
