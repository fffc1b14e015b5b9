#!/usr/bin/env python3
"""Writes pir/models.json and ocr/ppocrv5-mobile_*.json: Paddle 3's results for its own format.

    python tests/golden/make_pir.py [MODELS_FOLDER]

As requirements.txt, but with paddlepaddle 3.3.1. The networks run in Paddle's inference (no oneDNN)
on an input that C++ can make, too: x[n, c, h, w] = ((w div 5 + 3 (h div 7) + c) mod 4) / 2 - 3/4.
The pages are read by PaddleOCR's own code.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from pathlib import Path

import numpy as np
import paddle.inference as paddle_infer
from make_ocr import read_page, text_of
from shared import HERE, models_folder, numbers

PAGES = ("page.png", "linn.png")
OCR = "ppocrv5-mobile"
MODELS = {
    "resnet50_vd": {"x": [1, 3, 224, 224]},
    "pplcnet_x0_25": {"x": [2, 3, 224, 224]},
    "pphumanseg_lite_pir": {"x": [1, 3, 160, 224]},
    "picodet_s_320_pir": {"image": [1, 3, 320, 320], "scale_factor": [1, 2]},
    "ppocrv5-mobile/det": {"x": [1, 3, 320, 416]},
    "ppocrv5-mobile/rec": {"x": [2, 3, 48, 200]},
}
SAMPLES = 1000


def tiles(shape: list[int]) -> np.ndarray:
    """An input that looks like something printed."""
    _, c, h, w = np.indices(shape)
    return (((w // 5 + h // 7 * 3 + c) % 4) / 2 - 0.75).astype("float32")


def create_predictor(config: paddle_infer.Config) -> paddle_infer.Predictor:
    """Paddle's own kernels, as for the other golden files; 3.3 would use oneDNN."""
    config.disable_mkldnn()
    config.enable_memory_optim(False)  # fails for inference.json
    return create_any_predictor(config)


create_any_predictor = paddle_infer.create_predictor
paddle_infer.create_predictor = create_predictor


def run(folder: Path, shapes: dict[str, list[int]]) -> list[dict]:
    """The outputs of a model, sampled."""
    config = paddle_infer.Config(
        str(folder / "inference.json"), str(folder / "inference.pdiparams")
    )
    config.disable_glog_info()
    predictor = paddle_infer.create_predictor(config)
    for name, shape in shapes.items():
        tensor = np.ones(shape, "float32") if name == "scale_factor" else tiles(shape)
        predictor.get_input_handle(name).copy_from_cpu(tensor)
    predictor.run()
    outputs = []
    for name in predictor.get_output_names():
        output = predictor.get_output_handle(name).copy_to_cpu()
        step = -(-output.size // SAMPLES)
        outputs.append(
            {
                "name": name,
                "shape": list(output.shape),
                "step": step,
                "samples": numbers(output.ravel()[::step]),
            }
        )
    return outputs


def write_networks(models: Path) -> None:
    golden = {
        "reference": {"paddlepaddle": importlib.metadata.version("paddlepaddle")},
        "models": [
            {"model": name, "inputs": shapes, "outputs": run(models / name, shapes)}
            for name, shapes in MODELS.items()
        ],
    }
    path = HERE / "pir" / "models.json"
    path.write_text(json.dumps(golden) + "\n", "utf-8")
    for row in golden["models"]:
        print(row["model"], [(o["shape"], np.ptp(o["samples"])) for o in row["outputs"]])


def write_pages(models: Path) -> None:
    for image in PAGES:
        page = read_page(models, OCR, image, {"use_angle_cls": False})
        path = HERE / "ocr" / f"{OCR}_{Path(image).stem}.json"
        path.write_text(text_of(page), "utf-8")
        print(path.name, len(page["lines"]), "lines")


def main() -> None:
    models = models_folder(sys.argv)
    write_networks(models)
    write_pages(models)


if __name__ == "__main__":
    main()
