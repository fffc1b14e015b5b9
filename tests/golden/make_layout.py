#!/usr/bin/env python3
"""Writes layout/layout-cdla.json: the regions of pages that PaddleOCR's own Python code finds.

python tests/golden/make_layout.py [MODELS_FOLDER]

PaddleOCR 2.10.0, ppstructure/layout/predict_layout.py (LayoutPredictor), with ONNX Runtime, but for
its last step, which drops regions that lie in others and which FastDeploy 1.x does not have.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import paddleocr
from reference_ocr import versions
from shared import HERE, models_folder, numbers

ROOT = Path(paddleocr.__file__).parent
sys.path[:0] = [str(ROOT), str(ROOT / "ppstructure/layout"), str(ROOT / "ppocr/postprocess")]
from ppocr.postprocess import picodet_postprocess
from ppstructure.layout.predict_layout import LayoutPredictor
from ppstructure.utility import init_args

MODEL = "layout-cdla"
IMAGES = ("images/linn.png", "images/page.png", "tables/ruled.png")
LABELS = "ppocr/utils/dict/layout_dict/layout_cdla_dict.txt"


def main() -> None:
    models = models_folder(sys.argv)
    picodet_postprocess.calculate_containment = lambda boxes, _: np.zeros(len(boxes))
    args = init_args().parse_args([])
    args.use_gpu = False
    args.use_onnx = True
    args.show_log = False
    args.layout_model_dir = str(models / MODEL / "inference.onnx")
    args.layout_dict_path = str(ROOT / LABELS)
    args.layout_score_threshold = 0.4
    labels = (ROOT / LABELS).read_text("utf-8").split()
    predictor = LayoutPredictor(args)
    images = {}
    for name in IMAGES:
        regions, _ = predictor(cv2.imread(str(models / name)))
        images[name] = [
            [labels.index(region["label"]), *numbers(np.array([region["score"], *region["bbox"]]))]
            for region in regions
        ]
        print(name, len(regions), "regions")
    golden = {"reference": versions(), "model": MODEL, "images": images}
    path = HERE / "layout" / f"{MODEL}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(golden) + "\n", "utf-8")


if __name__ == "__main__":
    main()
