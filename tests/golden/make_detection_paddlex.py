#!/usr/bin/env python3
"""Writes paddlex/detection.json: the objects that PaddleX's own predictor finds in the images.

    python tests/golden/make_detection_paddlex.py [MODELS_FOLDER]

The networks are those with suppression inside, under PaddleX's names. Needs the environment that
make_segmentation_paddlex.py names.

With keep_ratio, PaddleX resizes to the rounded size, PaddleDetection by the factor. The masks of the one
picture whose size comes out whole are compared with those of detection_*.png here.
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

import cv2
import numpy as np
import yaml
from shared import HERE, models_folder, numbers

from paddlex import create_model  # isort: skip

PACKAGES = ("paddlex", "paddlepaddle", "opencv-contrib-python")
IMAGES = ("images/chelsea.png", "images/coffee.png", "images/page.png")
MODELS = {
    "picodet_s_320_nms": ("PicoDet-S", IMAGES),
    "ppyoloe_plus_s_nms": ("PP-YOLOE_plus-S", IMAGES),
    "mask_rcnn_r18": ("MaskRCNN-ResNet50", IMAGES),
    # In the page two of its cells answer the same to the bit: which is kept is decided by rounding.
    "solov2_lcnet": ("SOLOv2", IMAGES[:2]),
}


def row_of(box: dict, mask: np.ndarray | None) -> list[float]:
    """[label, score, left, top, right, bottom]; SOLOv2 has no boxes but the bounds of its masks."""
    if "coordinate" in box:
        numbers_of = [box["cls_id"], box["score"], *box["coordinate"]]
    else:
        across, down = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
        bounds = [across[0], down[0], across[-1] + 1, down[-1] + 1]
        numbers_of = [box["class_id"], box["score"], *bounds]
    return numbers(np.array(numbers_of, "float32"))


def other_pixels(name: str, image: str, rows: list, masks: list) -> str:
    """How many pixels of masks are not PaddleDetection's."""
    theirs = cv2.imread(
        str(HERE / "detection" / f"{name}_{Path(image).stem}.png"), cv2.IMREAD_GRAYSCALE
    )
    top = others = pixels = 0
    for row, mask in zip(rows, masks, strict=True):
        if mask.shape == (400, 600):  # whole pictures of SOLOv2
            left, above, right, below = map(int, row[2:])
            mask = mask[above:below, left:right]
        crop = theirs[top : top + mask.shape[0], : mask.shape[1]]
        others += int(((crop != 0) != (mask != 0)).sum())
        pixels += mask.size
        top += mask.shape[0]
    return f"{others} of {pixels} pixels of masks differ"


def main() -> None:
    models = models_folder(sys.argv)
    golden: dict = {
        "reference": {package: importlib.metadata.version(package) for package in PACKAGES},
        "models": {},
    }
    for name, (theirs, images) in MODELS.items():
        with tempfile.TemporaryDirectory() as folder:
            for ending in ("pdmodel", "pdiparams"):
                shutil.copyfile(models / name / f"model.{ending}", f"{folder}/inference.{ending}")
            config = yaml.safe_load((models / name / "infer_cfg.yml").read_text("utf-8"))
            config["Global"] = {"model_name": theirs}
            (Path(folder) / "inference.yml").write_text(yaml.safe_dump(config), "utf-8")
            model = create_model(model_name=theirs, model_dir=folder, device="cpu", threshold=-1.0)
            found = golden["models"][name] = {}
            for image in images:
                result = next(iter(model.predict(str(models / image))))
                boxes, masks = result["boxes"], [np.array(mask) for mask in result.get("masks", [])]
                # PaddleX clips boxes to the picture and leaves out those that are not in it.
                found[image] = [
                    row_of(box, masks[i] if masks else None) for i, box in enumerate(boxes)
                ]
                print(name, image, len(boxes))
                if masks and image == "images/coffee.png":
                    print(" ", other_pixels(name, image, found[image], masks))
    (HERE / "paddlex" / "detection.json").write_text(json.dumps(golden) + "\n", "utf-8")


if __name__ == "__main__":
    main()
