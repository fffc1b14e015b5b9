# SPDX-License-Identifier: Apache-2.0
"""Which arrays are accepted as images, and the errors for others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from conftest import classifier, made_picture

import fastdeploy as fd


@pytest.fixture(scope="module")
def model() -> fd.vision.classification.PaddleClasModel:
    return classifier()


@pytest.mark.parametrize(
    "view",
    [
        lambda im: im[:, ::-1],
        lambda im: im[::-1],
        lambda im: im[..., ::-1],
        lambda im: im[3:60:2, 5:90:3],
        lambda im: im[10:70, 20:90],
        lambda im: im.transpose(1, 0, 2),
        lambda im: np.asfortranarray(im),
        lambda im: np.broadcast_to(im[:1], im.shape),
    ],
)
def test_views_count_as_their_pixels(
    model: fd.vision.classification.PaddleClasModel, view: Any
) -> None:
    image = view(made_picture(80, 100))
    assert model.predict(image) == model.predict(np.ascontiguousarray(image))


def test_read_only_arrays_are_accepted(model: fd.vision.classification.PaddleClasModel) -> None:
    image = made_picture(80, 100)
    expected = model.predict(image)
    image.flags.writeable = False
    assert model.predict(image) == expected


@pytest.mark.parametrize("view", [lambda im: im, lambda im: im[:, ::-1], lambda im: im[2:70:3]])
def test_grey_and_bgra_images_count_as_bgr(
    model: fd.vision.classification.PaddleClasModel, view: Any
) -> None:
    image = made_picture(80, 100)
    bgra = np.concatenate([image, np.full((80, 100, 1), 7, np.uint8)], axis=2)
    assert model.predict(view(bgra)) == model.predict(view(image))
    grey = view(np.ascontiguousarray(image[..., 1]))
    expected = model.predict(np.stack([grey] * 3, axis=2))
    assert model.predict(grey) == expected and model.predict(grey[..., None]) == expected
    assert model.predict(view(image)[..., 1]) == expected


@pytest.mark.parametrize(
    ("image", "found"),
    [
        (None, "None, which cv2.imread returns"),
        (np.zeros(4, np.uint8), r"uint8 and shape \(4\)"),
        (np.zeros((4, 4), np.float32), r"float32 and shape \(4, 4\)"),
        (np.zeros((4, 4, 2), np.uint8), r"uint8 and shape \(4, 4, 2\)"),
        (np.zeros((4, 4, 5), np.uint8), r"uint8 and shape \(4, 4, 5\)"),
        (np.zeros((1, 4, 4, 3), np.uint8), r"shape \(1, 4, 4, 3\)"),
        (np.zeros((4, 4, 3), np.float32), r"float32 and shape \(4, 4, 3\)"),
        (np.zeros((4, 4, 3), np.int8), "int8"),
        (np.zeros((4, 4, 3), np.uint16), "uint16"),
        (np.zeros((4, 4, 3), bool), "bool"),
        (np.zeros((0, 4, 3), np.uint8), "an empty array"),
        (np.zeros((4, 0), np.uint8), "an empty array"),
        ("picture.png", "str"),
        (3, "int"),
        ([[[1, 2, 3]]], "list"),
    ],
)
def test_others_are_refused(
    model: fd.vision.classification.PaddleClasModel, image: Any, found: str
) -> None:
    with pytest.raises(ValueError, match="image: expected a uint8 array.*found.*" + found):
        model.predict(image)
    with pytest.raises(fd.Error, match=r"images\[1\]: expected"):
        model.batch_predict([made_picture(8, 8), image])


def test_drawings_are_copies(cat: np.ndarray) -> None:
    before = cat.copy()
    result = fd.vision.ClassifyResult(label_ids=[1], scores=[0.5])
    drawn = fd.vision.vis_classification(cat, result, labels=["none", "cat"])
    assert drawn.shape == cat.shape and drawn.dtype == np.uint8
    assert (drawn != cat).any() and (cat == before).all()
    box = fd.vision.OCRResult(boxes=[[10, 10, 60, 10, 60, 30, 10, 30]])
    assert (fd.vision.vis_ppocr(cat, box) != cat).any()
    with pytest.raises(ValueError, match="im_data"):
        fd.vision.vis_ppocr(cat[..., :2], box)
