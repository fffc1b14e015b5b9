# SPDX-License-Identifier: Apache-2.0
"""Settings of OCR, and dictionaries that are not what they should be."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from conftest import MODELS

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
