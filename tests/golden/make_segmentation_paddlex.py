#!/usr/bin/env python3
"""Writes paddlex/segmentation_*: the labels that PaddleX's own predictor gives to the images.

    python tests/golden/make_segmentation_paddlex.py [MODELS_FOLDER]

The network is ppliteseg_dynamic, under PaddleX's names and with `inference.yml` files that leave
PaddleX's defaults to be found. Needs an environment of its own: PaddleX wants Paddle 3.

    pip install paddlex==3.0.3 paddlepaddle==3.0.0 opencv-contrib-python==4.10.0.84 \\
        pyclipper pypdfium2
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

# PaddleX fetches a font when it is imported, unless it is told of one. Paddle 3 has to be told that
# the network is in the older format.
os.environ["PADDLE_PDX_LOCAL_FONT_FILE_PATH"] = os.environ.get(
    "FONT", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
)
os.environ["FLAGS_enable_pir_api"] = "0"

import cv2
import numpy as np
from shared import HERE, models_folder

from paddlex import create_model  # isort: skip

PACKAGES = ("paddlex", "paddlepaddle", "opencv-contrib-python")
MODEL = "ppliteseg_dynamic"
IMAGES = ("images/chelsea.png", "images/coffee.png", "images/page.png")
RESIZES = {
    "defaults": {"target_size": [512, 256]},
    "exact": {"target_size": [320, 192], "keep_ratio": False, "size_divisor": None},
}


def config(resize: dict) -> dict:
    # Normalize stands first: PaddleX resizes first all the same.
    normalize = {"type": "Normalize", "mean": [0.5, 0.4, 0.3], "std": [0.5, 0.5, 0.5]}
    return {
        "Global": {"model_name": "PP-LiteSeg-T"},
        "Deploy": {"transforms": [normalize, {"type": "Resize", **resize}]},
    }


def main() -> None:
    models = models_folder(sys.argv)
    for name, resize in RESIZES.items():
        golden = {
            "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
            "model": MODEL,
            "config": config(resize),
            "images": IMAGES,
        }
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("pdmodel", "pdiparams"):
                shutil.copyfile(models / MODEL / f"model.{ending}", f"{folder}/inference.{ending}")
            text = json.dumps(golden["config"])
            (Path(folder) / "inference.yml").write_text(text, "utf-8")
            model = create_model(model_name="PP-LiteSeg-T", model_dir=folder, device="cpu")
            for image in IMAGES:
                result = next(iter(model.predict(str(models / image))))
                labels = result["pred"][0].astype("uint8")
                path = HERE / "paddlex" / f"segmentation_{name}_{Path(image).stem}.png"
                cv2.imwrite(str(path), labels, [cv2.IMWRITE_PNG_COMPRESSION, 9])
                print(path.name, labels.shape, np.bincount(labels.ravel()).tolist())
        path = HERE / "paddlex" / f"segmentation_{name}.json"
        path.write_text(json.dumps(golden) + "\n", "utf-8")


if __name__ == "__main__":
    main()
