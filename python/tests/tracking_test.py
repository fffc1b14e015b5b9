# SPDX-License-Identifier: Apache-2.0
"""Tracking: what a sequence of images is."""

from __future__ import annotations

import json
import pickle

import cv2
import numpy as np
import pytest
from conftest import MODELS

import fastdeploy as fd
from fastdeploy.vision import MOTResult
from fastdeploy.vision.tracking import PPTracking, TrailRecorder


def frames(count: int) -> list[np.ndarray]:
    """The camera moves over a picture."""
    picture = cv2.imread(str(MODELS / "images/coffee.png"))
    return [picture[40 + i : 340 + i, 4 * i : 4 * i + 480].copy() for i in range(count)]


@pytest.fixture(scope="module")
def original() -> PPTracking:
    folder = MODELS / "jde_tiny"
    return PPTracking(
        folder / "model.pdmodel", folder / "model.pdiparams", folder / "infer_cfg.yml"
    )


@pytest.fixture
def model(original: PPTracking) -> PPTracking:
    return original.clone()


def test_a_sequence_goes_on_until_it_is_reset(model: PPTracking) -> None:
    expected = [model.predict(frame) for frame in frames(4)]
    assert len(expected[0].ids) > 1 and set(expected[0].ids) & set(expected[3].ids)
    assert model.predict(frames(1)[0]) != expected[0]
    assert model.clone().batch_predict(frames(4)) == expected
    assert pickle.loads(pickle.dumps(model)).batch_predict(frames(4)) == expected
    model.reset()
    assert model.batch_predict(frames(4)) == expected
    assert fd.load(MODELS / "jde_tiny").batch_predict(frames(4)) == expected


def test_recorder(model: PPTracking) -> None:
    recorder = TrailRecorder()
    model.bind_recorder(recorder)
    (first, second) = model.batch_predict(frames(2))
    left, top, right, bottom = first.boxes[0]
    middle = [left + (right - left) // 2, top + (bottom - top) // 2]
    assert recorder.records[first.ids[0]][0] == middle
    image = frames(2)[1]
    drawn = fd.vision.vis_mot(image, second, records=recorder)
    assert (drawn != fd.vision.vis_mot(image, second)).any()
    assert (fd.vision.vis_mot(image, second, score_threshold=2) == image).all()
    model.unbind_recorder()
    assert recorder.records == {}
    model.bind_recorder(TrailRecorder())  # is kept alive
    model.predict(image)


def test_settings(model: PPTracking) -> None:
    model.postprocessor.score_threshold = 2
    assert model.predict(frames(1)[0]) == MOTResult()
    assert model.clone().postprocessor.score_threshold == 2
    assert model.postprocessor.max_time_lost == 30


def test_a_pool_of_several_threads_is_refused(model: PPTracking) -> None:
    with pytest.raises(ValueError, match="depend on the images before"):
        fd.Pool(model, workers=2)
    with fd.Pool(model, workers=1) as pool:
        assert list(pool.map(frames(3))) == model.batch_predict(frames(3))


def test_result_has_the_fields_and_text_of_1x() -> None:
    result = MOTResult(boxes=[[1, 2, 30, 40]], ids=[7], scores=[0.5], class_ids=[0])
    text = "MOTResult:\nall boxes counts: 1\n[xmin\tymin\txmax\tymax\tid\tscore]\n"
    assert str(result) == text + "[1\t2\t30\t40\t7\t0.500000]\n"
    assert pickle.loads(pickle.dumps(result)) == result
    fields = json.loads(fd.vision.fd_result_to_json(result))
    assert fd.vision.utils.json_to_mot(fields) == result
