# SPDX-License-Identifier: Apache-2.0
"""Matting with trimaps."""

from __future__ import annotations

import base64
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from conftest import made_picture, matting

import fastdeploy as fd

GOLDEN = Path(__file__).resolve().parents[2] / "tests" / "golden" / "matting" / "trimaps.json"


def made_trimap(height: int, width: int) -> np.ndarray:
    """As tests/golden/make_trimaps.py makes it."""
    y, x = np.mgrid[0:height, 0:width]
    away = np.maximum(abs(2 * x - width) * 100 // width, abs(2 * y - height) * 100 // height)
    return np.where(away < 40, 255, np.where(away < 70, 128, 0)).astype("uint8")


@pytest.fixture(name="model")
def exported(tmp_path: Path) -> fd.vision.matting.PPMatting:
    golden = json.loads(GOLDEN.read_text())
    (tmp_path / "model.pdmodel").write_bytes(base64.b64decode(golden["model"]))
    (tmp_path / "model.pdiparams").write_bytes(base64.b64decode(golden["params"]))
    (tmp_path / "deploy.yaml").write_text("Deploy: {transforms: [{type: Normalize}]}")
    return fd.load(tmp_path, family="matting")


def test_alpha_follows_the_trimap(model):
    image, trimap = made_picture(40, 60), made_trimap(40, 60)
    assert model.takes_trimap
    result = model.predict(image, trimap)
    alpha = np.reshape(result.alpha, result.shape)
    assert (alpha[trimap == 0] == 0).all()
    assert (alpha[trimap == 255] == 1).all()
    assert 0 < alpha[trimap == 128].mean() < 1
    assert model.clone().predict(image, trimap=trimap) == result
    assert pickle.loads(pickle.dumps(model)).predict(image, trimap) == result
    colours = np.repeat(trimap[:, :, None], 3, axis=2)
    assert model.batch_predict([image, image], [trimap, colours]) == [result, result]


def test_errors_name_the_argument(model):
    image, trimap = made_picture(40, 60), made_trimap(40, 60)
    with pytest.raises(fd.Error, match="trimap: this model needs one"):
        model.predict(image)
    with pytest.raises(fd.Error, match="trimap: expected 8-bit values and the size of the image"):
        model.predict(image, trimap[:30])
    with pytest.raises(fd.Error, match="trimap: expected a uint8 array"):
        model.predict(image, trimap / 255)
    with pytest.raises(fd.Error, match=r"trimaps\[1\]: expected a uint8 array"):
        model.batch_predict([image, image], [trimap, None])
    with pytest.raises(fd.Error, match="one for each of 2 images, found 1"):
        model.batch_predict([image, image], [trimap])
    with pytest.raises(fd.Error, match="trimap: this model takes none"):
        matting().predict(image, trimap)
    assert not matting().takes_trimap
