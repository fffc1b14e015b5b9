#!/usr/bin/env python3
"""Writes table/slanet_plus.json: tables as PaddleOCR's own Python code reads them.

python tests/golden/make_table.py [MODELS_FOLDER]

PaddleOCR 2.10.0, ppstructure/table/predict_table.py (TableSystem), with PP-OCRv4's detector and
recogniser and SLANet_plus, all through Paddle 3.3.1 (2.6.2 cannot load this SLANet_plus with its
optimiser). `matches` are made lines and cells, put together by ppstructure/table/matcher.py.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import paddleocr
import yaml
from reference_ocr import versions
from shared import HERE, models_folder, numbers

sys.path.insert(0, str(Path(paddleocr.__file__).parent))
from ppstructure.table.matcher import TableMatch
from ppstructure.table.predict_table import TableSystem
from ppstructure.utility import init_args

TENSOR_STEP = 4999
MODEL = "slanet_plus"
IMAGES = ("ruled.png", "open.png")
MATCHES = 60
TEXTS = (
    "a",
    " b",
    "c ",
    "<b>",
    "<b>d</b>",
    "</b>",
    "<b></b>",
    "",
    " ",
    "e & f",
    "\"'",
    "\u00e9\u4e2d",
    "</b>\u4e2d\u4e2d",
)


def build(models: Path, scratch: Path) -> TableSystem:
    """The system; its dictionaries are files that it reads once."""
    args = init_args().parse_args([])
    args.use_gpu = False
    args.enable_mkldnn = False
    args.show_log = False
    args.drop_score = 0.0
    args.det_model_dir = str(models / "ppocrv4/det")
    args.rec_model_dir = str(models / "ppocrv4/rec")
    args.rec_char_dict_path = str(models / "ppocrv4/rec/ppocr_keys_v1.txt")
    args.rec_image_shape = "3, 48, 320"
    args.table_model_dir = str(models / MODEL)
    config = yaml.safe_load((models / MODEL / "inference.yml").read_text("utf-8"))
    tags = scratch / "tags.txt"
    tags.write_text("".join(f"{tag}\n" for tag in config["PostProcess"]["character_dict"]), "utf-8")
    args.table_char_dict_path = str(tags)
    return TableSystem(args)


def read_table(system: TableSystem, image: np.ndarray) -> dict:
    """All that the system says of one picture."""
    structurer = system.table_structurer
    prepared = {"image": image.copy()}
    for operator in structurer.preprocess_op:
        prepared = operator(prepared)
    (structure, boxes), _ = structurer(image.copy())
    result, _ = system(image.copy(), return_ocr_result_in_table=True)
    return {
        "tensor_samples": numbers(np.ravel(prepared[0])[::TENSOR_STEP]),
        "structure": structure,
        "cells": [numbers(box) for box in boxes],
        "lines": [[int(edge) for edge in box] for box in result["boxes"]],
        "texts": [text for text, _ in result["rec_res"]],
        "scores": [float(score) for _, score in result["rec_res"]],
        "html": result["html"],
    }


def edges(dice: random.Random) -> list[int]:
    """Left, top, right, bottom."""
    left, top = dice.randrange(0, 60), dice.randrange(0, 60)
    return [left, top, left + dice.randrange(1, 30), top + dice.randrange(1, 20)]


def match(dice: random.Random) -> dict:
    """Made lines and cells, and the HTML that the matcher makes of them."""
    cells = [edges(dice) for _ in range(dice.randrange(1, 7))]
    lines = [edges(dice) for _ in range(dice.randrange(0, 12))]
    texts = [dice.choice(TEXTS) for _ in lines]
    structure = ["<table>", "<tr>"]
    for _ in cells:
        spans = dice.random() < 0.5
        structure += ["<td", ' colspan="2"', ">", "</td>"] if spans else ["<td></td>"]
    structure += ["</tr>", "</table>"]
    html = TableMatch(filter_ocr_result=True)(
        (structure, np.array(cells)), lines, [(text, 0.5) for text in texts]
    )
    return {"structure": structure, "cells": cells, "lines": lines, "texts": texts, "html": html}


def main() -> None:
    models = models_folder(sys.argv)
    dice = random.Random(5)
    with tempfile.TemporaryDirectory() as scratch:
        system = build(models, Path(scratch))
        golden = {
            "reference": versions(),
            "model": MODEL,
            "tensor_step": TENSOR_STEP,
            "images": {
                f"tables/{name}": read_table(system, cv2.imread(str(models / "tables" / name)))
                for name in IMAGES
            },
            "matches": [match(dice) for _ in range(MATCHES)],
        }
    path = HERE / "table" / f"{MODEL}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(golden, ensure_ascii=False) + "\n", "utf-8")
    for name, table in golden["images"].items():
        print(name, len(table["structure"]), "tags", len(table["cells"]), "cells", table["html"])


if __name__ == "__main__":
    main()
