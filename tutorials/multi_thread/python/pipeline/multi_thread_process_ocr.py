# SPDX-License-Identifier: Apache-2.0
"""Reads text with PP-OCR in several threads that share one copy of the weights, or in processes.

python multi_thread_process_ocr.py --det_model det --cls_model cls --rec_model rec \
    --rec_label_file ppocr_keys_v1.txt --image_path pages --thread_num 2
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import fastdeploy as fd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import runner

BACKENDS = {
    "default": None,
    "openvino": "use_openvino_backend",
    "ov": "use_openvino_backend",
    "ort": "use_ort_backend",
    "trt": "use_trt_backend",
    "paddle": "use_paddle_infer_backend",
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Reads text in threads or processes.")
    parser.add_argument("--det_model", required=True, help="folder of the text detector")
    parser.add_argument("--cls_model", required=True, help="folder of the angle classifier")
    parser.add_argument("--rec_model", required=True, help="folder of the recogniser")
    parser.add_argument("--rec_label_file", required=True, help="the recogniser's dictionary")
    parser.add_argument("--device", default="cpu", choices=["cpu", "gpu"])
    parser.add_argument("--device_id", type=int, default=0, help="number of the GPU")
    parser.add_argument("--backend", default="default", choices=sorted(BACKENDS))
    parser.add_argument(
        "--cpu_thread_num", type=int, default=-1, help="threads of each model; -1: one per core"
    )
    parser.add_argument("--cls_bs", type=int, default=1, help="number of lines classified together")
    parser.add_argument("--rec_bs", type=int, default=6, help="number of lines recognised together")
    runner.add_arguments(parser)
    return parser.parse_args()


def build_option(args: argparse.Namespace) -> fd.RuntimeOption:
    option = fd.RuntimeOption()
    option.set_cpu_thread_num(args.cpu_thread_num)
    if args.device == "gpu":
        option.use_gpu(args.device_id)
    use_backend = BACKENDS[args.backend]
    if use_backend:
        getattr(option, use_backend)()
    return option


def load_model(args: argparse.Namespace) -> fd.vision.ocr.PPOCRv3:
    option = build_option(args)
    det_model = fd.vision.ocr.DBDetector(args.det_model, runtime_option=option)
    cls_model = fd.vision.ocr.Classifier(args.cls_model, runtime_option=option)
    rec_model = fd.vision.ocr.Recognizer(
        args.rec_model, label_path=args.rec_label_file, runtime_option=option
    )
    ppocr = fd.vision.ocr.PPOCRv3(det_model=det_model, cls_model=cls_model, rec_model=rec_model)
    ppocr.cls_batch_size = args.cls_bs
    ppocr.rec_batch_size = args.rec_bs
    return ppocr


if __name__ == "__main__":
    sys.exit(runner.run(load_model, parse_arguments()))
