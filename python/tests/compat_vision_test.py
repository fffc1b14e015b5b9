# SPDX-License-Identifier: Apache-2.0
"""1.x's idioms of results, drawings and steps of preprocessing; names that are refused."""

from __future__ import annotations

import importlib
import json
import pickle
from typing import Any

import numpy as np
import pytest
from conftest import made_picture
from fastdeploy._refused import REFUSED

import fastdeploy as fd

PICTURE = made_picture(60, 80)


def results() -> list[Any]:
    vision = fd.C.vision
    classes = vision.ClassifyResult()
    classes.label_ids, classes.scores, classes.feature = [3], [0.5], [1.0]
    objects = vision.DetectionResult()
    objects.boxes, objects.scores = np.array([[5, 6, 40, 50.5]]), np.array([0.5], np.float32)
    objects.label_ids, objects.masks = np.array([1]), []
    objects.rotated_boxes, objects.contain_masks = [], False
    pixels = vision.SegmentationResult()
    pixels.label_map = (np.arange(60 * 80) % 3).astype(np.uint8).tolist()
    pixels.shape, pixels.score_map, pixels.contain_score_map = [60, 80], [], False
    alpha = vision.MattingResult()
    alpha.alpha, alpha.shape = np.full(60 * 80, 0.75, np.float32), [60, 80]
    lines = vision.OCRResult()
    lines.boxes, lines.text = [[2, 3, 50, 3, 50, 20, 2, 20]], ["a"]
    lines.rec_scores, lines.cls_scores, lines.cls_labels = [0.5], [1.0], [0]
    return [classes, objects, pixels, alpha, lines]


def test_results_are_made_printed_and_pickled() -> None:
    for result in results():
        assert pickle.loads(pickle.dumps(result)) == result
        assert str(result) == repr(result) and len(str(result)) > 20
    assert results()[1].boxes == [[5.0, 6.0, 40.0, 50.5]]


def test_results_as_json_and_back() -> None:
    utils = fd.vision.utils
    back = [
        utils.json_to_classify,
        utils.json_to_detection,
        utils.json_to_segmentation,
        utils.json_to_matting,
        utils.json_to_ocr,
    ]
    for result, parse in zip(results(), back, strict=True):
        assert parse(json.loads(fd.vision.fd_result_to_json(result))) == result
    masks = [utils.mask_to_json(fd.vision.Mask(data=[1, 0], shape=[1, 2]))]  # text, as in 1.x
    assert utils.json_to_detection({"masks": masks}).masks[0].data == [1, 0]
    assert utils.json_to_mask(json.loads(masks[0])).shape == [1, 2]


def test_drawings_with_1x_arguments() -> None:
    _, objects, pixels, alpha, lines = results()
    vis, back = fd.vision.visualize, np.zeros_like(PICTURE)
    drawings = [
        vis.vis_detection(PICTURE, objects, ["a", "b"], 0.3, 2, 0.4, [0, 255, 0], 2),
        fd.vision.vis_detection(
            im_data=PICTURE, det_result=objects, labels=[], score_threshold=0.1, line_size=1
        ),
        vis.vis_segmentation(im_data=PICTURE, seg_result=pixels, weight=0.5),
        vis.vis_matting(PICTURE, alpha, remove_small_connected_area=True),
        vis.vis_matting_alpha(PICTURE, alpha, True),
        vis.vis_ppocr(im_data=PICTURE, det_result=lines),
        vis.swap_background(PICTURE, back, alpha, remove_small_connected_area=False),
        vis.swap_background_matting(PICTURE, back, alpha),
        fd.vision.swap_background(PICTURE, back, pixels, background_label=1),
        fd.vision.swap_background_segmentation(PICTURE, back, 1, pixels),
    ]
    for drawn in drawings:
        assert drawn.shape == PICTURE.shape and (drawn != PICTURE).any()
    np.testing.assert_array_equal(drawings[3], drawings[4])
    np.testing.assert_array_equal(drawings[-1], drawings[-2])
    grey = fd.vision.vis_ppocr(PICTURE[..., 0], lines)
    assert grey.shape == PICTURE.shape, "drawn in colour"
    with pytest.raises(TypeError):
        vis.swap_background(PICTURE, back, objects)


def mat_of(image: np.ndarray) -> Any:
    mat = fd.C.vision.FDMat()
    mat.from_numpy(image)
    return mat


class Own(fd.vision.common.manager.PyProcessorManager):
    """A program's preprocessor."""

    def __init__(self) -> None:
        super().__init__()
        steps = fd.C.vision.processors
        self.resize = steps.ResizeByShort(30, 1, True, [500, 500])
        self.crop = steps.CenterCrop(20, 20)
        self.pad = steps.Pad(1, 2, 3, 4, [225, 225, 225])
        self.normalize = steps.NormalizeAndPermute([0.5] * 3, [0.25] * 3, True, [], [], False)

    def apply(self, image_batch: Any) -> list[Any]:
        for step in (self.resize, self.crop, self.pad, self.normalize):
            step(image_batch)
        return [image_batch.mats[i] for i in range(len(image_batch.mats))]


def test_preprocessor_of_a_program(capfd: pytest.CaptureFixture[str]) -> None:
    own = Own()
    with pytest.warns(UserWarning, match="on the CPU"):
        own.use_cuda(True, -1)
    outputs = own([mat_of(PICTURE), mat_of(PICTURE[:, ::-1])])
    outputs[0].print_info("first: ")
    assert capfd.readouterr().out.startswith("first: ")
    arrays = [output.numpy() for output in outputs]
    assert [array.shape for array in arrays] == [(3, 23, 27)] * 2
    assert arrays[0].dtype == np.float32
    assert arrays[0][0, 0, 0] == pytest.approx((225 / 255 - 0.5) / 0.25, abs=1e-4)
    assert not np.array_equal(arrays[0], arrays[1])


def test_steps() -> None:
    steps = fd.vision.common.processors
    mat = mat_of(PICTURE)
    np.testing.assert_array_equal(mat.numpy(), PICTURE)
    steps.Resize(40, 30)(mat)
    assert (mat.width(), mat.height(), mat.channels()) == (40, 30, 3)
    steps.PadToSize(width=50, height=60, value=[0, 0, 0])(mat)
    steps.StridePad(stride=32, value=[1, 2, 3])(mat)
    assert mat.numpy().shape == (64, 64, 3) and mat.numpy()[-1, -1].tolist() == [1, 2, 3]
    steps.Normalize([0, 0, 0], [1, 1, 1], is_scale=False)(mat)
    steps.Cast("double")(mat)
    assert mat.numpy().dtype == np.float64
    steps.HWC2CHW()(mat)
    assert mat.numpy().shape == (3, 64, 64)
    with pytest.raises(ValueError, match="CenterCrop cannot process"):
        steps.CenterCrop(500, 500)(mat_of(PICTURE))
    with pytest.raises(ValueError, match="expected an array"):
        mat_of(np.zeros((2, 2, 7), np.uint8))
    with pytest.raises(TypeError, match="FDMat"):
        fd.C.vision.FDMatBatch().from_mats([PICTURE])


def test_boxes_are_sorted() -> None:
    boxes = [[50, 12, 60, 12, 60, 30, 50, 30], [0, 10, 9, 10, 9, 30, 0, 30], [9, 0] * 4]
    assert fd.vision.ocr.sort_boxes(boxes) == [boxes[2], boxes[1], boxes[0]]


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module in REFUSED for name in REFUSED[module]]
)
def test_refused_names_say_why(module: str, name: str) -> None:
    with pytest.raises(AttributeError, match=r"which 1\.x had") as raised:
        getattr(importlib.import_module(module), name)
    assert REFUSED[module][name] in str(raised.value)


@pytest.mark.parametrize("module", ["text", "serving", "encryption", "vision.evaluation"])
def test_refused_modules_say_why(module: str) -> None:
    with pytest.raises(ImportError, match=f"fastdeploy.{module} of FastDeploy 1.x is not here"):
        importlib.import_module(f"fastdeploy.{module}")


def test_names_that_never_were() -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'nothing'$"):
        _ = fd.nothing
    assert not hasattr(fd.vision, "nothing")
