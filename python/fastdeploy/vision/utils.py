# SPDX-License-Identifier: Apache-2.0
"""Results to JSON and back."""

from __future__ import annotations

from typing import Any, Protocol

from .._core import (
    ClassifyResult,
    DetectionResult,
    MattingResult,
    OCRResult,
    SegmentationResult,
)


class _Result(Protocol):
    def to_json(self) -> str: ...


def fd_result_to_json(result: _Result | list[_Result]) -> str:
    """A result, or a list of them, as a JSON text with the names of the fields."""
    if isinstance(result, list):
        return "[" + ", ".join(fd_result_to_json(one) for one in result) + "]"
    return result.to_json()


def json_to_classify(fields: dict[str, Any]) -> ClassifyResult:
    """The result of a JSON object, parsed."""
    return ClassifyResult(**fields)


def json_to_detection(fields: dict[str, Any]) -> DetectionResult:
    """The result of a JSON object, parsed."""
    return DetectionResult(**fields)


def json_to_ocr(fields: dict[str, Any]) -> OCRResult:
    """The result of a JSON object, parsed."""
    return OCRResult(**fields)


def json_to_segmentation(fields: dict[str, Any]) -> SegmentationResult:
    """The result of a JSON object, parsed."""
    return SegmentationResult(**fields)


def json_to_matting(fields: dict[str, Any]) -> MattingResult:
    """The result of a JSON object, parsed."""
    return MattingResult(**fields)


__all__ = [
    "fd_result_to_json",
    "json_to_classify",
    "json_to_detection",
    "json_to_matting",
    "json_to_ocr",
    "json_to_segmentation",
]
