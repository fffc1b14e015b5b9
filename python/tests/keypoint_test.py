# SPDX-License-Identifier: Apache-2.0
"""Key points and their pipeline; the rows of conftest.py test their clones."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import MODELS, made_picture

import fastdeploy as fd
from fastdeploy.vision import KeyPointDetectionResult

GOLDEN = Path(__file__).resolve().parents[2] / "tests/golden/keypoint/tinypose_128x96.json"


def load() -> fd.vision.keypointdetection.PPTinyPose:
    folder = MODELS / "tinypose_128x96"
    return fd.vision.keypointdetection.PPTinyPose(
        folder / "model.pdmodel", folder / "model.pdiparams", folder / "infer_cfg.yml"
    )


def load_detector() -> fd.vision.detection.PicoDet:
    return fd.vision.detection.PicoDet(MODELS / "picodet_s_320_raw")


@pytest.mark.parametrize("use_dark", [True, False])
def test_points_equal_the_reference(use_dark: bool) -> None:
    model = load()
    assert model.use_dark
    model.use_dark = use_dark
    assert model.postprocessor.use_dark == use_dark
    plain = "" if use_dark else "_plain"
    for image, expected in json.loads(GOLDEN.read_text())["images"].items():
        picture = cv2.imread(str(MODELS / image))
        rows = np.array(expected["persons"]).reshape(-1, 6)
        persons = fd.vision.DetectionResult(
            label_ids=rows[:, 0].astype(int).tolist(),
            scores=rows[:, 1].tolist(),
            boxes=rows[:, 2:].tolist(),
        )
        for result, points in (
            (model.predict(picture), expected["whole" + plain]),
            (model.predict(picture, persons), expected["points" + plain]),
        ):
            points = np.array(points).reshape(-1, 3)
            arrays = result.numpy()
            np.testing.assert_allclose(arrays["keypoints"], points[:, :2], atol=1e-3)
            np.testing.assert_allclose(arrays["scores"], points[:, 2], atol=1e-5)
            assert result.num_joints == (17 if len(points) else -1)


def test_result_has_the_fields_and_text_of_1x() -> None:
    result = KeyPointDetectionResult(keypoints=[[1.5, 2]], scores=[0.5], num_joints=1)
    assert result.keypoints == [[1.5, 2]] and result.scores == [0.5]
    text = "KeyPointDetectionResult: [x, y, conf]\n1.500000,2.000000, 0.500000\nnum_joints:1\n"
    assert str(result) == text
    assert pickle.loads(pickle.dumps(result)) == result
    fields = json.loads(fd.vision.fd_result_to_json(result))
    assert fd.vision.utils.json_to_keypointdetection(fields) == result


def test_drawing_leaves_the_image_alone() -> None:
    picture = made_picture(100, 80)
    before = picture.copy()
    result = load().predict(picture)
    drawn = fd.vision.vis_keypoint_detection(picture, result, conf_threshold=0.2)
    assert (picture == before).all() and (drawn != picture).any()
    assert (fd.vision.vis_keypoint_detection(picture, result, 2) == picture).all()


def test_pipeline_is_the_detector_and_the_model(tmp_path: Path) -> None:
    picture = cv2.imread(str(MODELS / "images/coffee.png"))
    detector, model = load_detector(), load()
    pipeline = fd.pipeline.PPTinyPose(det_model=detector, pptinypose_model=model)
    assert pipeline.initialized and pipeline.detection_model_score_threshold == 0
    expected = model.predict(picture, detector.predict(picture))
    assert len(expected.keypoints) > 17
    assert pipeline.predict(picture) == expected
    assert pipeline.batch_predict([picture, picture]) == [expected, expected]
    pipeline.detection_model_score_threshold = 2
    assert pipeline.predict(picture).keypoints == []
    assert pickle.loads(pickle.dumps(pipeline)).predict(picture).keypoints == []
    pipeline.detection_model_score_threshold = 0
    pipeline.pptinypose_model.use_dark = False
    assert pipeline.predict(picture) != expected and model.use_dark
    assert pipeline.clone().predict(picture) == pipeline.predict(picture)

    (tmp_path / "det").symlink_to(MODELS / "picodet_s_320_raw")
    (tmp_path / "keypoint").symlink_to(MODELS / "tinypose_128x96")
    loaded = fd.load(tmp_path)
    assert isinstance(loaded, fd.pipeline.PPTinyPose) and loaded.predict(picture) == expected


def test_models_that_are_missing() -> None:
    with pytest.raises(ValueError, match="det_model"):
        fd.pipeline.PPTinyPose(None, load())
    with pytest.raises(ValueError, match="pptinypose_model"):
        fd.pipeline.PPTinyPose(load_detector(), None)
    with pytest.raises(ValueError, match="1 boxes and 0 labels"):
        load().predict(made_picture(60, 60), fd.vision.DetectionResult(boxes=[[0, 0, 9, 9]]))
    assert type(fd.load(MODELS / "tinypose_128x96")) is fd.vision.keypointdetection.PPTinyPose
