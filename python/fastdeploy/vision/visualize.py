# SPDX-License-Identifier: Apache-2.0
"""Results drawn into a copy of their image."""

from .._core import (
    swap_background,
    vis_classification,
    vis_detection,
    vis_matting,
    vis_ppocr,
    vis_segmentation,
)

__all__ = [
    "swap_background",
    "vis_classification",
    "vis_detection",
    "vis_matting",
    "vis_ppocr",
    "vis_segmentation",
]
