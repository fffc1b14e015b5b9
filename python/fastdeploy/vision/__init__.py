# SPDX-License-Identifier: Apache-2.0
"""Vision models by family, their results, and functions that draw results."""

from typing import TYPE_CHECKING

from .._core import (
    ClassifyResult,
    DetectionResult,
    FDMat,
    FDMatBatch,
    KeyPointDetectionResult,
    Mask,
    MattingResult,
    MOTResult,
    OCRResult,
    SegmentationResult,
    family_of_folder,
)
from .._refused import refuse
from . import (
    classification,
    common,
    detection,
    keypointdetection,
    matting,
    ocr,
    processors,
    segmentation,
    tracking,
    utils,
    visualize,
)
from .utils import fd_result_to_json
from .visualize import (
    swap_background,
    swap_background_matting,
    swap_background_segmentation,
    vis_classification,
    vis_detection,
    vis_keypoint_detection,
    vis_matting,
    vis_matting_alpha,
    vis_mot,
    vis_ppocr,
    vis_segmentation,
)

if not TYPE_CHECKING:

    def __getattr__(name):
        refuse(__name__, name)


__all__ = [
    "ClassifyResult",
    "DetectionResult",
    "FDMat",
    "FDMatBatch",
    "KeyPointDetectionResult",
    "MOTResult",
    "Mask",
    "MattingResult",
    "OCRResult",
    "SegmentationResult",
    "classification",
    "common",
    "detection",
    "family_of_folder",
    "fd_result_to_json",
    "keypointdetection",
    "matting",
    "ocr",
    "processors",
    "segmentation",
    "swap_background",
    "swap_background_matting",
    "swap_background_segmentation",
    "tracking",
    "utils",
    "vis_classification",
    "vis_detection",
    "vis_keypoint_detection",
    "vis_matting",
    "vis_matting_alpha",
    "vis_mot",
    "vis_ppocr",
    "vis_segmentation",
    "visualize",
]
