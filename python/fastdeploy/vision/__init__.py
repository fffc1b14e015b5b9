# SPDX-License-Identifier: Apache-2.0
"""Vision models by family, their results, and functions that draw results."""

from .._core import (
    ClassifyResult,
    DetectionResult,
    Mask,
    MattingResult,
    OCRResult,
    SegmentationResult,
    family_of_folder,
)
from . import classification, detection, matting, ocr, segmentation, utils
from .utils import fd_result_to_json
from .visualize import (
    swap_background,
    vis_classification,
    vis_detection,
    vis_matting,
    vis_ppocr,
    vis_segmentation,
)

__all__ = [
    "ClassifyResult",
    "DetectionResult",
    "Mask",
    "MattingResult",
    "OCRResult",
    "SegmentationResult",
    "classification",
    "detection",
    "family_of_folder",
    "fd_result_to_json",
    "matting",
    "ocr",
    "segmentation",
    "swap_background",
    "utils",
    "vis_classification",
    "vis_detection",
    "vis_matting",
    "vis_ppocr",
    "vis_segmentation",
]
