# SPDX-License-Identifier: Apache-2.0
"""Models, options and stages under 1.x's names."""

from __future__ import annotations

import os
import pickle
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import MODELS, classifier, made_picture, mixed_pictures, ppocr

import fastdeploy as fd


def counted_during(call: Any) -> int:
    """How often this thread wakes up while another runs `call`."""
    thread = threading.Thread(target=call)
    thread.start()
    count = 0
    while thread.is_alive():
        time.sleep(0.001)
        count += 1
    return count


def test_gil_is_released_by_load_and_predict(page: np.ndarray) -> None:
    model = ppocr()
    model.predict(page)
    assert counted_during(ppocr) > 20
    assert counted_during(lambda: model.predict(page)) > 10


def test_lines_of_the_tutorial() -> None:
    model_file = str(MODELS / "pplcnet_x0_25/inference.pdmodel")
    params_file = str(MODELS / "pplcnet_x0_25/inference.pdiparams")
    config_file = str(MODELS / "pplcnet_x0_25/inference_cls.yaml")
    im = made_picture(100, 120)
    option = fd.RuntimeOption()
    model = fd.vision.classification.PaddleClasModel(
        model_file, params_file, config_file, runtime_option=option
    )
    model2 = model.clone()
    res = model.predict(im)
    assert res == model2.predict(im)


def test_topk_applies_to_one_call() -> None:
    model = classifier()
    image = made_picture(60, 70)
    assert len(model.predict(image, topk=5).label_ids) == 5
    assert len(model.predict(image).label_ids) == 1
    model.postprocessor.topk = 4
    assert len(model.predict(image).label_ids) == 4
    assert len(model.predict(image, 2).label_ids) == 2
    with pytest.raises(ValueError, match="uint8"):
        model.predict(None, topk=7)
    assert model.postprocessor.topk == 4


def test_batch_equals_single_images() -> None:
    model = classifier()
    pictures = mixed_pictures(5)
    assert model.batch_predict(pictures) == [model.predict(picture) for picture in pictures]
    assert model.batch_predict([]) == []


def test_shared_settings_and_predictions_do_not_race() -> None:
    model = classifier()
    image = made_picture(60, 70)
    stop = threading.Event()

    def change() -> None:
        k = 0
        while not stop.is_set():
            k = k % 5 + 1
            model.postprocessor.topk = k

    thread = threading.Thread(target=change)
    thread.start()
    lengths = {len(model.predict(image).label_ids) for _ in range(200)}
    stop.set()
    thread.join()
    assert lengths <= {1, 2, 3, 4, 5}


def test_stage_keeps_its_model_alive() -> None:
    post = classifier().postprocessor
    post.topk = 3
    assert post.topk == 3
    assert ppocr().detector.postprocessor.det_db_box_thresh == pytest.approx(0.6)


def test_properties_of_a_model(capfd: pytest.CaptureFixture[str]) -> None:
    model = classifier()
    assert model.initialized and model.model_name() == "PaddleClas/Model"
    assert (model.num_inputs_of_runtime(), model.num_outputs_of_runtime()) == (1, 1)
    assert model.input_info_of_runtime(0).shape == [1, 3, 224, 224]
    assert model.output_info_of_runtime(0).dtype == fd.FDDataType.FP32
    assert repr(model.input_info_of_runtime(0)) == (
        "TensorInfo(name : 'x', dtype : 'FDDataType.FP32', shape : '[1, 3, 224, 224]')"
    )
    with pytest.raises(ValueError, match="input 7 does not exist"):
        model.input_info_of_runtime(7)
    model.enable_record_time_of_runtime()
    for _ in range(5):
        model.predict(made_picture(9, 9))
    model.disable_record_time_of_runtime()
    assert model.get_profile_time() > 0
    assert model.print_statis_info_of_runtime()["iterations"] == 5
    assert "Total iterations: 5" in capfd.readouterr().out


def test_paths_are_strings_or_path_objects() -> None:
    folder = MODELS / "pplcnet_x0_25"
    for kind in (str, Path, lambda path: os.fspath(path)):
        fd.vision.classification.PaddleClasModel(
            kind(folder / "inference.pdmodel"),
            kind(folder / "inference.pdiparams"),
            kind(folder / "inference_cls.yaml"),
        )


def test_model_from_a_folder(tmp_path: Path) -> None:
    image = made_picture(60, 70)
    model = fd.vision.classification.PaddleClasModel(MODELS / "pplcnet_x0_25")
    assert model.predict(image) == classifier().predict(image)
    assert pickle.loads(pickle.dumps(model)).predict(image) == model.predict(image)
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        fd.vision.classification.PaddleClasModel(tmp_path)
    with pytest.raises(fd.Error):
        fd.vision.classification.PaddleClasModel(tmp_path / "none")


def test_paddle_3_models_are_read(page: np.ndarray) -> None:
    """PP-OCRv5 is published as inference.json."""
    assert (MODELS / "ppocrv5-mobile/det/inference.json").exists()
    model = fd.vision.ocr.PPOCRv5.load(MODELS / "ppocrv5-mobile")
    result = model.predict(page)
    assert "Region-based segmentation" in result.text
    assert model.classifier is None
    assert model.clone().predict(page) == result
    assert pickle.loads(pickle.dumps(model)).predict(page) == result


def test_pipeline_from_a_folder(page: np.ndarray) -> None:
    model = fd.vision.ocr.PPOCRv4.load(MODELS / "ppocrv4")
    assert model.classifier is not None and model.predict(page) == ppocr().predict(page)
    without = fd.vision.ocr.PPOCRv4.load(MODELS / "ppocrv4", use_cls=False)
    assert without.classifier is None and without.predict(page).cls_labels == []


def test_options_are_values() -> None:
    option = fd.RuntimeOption()
    option.set_cpu_thread_num(1)
    option.set_openvino_streams(2)
    option.openvino_option.shape_infos = {"x": [1, 3, 32, 32]}
    option.set_trt_input_shape("x", [1], [2])
    again = pickle.loads(pickle.dumps(option))
    assert again.cpu_thread_num == 1 and again.openvino_option.num_streams == 2
    assert again.openvino_option.shape_infos == {"x": [1, 3, 32, 32]}
    assert again.trt_option.max_shape == {"x": [1]}
    model = classifier(runtime_option=option)
    option.set_cpu_thread_num(2)
    assert model.runtime_option.cpu_thread_num == 1
    assert model.runtime_option.backend == fd.Backend.OPENVINO


def test_models_from_memory() -> None:
    folder = MODELS / "pplcnet_x0_25"
    option = fd.RuntimeOption()
    option.set_model_buffer(
        (folder / "inference.pdmodel").read_bytes(), (folder / "inference.pdiparams").read_bytes()
    )
    assert pickle.loads(pickle.dumps(option)).model_file == option.model_file
    runtime = fd.Runtime(option)
    name = runtime.get_input_info(0).name
    (scores,) = runtime.infer({name: np.zeros((1, 3, 224, 224), np.float32)})
    assert scores.sum() == pytest.approx(1, abs=1e-4)
    with pytest.raises(fd.UnsupportedError, match="memory"):
        pickle.dumps(runtime)


def test_batch_sizes_of_a_pipeline() -> None:
    model = ppocr()
    assert (model.cls_batch_size, model.rec_batch_size) == (1, 0)
    model.rec_batch_size = -1
    with pytest.raises(ValueError, match="rec_batch_size: expected at least -1; found -2"):
        model.rec_batch_size = -2
    clone = model.clone()
    assert clone.rec_batch_size == -1 and clone.classifier is not None


def test_pipeline_needs_its_models() -> None:
    with pytest.raises(ValueError, match="rec_model"):
        fd.vision.ocr.PPOCRv4(det_model=ppocr().detector)


def test_1x_names_exist() -> None:
    ocr, cls = fd.vision.ocr, fd.vision.classification
    assert ocr.PPOCRv3 is fd.pipeline.PPOCRv3 and issubclass(ocr.PPOCRSystemv4, ocr.PPOCRv4)
    assert cls.ResNet50vd is cls.PPLCNet is cls.PaddleClasModel
    assert fd.is_built_with_openvino() and not fd.is_built_with_gpu()
    assert fd.C.get_available_backends() == fd.get_available_backends()


def test_stages_of_a_detector(cat: np.ndarray) -> None:
    detection = fd.vision.detection
    folder = MODELS / "ppyoloe_plus_s_nonms"
    pre = detection.PaddleDetPreprocessor(folder / "infer_cfg.yml")
    image, scale, shape = pre.run([cat])
    assert image.numpy().shape == (1, 3, 640, 640)
    np.testing.assert_allclose(scale.numpy(), [[640 / cat.shape[0], 640 / cat.shape[1]]], rtol=1e-6)
    np.testing.assert_array_equal(shape.numpy(), [[640, 640]])
    model = detection.PPYOLOE(
        str(folder / "model.pdmodel"),
        str(folder / "model.pdiparams"),
        str(folder / "infer_cfg.yml"),
    )
    assert len(model.preprocessor.run([cat])) == 2
    expected = model.predict(cat)
    outputs = fd.Runtime(model.runtime_option).infer(model.preprocessor.run([cat]))
    post = detection.PaddleDetPostprocessor()
    option = detection.NMSOption()
    option.score_threshold, option.nms_threshold, option.keep_top_k = 0.01, 0.7, 300
    post.set_nms_option(option)
    post.apply_nms()
    (result,) = post.run(outputs)
    assert result == expected and len(result.scores) > 100
    assert model.postprocessor.labels[:2] == ["class_0", "class_1"]
    assert model.postprocessor.draw_threshold == 0.5


def test_1x_names_of_detectors_exist() -> None:
    detection = fd.vision.detection
    for name in detection.__all__:
        assert hasattr(detection, name)
    assert issubclass(detection.RTDETR, detection.PaddleDetectionModel)
    assert not issubclass(detection.RTDETR, detection.PicoDet)
    assert fd.vision.family_of_folder(MODELS / "mask_rcnn_r18") == "detection"


@pytest.mark.parametrize(
    ("model", "family", "kind"),
    [
        ("resnet50_vd", "classification", "PaddleClasModel"),
        ("mask_rcnn_r18", "detection", "PaddleDetectionModel"),
        ("shapes_seg", "segmentation", "PaddleSegModel"),
        ("ppocrv5-mobile", "OCR", "PPOCR"),
        ("ppocrv5-mobile/det", "text detection", "DBDetector"),
    ],
)
def test_load_returns_the_model_of_a_folder(model: str, family: str, kind: str) -> None:
    assert fd.vision.family_of_folder(MODELS / model) == family
    loaded = fd.load(MODELS / model)
    assert type(loaded).__name__ == kind and loaded.initialized
    assert family in fd.families()


def test_load_of_an_unknown_family() -> None:
    with pytest.raises(fd.InvalidArgumentError, match="do not identify its family: pass one"):
        fd.load(MODELS / "ppocrv6-small/rec")
    with pytest.raises(fd.InvalidArgumentError, match="unknown family 'poetry'"):
        fd.load(MODELS / "resnet50_vd", family="poetry")
    with pytest.raises(fd.NotFoundError, match="nowhere"):
        fd.load("nowhere")
    option = fd.RuntimeOption()
    option.set_cpu_thread_num(1)
    model = fd.load(MODELS / "pphumanseg_lite_matting", option, family="matting")
    assert type(model).__name__ == "PPMatting"
