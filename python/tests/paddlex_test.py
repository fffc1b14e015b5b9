# SPDX-License-Identifier: Apache-2.0
"""Folders that PaddleX 1 and 2 exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MODELS, made_picture

import fastdeploy as fd


def test_paddlex_folder(tmp_path: Path):
    network = MODELS / "pplcnet_x0_25"
    (tmp_path / "__model__").symlink_to(network / "inference.pdmodel")
    (tmp_path / "__params__").symlink_to(network / "inference.pdiparams")
    config = {
        "Model": "PPLCNet",
        "version": "2.1.0",
        "status": "Infer",
        "_Attributes": {"model_type": "classifier", "labels": ["tench", "goldfish"]},
        "Transforms": [{"ResizeByShort": {}}, {"CenterCrop": {}}, {"Normalize": {}}],
    }
    (tmp_path / "model.yml").write_text(json.dumps(config))
    image = made_picture(300, 400)
    model = fd.load(tmp_path)
    assert isinstance(model, fd.vision.classification.PaddleClasModel)
    assert model.predict(image).label_ids == fd.load(network).predict(image).label_ids
    config["Transforms"][0] = {"ResizeByLong": {"depth": 3}}
    (tmp_path / "model.yml").write_text(json.dumps(config))
    with pytest.raises(fd.Error, match=r"model.yml: Transforms\[0\]: ResizeByLong: depth: unknown"):
        fd.load(tmp_path)
