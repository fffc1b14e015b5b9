# SPDX-License-Identifier: Apache-2.0
"""Results: fields, text, arrays, pickles."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from conftest import made_picture

import fastdeploy as fd
from fastdeploy.vision import ClassifyResult, DetectionResult, Mask, OCRResult


def ocr_result() -> OCRResult:
    return OCRResult(
        boxes=[[42, 413, 483, 391, 484, 428, 43, 450]],
        text=["上海 ABC"],
        rec_scores=[0.5],
        cls_labels=[0],
        cls_scores=[1.0],
    )


def test_fields_and_text_equal_1x() -> None:
    result = ClassifyResult(label_ids=[153], scores=[0.6862])
    assert result.label_ids == [153] and result.scores == [pytest.approx(0.6862)]
    assert str(result) == "ClassifyResult(\nlabel_ids: 153, \nscores: 0.686200, \n)"
    assert str(ocr_result()) == (
        "det boxes: [[42,413],[483,391],[484,428],[43,450]]rec text: 上海 ABC "
        "rec score:0.500000 cls label: 0 cls score: 1.000000\n"
    )
    assert str(OCRResult()) == "No Results!"


def test_equality_compares_fields() -> None:
    result = ocr_result()
    assert result == ocr_result() and result != OCRResult() and result != "text"
    result.text = ["other"]
    assert result != ocr_result()


def test_arrays_are_views_that_keep_the_result_alive() -> None:
    result = ClassifyResult(label_ids=[3, 1], scores=[0.5, 0.25], feature=[1, 2, 3])
    arrays = result.numpy()
    again = result.numpy()
    assert arrays["scores"].ctypes.data == again["scores"].ctypes.data, "nothing is copied"
    assert arrays["label_ids"].dtype == np.int32 and arrays["feature"].dtype == np.float32
    assert not arrays["scores"].flags.writeable
    result.scores = [9.0]
    del result
    np.testing.assert_array_equal(arrays["scores"], np.float32([0.5, 0.25]))
    boxes = ocr_result().numpy()["boxes"]
    np.testing.assert_array_equal(boxes, [[42, 413, 483, 391, 484, 428, 43, 450]])
    assert OCRResult().numpy()["boxes"].shape == (0, 8)


def test_pickle_dict_and_json() -> None:
    for result in (ocr_result(), ClassifyResult(label_ids=[1], scores=[0.25])):
        assert pickle.loads(pickle.dumps(result)) == result
        assert copy.deepcopy(result) == result
        assert json.loads(result.to_json()) == result.to_dict()
        assert type(result)(**result.to_dict()) == result
        listed = json.loads(fd.vision.fd_result_to_json([result, result]))
        assert listed == [result.to_dict()] * 2
    assert fd.vision.utils.json_to_ocr(ocr_result().to_dict()) == ocr_result()
    assert fd.vision.utils.json_to_classify({"label_ids": [4]}).label_ids == [4]


def test_wrong_fields_are_refused() -> None:
    with pytest.raises(TypeError, match="no field 'labels'"):
        ClassifyResult(labels=[1])
    with pytest.raises(TypeError):
        ClassifyResult().scores = "high"  # type: ignore[assignment]


def test_text_and_files(tmp_path: Path) -> None:
    result = ocr_result()
    result.text = ["上海 ABC", "second"]
    assert result.to_text() == "上海 ABC\nsecond" and OCRResult().to_text() == ""
    result.save(tmp_path / "page.txt")
    assert (tmp_path / "page.txt").read_text("utf-8") == "上海 ABC\nsecond\n"
    result.save(tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text("utf-8") == result.to_markdown() + "\n"
    assert result.to_markdown() == "上海 ABC\nsecond"
    for one in (result, detection_result()):
        one.save(str(tmp_path / "page.json"))
        assert json.loads((tmp_path / "page.json").read_text("utf-8")) == one.to_dict()
        assert json.loads(json.dumps(one.to_dict())) == one.to_dict()
    with pytest.raises(
        ValueError, match=r"one of \.json, \.txt, \.md, \.png, \.jpg; found '.*\.doc'"
    ):
        result.save(tmp_path / "page.doc")
    with pytest.raises(ValueError, match=r"one of \.json, \.png, \.jpg; found '.*page\.txt'"):
        detection_result().save(tmp_path / "page.txt")
    with pytest.raises(fd.Error, match=r"none/page\.json"):
        result.save(tmp_path / "none" / "page.json")


def test_pictures(tmp_path: Path) -> None:
    result = detection_result()
    image = made_picture(80, 100)
    drawn = fd.vision.vis_detection(image, result)
    assert not np.array_equal(drawn, image)
    result.save(tmp_path / "page.png", image)
    np.testing.assert_array_equal(fd.read_pages(tmp_path / "page.png")[0], drawn)
    result.save(tmp_path / "page.jpg", tmp_path / "page.png")  # any image that predict takes
    assert (tmp_path / "page.jpg").read_bytes().startswith(b"\xff\xd8")
    with pytest.raises(ValueError, match=r"image: expected the image of this result, .*x\.png"):
        result.save(tmp_path / "x.png")


@pytest.mark.parametrize("name", [name for name in dir(fd.vision) if name.endswith("Result")])
def test_every_result_can_be_drawn(name: str, tmp_path: Path) -> None:
    maps = {"label_map": [1] * 35, "shape": [5, 7]} if name == "SegmentationResult" else {}
    if name == "MattingResult":
        maps = {"alpha": [0.5] * 35, "shape": [5, 7]}
    getattr(fd.vision, name)(**maps).save(tmp_path / "drawn.png", made_picture(5, 7))
    assert fd.read_pages(tmp_path / "drawn.png")[0].shape == (5, 7, 3)


def detection_result() -> DetectionResult:
    return DetectionResult(
        boxes=[[1, 2, 3, 4], [5, 6, 7, 8]],
        scores=[0.5, 0.25],
        label_ids=[3, 0],
        masks=[Mask(data=[1, 0, 1, 1], shape=[2, 2]), Mask(data=[1], shape=[1, 1])],
        contain_masks=True,
    )


def test_nested_results() -> None:
    result = detection_result()
    assert str(result).splitlines()[:2] == [
        "DetectionResult: [xmin, ymin, xmax, ymax, score, label_id, mask_shape]",
        "1.000000,2.000000, 3.000000, 4.000000, 0.500000, 3, Mask(2,2)",
    ]
    assert pickle.loads(pickle.dumps(result)) == result
    assert json.loads(result.to_json()) == result.to_dict()
    assert fd.vision.utils.json_to_detection(json.loads(result.to_json())) == result
    assert result.numpy()["boxes"].shape == (2, 4)
    assert result.masks[0].numpy()["data"].dtype == np.uint8
    result.masks = result.masks[:1]
    assert result != detection_result()
    with pytest.raises(TypeError):
        DetectionResult(masks=[3])


def test_detections_are_drawn() -> None:
    picture = np.full((40, 50, 3), 200, np.uint8)
    drawn = fd.vision.vis_detection(picture, detection_result(), labels=["a"], score_threshold=0.3)
    assert drawn.shape == picture.shape and (drawn != picture).any() and (picture == 200).all()
    nothing = fd.vision.vis_detection(picture, detection_result(), score_threshold=0.9)
    np.testing.assert_array_equal(nothing, picture)
