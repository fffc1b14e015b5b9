#!/usr/bin/env python3
"""Writes ocr_*.json: what PaddleOCR's own Python code reads on the sample pages.

    python tests/golden/make_ocr.py MODELS_FOLDER

PaddleOCR 2.10.0, tools/infer/predict_system.py, on the same weights: through Paddle for PP-OCRv4,
through its ONNX path for PP-OCRv6. Nothing is dropped (drop_score 0). Lines are sorted by their
ratio before they are put in batches; NumPy leaves the order of equal ratios to the CPU, and with it
to which width they are padded, so a stable sort is asked for here.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import onnx
import paddleocr

sys.path.insert(0, str(Path(paddleocr.__file__).parent))
from tools.infer import predict_system, utility

HERE = Path(__file__).resolve().parent
PACKAGES = ("paddleocr", "paddlepaddle", "onnxruntime", "opencv-python-headless")
# The PP-OCRv6 thresholds are those of its inference.yml.
CASES = [
    ("ppocrv4", "page.png", {"det_db_score_mode": "fast", "use_angle_cls": True}),
    ("ppocrv4", "page.png", {"det_db_score_mode": "slow", "use_angle_cls": False}),
    ("ppocrv4", "page.png", {"use_dilation": True, "use_angle_cls": False}),
    ("ppocrv4", "linn.png", {"det_db_score_mode": "fast", "use_angle_cls": True}),
    ("ppocrv4", "linn.png", {"det_db_score_mode": "fast", "use_angle_cls": False}),
    ("ppocrv6-small", "page.png", {"use_angle_cls": False}),
    ("ppocrv6-small", "linn.png", {"use_angle_cls": False}),
]
V6_DETECTOR = {"det_db_thresh": 0.2, "det_db_box_thresh": 0.45, "det_db_unclip_ratio": 1.4}


def arguments(models: Path, name: str, settings: dict, scratch: Path):
    """PaddleOCR's settings for one case."""
    folder = models / name
    args = utility.init_args().parse_args([])
    args.use_gpu = False
    args.enable_mkldnn = False
    args.show_log = False
    args.drop_score = 0.0
    args.det_db_score_mode = "fast"
    args.use_onnx = name != "ppocrv4"
    for key, value in ({} if name == "ppocrv4" else V6_DETECTOR).items():
        setattr(args, key, value)
    for key, value in settings.items():
        setattr(args, key, value)
    suffix = "/inference.onnx" if args.use_onnx else ""
    args.det_model_dir = f"{folder}/det{suffix}"
    args.cls_model_dir = f"{folder}/cls{suffix}"
    args.rec_model_dir = f"{folder}/rec{suffix}"
    args.rec_char_dict_path = f"{folder}/rec/ppocr_keys_v1.txt"
    if args.use_onnx:
        metadata = onnx.load(f"{folder}/rec/inference.onnx").metadata_props
        characters = next(entry.value for entry in metadata if entry.key == "character")
        args.rec_char_dict_path = str(scratch / "dictionary.txt")
        Path(args.rec_char_dict_path).write_text(characters, encoding="utf-8")
    return args


def read_page(models: Path, name: str, image: str, settings: dict, scratch: Path) -> dict:
    """The lines of one page, in the reference's order."""
    args = arguments(models, name, settings, scratch)
    system = predict_system.TextSystem(args)
    classified = []
    if args.use_angle_cls:
        classify = system.text_classifier
        system.text_classifier = lambda crops: classified.append(classify(crops)) or classified[-1]
    boxes, texts, _ = system(cv2.imread(str(models / "images" / image)))
    lines = []
    for index, (box, (text, score)) in enumerate(zip(boxes, texts)):
        line = {"box": [[int(x), int(y)] for x, y in box], "text": text, "score": float(score)}
        if classified:
            label, label_score = classified[0][1][index]
            line["cls_label"] = int(label == "180")
            line["cls_score"] = float(label_score)
        lines.append(line)
    return {
        "reference": {name: importlib.metadata.version(name) for name in PACKAGES},
        "models": name,
        "image": image,
        "settings": settings,
        "lines": lines,
    }


def main() -> None:
    np.argsort = functools.partial(np.argsort, kind="stable")
    models = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, image, settings) in enumerate(CASES):
            golden = read_page(models, name, image, settings, Path(scratch))
            path = HERE / f"ocr_{number}_{name}_{Path(image).stem}.json"
            path.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", "utf-8")
            print(path.name, len(golden["lines"]), "lines")


if __name__ == "__main__":
    main()
