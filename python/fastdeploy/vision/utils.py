# SPDX-License-Identifier: Apache-2.0
"""Converts results to JSON and back."""

from __future__ import annotations

import json
from typing import Any, Protocol

from .._core import (
    ClassifyResult,
    DetectionResult,
    KeyPointDetectionResult,
    Mask,
    MattingResult,
    MOTResult,
    OCRResult,
    SegmentationResult,
)


class _Result(Protocol):
    def to_json(self) -> str: ...


def fd_result_to_json(result: _Result | list[_Result]) -> str:
    """Returns a result, or a list of results, as JSON text with the names of the fields."""
    if isinstance(result, list):
        return "[" + ", ".join(fd_result_to_json(one) for one in result) + "]"
    return result.to_json()


# 1.x's names of fd_result_to_json for one kind of result.
mask_to_json = fd_result_to_json
detection_to_json = fd_result_to_json
classify_to_json = fd_result_to_json
ocr_to_json = fd_result_to_json
segmentation_to_json = fd_result_to_json
matting_to_json = fd_result_to_json


def json_to_mask(fields: dict[str, Any]) -> Mask:
    """Converts a parsed JSON object to a mask. Raises TypeError for an unknown field."""
    return Mask(**fields)


def json_to_classify(fields: dict[str, Any]) -> ClassifyResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field."""
    return ClassifyResult(**fields)


def json_to_detection(fields: dict[str, Any]) -> DetectionResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field.

    Masks are objects, or JSON text as 1.x writes them.
    """
    masks = [
        json.loads(mask) if isinstance(mask, str) else mask for mask in fields.get("masks", [])
    ]
    return DetectionResult(**{**fields, "masks": masks})


def json_to_keypointdetection(fields: dict[str, Any]) -> KeyPointDetectionResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field."""
    return KeyPointDetectionResult(**fields)


def json_to_ocr(fields: dict[str, Any]) -> OCRResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field."""
    return OCRResult(**fields)


def json_to_segmentation(fields: dict[str, Any]) -> SegmentationResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field."""
    return SegmentationResult(**fields)


def json_to_matting(fields: dict[str, Any]) -> MattingResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field."""
    return MattingResult(**fields)


def json_to_mot(fields: dict[str, Any]) -> MOTResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field."""
    return MOTResult(**fields)


__all__ = [
    "classify_to_json",
    "detection_to_json",
    "fd_result_to_json",
    "json_to_classify",
    "json_to_detection",
    "json_to_keypointdetection",
    "json_to_mask",
    "json_to_matting",
    "json_to_mot",
    "json_to_ocr",
    "json_to_segmentation",
    "mask_to_json",
    "matting_to_json",
    "ocr_to_json",
    "segmentation_to_json",
]
