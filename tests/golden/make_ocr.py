#!/usr/bin/env python3
"""Writes ocr/*.json and ocr/extra/*.json: the lines that PaddleOCR's own Python code reads.

python tests/golden/make_ocr.py [MODELS_FOLDER]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
from reference_ocr import build, corners, record, versions
from shared import HERE, models_folder

# File name, models, image, and the settings that differ from the defaults.
CASES = [
    ("ppocrv4_page", "ppocrv4", "page.png", {"use_angle_cls": False}),
    ("ppocrv4_page_cls", "ppocrv4", "page.png", {"use_angle_cls": True}),
    (
        "ppocrv4_page_slow",
        "ppocrv4",
        "page.png",
        {"det_db_score_mode": "slow", "use_angle_cls": False},
    ),
    (
        "ppocrv4_page_dilation",
        "ppocrv4",
        "page.png",
        {"use_dilation": True, "use_angle_cls": False},
    ),
    ("ppocrv4_linn", "ppocrv4", "linn.png", {"use_angle_cls": False}),
    ("ppocrv4_linn_cls", "ppocrv4", "linn.png", {"use_angle_cls": True}),
    ("ppocrv6-small_page", "ppocrv6-small", "page.png", {"use_angle_cls": False}),
    ("ppocrv6-small_linn", "ppocrv6-small", "linn.png", {"use_angle_cls": False}),
    # `./dev test` reads the files in ocr/, but does not fetch this model.
    ("extra/ppocrv6-tiny_page_cls", "ppocrv6-tiny", "page.png", {"use_angle_cls": True}),
    ("extra/ppocrv6-tiny_linn", "ppocrv6-tiny", "linn.png", {"use_angle_cls": False}),
]


def read_page(models: Path, name: str, image: str, settings: dict) -> dict:
    """The lines of one page, in the reference's order."""
    system, settings = build(models, name, settings)
    classified = record(system, "text_classifier") if settings["use_angle_cls"] else []
    boxes, texts, _ = system(cv2.imread(str(models / "images" / image)))
    lines = []
    for index, (box, (text, score)) in enumerate(zip(boxes, texts, strict=True)):
        line = {"box": corners(box), "text": text, "score": float(score)}
        for _, (_, angles, _) in classified:
            label, label_score = angles[index]
            line["cls_label"] = int(label == "180")
            line["cls_score"] = float(label_score)
        lines.append(line)
    return {
        "reference": versions(),
        "models": name,
        "image": image,
        "settings": settings,
        "lines": lines,
    }


def text_of(golden: dict) -> str:
    """JSON with a line of the page on a line."""
    lines = ",\n".join(json.dumps(line, ensure_ascii=False) for line in golden["lines"])
    head = json.dumps({**golden, "lines": []}, ensure_ascii=False, indent=1)
    return head[: head.rindex("[]")] + f"[\n{lines}\n]\n}}\n"


def main() -> None:
    models = models_folder(sys.argv)
    for file, name, image, settings in CASES:
        golden = read_page(models, name, image, settings)
        path = HERE / "ocr" / f"{file}.json"
        path.write_text(text_of(golden), "utf-8")
        print(path.name, len(golden["lines"]), "lines")


if __name__ == "__main__":
    main()
