#!/usr/bin/env python3
"""Writes heads/made.json: PaddleOCR's other heads of text recognition.

    python tests/golden/make_heads.py

`decoders`: what the classes of ppocr/postprocess/rec_postprocess.py make of random outputs.
`lines`: what the operators of ppocr/data/imaug/rec_img_aug.py make of generated pictures. Where
tools/infer/predict_rec.py has code of its own for them, it is compared here.
"""

from __future__ import annotations

import importlib.metadata
import json
import math
import random
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
import paddleocr
from shared import HERE, numbers

sys.path.insert(0, str(Path(paddleocr.__file__).parent))
from ppocr.data.imaug import rec_img_aug
from ppocr.postprocess import rec_postprocess
from tools.infer.predict_rec import TextRecognizer

PACKAGES = ("paddleocr", "paddlepaddle", "opencv-python-headless", "pillow")
CHARACTERS = ["a", "B", "7", "-", "^", "中", "é", "Z"]
LINES = 3
SAMPLES = 24
# Width, height.
SIZES = [(100, 32), (37, 21), (250, 30), (20, 41), (90, 31), (61, 40), (1, 9)]

BGR = {"DecodeImage": {"img_mode": "BGR", "channel_first": False}}
RGB = {"DecodeImage": {"img_mode": "RGB", "channel_first": False}}
GREY_PIL = {"image_shape": [100, 32], "resize_type": "PIL"}
VITSTR = {
    "image_shape": [224, 224],
    "resize_type": "PIL",
    "inter_type": "Image.BICUBIC",
    "scale": False,
}
SAR = {"image_shape": [3, 48, 48, 160], "width_downsample_ratio": 0.25}
SPIN = {"image_shape": [100, 32], "interpolation": 2, "mean": [127.5], "std": [127.5]}

# PostProcess: name, settings of the class, classes beside the dictionary and the space.
DECODERS = [
    ("RARE", "AttnLabelDecode", {}, 2),
    ("SPIN", "SPINLabelDecode", {}, 2),
    ("RFL", "RFLLabelDecode", {}, 2),
    ("SRN", "SRNLabelDecode", {}, 2),
    ("SAR", "SARLabelDecode", {}, 2),
    ("RobustScanner", "SARLabelDecode", {"rm_symbol": True}, 2),
    ("SATRN", "SATRNLabelDecode", {"rm_symbol": True}, 2),
    ("PREN", "PRENLabelDecode", {}, 3),
    ("NRTR", "NRTRLabelDecode", {}, 4),
    ("ViTSTR", "ViTSTRLabelDecode", {}, 2),
    ("ABINet", "ABINetLabelDecode", {}, 1),
    ("CPPD", "CPPDLabelDecode", {}, 1),
    ("ParseQ", "ParseQLabelDecode", {}, 1),
    ("VisionLAN", "VLLabelDecode", {}, 1),
]

# The algorithm, and the operators that its configuration (configs/rec) has; then other settings.
OPERATORS = [
    ("SVTR", [BGR, {"SVTRRecResizeImg": {"image_shape": [3, 64, 256], "padding": False}}]),
    ("RARE", [BGR, {"RecResizeImg": {"image_shape": [3, 32, 100]}}]),
    ("SPIN", [{"NRTRDecodeImage": BGR["DecodeImage"]}, {"SPINRecResizeImg": SPIN}]),
    (
        "RFL",
        [
            BGR,
            {
                "RFLRecResizeImg": {
                    "image_shape": [1, 32, 100],
                    "padding": False,
                    "interpolation": 2,
                }
            },
        ],
    ),
    ("SRN", [BGR, {"SRNRecResizeImg": {"image_shape": [1, 64, 256]}}]),
    ("SAR", [BGR, {"SARRecResizeImg": SAR}]),
    ("RobustScanner", [BGR, {"RobustScannerRecResizeImg": {**SAR, "max_text_length": 40}}]),
    ("SATRN", [BGR, {"SVTRRecResizeImg": {"image_shape": [3, 32, 100], "padding": False}}]),
    ("PREN", [BGR, {"PRENResizeImg": {"image_shape": [64, 256]}}]),
    ("NRTR", [BGR, {"GrayRecResizeImg": GREY_PIL}]),
    ("ViTSTR", [BGR, {"GrayRecResizeImg": VITSTR}]),
    ("ABINet", [RGB, {"ABINetRecResizeImg": {"image_shape": [3, 32, 128]}}]),
    ("CPPD", [BGR, {"SVTRRecResizeImg": {"image_shape": [3, 32, 100], "padding": False}}]),
    ("CPPDPadding", [BGR, {"SVTRRecResizeImg": {"image_shape": [3, 32, 256], "padding": True}}]),
    ("ParseQ", [BGR, {"SVTRRecResizeImg": {"image_shape": [3, 32, 128], "padding": False}}]),
    ("VisionLAN", [RGB, {"VLRecResizeImg": {"image_shape": [3, 64, 256]}}]),
]
VARIANTS = [
    ("NRTR", [BGR, {"GrayRecResizeImg": {**GREY_PIL, "resize_type": "OpenCV"}}]),
    (
        "NRTR",
        [BGR, {"GrayRecResizeImg": {**GREY_PIL, "image_shape": [1, 32, 100], "padding": True}}],
    ),
    ("NRTR", [RGB, {"GrayRecResizeImg": {**GREY_PIL, "inter_type": "Image.Resampling.BILINEAR"}}]),
    ("RFL", [BGR, {"RFLRecResizeImg": {"image_shape": [1, 32, 100], "interpolation": 2}}]),
    ("RARE", [RGB, {"RecResizeImg": {"image_shape": [3, 32, 100], "padding": False}}]),
    (
        "SAR",
        [
            RGB,
            {"SARRecResizeImg": {"image_shape": [3, 32, 16, 90], "width_downsample_ratio": 0.125}},
        ],
    ),
    ("SVTR", [BGR, {"SVTRRecResizeImg": {"image_shape": [3, 48, 320]}}]),
]
# What predict_rec.py does to the same lines. It leaves ABINet's lines BGR, and gives PREN those of
# VisionLAN, which these networks are not trained with.
PREDICTED = {
    "SVTR": "svtr",
    "SATRN": "svtr",
    "ParseQ": "svtr",
    "CPPD": "svtr",
    "CPPDPadding": "cppd_padding",
    "VisionLAN": "vl",
    "SRN": "srn",
    "SAR": "sar",
    "RobustScanner": "sar",
}


def versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in PACKAGES}


def rows(random_: random.Random, shape: list[int], logits: bool = False) -> np.ndarray:
    """Random numbers of three digits, different ones within each row."""
    count = math.prod(shape[:-1])
    values = np.array([random_.sample(range(1000), shape[-1]) for _ in range(count)], "float32")
    values = (values - 500) / np.float32(100) if logits else values / np.float32(1000)
    return values.reshape(shape)


def tensor(values: np.ndarray) -> dict:
    whole = values.dtype.kind == "i"
    flat = [int(v) if whole else float(f"{v:.3f}") for v in values.ravel()]
    again = np.array(flat, values.dtype).reshape(values.shape)
    assert (again == values).all()
    return {"shape": list(values.shape), "type": str(values.dtype), "values": flat}


def outputs_of(random_: random.Random, algorithm: str, classes: int, form: str) -> list:
    """What the network of an algorithm may give; None for an output that is not read."""
    if algorithm == "SRN":
        return [None, None, rows(random_, [LINES * 25, classes])]
    if algorithm == "VisionLAN":
        return [rows(random_, [26, LINES, classes], logits=True), None]
    if algorithm == "NRTR" and form != "probabilities":
        ids = [[random_.randrange(classes + 3) for _ in range(12)] for _ in range(LINES)]
        for line in ids if form == "started" else []:
            line[0] = 2
        if form != "started":
            ids[0][0] = 7
        return [np.array(ids, "int64"), rows(random_, [LINES, 12])]
    values = rows(random_, [LINES, 12, classes])
    return [None, values] if algorithm == "RFL" else [values]


def given(algorithm: str, outputs: list):
    """The outputs as predict_rec.py gives them to the class."""
    if algorithm == "SRN":
        return {"predict": outputs[2]}
    if algorithm == "VisionLAN":
        return [outputs[0], np.zeros([1], "float32")]
    if algorithm == "RFL":
        return [np.zeros([LINES, 1], "float32"), outputs[1]]
    return outputs if len(outputs) > 1 else outputs[0]


def decoded(random_: random.Random, row: tuple, space: bool, form: str, scratch: Path) -> dict:
    algorithm, name, settings, special = row
    path = scratch / "keys.txt"
    path.write_text("".join(f"{character}\n" for character in CHARACTERS), "utf-8")
    decoder = getattr(rec_postprocess, name)(str(path), use_space_char=space, **settings)
    classes = len(CHARACTERS) + int(space) + special
    outputs = outputs_of(random_, algorithm, classes, form)
    results = decoder(given(algorithm, outputs))
    return {
        "algorithm": algorithm,
        "outputs": [None if values is None else tensor(values) for values in outputs],
        "texts": [text for text, _ in results],
        "scores": [None if math.isnan(score) else score for _, score in results],
    }


def picture(width: int, height: int) -> np.ndarray:
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((3 * x + 5 * y + 40 * c + 9 * (x * y % 17)) % 256).astype("uint8")


def samples(values: np.ndarray) -> dict:
    step = max(1, values.size // SAMPLES) | 1
    return {"shape": list(values.shape), "step": step, "samples": numbers(values.ravel()[::step])}


def predicted(algorithm: str, image: np.ndarray, shape: list[int]) -> np.ndarray | None:
    reader = TextRecognizer.__new__(TextRecognizer)
    reader.rec_algorithm, reader.rec_image_shape, reader.use_onnx = algorithm, shape, False
    if algorithm in ("NRTR", "ViTSTR", "RFL", "RARE"):
        height, width = image.shape[:2]
        return reader.resize_norm_img(image, max(shape[2] / shape[1], width / height))
    if algorithm == "SPIN":
        return reader.resize_norm_img_spin(image)
    if algorithm not in PREDICTED:
        return None
    made = getattr(reader, f"resize_norm_img_{PREDICTED[algorithm]}")(image, shape)
    return made[0] if isinstance(made, tuple) else made


def prepared(algorithm: str, operators: list[dict], size: tuple[int, int], usual: bool) -> dict:
    decode, resize = operators
    name, settings = next(iter(resize.items()))
    settings = dict(settings)
    if name == "SRNRecResizeImg":  # from Global
        settings.update(num_heads=8, max_text_length=25)
    image = picture(*size)
    rgb = decode.get("DecodeImage", {}).get("img_mode") == "RGB"
    data = {"image": image[:, :, ::-1].copy() if rgb else image}
    data = getattr(rec_img_aug, name)(**settings)(data)
    values = np.asarray(data["image"])
    more = [data["valid_ratio"]] if "SAR" in name or "Robust" in name else []
    more += [
        data[key] for key in ("word_positons", "encoder_word_pos", "gsrm_word_pos") if key in data
    ]
    more += [data[f"gsrm_slf_attn_bias{i}"] for i in (1, 2) if "SRN" in name]
    if usual:
        shape = settings["image_shape"]
        if name in ("GrayRecResizeImg", "SPINRecResizeImg"):
            shape = [1, *shape[::-1]]
        other = predicted(algorithm, image, shape)
        assert (other is None) == (algorithm in ("ABINet", "PREN")), algorithm
        assert other is None or np.array_equal(other, values), algorithm
    return {
        "algorithm": algorithm,
        "operators": operators,
        "usual": usual,
        "size": list(size),
        "tensor": samples(values),
        "more": [samples(np.asarray(one, "float64").reshape(-1)) for one in more],
    }


def main() -> None:
    cv2.setNumThreads(1)
    cv2.ipp.setUseIPP(False)
    random_ = random.Random(1)
    decoders = []
    with tempfile.TemporaryDirectory() as scratch:
        for row in DECODERS:
            forms = ["started", "ids", "probabilities"] if row[0] == "NRTR" else ["usual"]
            for form in forms:
                # Ids do not tell how many classes there are: with them, there is a space.
                for space in [True] if form in ("started", "ids") else [False, True]:
                    decoders.append(decoded(random_, row, space, form, Path(scratch)))
    lines = [prepared(*case, size, True) for case in OPERATORS for size in SIZES]
    lines += [prepared(*case, size, False) for case in VARIANTS for size in SIZES[:6]]
    head = {"reference": versions(), "characters": CHARACTERS}
    parts = [json.dumps(head, ensure_ascii=False)[:-1]]
    for key, rows_ in (("decoders", decoders), ("lines", lines)):
        text = ",\n".join(
            json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in rows_
        )
        parts.append(f'"{key}": [\n{text}\n]')
    path = HERE / "heads/made.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(",\n".join(parts) + "}\n", "utf-8")
    print(path.name, len(decoders), "decoders,", len(lines), "lines,", path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
