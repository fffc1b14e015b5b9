# SPDX-License-Identifier: Apache-2.0
"""Tables and their pipeline; the rows of conftest.py test their clones."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import MODELS, detector, recognizer, table_model

import fastdeploy as fd

GOLDEN = json.loads(
    (Path(__file__).resolve().parents[2] / "tests/golden/table/slanet_plus.json").read_text("utf-8")
)


def pipeline() -> fd.pipeline.PPStructureV2Table:
    return fd.pipeline.PPStructureV2Table(detector(), recognizer(), table_model())


@pytest.mark.parametrize("image", list(GOLDEN["images"]))
def test_tables_equal_the_reference(image: str) -> None:
    picture = cv2.imread(str(MODELS / image))
    expected = GOLDEN["images"][image]
    for result in (table_model().predict(picture), pipeline().predict(picture)):
        assert result.table_structure == expected["structure"]
        np.testing.assert_allclose(result.numpy()["table_boxes"], expected["cells"], atol=1)
    assert result.text == expected["texts"]
    assert result.table_html == expected["html"]


def test_stages_give_what_the_model_gives() -> None:
    picture = cv2.imread(str(MODELS / "tables/ruled.png"))
    model = table_model()
    tensors, infos = fd.vision.ocr.StructureV2TablePreprocessor().run([picture])
    assert [list(info) for info in infos] == [[640, 260, 488, 198]]
    runtime = fd.Runtime(model.runtime_option)
    name = model.input_info_of_runtime(0).name
    outputs = runtime.infer({name: tensors[0].numpy()})
    assert model.postprocessor.run(outputs, infos) == [model.predict(picture)]


def test_settings() -> None:
    picture = cv2.imread(str(MODELS / "tables/ruled.png"))
    model = table_model()
    assert model.postprocessor.box_shape == "pad" and model.postprocessor.merge_no_span_structure
    assert model.preprocessor.max_len == 488
    padded = model.predict(picture).table_boxes
    model.postprocessor.box_shape = "ori"
    boxes = model.predict(picture).table_boxes
    np.testing.assert_allclose(
        np.array(boxes)[:, 1::2], np.array(padded)[:, 1::2] * 260 / 640, atol=1
    )
    with pytest.raises(fd.Error, match="square"):
        model.postprocessor.box_shape = "square"


def test_pipeline_has_its_own_models() -> None:
    picture = cv2.imread(str(MODELS / "tables/ruled.png"))
    own = pipeline()
    own.rec_batch_size = -1
    own.table.postprocessor.box_shape = "ori"
    for copy in (own.clone(), pickle.loads(pickle.dumps(own))):
        assert isinstance(copy, fd.FastDeployModel) and copy.initialized
        assert copy.rec_batch_size == -1 and copy.table.postprocessor.box_shape == "ori"
        assert copy.predict(picture) == own.predict(picture)
    with pytest.raises(fd.Error, match="rec_batch_size"):
        own.rec_batch_size = -2
    with pytest.raises(fd.Error, match="table_model"):
        fd.pipeline.PPStructureV2Table(detector(), recognizer())
    assert issubclass(fd.vision.ocr.PPStructureV2TableSystem, fd.vision.ocr.PPStructureV2Table)


def test_layout() -> None:
    path = Path(__file__).resolve().parents[2] / "tests/golden/layout/layout-cdla.json"
    layout = fd.vision.ocr.StructureV2Layout(
        MODELS / "layout-cdla/inference.onnx", model_format=fd.ModelFormat.ONNX
    )
    for image, rows in json.loads(path.read_text())["images"].items():
        picture = cv2.imread(str(MODELS / image))
        result = layout.predict(picture)
        assert result.label_ids == [row[0] for row in rows]
        np.testing.assert_allclose(result.scores, [row[1] for row in rows], atol=0.01)
        most = 0.002 * max(picture.shape)
        np.testing.assert_allclose(result.boxes, [row[2:] for row in rows], atol=most)
    tensors, infos = layout.preprocessor.run([picture])
    assert [list(info) for info in infos] == [[640, 260, 608, 800]]
    runtime = fd.Runtime(layout.runtime_option)
    outputs = runtime.infer({layout.input_info_of_runtime(0).name: tensors[0].numpy()})
    assert layout.postprocessor.run(outputs, infos) == [result]
    assert layout.postprocessor.num_class == 10 and layout.preprocessor.static_shape_infer
    layout.postprocessor.score_threshold = 1
    copy = pickle.loads(pickle.dumps(layout))
    assert copy.postprocessor.fpn_stride == [8, 16, 32, 64] and copy.predict(picture).boxes == []
    with pytest.raises(fd.Error, match="layout_image_shape"):
        layout.preprocessor.layout_image_shape = [1, 2]


def test_fields_of_tables_are_there_if_there_is_a_table() -> None:
    result = fd.vision.OCRResult(text=["a"], rec_scores=[0.5])
    assert "table_html" not in result.to_dict() and result.table_html == ""
    result.table_html = "<html></html>"
    result.table_boxes = [[0, 1, 2, 3, 4, 5, 6, 7]]
    assert result.to_dict()["table_boxes"] == [[0, 1, 2, 3, 4, 5, 6, 7]]
    assert json.loads(result.to_json()) == result.to_dict()
    assert pickle.loads(pickle.dumps(result)) == result
