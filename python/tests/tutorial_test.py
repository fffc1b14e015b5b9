# SPDX-License-Identifier: Apache-2.0
"""The tutorial's programs, and a program written for 1.x."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MODELS, ROOT

TUTORIALS = ROOT / "tutorials/multi_thread/python"
IMAGES = MODELS / "images"


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TUTORIALS / program), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=200,
    )


@pytest.fixture
def pictures(tmp_path: Path, cat: object) -> Path:
    """Five pictures of different classes."""
    import cv2

    for i in range(5):
        height = cat.shape[0] - 50 * i  # type: ignore[attr-defined]
        cv2.imwrite(str(tmp_path / f"{i}.png"), cat[:height, 60 * i :])  # type: ignore[index]
    return tmp_path


def classes(output: str) -> list[str]:
    return re.findall(r"label_ids: ([\d, ]+), \nscores: ([\d., ]+), ", output)


def single(*arguments: object) -> subprocess.CompletedProcess[str]:
    model = ("--model", MODELS / "pplcnet_x0_25")
    return run("single_model/multi_thread_process.py", *model, *arguments)


def pipeline(*arguments: object) -> subprocess.CompletedProcess[str]:
    models = MODELS / "ppocrv4"
    return run(
        "pipeline/multi_thread_process_ocr.py",
        *("--det_model", models / "det", "--cls_model", models / "cls"),
        *("--rec_model", models / "rec", "--rec_label_file", models / "rec/ppocr_keys_v1.txt"),
        *("--image_path", IMAGES / "page.png"),
        *arguments,
    )


def test_every_image_once_with_any_workers(pictures: Path) -> None:
    alone = single("--image_path", pictures)
    assert alone.returncode == 0, alone.stderr
    expected = classes(alone.stdout)
    assert len(expected) == 5 and len(set(expected)) > 2
    for threads in (2, 7):
        ran = single("--image_path", pictures, "--thread_num", threads)
        assert classes(ran.stdout) == expected
        assert "thread: 1 , result:  ClassifyResult(" in ran.stdout
        assert re.search(rf"5 image\(s\), {threads} thread\(s\): .* images/s, \d+ MiB", ran.stdout)
    for method in ("spawn", "fork"):
        processes = ("--use_multi_process", "True", "--process_num", 2, "--start_method", method)
        ran = single("--image_path", pictures, *processes)
        assert classes(ran.stdout) == expected, ran.stderr
        assert "thread:" not in ran.stdout and "2 process(es)" in ran.stdout


def test_arguments_have_an_effect(pictures: Path) -> None:
    ran = single("--image_path", pictures / "0.png", "--topk", 3)
    assert len(classes(ran.stdout)[0][0].split(",")) == 3
    ran = single("--image_path", pictures, "--device", "gpu")
    assert ran.returncode != 0 and "Device::GPU is not in this build" in ran.stderr
    ran = single("--image_path", pictures / "0.png", "--use_trt", "True")
    assert ran.returncode == 0
    assert "Backend::TRT is not in this build: OpenVINO runs " in ran.stderr
    assert single("--image_path", pictures, "--thread_num", 0).returncode != 0


def test_images_that_cannot_be_read_are_named(pictures: Path) -> None:
    (pictures / "broken.png").write_bytes(b"no picture")
    ran = single("--image_path", pictures, "--thread_num", 2)
    assert ran.returncode == 1 and "broken.png" in ran.stderr
    assert len(classes(ran.stdout)) == 5


@pytest.mark.parametrize(
    ("model", "family", "result"),
    [
        ("shapes_seg", "segmentation", "SegmentationResult Image masks"),
        ("picodet_s_320_nms", "detection", "DetectionResult: [xmin, ymin, xmax, ymax, score"),
    ],
)
def test_family_is_recognised_from_the_yaml(
    pictures: Path, model: str, family: str, result: str
) -> None:
    arguments = ("--model", MODELS / model, "--image_path", pictures, "--thread_num", 2)
    told = run("single_model/multi_thread_process.py", *arguments)
    assert told.returncode == 0, told.stderr
    assert told.stdout.count(result) == 5
    given = run("single_model/multi_thread_process.py", *arguments, "--family", family)
    assert given.stdout.split("5 image(s)")[0] == told.stdout.split("5 image(s)")[0]


def test_model_of_an_unknown_family_is_refused(pictures: Path) -> None:
    model = ("--model", MODELS / "ppocrv6-small/rec", "--image_path", pictures)
    ran = run("single_model/multi_thread_process.py", *model)
    assert ran.returncode != 0 and "do not identify its family: pass one of" in ran.stderr


def test_pipeline() -> None:
    threads = pipeline("--thread_num", 2, "--cls_bs", 2, "--rec_bs", 3)
    assert threads.returncode == 0, threads.stderr
    assert "Region-based segmentation" in threads.stdout
    processes = pipeline("--use_multi_process", "True", "--cls_bs", 2, "--rec_bs", 3)
    result = threads.stdout.split("result:  ")[1].split("\n\n")[0]
    assert result in processes.stdout
    ran = pipeline("--backend", "paddle")
    assert ran.returncode == 0 and "PDINFER" in ran.stderr  # a warning names what runs instead
    ran = pipeline("--rec_bs", -2)
    assert ran.returncode != 0 and "rec_batch_size" in ran.stderr


# A program for 1.x's API as its users write them: positional and named arguments, one option for
# several models, settings of stages, deprecated names, results as JSON.
PROGRAM_FOR_1X = """
import json, os, sys
import cv2
import fastdeploy as fd

models, images = sys.argv[1:]

def build_option():
    option = fd.RuntimeOption()
    option.use_cpu()
    option.set_cpu_thread_num(2)
    option.use_openvino_backend()
    return option

runtime_option = build_option()
folder = os.path.join(models, "ppocrv4")
det_option = runtime_option
det_model = fd.vision.ocr.DBDetector(
    os.path.join(folder, "det", "inference.pdmodel"),
    os.path.join(folder, "det", "inference.pdiparams"), runtime_option=det_option)
cls_model = fd.vision.ocr.Classifier(
    os.path.join(folder, "cls", "inference.pdmodel"),
    os.path.join(folder, "cls", "inference.pdiparams"), runtime_option=runtime_option)
rec_model = fd.vision.ocr.Recognizer(
    os.path.join(folder, "rec", "inference.pdmodel"),
    os.path.join(folder, "rec", "inference.pdiparams"),
    os.path.join(folder, "rec", "ppocr_keys_v1.txt"), runtime_option=runtime_option)
det_model.preprocessor.max_side_len = 960
det_model.postprocessor.det_db_thresh = 0.3
det_model.postprocessor.det_db_box_thresh = 0.6
det_model.postprocessor.det_db_unclip_ratio = 1.5
det_model.postprocessor.det_db_score_mode = "slow"
det_model.postprocessor.use_dilation = False
cls_model.postprocessor.cls_thresh = 0.9
ppocr_v3 = fd.vision.ocr.PPOCRv3(det_model=det_model, cls_model=cls_model, rec_model=rec_model)
ppocr_v3.cls_batch_size = 1
ppocr_v3.rec_batch_size = 6
im = cv2.imread(os.path.join(images, "page.png"))
result = ppocr_v3.predict(im)
print(result)
assert ppocr_v3.batch_predict([im])[0].text == result.text
for i in range(len(result.boxes)):
    assert len(result.boxes[i]) == 8 and 0 <= result.rec_scores[i] <= 1
assert json.loads(fd.vision.fd_result_to_json(result))["text"] == result.text
vis_im = fd.vision.vis_ppocr(im, result)
cv2.imwrite(os.path.join(os.getcwd(), "visualized_result.jpg"), vis_im)

folder = os.path.join(models, "pplcnet_x0_25")
option = fd.RuntimeOption()
option.set_openvino_shape_info({"x": [1, 3, 224, 224]})
option.enable_paddle_log_info()
model = fd.vision.classification.PaddleClasModel(
    os.path.join(folder, "inference.pdmodel"), os.path.join(folder, "inference.pdiparams"),
    os.path.join(folder, "inference_cls.yaml"), runtime_option=option,
    model_format=fd.ModelFormat.PADDLE)
assert model.initialized
model.postprocessor.topk = 5
result = model.predict(im, topk=3)
assert len(result.label_ids) == 3
print(result)
"""


def test_program_for_1x_runs_unchanged(tmp_path: Path) -> None:
    script = tmp_path / "infer.py"
    script.write_text(PROGRAM_FOR_1X)
    ran = subprocess.run(
        [sys.executable, str(script), str(MODELS), str(IMAGES)],
        capture_output=True,
        text=True,
        timeout=100,
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stderr
    assert "det boxes: [[" in ran.stdout and "ClassifyResult(\nlabel_ids: " in ran.stdout
    assert (tmp_path / "visualized_result.jpg").stat().st_size > 1000
