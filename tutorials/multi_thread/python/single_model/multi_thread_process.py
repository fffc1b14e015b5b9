# SPDX-License-Identifier: Apache-2.0
"""Runs a model on images in several threads that share one copy of the weights, or in processes.

The model may be of any family, which its files identify, else --family.

python multi_thread_process.py --model ResNet50_vd_infer --image_path images --thread_num 2
"""

from __future__ import annotations

import argparse
import ast
import sys
from pathlib import Path
from typing import Any

import fastdeploy as fd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runner


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Runs a model in threads or processes.")
    parser.add_argument("--model", required=True, help="folder of the model")
    parser.add_argument("--family", choices=fd.families(), help="default: as its files say")
    parser.add_argument("--topk", type=int, default=1, help="classes shown, for a classifier")
    parser.add_argument("--device", default="cpu", choices=["cpu", "gpu"])
    parser.add_argument("--use_trt", type=ast.literal_eval, default=False, help="use TensorRT")
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


def load_model(args: argparse.Namespace) -> Any:
    model = fd.load(args.model, runtime_option=build_option(args), family=args.family or "")
    if isinstance(model, fd.vision.classification.PaddleClasModel):
        model.postprocessor.topk = args.topk
    return model


if __name__ == "__main__":
    sys.exit(runner.run(load_model, parse_arguments()))
