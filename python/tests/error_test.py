# SPDX-License-Identifier: Apache-2.0
"""Errors are exceptions that say what is wrong, and where."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import cv2
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


def test_paths_that_the_system_refuses(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for path in (tmp_path / "a", "a" * 5000, os.fsdecode(b"\xff\xfe.pdmodel"), "a\nb"):
        with pytest.raises(fd.Error, match=r"cannot read|not exist|symbolic|too long"):
            fd.vision.classification.PaddleClasModel(path)
        with pytest.raises(fd.Error):
            fd.convert(path, tmp_path / "c.onnx")
        option = fd.RuntimeOption()
        option.set_model_path(str(path))
        with pytest.raises(fd.Error):
            fd.Runtime(option)


def test_text_that_is_no_utf_8(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_bytes("\n".join(["b\xe4r"] * 6623).encode("latin-1"))
    try:
        model = fd.vision.ocr.Recognizer(MODELS / "ppocrv4/rec/inference.pdmodel", label_path=names)
    except fd.Error as error:
        assert "names.txt" in str(error)
        return
    text = model.predict(cv2.imread(str(MODELS / "images" / "page.png"))[40:90, 60:500]).text
    "".join(text).encode()  # no half characters


def test_negative_numbers_are_named(cat: np.ndarray) -> None:
    model = classifier()
    with pytest.raises(ValueError, match="topk"):
        model.predict(cat, topk=-1)
    with pytest.raises(ValueError, match="topk"):
        model.postprocessor.topk = -2
    with pytest.raises(ValueError, match="topk"):
        fd.vision.classification.PaddleClasPostprocessor(-1)
    assert len(model.predict(cat, topk=2).label_ids) == 2
    option = fd.RuntimeOption()
    option.ort_option.intra_op_num_threads = -5
    with pytest.raises(ValueError, match="intra_op_num_threads"):
        classifier(runtime_option=option)


def test_signals_do_not_disturb_loading() -> None:
    option = classifier().runtime_option
    option.use_ort_backend()
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        for _ in range(5):
            assert fd.Runtime(option).num_inputs() == 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
