"""PaddleOCR's own OCR system (2.10.0, tools/infer/predict_system.py), set up for a models folder.

The same weights as ours: through Paddle for PP-OCRv4, through its ONNX path for PP-OCRv6, whose
detector's thresholds are those of its inference.yml. Nothing is dropped (drop_score 0). Lines are
sorted by their ratio before they are put in batches; NumPy leaves the order of equal ratios to the
CPU, and with it to which width they are padded, so a stable sort is asked for here.
"""

from __future__ import annotations

import functools
import importlib.metadata
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import paddleocr
import yaml

sys.path.insert(0, str(Path(paddleocr.__file__).parent))
from tools.infer import predict_system, utility

PACKAGES = ("paddleocr", "paddlepaddle", "onnxruntime", "opencv-python-headless")
THRESHOLDS = {
    "thresh": "det_db_thresh",
    "box_thresh": "det_db_box_thresh",
    "unclip_ratio": "det_db_unclip_ratio",
}
# What a golden file tells of the settings.
REPORTED = (
    "det_limit_side_len",
    "det_limit_type",
    "det_db_thresh",
    "det_db_box_thresh",
    "det_db_unclip_ratio",
    "det_db_score_mode",
    "use_dilation",
    "use_angle_cls",
    "cls_thresh",
    "cls_batch_num",
    "rec_batch_num",
    "rec_image_shape",
    "drop_score",
)

np.argsort = functools.partial(np.argsort, kind="stable")


def versions() -> dict[str, str]:
    """The packages whose numbers these are."""
    return {name: importlib.metadata.version(name) for name in PACKAGES}


def dictionary(folder: Path, scratch: Path) -> Path:
    """A recogniser's characters, a line for each: its file, or out of ONNX metadata or YAML."""
    keys = folder / "ppocr_keys_v1.txt"
    if keys.exists():
        return keys
    if (folder / "inference.yml").exists():
        config = yaml.safe_load((folder / "inference.yml").read_text("utf-8"))
        characters = config["PostProcess"]["character_dict"]
    else:
        session = onnxruntime.InferenceSession(str(folder / "inference.onnx"))
        characters = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    path = scratch / "dictionary.txt"
    path.write_text("".join(f"{character}\n" for character in characters), "utf-8")
    return path


def build(models: Path, name: str, settings: dict):
    """The system for one case, and all of its settings that matter."""
    folder = models / name
    args = utility.init_args().parse_args([])
    args.use_gpu = False
    args.enable_mkldnn = False
    args.show_log = False
    args.drop_score = 0.0
    args.use_onnx = (folder / "det/inference.onnx").exists()
    config = folder / "det/inference.yml"
    if config.exists():
        post = yaml.safe_load(config.read_text("utf-8"))["PostProcess"]
        for key, argument in THRESHOLDS.items():
            setattr(args, argument, post[key])
    for key, value in settings.items():
        setattr(args, key, value)
    suffix = "/inference.onnx" if args.use_onnx else ""
    args.det_model_dir = f"{folder}/det{suffix}"
    args.cls_model_dir = f"{folder}/cls{suffix}"
    args.rec_model_dir = f"{folder}/rec{suffix}"
    with tempfile.TemporaryDirectory() as scratch:
        args.rec_char_dict_path = str(dictionary(folder / "rec", Path(scratch)))
        system = predict_system.TextSystem(args)
    return system, {key: getattr(args, key) for key in REPORTED}


def record(owner: object, method: str) -> list[tuple[tuple, object]]:
    """Lets a method of one object note its calls: (arguments, result)."""
    calls = []
    original = getattr(owner, method)

    def recorded(*arguments, **keywords):
        result = original(*arguments, **keywords)
        calls.append((arguments, result))
        return result

    setattr(owner, method, recorded)
    return calls


def corners(box: np.ndarray) -> list[list[int]]:
    """A box as the reference gives it; its corners are whole numbers."""
    return [[int(x), int(y)] for x, y in box]
