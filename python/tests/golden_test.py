# SPDX-License-Identifier: Apache-2.0
"""The golden files of the C++ tests from Python (tests/golden/README.md)."""

from __future__ import annotations

import json
from typing import Any

import cv2
import numpy as np
import pytest
from conftest import MODELS, ROOT, classifier, ppocr

import fastdeploy as fd


def golden(name: str) -> Any:
    return json.loads((ROOT / "tests" / "golden" / name).read_text("utf-8"))


def read(name: str) -> np.ndarray:
    return cv2.imread(str(MODELS / "images" / name))


def test_classification() -> None:
    expected = golden("classification/pplcnet_x0_25.json")
    model = classifier()
    for name, of_image in expected["images"].items():
        (tensor,) = model.preprocessor.run([read(name)])
        samples = tensor.numpy().ravel()[:: expected["sample_step"]]
        np.testing.assert_allclose(samples, of_image["tensor_samples"], atol=1e-5)
        scores = np.array(of_image["scores"])
        result = model.predict(read(name), topk=len(scores))
        np.testing.assert_allclose(result.scores, scores[result.label_ids], atol=1e-4)


def test_runtime() -> None:
    expected = golden("classification/pplcnet_x0_25.json")
    runtime = fd.Runtime(classifier().runtime_option)
    values = (np.arange(3 * 224 * 224) * 7919 % 2000 / 1000 - 1).astype(np.float32)
    name = runtime.get_input_info(0).name
    (scores,) = runtime.infer({name: values.reshape(1, 3, 224, 224)})
    np.testing.assert_allclose(scores.ravel(), expected["pattern"], atol=1e-4)
    tensor = fd.FDTensor()
    tensor.name = name
    tensor.from_numpy(values.reshape(1, 3, 224, 224), share_buffer=True)
    (again,) = runtime.clone().infer([tensor])
    np.testing.assert_array_equal(again.numpy(), scores)


@pytest.mark.parametrize("name", ["ocr/ppocrv4_page_cls.json", "ocr/ppocrv4_linn_cls.json"])
def test_ocr(name: str) -> None:
    expected = golden(name)
    settings = expected["settings"]
    model = ppocr()
    model.cls_batch_size = settings["cls_batch_num"]
    model.rec_batch_size = settings["rec_batch_num"]
    if not settings["use_angle_cls"]:
        model = fd.vision.ocr.PPOCRv4(det_model=model.detector, rec_model=model.recognizer)
    detector = model.detector
    detector.preprocessor.max_side_len = settings["det_limit_side_len"]
    for ours in ("det_db_thresh", "det_db_box_thresh", "det_db_unclip_ratio", "det_db_score_mode"):
        setattr(detector.postprocessor, ours, settings[ours])
    detector.postprocessor.use_dilation = int(settings["use_dilation"])
    result = model.predict(read(expected["image"]))
    assert result.text == [line["text"] for line in expected["lines"]]
    boxes = result.numpy()["boxes"].reshape(-1, 4, 2)
    np.testing.assert_array_equal(boxes, [line["box"] for line in expected["lines"]])
    scores = [line["score"] for line in expected["lines"]]
    np.testing.assert_allclose(result.rec_scores, scores, atol=1e-4)


@pytest.mark.parametrize(
    "name", ["picodet_s_320_raw", "ppyoloe_plus_s_nms", "mask_rcnn_r18", "solov2_lcnet"]
)
def test_detection(name: str) -> None:
    expected = golden(f"detection/{name}.json")
    model = fd.vision.detection.PaddleDetectionModel(MODELS / name)
    for image, of_image in expected["images"].items():
        result = model.predict(cv2.imread(str(MODELS / image)))
        arrays = result.numpy()
        ours = np.column_stack([arrays["label_ids"], result.scores, arrays["boxes"]])
        assert len(ours) == len(of_image["rows"])
        # Rows whose scores differ by rounding alone may come in any order.
        for row in of_image["rows"]:
            apart = np.abs(ours - row) * [1000, 1, 1, 1, 1, 1]
            nearest = apart.max(axis=1).argmin()
            assert apart[nearest].max() < 0.2
            assert apart[nearest, 1] < 1e-3
            ours = np.delete(ours, nearest, axis=0)
        assert result.contain_masks == (name in ("mask_rcnn_r18", "solov2_lcnet"))
