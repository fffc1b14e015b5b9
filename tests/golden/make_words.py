#!/usr/bin/env python3
"""Writes words/*.json: the words and their places that PaddleX's own OCR pipeline gives.

    python tests/golden/make_words.py [MODELS_FOLDER]

`words/made.json` has made lines: what PaddleX's decoder and its rule for the places make of the best
class of every step. The others are whole pages. Needs an environment of its own:

    pip install paddlex==3.7.2 paddlepaddle==3.3.1 onnxruntime==1.32.0 numpy==1.26.4 \\
        opencv-contrib-python==4.10.0.84 pyclipper shapely pypdfium2 imagesize python-bidi
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

# PaddleX fetches a font when it is imported, unless it is told of one.
os.environ["PADDLE_PDX_LOCAL_FONT_FILE_PATH"] = os.environ.get(
    "FONT", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
)
os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
os.environ["OPENCV_IPP"] = "disabled"  # see make_detection_paddlex.py

import cv2
import numpy as np
import onnxruntime
import yaml
from shared import HERE, models_folder

from paddlex import create_pipeline  # isort: skip
from paddlex.inference.models.text_recognition.processors import CTCLabelDecode, OCRReisizeNormImg
from paddlex.inference.pipelines.components.common.cal_ocr_word_box import cal_ocr_word_box

PACKAGES = ("paddlex", "paddlepaddle", "onnxruntime", "opencv-contrib-python")
CASES = [
    ("ppocrv6-small", "PP-OCRv6_small", "page.png"),
    ("ppocrv5-mobile", "PP-OCRv5_mobile", "page.png"),
    ("ppocrv4", "PP-OCRv4_mobile", "page.png"),
    ("ppocrv6-small", "PP-OCRv6_small", "linn.png"),
]
DETECTION = [
    {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
    {"DetResizeForTest": {"resize_long": 960}},
    {
        "NormalizeImage": {
            "mean": [0.485, 0.456, 0.406],
            "std": [0.229, 0.224, 0.225],
            "scale": "1./255.",
            "order": "hwc",
        }
    },
    {"ToCHWImage": None},
    {"KeepKeys": {"keep_keys": ["image", "shape"]}},
]
RECOGNITION = [
    {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
    {"RecResizeImg": {"image_shape": [3, 48, 320]}},
    {"KeepKeys": {"keep_keys": ["image"]}},
]
THRESHOLDS = {"thresh": 0.3, "box_thresh": 0.6, "unclip_ratio": 1.5}
# Of each kind that the rule knows; none of another script, which PaddleX takes for symbols.
CHARACTERS = [*"aZ9.-,(:'", "中", "文", "一", "鿿", "、"]


def resize_as_a_batch(self: OCRReisizeNormImg, imgs: list[np.ndarray]) -> list[np.ndarray]:
    """PaddleOCR 2's call of the same function: by the widest line of the batch.

    PaddleX calls it for each line by itself, which rounds the width of long lines down instead of up.
    One pixel in hundreds, but enough for another text where the network hesitates.
    """
    _, height, width = self.rec_image_shape
    ratio = max([width / height, *(line.shape[1] / line.shape[0] for line in imgs)])
    return [self.resize_norm_img(line, ratio) for line in imgs]


OCRReisizeNormImg.__call__ = resize_as_a_batch


def versions() -> dict[str, str]:
    return {package: importlib.metadata.version(package) for package in PACKAGES}


def rectangle(corners) -> list[int]:
    """[left, top, right, bottom]: what the places of words are."""
    across, down = zip(*corners, strict=True)
    assert all(number == int(number) for number in (*across, *down))
    return [int(number) for number in (min(across), min(down), max(across), max(down))]


def made_line(random_: random.Random) -> dict:
    """One line: the best classes, the shapes that matter, and what PaddleX makes of them."""
    steps = []
    while len(steps) < random_.randint(1, 40):
        steps += [random_.choice([0, 0, random_.randint(1, len(CHARACTERS) + 1)])]
        steps += steps[-1:] * random_.randint(0, 2)
    along, across = random_.randint(48, 900), random_.randint(8, 30)
    vertical = random_.random() < 0.3
    width, height = (across, along) if vertical else (along, across)
    ratio = along / across
    widest = max(320 / 48, ratio, random_.uniform(0, 2) * ratio)
    decode = CTCLabelDecode(CHARACTERS)
    probabilities = np.eye(len(CHARACTERS) + 2, dtype="float32")[[steps]]
    texts, _ = decode(
        [probabilities], return_word_box=True, wh_ratio_list=[ratio], max_wh_ratio=widest
    )
    corners = [[0, 0], [width, 0], [width, height], [0, height]]
    text, information = texts[0]
    words, boxes = cal_ocr_word_box(text, np.array(corners), information) if text else ([], [])
    return {
        "steps": steps,
        "size": [width, height],
        "widest": widest,
        "words": words,
        "boxes": [rectangle(box) for box in boxes],
    }


def config_of(kind: str, folder: Path, name: str) -> dict:
    """What PaddleX's exporter would have written for a model, with what its folder says."""
    said = {}
    if (folder / "inference.yml").exists():
        said = yaml.safe_load((folder / "inference.yml").read_text("utf-8"))
    if "PreProcess" in said:
        return said
    if kind == "det":
        post = {"name": "DBPostProcess", **THRESHOLDS, "max_candidates": 1000}
        post.update(said.get("PostProcess", {}))
        operators = DETECTION
    else:
        if (folder / "ppocr_keys_v1.txt").exists():
            characters = (folder / "ppocr_keys_v1.txt").read_text("utf-8").rstrip("\n").split("\n")
        else:
            session = onnxruntime.InferenceSession(str(folder / "inference.onnx"))
            characters = session.get_modelmeta().custom_metadata_map["character"].split("\n")
        post = {"name": "CTCLabelDecode", "character_dict": characters}
        operators = RECOGNITION
    return {
        "Global": {"model_name": name},
        "PreProcess": {"transform_ops": operators},
        "PostProcess": post,
    }


def build(models: Path, name: str, official: str, scratch: Path):
    modules = {}
    for kind, module in (("det", "TextDetection"), ("rec", "TextRecognition")):
        folder = models / name / kind
        copy = scratch / kind
        shutil.copytree(folder, copy)
        for file in copy.glob("*.pd*"):  # PP-OCRv4's have another name
            file.rename(copy / f"inference{file.suffix}")
        config = config_of(kind, folder, f"{official}_{kind}")
        (copy / "inference.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
        modules[module] = {
            "module_name": "text_detection" if kind == "det" else "text_recognition",
            "model_name": config["Global"]["model_name"],
            "model_dir": str(copy),
        }
        if kind == "det":
            post = config["PostProcess"]
            modules[module].update({key: post[key] for key in THRESHOLDS if key in post})
            modules[module].update(limit_side_len=64, limit_type="min", max_side_limit=4000)
        else:
            modules[module].update(batch_size=6, score_thresh=0.0, return_word_box=True)
    pipeline = {
        "pipeline_name": "OCR",
        "text_type": "general",
        "use_doc_preprocessor": False,
        "use_textline_orientation": False,
        "SubModules": modules,
    }
    onnx = (models / name / "rec/inference.onnx").exists()
    if onnx:
        return create_pipeline(config=pipeline, engine="onnxruntime")
    paddle = {"run_mode": "paddle"}  # its oneDNN fails at PP-OCRv5
    return create_pipeline(config=pipeline, engine="paddle_static", engine_config=paddle)


def read_page(models: Path, name: str, official: str, image: str) -> dict:
    with tempfile.TemporaryDirectory() as scratch:
        pipeline = build(models, name, official, Path(scratch))
        picture = cv2.imread(str(models / "images" / image))
        result = next(iter(pipeline.predict(picture)))
    lines = [
        {
            "box": [[int(x), int(y)] for x, y in box],
            "text": text,
            "score": float(score),
            "words": words,
            "word_boxes": [rectangle(region) for region in regions],
        }
        for box, text, score, words, regions in zip(
            result["rec_polys"],
            result["rec_texts"],
            result["rec_scores"],
            result["text_word"],
            result["text_word_region"],
            strict=True,
        )
    ]
    return {"reference": versions(), "models": name, "image": image, "lines": lines}


def text_of(golden: dict, rows: str) -> str:
    """JSON with a line of the page on a line."""
    lines = ",\n".join(json.dumps(line, ensure_ascii=False) for line in golden[rows])
    head = json.dumps({**golden, rows: []}, ensure_ascii=False, indent=1)
    return head[: head.rindex("[]")] + f"[\n{lines}\n]\n}}\n"


def main() -> None:
    models = models_folder(sys.argv)
    random_ = random.Random(1)
    made = {"reference": versions(), "characters": CHARACTERS}
    made["lines"] = [made_line(random_) for _ in range(200)]
    (HERE / "words/made.json").write_text(text_of(made, "lines"), "utf-8")
    for name, official, image in CASES:
        golden = read_page(models, name, official, image)
        path = HERE / "words" / f"{name}_{Path(image).stem}.json"
        path.write_text(text_of(golden, "lines"), "utf-8")
        print(path.name, len(golden["lines"]), "lines")


if __name__ == "__main__":
    main()
