# SPDX-License-Identifier: Apache-2.0
"""Settings of OCR, and dictionaries that are not what they should be."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import MODELS, ROOT

import fastdeploy as fd


def test_size_of_text_detection() -> None:
    preprocessor = fd.vision.ocr.DBDetectorPreprocessor()
    assert (preprocessor.limit_type, preprocessor.limit_side_len) == ("max", 960)
    assert preprocessor.max_side_limit == 4000
    image = np.zeros((1200, 600, 3), np.uint8)

    def shape() -> list[int]:
        return list(preprocessor.run([image])[0][0].shape)

    assert shape() == [1, 3, 960, 480]
    preprocessor.limit_type, preprocessor.limit_side_len = "min", 64
    assert shape() == [1, 3, 1216, 608]  # 37.5 and 18.75 multiples of 32, half to even
    preprocessor.max_side_limit = 640
    assert shape() == [1, 3, 640, 320]
    preprocessor.max_side_len = 320
    assert (preprocessor.limit_type, preprocessor.limit_side_len) == ("max", 320)
    for name, value in [("limit_type", "most"), ("limit_side_len", 0), ("max_side_limit", -1)]:
        with pytest.raises(fd.Error, match=name):
            setattr(preprocessor, name, value)


def test_pipeline_keeps_its_settings_when_it_is_pickled() -> None:
    reader = fd.load(MODELS / "ppocrv5-mobile")
    preprocessor = reader.detector.preprocessor
    assert (preprocessor.limit_type, preprocessor.limit_side_len) == ("min", 64)
    reader.drop_score = 0.5
    preprocessor.limit_side_len = 96
    copy = pickle.loads(pickle.dumps(reader))
    assert copy.drop_score == 0.5
    assert copy.detector.preprocessor.limit_type == "min"
    assert copy.detector.preprocessor.limit_side_len == 96
    with pytest.raises(fd.Error, match="drop_score"):
        reader.drop_score = 2


def test_words() -> None:
    reader = fd.load(MODELS / "ppocrv6-small")
    page = cv2.imread(str(MODELS / "images" / "page.png"))
    plain = reader.predict(page)
    assert plain.words == [] and "words" not in plain.to_dict()
    reader.return_word_box = True
    for asked in (reader, reader.clone(), pickle.loads(pickle.dumps(reader))):
        result = asked.predict(page)
        assert result.text == plain.text
        assert ["".join(words) for words in result.words] == result.text
        assert [len(boxes) for boxes in result.word_boxes] == [len(line) for line in result.words]
        assert json.loads(result.to_json())["word_boxes"] == result.to_dict()["word_boxes"]
        assert fd.vision.OCRResult(**result.to_dict()) == result
    line = page[60:86]
    recognizer = fd.vision.ocr.Recognizer(MODELS / "ppocrv6-small" / "rec")
    assert recognizer.predict(line).words == []
    recognizer.postprocessor.return_word_box = True
    alone = recognizer.predict(line)
    assert "".join(alone.words[0]) == alone.text[0]
    assert max(max(box) for box in alone.word_boxes[0]) <= line.shape[1]
    assert recognizer.batch_predict([line, line]).words == alone.words * 2


def test_pages_that_are_turned() -> None:
    folder = MODELS / "ppocrv6-small"
    classifier = fd.vision.classification.PaddleClasModel(MODELS / "doc-orientation")
    page = cv2.imread(str(MODELS / "images" / "page.png"))
    upright = fd.vision.ocr.PPOCR.load(folder)
    assert upright.doc_orientation is None and upright.predict(page).page_angle is None
    parts = (upright.detector, upright.classifier, upright.recognizer)
    for reader in (
        fd.vision.ocr.PPOCR.load(folder, doc_orientation_model=classifier),
        fd.vision.ocr.PPOCRv5.load(folder, doc_orientation_model=classifier),
        fd.vision.ocr.PPOCR(*parts, doc_orientation_model=classifier),
    ):
        assert reader.doc_orientation.initialized
        copy = pickle.loads(pickle.dumps(reader))
        result = copy.predict(cv2.rotate(page, cv2.ROTATE_90_CLOCKWISE))
        assert result.page_angle == 90 and result.to_dict()["page_angle"] == 90
        assert result.text == upright.predict(page).text
    classifier = fd.vision.classification.PaddleClasModel(MODELS / "pplcnet_x0_25")
    with pytest.raises(fd.Error, match="expected the classes 0, 90, 180 and 270"):
        fd.vision.ocr.PPOCR.load(folder, doc_orientation_model=classifier)


def test_dictionary_in_another_encoding(tmp_path: Path) -> None:
    keys = tmp_path / "keys.txt"
    keys.write_bytes("中\n文\n".encode("gbk"))
    with pytest.raises(fd.Error, match="line 1 is not UTF-8"):
        fd.vision.ocr.RecognizerPostprocessor(str(keys))
    keys.write_bytes("中\r\n文\r\n".encode("utf-8-sig"))
    postprocessor = fd.vision.ocr.RecognizerPostprocessor(str(keys))
    assert postprocessor.text_order == "as_seen"
    postprocessor.text_order = "bidi"
    with pytest.raises(fd.Error, match="text_order"):
        postprocessor.text_order = "backwards"


def test_other_heads_are_decoded_as_by_paddleocr(tmp_path: Path) -> None:
    golden = json.loads((ROOT / "tests" / "golden" / "heads" / "made.json").read_text("utf-8"))
    keys = tmp_path / "keys.txt"
    keys.write_text("".join(f"{key}\n" for key in golden["characters"]), "utf-8")
    for example in golden["decoders"]:
        postprocessor = fd.vision.ocr.RecognizerPostprocessor(keys)
        assert postprocessor.algorithm == "SVTR_LCNet"
        postprocessor.algorithm = example["algorithm"]
        outputs = [
            np.zeros(1, np.float32)
            if tensor is None
            else np.array(tensor["values"], tensor["type"]).reshape(tensor["shape"])
            for tensor in example["outputs"]
        ]
        texts, scores = postprocessor.run(outputs)
        assert texts == example["texts"], example["algorithm"]
        empty = 1.0 if example["algorithm"] == "PREN" else 0.0
        wanted = [empty if score is None else score for score in example["scores"]]
        np.testing.assert_allclose(scores, wanted, atol=1e-5)


def test_algorithm_of_a_recogniser() -> None:
    preprocessor = fd.vision.ocr.RecognizerPreprocessor()
    preprocessor.algorithm = "RobustScanner"
    assert preprocessor.rec_image_shape == [3, 48, 160]
    lines, ratios, positions = preprocessor.run([np.zeros((48, 80, 3), np.uint8)])
    assert lines.shape == [1, 3, 48, 160]
    assert ratios.numpy().tolist() == [0.5]
    assert positions.numpy().tolist() == [list(range(40))]
    preprocessor.algorithm = "NRTR"
    (grey,) = preprocessor.run([np.full((30, 90, 3), 192, np.uint8)])
    assert grey.shape == [1, 1, 32, 100] and (grey.numpy() == 0.5).all()
    with pytest.raises(fd.Error, match="unknown algorithm 'LSTM'; known are SVTR_LCNet"):
        preprocessor.algorithm = "LSTM"
    recognizer = fd.vision.ocr.Recognizer(MODELS / "ppocrv6-small" / "rec")
    assert recognizer.algorithm == "SVTR_LCNet"
    with pytest.raises(fd.Error, match="is not one of NRTR: its pictures have 3 channels, not 1"):
        recognizer.algorithm = "NRTR"
    assert recognizer.preprocessor.algorithm == recognizer.algorithm == "SVTR_LCNet"
    assert recognizer.preprocessor.rec_image_shape == [3, 48, 320]
    recognizer.postprocessor.rm_symbol = True
    copy = pickle.loads(pickle.dumps(recognizer))
    assert copy.postprocessor.rm_symbol and copy.algorithm == "SVTR_LCNet"
