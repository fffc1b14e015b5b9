# SPDX-License-Identifier: Apache-2.0
"""Vision models by family, their results, and functions that draw results."""

from .._core import (
    ClassifyResult,
    DetectionResult,
    KeyPointDetectionResult,
    Mask,
    MattingResult,
    MOTResult,
    OCRResult,
    SegmentationResult,
    family_of_folder,
)
from . import (
    classification,
    detection,
    keypointdetection,
    matting,
    ocr,
    segmentation,
    tracking,
    utils,
)
from .utils import fd_result_to_json
from .visualize import (
    swap_background,
    vis_classification,
    vis_detection,
    vis_keypoint_detection,
    vis_matting,
    vis_mot,
    vis_ppocr,
    vis_segmentation,
)

__all__ = [
    "ClassifyResult",
    "DetectionResult",
    "KeyPointDetectionResult",
    "MOTResult",
    "Mask",
    "MattingResult",
    "OCRResult",
    "SegmentationResult",
    "classification",
    "detection",
    "family_of_folder",
    "fd_result_to_json",
    "keypointdetection",
    "matting",
    "ocr",
    "segmentation",
    "swap_background",
    "tracking",
    "utils",
    "vis_classification",
    "vis_detection",
    "vis_keypoint_detection",
    "vis_matting",
    "vis_mot",
    "vis_ppocr",
    "vis_segmentation",
]
