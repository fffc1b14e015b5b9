# SPDX-License-Identifier: Apache-2.0
"""Functions that draw a result into a copy of its image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._core import (
    MattingResult,
    SegmentationResult,
    swap_background,
    vis_classification,
    vis_detection,
    vis_keypoint_detection,
    vis_matting,
    vis_mot,
    vis_ppocr,
    vis_segmentation,
)
from .._refused import refuse

if TYPE_CHECKING:
    import numpy.typing

    _Image = numpy.typing.NDArray[Any]


def vis_matting_alpha(
    im_data: _Image, matting_result: MattingResult, remove_small_connected_area: bool = False
) -> _Image:
    """1.x's older name of vis_matting."""
    return vis_matting(
        im_data, matting_result, remove_small_connected_area=remove_small_connected_area
    )


def swap_background_matting(
    im_data: _Image,
    background: _Image,
    result: MattingResult,
    remove_small_connected_area: bool = False,
) -> _Image:
    """1.x's older name of swap_background."""
    return swap_background(im_data, background, result, remove_small_connected_area)


def swap_background_segmentation(
    im_data: _Image, background: _Image, background_label: int, result: SegmentationResult
) -> _Image:
    """1.x's older name of swap_background."""
    return swap_background(im_data, background, result, background_label=background_label)


if not TYPE_CHECKING:

    def __getattr__(name):
        refuse(__name__, name)


__all__ = [
    "swap_background",
    "swap_background_matting",
    "swap_background_segmentation",
    "vis_classification",
    "vis_detection",
    "vis_keypoint_detection",
    "vis_matting",
    "vis_matting_alpha",
    "vis_mot",
    "vis_ppocr",
    "vis_segmentation",
]
