# SPDX-License-Identifier: Apache-2.0
"""Runs a model over images in several threads over one copy of the weights, or in processes.

Whether it classifies, detects or segments is told from its YAML, or by --family.

python multi_thread_process.py --model ResNet50_vd_infer --image_path images --thread_num 2
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import fastdeploy as fd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runner

Model: TypeAlias = (
    fd.vision.classification.PaddleClasModel
    | fd.vision.detection.PaddleDetectionModel
    | fd.vision.segmentation.PaddleSegModel
)
FAMILIES: dict[str, Callable[..., Model]] = {
    "classification": fd.vision.classification.PaddleClasModel,
    "detection": fd.vision.detection.PaddleDetectionModel,
    "segmentation": fd.vision.segmentation.PaddleSegModel,
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Runs a model in threads or processes.")
    parser.add_argument("--model", required=True, help="folder of the model")
    parser.add_argument("--family", choices=FAMILIES, help="default: told from the YAML")
    parser.add_argument("--topk", type=int, default=1, help="of a classifier: classes shown")
    parser.add_argument("--device", default="cpu", choices=["cpu", "gpu"])
    parser.add_argument("--use_trt", type=ast.literal_eval, default=False, help="TensorRT")
    runner.add_arguments(parser)
    return parser.parse_args()


def build_option(args: argparse.Namespace) -> fd.RuntimeOption:
    option = fd.RuntimeOption()
    if args.device == "gpu":
        option.use_gpu()
    if args.use_trt:
        option.use_trt_backend()
        option.set_trt_input_shape("inputs", [1, 3, 224, 224])
    return option


def load_model(args: argparse.Namespace) -> Model:
    family = args.family or fd.vision.family_of_folder(args.model)
    if family not in FAMILIES:
        raise SystemExit(f"{args.model} is for {family}: expected one of {', '.join(FAMILIES)}")
    model = FAMILIES[family](args.model, runtime_option=build_option(args))
    if isinstance(model, fd.vision.classification.PaddleClasModel):
        model.postprocessor.topk = args.topk
    return model


if __name__ == "__main__":
    sys.exit(runner.run(load_model, parse_arguments()))
