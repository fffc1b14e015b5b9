# SPDX-License-Identifier: Apache-2.0
"""The OCR engines that ocr.py compares. Run as a program it is one of them: each line of standard
input is a folder of pages to read, each line of standard output a JSON object."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

Read = Callable[[np.ndarray], list[str]]


def fastdeploy(model: Path, settings: dict[str, str]) -> Read:
    import fastdeploy as fd

    option = fd.RuntimeOption()
    option.use_cpu()
    option.set_cpu_thread_num(int(settings["threads"]))
    getattr(option, f"use_{settings['backend']}_backend")()
    option.openvino_option.inference_precision = settings["precision"]
    loaded = fd.load(Path(settings.get("model", model)), runtime_option=option)
    pipeline = fd.vision.ocr.PPOCRv4(loaded.detector, None, loaded.recognizer)
    if "rec_batch" in settings:
        pipeline.rec_batch_size = int(settings["rec_batch"])
    if "width" in settings:  # the least of a line
        pipeline.recognizer.preprocessor.rec_image_shape = [3, 48, int(settings["width"])]
    if settings.get("size") != "default":
        detector = pipeline.detector.preprocessor
        detector.limit_side_len, detector.limit_type = int(settings["side"]), settings["limit"]
    return lambda image: list(pipeline.predict(image).text)


def rapidocr(model: Path, settings: dict[str, str]) -> Read:
    from rapidocr import EngineType, RapidOCR

    openvino = settings["backend"] == "openvino"
    engine = EngineType.OPENVINO if openvino else EngineType.ONNXRUNTIME
    threads = int(settings["threads"])
    params = {
        "Global.use_cls": False,
        "Global.text_score": 0.0,
        "Global.log_level": "error",
        "Det.engine_type": engine,
        "Rec.engine_type": engine,
        "Det.model_path": str(model / "det" / "inference.onnx"),
        "Rec.model_path": str(model / "rec" / "inference.onnx"),
        "EngineConfig.openvino.inference_num_threads": threads,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
    }
    if settings.get("size") != "default":
        params |= {"Det.limit_side_len": int(settings["side"]), "Det.limit_type": settings["limit"]}
    if settings.get("thresholds") == "model":
        params |= thresholds_of(model)
    keys = model / "rec" / "characters.txt"
    if keys.exists():
        params["Rec.rec_keys_path"] = keys
    if openvino and settings["precision"] == "f32":
        force_float32()
    reader = RapidOCR(params=params)
    return lambda image: list(reader(image).txts or [])


def thresholds_of(model: Path) -> dict[str, object]:
    """What the model's own file says of detection, as RapidOCR's parameters."""
    import yaml

    own = yaml.safe_load((model / "det" / "inference.yml").read_text())["PostProcess"]
    return {
        "Det.thresh": own["thresh"],
        "Det.box_thresh": own["box_thresh"],
        "Det.unclip_ratio": own["unclip_ratio"],
        "Det.use_dilation": own.get("use_dilation", False),
    }


def force_float32() -> None:
    """RapidOCR has no setting for OpenVINO's precision, which is bf16 where the CPU has it."""
    import openvino

    compile_model = openvino.Core.compile_model

    def compiled(self, model, device_name="CPU", config=None):
        config = {**(config or {}), "INFERENCE_PRECISION_HINT": "f32"}
        return compile_model(self, model, device_name, config)

    openvino.Core.compile_model = compiled


def faster_paddle(model: Path, settings: dict[str, str]) -> Read:
    """It has its own copy of the networks, PP-OCRv6 small's among them, and takes files."""
    from faster_paddle import OcrEngine

    sizes = {} if settings.get("size") == "default" else {"det_max_side": int(settings["side"])}
    if sizes and settings["limit"] == "max":
        sizes["det_min_side"] = 0
    engine = OcrEngine(
        model_size=model.name.split("-")[-1], threads=int(settings["threads"]), **sizes
    )

    def read(image: np.ndarray) -> list[str]:
        # The fastest of its formats, so that little of the time is that of the file.
        encoded = cv2.imencode(".bmp", image)[1].tobytes()
        return [line["text"] for line in engine.ocr(encoded)["bounds"].values()]

    return read


def model_name(folder: Path) -> str:
    """What the inference.yml of PaddleX calls the model in a folder."""
    for line in (folder / "inference.yml").read_text("utf-8").splitlines():
        if line.strip().startswith("model_name:"):
            return line.split(":")[1].strip()
    raise LookupError(f"{folder}/inference.yml names no model")


def paddleocr(model: Path, settings: dict[str, str]) -> Read:
    from paddleocr import PaddleOCR

    sizes: dict[str, int | str] = {}
    if settings.get("size") != "default":
        sizes = {
            "text_det_limit_side_len": int(settings["side"]),
            "text_det_limit_type": settings["limit"],
        }
    parts = {}
    for part, name in (("det", "text_detection"), ("rec", "text_recognition")):
        folder = Path(settings["paddle"]) / part
        parts[f"{name}_model_dir"] = str(folder)
        parts[f"{name}_model_name"] = model_name(folder)
    reader = PaddleOCR(
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        cpu_threads=int(settings["threads"]),
        device="cpu",
        **parts,
        **sizes,
    )
    return lambda image: list(reader.predict(image)[0]["rec_texts"])


ENGINES = {
    "fastdeploy": fastdeploy,
    "rapidocr": rapidocr,
    "faster-paddle": faster_paddle,
    "paddleocr": paddleocr,
}


def peak_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    return 0.0


def main() -> None:
    kind, model, settings = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # engines print
    read = ENGINES[kind](model, settings)
    for folder in sys.stdin:
        pages = [cv2.imread(str(path)) for path in sorted(Path(folder.strip()).glob("*.png"))]
        start = time.perf_counter()
        texts = [read(page) for page in pages]
        seconds = time.perf_counter() - start
        print(
            json.dumps({"seconds": seconds, "texts": texts, "peak_mb": peak_mb()}),
            file=answers,
            flush=True,
        )


if __name__ == "__main__":
    main()
