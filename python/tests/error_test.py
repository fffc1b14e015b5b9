# SPDX-License-Identifier: Apache-2.0
"""Errors are exceptions that say what is wrong, and where."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import MODELS, classifier, recognizer

import fastdeploy as fd

FOLDER = MODELS / "pplcnet_x0_25"
FILES = ["inference.pdmodel", "inference.pdiparams", "inference_cls.yaml"]


@pytest.mark.parametrize("missing", range(3))
def test_missing_file_is_named(missing: int) -> None:
    files = [FOLDER / name for name in FILES]
    files[missing] = FOLDER / "nothing.here"
    with pytest.raises(FileNotFoundError, match=r"nothing\.here") as raised:
        fd.vision.classification.PaddleClasModel(*files)
    assert isinstance(raised.value, fd.NotFoundError) and isinstance(raised.value, fd.Error)


@pytest.mark.parametrize("damaged", range(3))
def test_damaged_file_is_named(damaged: int, tmp_path: Path) -> None:
    files = [FOLDER / name for name in FILES]
    bad = tmp_path / f"bad_{FILES[damaged]}"
    bad.write_bytes(files[damaged].read_bytes()[:100])
    files[damaged] = bad
    with pytest.raises(fd.Error, match=r"bad_inference|inference"):
        fd.vision.classification.PaddleClasModel(*files)


def test_missing_devices_and_backends_are_named() -> None:
    option = fd.RuntimeOption()
    option.use_gpu()
    with pytest.raises(fd.UnsupportedError, match="Device::GPU"):
        classifier(runtime_option=option)
    option = fd.RuntimeOption()
    option.use_paddle_backend()
    assert classifier(runtime_option=option).initialized  # on another backend, with a warning
    option.enable_valid_backend_check()
    with pytest.raises(fd.UnsupportedError, match="PDINFER"):
        classifier(runtime_option=option)


def test_invalid_options() -> None:
    option = fd.RuntimeOption()
    option.openvino_option.hint = "FAST"
    with pytest.raises(ValueError, match="FAST"):
        classifier(runtime_option=option)
    with pytest.raises(TypeError):
        option.set_cpu_thread_num("many")  # type: ignore[arg-type]


def test_invalid_inputs_are_named() -> None:
    runtime = fd.Runtime(classifier().runtime_option)
    name = runtime.get_input_info(0).name
    good = np.zeros((1, 3, 224, 224), np.float32)
    with pytest.raises(ValueError, match="wrong_name"):
        runtime.infer({"wrong_name": good})
    with pytest.raises(ValueError, match=name):
        runtime.infer({name: good[:, :, :3]})
    with pytest.raises(ValueError, match=name):
        runtime.infer({name: good.astype(np.float64)})
    with pytest.raises(ValueError, match="type"):
        runtime.infer({name: good.astype(np.complex64)})
    assert runtime.infer({name: good})[0].shape == (1, 1000)


def test_dictionary_of_the_wrong_length(tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("a\nb\n")
    with pytest.raises(fd.Error, match=r"short\.txt"):
        fd.vision.ocr.Recognizer(
            MODELS / "ppocrv4/rec/inference.pdmodel", label_path=short
        ).predict(np.zeros((48, 100, 3), np.uint8))


def test_invalid_settings_of_stages() -> None:
    model = recognizer()
    with pytest.raises(ValueError):
        model.preprocessor.set_normalize([0, 0], [1, 1, 1], True)
    with pytest.raises(ValueError, match="slow"):
        post = fd.vision.ocr.DBDetectorPostprocessor()
        post.det_db_score_mode = "quick"
    with pytest.raises(FileNotFoundError):
        fd.vision.classification.PaddleClasPreprocessor("none.yaml")
