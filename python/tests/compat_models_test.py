# SPDX-License-Identifier: Apache-2.0
"""1.x's idioms of models and stages: programs in our own words, run against the wheel."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from conftest import (
    MODELS,
    ROOT,
    classifier,
    detector,
    made_picture,
    ppocr,
    recognizer,
    segmenter,
)

import fastdeploy as fd

CLAS = MODELS / "pplcnet_x0_25"
DET = MODELS / "ppyoloe_plus_s_nms"


class Sorter(fd.vision.classification.PaddleClasModel):
    """A program's class, derived from a model, with a constructor of its own."""

    def __init__(self, threshold: float) -> None:
        super().__init__(
            str(CLAS / "inference.pdmodel"),
            str(CLAS / "inference.pdiparams"),
            str(CLAS / "inference_cls.yaml"),
        )
        self.threshold = threshold

    def predict(self, im: np.ndarray, topk: int = 1) -> Any:
        return super().predict(im, topk).scores[0] > self.threshold


class Wrapper(fd.FastDeployModel):
    """A program's class, derived from 1.x's base, around a model of fastdeploy.C."""

    def __init__(self, option: fd.RuntimeOption | None = None) -> None:
        super().__init__(option)
        self._model = fd.C.vision.classification.PaddleClasModel(
            str(CLAS / "inference.pdmodel"),
            str(CLAS / "inference.pdiparams"),
            str(CLAS / "inference_cls.yaml"),
            self._runtime_option,
            fd.ModelFormat.PADDLE,
        )
        assert self.initialized, "it was not loaded"

    def predict(self, im: np.ndarray) -> Any:
        return self._model.predict(im)

    def clone(self) -> Wrapper:
        other = Wrapper.__new__(Wrapper)
        fd.FastDeployModel.__init__(other)
        other._model = self._model.clone()
        return other


def test_models_and_pipelines_are_fastdeploy_models() -> None:
    for model in (classifier(), segmenter(), detector(), ppocr()):
        assert isinstance(model, fd.FastDeployModel) and model._model is model
    assert issubclass(fd.vision.detection.PPYOLOE, fd.FastDeployModel)
    assert not isinstance(fd.RuntimeOption(), fd.FastDeployModel)


def test_attributes_may_be_set_and_are_cloned_and_pickled() -> None:
    for model in (classifier(), ppocr()):
        model.my_thing = [1, 2]
        assert model.clone().my_thing == [1, 2]
        assert pickle.loads(pickle.dumps(model)).my_thing == [1, 2]
    with pytest.raises(AttributeError, match="my_thing"):
        _ = classifier().my_thing


def test_class_derived_from_a_model() -> None:
    model = Sorter(0.0)
    image = made_picture(50, 60)
    assert model.predict(image) is True
    model.threshold = 1.0
    assert model.predict(image) is False
    clone = model.clone()
    assert type(clone) is Sorter and clone.predict(image) is False
    again = pickle.loads(pickle.dumps(model))
    assert type(again) is Sorter and again.threshold == 1.0
    with fd.Pool(model, workers=2) as pool:
        assert list(pool.map([image] * 4)) == [False] * 4, "its own predict is called"


def test_class_derived_from_the_base(capfd: pytest.CaptureFixture[str]) -> None:
    option = fd.RuntimeOption()
    option.set_cpu_thread_num(1)
    model = Wrapper(option)
    assert model.initialized and model.model_name() == "PaddleClas/Model"
    assert model.runtime_option.cpu_thread_num == 1
    assert (model.num_inputs_of_runtime(), model.num_outputs_of_runtime()) == (1, 1)
    assert model.input_info_of_runtime(0).name == "x"
    assert model.output_info_of_runtime(0).shape[-1] == 1000
    model.enable_record_time_of_runtime()
    result = model.predict(made_picture(30, 40))
    assert result == classifier().predict(made_picture(30, 40))
    model.disable_record_time_of_runtime()
    assert model.print_statis_info_of_runtime()["iterations"] == 1
    assert model.get_profile_time() > 0 and "Total iterations" in capfd.readouterr().out
    with fd.Pool(model, workers=2) as pool:
        assert list(pool.map([made_picture(30, 40)] * 3)) == [result] * 3


def test_base_without_a_model() -> None:
    model = fd.FastDeployModel(None)
    assert model._model is None and not model.initialized and model.runtime_option is None
    with pytest.raises(fd.Error, match="model_name: this model has no _model"):
        model.model_name()
    with pytest.raises(fd.Error, match="a pipeline has no network"):
        ppocr().num_inputs_of_runtime()
    with pytest.raises(AttributeError, match="its own _model"):
        classifier()._model = model


@pytest.mark.parametrize("name", ["PPYOLOE", "PicoDet", "MaskRCNN", "PaddleYOLOv8", "RTDETR"])
def test_detectors_are_classes_of_their_own(name: str) -> None:
    kind = getattr(fd.vision.detection, name)
    files = [str(DET / file) for file in ("model.pdmodel", "model.pdiparams", "infer_cfg.yml")]
    model = kind(*files, runtime_option=fd.RuntimeOption(), model_format=fd.ModelFormat.PADDLE)
    image = cv2.imread(str(MODELS / "images" / "coffee.png"))
    assert type(model) is type(model.clone()) is type(pickle.loads(pickle.dumps(model))) is kind
    assert isinstance(model, fd.vision.detection.PPYOLOE) and kind.__name__ == name
    assert model.model_name().endswith(name.removeprefix("Paddle"))
    assert model.clone().predict(im=image) == model.batch_predict(images=[image])[0]


def test_pipelines_are_classes_of_their_own(page: np.ndarray) -> None:
    models = [ppocr().detector, ppocr().classifier, ppocr().recognizer]
    for kind in (fd.vision.ocr.PPOCRv2, fd.vision.ocr.PPOCRv3, fd.vision.ocr.PPOCRSystemv4):
        model = kind(det_model=models[0], cls_model=None, rec_model=models[2])
        model.rec_batch_size = 4
        clone = model.clone()
        assert type(clone) is kind and clone.rec_batch_size == 4
        assert type(kind.load(MODELS / "ppocrv4")) is kind
    assert clone.predict(page).text == model.batch_predict([page])[0].text


def test_models_from_buffers() -> None:
    buffers = [(CLAS / f"inference.{end}").read_bytes() for end in ("pdmodel", "pdiparams")]
    option = fd.RuntimeOption()
    option.set_model_buffer(*buffers, fd.ModelFormat.PADDLE)
    config = str(CLAS / "inference_cls.yaml")
    image = made_picture(40, 50)
    expected = classifier().predict(image)
    kind = fd.vision.classification.PaddleClasModel
    assert kind(*buffers, config, runtime_option=option).predict(image) == expected
    assert kind("", "", config, runtime_option=option).predict(image) == expected
    with pytest.raises(fd.Error):
        kind(buffers[0][:1000], buffers[1], config, runtime_option=option)
    assert str(len(buffers[0])) + " bytes" in repr(option) and len(repr(option)) < 10_000


def test_attributes_of_stages_on_the_model() -> None:
    det, rec, seg = detector(), recognizer(), segmenter()
    det.det_db_thresh, det.det_db_box_thresh, det.det_db_unclip_ratio = 0.25, 0.5, 2.0
    det.det_db_score_mode, det.use_dilation, det.max_side_len = "slow", True, 640
    post = det.postprocessor
    assert post.det_db_thresh == det.det_db_thresh == 0.25 and post.use_dilation
    assert post.det_db_score_mode == "slow" and det.preprocessor.max_side_len == 640
    det.mean, det.scale, det.is_scale = [0.5, 0.5, 0.25], [0.25, 1, 1], False
    assert det.preprocessor.mean == [0.5, 0.5, 0.25] and det.preprocessor.scale == [0.25, 1, 1]
    assert det.is_scale is False
    with pytest.raises(ValueError, match="no std of 0"):
        det.scale = [0, 1, 1]
    rec.rec_image_shape, rec.static_shape_infer = [3, 48, 160], True
    assert rec.preprocessor.rec_image_shape == [3, 48, 160] and rec.preprocessor.static_shape_infer
    seg.apply_softmax, seg.is_vertical_screen = True, False
    assert seg.postprocessor.apply_softmax and not seg.preprocessor.is_vertical_screen


def test_table_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As 1.x's example: an option for each model, a file of tags, the pipeline by keywords."""
    tags = re.findall(r"^  - '(.*)'$", (MODELS / "slanet_plus/inference.yml").read_text(), re.M)
    (tmp_path / "table_structure_dict_ch.txt").write_text("\n".join(tags))
    det_option, rec_option, table_option = (fd.RuntimeOption() for _ in range(3))
    table_option.set_trt_input_shape("x", [1, 3, 488, 488])
    table_option.set_trt_cache_file(str(tmp_path / "table_trt_cache.trt"))
    files = ("inference.pdmodel", "inference.pdiparams")
    det_model = fd.vision.ocr.DBDetector(
        *(str(MODELS / "ppocrv4/det" / file) for file in files), runtime_option=det_option
    )
    rec_model = fd.vision.ocr.Recognizer(
        *(str(MODELS / "ppocrv4/rec" / file) for file in files),
        str(MODELS / "ppocrv4/rec/ppocr_keys_v1.txt"),
        runtime_option=rec_option,
    )
    table_model = fd.vision.ocr.StructureV2Table(
        *(str(MODELS / "slanet_plus" / file) for file in files),
        str(tmp_path / "table_structure_dict_ch.txt"),
        table_option,
    )
    det_model.preprocessor.max_side_len = 960
    det_model.postprocessor.det_db_score_mode = "fast"
    model = fd.vision.ocr.PPStructureV2Table(
        det_model=det_model, rec_model=rec_model, table_model=table_model
    )
    model.rec_batch_size = 1
    im = cv2.imread(str(MODELS / "tables/ruled.png"))
    result = model.predict(im)
    print(result)
    golden = json.loads((ROOT / "tests/golden/table/slanet_plus.json").read_text("utf-8"))
    expected = golden["images"]["tables/ruled.png"]
    assert result.table_html == expected["html"]
    printed = capsys.readouterr().out
    assert printed.endswith(f"\ntable html: \n{expected['html']}\n")
    assert "table structure: \n" + "".join(expected["structure"]) in printed
    assert fd.vision.vis_ppocr(im, result).shape == im.shape


def test_layout_program() -> None:
    layout_model = fd.vision.ocr.StructureV2Layout(
        str(MODELS / "layout-cdla/inference.onnx"),
        "",
        fd.RuntimeOption(),
        fd.ModelFormat.ONNX,
    )
    layout_model.postprocessor.num_class = 10
    im = cv2.imread(str(MODELS / "tables/ruled.png"))
    result = layout_model.predict(im)
    labels = [f"class {i}" for i in range(10)]
    assert [labels[label] for label in result.label_ids] == ["class 4"]  # a table
    drawn = fd.vision.vis_detection(
        im, result, labels, score_threshold=0.5, font_color=[255, 0, 0], font_thickness=2
    )
    assert drawn.shape == im.shape and (drawn != im).any()


def test_stages_can_be_replaced() -> None:
    model, other = classifier(), classifier()
    other.postprocessor.topk = 3
    model.postprocessor = other.postprocessor
    model.preprocessor = fd.vision.classification.PaddleClasPreprocessor(
        str(CLAS / "inference_cls.yaml")
    )
    image = made_picture(40, 50)
    assert model.predict(image, topk=3) == other.predict(image)
    assert model.postprocessor.topk == 3
    model.postprocessor.topk = 1
    assert other.postprocessor.topk == 3, "settings are copied"
    with pytest.raises(TypeError):
        model.preprocessor = model.postprocessor


def test_stages_and_a_runtime_make_a_model(cat: np.ndarray) -> None:
    model = classifier()
    pre = fd.vision.classification.PaddleClasPreprocessor(str(CLAS / "inference_cls.yaml"))
    pre.use_cuda(False, -1)
    option = fd.RuntimeOption()
    option.set_model_path(str(CLAS / "inference.pdmodel"), str(CLAS / "inference.pdiparams"))
    tensors = pre.run([cat])
    tensors[0].name = "x"
    post = fd.vision.classification.PaddleClasPostprocessor(topk=2)
    runtime = fd.Runtime(option)
    expected = [model.predict(cat, 2)]
    assert post.run(runtime.infer(tensors)) == expected
    assert post.run(runtime.infer({"x": tensors[0].numpy()})) == expected  # arrays
    with pytest.raises(ValueError, match="element type"):
        post.run([np.zeros((1, 10), np.complex64)])
    with pytest.raises(TypeError):
        post.run(["text"])


def test_stages_of_ocr(page: np.ndarray) -> None:
    """As in 1.x's models for Triton: stages without models, arrays between them."""
    det_pre = fd.vision.ocr.DBDetectorPreprocessor()
    det_post = fd.vision.ocr.DBDetectorPostprocessor()
    tensors, infos = det_pre.run(np.stack([page, page]))

    def infer(name: str, tensor: fd.FDTensor) -> list[np.ndarray]:
        option = fd.RuntimeOption()
        folder = MODELS / "ppocrv4" / name
        option.set_model_path(
            str(folder / "inference.pdmodel"), str(folder / "inference.pdiparams")
        )
        return fd.Runtime(option).infer({"x": tensor.numpy()})

    found = det_post.run(infer("det", tensors[0]), np.array(infos))
    assert len(found) == 2 and found[0] == found[1] == detector().predict(page).boxes
    boxes = fd.vision.ocr.sort_boxes(found[0])
    lines = [page[max(box[1], 0) : box[5], max(box[0], 0) : box[4]].copy() for box in boxes[:2]]
    (tensor,) = fd.vision.ocr.ClassifierPreprocessor().run(lines)
    labels, scores = fd.vision.ocr.ClassifierPostprocessor().run(infer("cls", tensor))
    assert labels == [0, 0] and len(scores) == 2 and min(scores) > 0.5
    (tensor,) = fd.vision.ocr.RecognizerPreprocessor().run(lines)
    keys = str(MODELS / "ppocrv4/rec/ppocr_keys_v1.txt")
    texts, scores = fd.vision.ocr.RecognizerPostprocessor(keys).run(infer("rec", tensor))
    assert texts[0] == "Region-based segmentation" and scores[0] > 0.9 and len(texts) == 2


def test_stages_of_a_segmenter(cat: np.ndarray) -> None:
    model = fd.vision.segmentation.PaddleSegModel(MODELS / "ppliteseg")
    tensors, sizes = model.preprocessor.run([cat])
    assert [list(size) for size in sizes["shape_info"]] == [list(cat.shape[:2])]
    runtime = fd.Runtime(model.runtime_option)
    outputs = runtime.infer({runtime.get_input_info(0).name: tensors[0].numpy()})
    assert isinstance(outputs[0], np.ndarray)
    assert model.postprocessor.run(outputs, sizes) == [model.predict(cat)]
    with pytest.raises(ValueError, match="shape_info"):
        model.postprocessor.run(outputs, {})
    with pytest.raises(ValueError, match="invalid image size"):
        model.postprocessor.run(outputs, {"shape_info": [[0, 5]]})
