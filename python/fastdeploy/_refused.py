# SPDX-License-Identifier: Apache-2.0
"""Names of 1.x that this package does not have, and why: the text of the error that they raise."""

from __future__ import annotations

from typing import NoReturn

_FACES = "models of faces and heads are not part of this library, which runs the Paddle series"
_SERVING = "1.x's Python server is replaced by threads: see fastdeploy.Pool and docs/python.md"

# By module: name, why not. tools/compatibility.py lists them in docs/compatibility.md.
REFUSED: dict[str, dict[str, str]] = {
    "fastdeploy": {
        "FDLogger": "messages go to standard error: see fastdeploy.set_logger",
        "encryption": "encrypted models are not supported: protect the files or the machine",
        "serving": _SERVING,
        "text": "this library runs vision models: use PaddleNLP for text",
    },
    "fastdeploy.vision": {
        "Visualize": "use the functions of fastdeploy.vision.visualize",
        "evaluation": "evaluate with the framework that trained the model: PaddleClas, "
        "PaddleDetection and PaddleSeg score their models on whole data sets",
        "facealign": _FACES,
        "facedet": _FACES,
        "faceid": _FACES,
        "headpose": _FACES,
        "FaceAlignmentResult": _FACES,
        "FaceDetectionResult": _FACES,
        "FaceRecognitionResult": _FACES,
        "HeadPoseResult": _FACES,
        "generation": "image generation is not part of this library",
        "perception": "3-D perception is not part of this library",
        "PerceptionResult": "3-D perception is not part of this library",
        "sr": "super-resolution of video is not part of this library",
        "vis_face_alignment": _FACES,
        "vis_face_detection": _FACES,
        "vis_headpose": _FACES,
        "vis_perception": "3-D perception is not part of this library",
    },
}
REFUSED["fastdeploy.vision.visualize"] = {
    name: reason for name, reason in REFUSED["fastdeploy.vision"].items() if name.startswith("vis_")
}
_YOLO = "models of other frameworks than Paddle's: export them to ONNX and run them with Runtime"
REFUSED["fastdeploy.vision.detection"] = dict.fromkeys(
    [
        "FastestDet",
        "NanoDetPlus",
        "RKYOLOV5",
        "RKYOLOV7",
        "RKYOLOX",
        "ScaledYOLOv4",
        "Smoke",
        "YOLOR",
        "YOLOX",
        "YOLOv5",
        "YOLOv5Lite",
        "YOLOv5Seg",
        "YOLOv6",
        "YOLOv7",
        "YOLOv7End2EndORT",
        "YOLOv7End2EndTRT",
        "YOLOv8",
    ],
    _YOLO,
)
REFUSED["fastdeploy.vision.classification"] = dict.fromkeys(["ResNet", "YOLOv5Cls"], _YOLO)
REFUSED["fastdeploy.vision.matting"] = dict.fromkeys(["MODNet", "RobustVideoMatting"], _YOLO)


def refuse(module: str, name: str) -> NoReturn:
    """Raises AttributeError for a name that a module does not have, with the reason if it is 1.x's.

    For module-level __getattr__.
    """
    reason = REFUSED.get(module, {}).get(name)
    text = f"module {module!r} has no attribute {name!r}"
    if reason is not None:
        text += f", which 1.x had: {reason} (docs/compatibility.md)"
    raise AttributeError(text, name=name)


def refuse_import(module: str) -> NoReturn:
    """Raises ImportError with the reason for a module of 1.x."""
    parent, _, name = module.rpartition(".")
    reason = REFUSED[parent][name]
    raise ImportError(
        f"{module} of FastDeploy 1.x is not here: {reason} (docs/compatibility.md)", name=module
    )
