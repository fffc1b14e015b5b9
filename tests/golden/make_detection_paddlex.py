#!/usr/bin/env python3
"""Writes paddlex_detection.json: what PaddleX's own predictor finds in the pictures.

    python tests/golden/make_detection_paddlex.py [MODELS_FOLDER]

The networks are those with suppression inside, under PaddleX's names. Needs the environment that
make_segmentation_paddlex.py names.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["PADDLE_PDX_LOCAL_FONT_FILE_PATH"] = os.environ.get(
    "FONT", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
)
os.environ["FLAGS_enable_pir_api"] = "0"
# The packaged OpenCV resizes with Intel's closed primitives, which round some pixels by one level to
# another side; distributions' OpenCV, and this one where it is told so, do without.
os.environ["OPENCV_IPP"] = "disabled"

import numpy as np
import yaml
from shared import HERE, models_folder, numbers

from paddlex import create_model  # isort: skip

PACKAGES = ("paddlex", "paddlepaddle", "opencv-contrib-python")
MODELS = {"picodet_s_320_nms": "PicoDet-S", "ppyoloe_plus_s_nms": "PP-YOLOE_plus-S"}
IMAGES = ("images/chelsea.png", "images/coffee.png", "images/page.png")


def main() -> None:
    models = models_folder(sys.argv)
    golden: dict = {
        "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
        "models": {},
    }
    for name, theirs in MODELS.items():
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("pdmodel", "pdiparams"):
                shutil.copyfile(models / name / f"model.{ending}", f"{folder}/inference.{ending}")
            config = yaml.safe_load((models / name / "infer_cfg.yml").read_text("utf-8"))
            config["Global"] = {"model_name": theirs}
            (Path(folder) / "inference.yml").write_text(yaml.safe_dump(config), "utf-8")
            model = create_model(model_name=theirs, model_dir=folder, device="cpu", threshold=0.0)
            found = golden["models"][name] = {}
            for image in IMAGES:
                boxes = next(iter(model.predict(str(models / image))))["boxes"]
                # PaddleX clips boxes to the picture and leaves out those that are not in it.
                found[image] = [
                    numbers(np.array([box["cls_id"], box["score"], *box["coordinate"]], "float32"))
                    for box in boxes
                ]
                print(name, image, len(boxes))
    (HERE / "paddlex_detection.json").write_text(json.dumps(golden) + "\n", "utf-8")


if __name__ == "__main__":
    main()
