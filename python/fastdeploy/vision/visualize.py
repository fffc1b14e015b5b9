# SPDX-License-Identifier: Apache-2.0
"""Functions that draw a result into a copy of its image."""

from .._core import (
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
    "swap_background",
    "vis_classification",
    "vis_detection",
    "vis_keypoint_detection",
    "vis_matting",
    "vis_mot",
    "vis_ppocr",
    "vis_segmentation",
]
