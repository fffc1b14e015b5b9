# SPDX-License-Identifier: Apache-2.0
"""Converts results to JSON and back."""

from __future__ import annotations

from typing import Any, Protocol

from .._core import (
    ClassifyResult,
    DetectionResult,
    KeyPointDetectionResult,
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


def json_to_classify(fields: dict[str, Any]) -> ClassifyResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field."""
    return ClassifyResult(**fields)


def json_to_detection(fields: dict[str, Any]) -> DetectionResult:
    """Converts a parsed JSON object to a result. Raises TypeError for an unknown field."""
    return DetectionResult(**fields)


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
    "fd_result_to_json",
    "json_to_classify",
    "json_to_detection",
    "json_to_keypointdetection",
    "json_to_matting",
    "json_to_mot",
    "json_to_ocr",
    "json_to_segmentation",
]
