# SPDX-License-Identifier: Apache-2.0
"""PP-OCR: its three models, their pipeline with classes for all of 1.x's names, tables, layout."""

from .._core import (
    PPOCR,
    Classifier,
    ClassifierPostprocessor,
    ClassifierPreprocessor,
    DBDetector,
    DBDetectorPostprocessor,
    DBDetectorPreprocessor,
    Recognizer,
    RecognizerPostprocessor,
    RecognizerPreprocessor,
    StructureV2Layout,
    StructureV2LayoutPostprocessor,
    StructureV2LayoutPreprocessor,
    StructureV2Table,
    StructureV2TablePostprocessor,
    StructureV2TablePreprocessor,
    sort_boxes,
)
from ..pipeline import PPOCRv2, PPOCRv3, PPOCRv4, PPOCRv5, PPOCRv6, PPStructureV2Table


class PPOCRSystemv2(PPOCRv2):
    """1.x's older name of PPOCRv2."""


class PPOCRSystemv3(PPOCRv3):
    """1.x's older name of PPOCRv3."""


class PPOCRSystemv4(PPOCRv4):
    """1.x's older name of PPOCRv4."""


class PPStructureV2TableSystem(PPStructureV2Table):
    """1.x's older name of PPStructureV2Table."""


__all__ = [
    "PPOCR",
    "Classifier",
    "ClassifierPostprocessor",
    "ClassifierPreprocessor",
    "DBDetector",
    "DBDetectorPostprocessor",
    "DBDetectorPreprocessor",
    "PPOCRSystemv2",
    "PPOCRSystemv3",
    "PPOCRSystemv4",
    "PPOCRv2",
    "PPOCRv3",
    "PPOCRv4",
    "PPOCRv5",
    "PPOCRv6",
    "PPStructureV2Table",
    "PPStructureV2TableSystem",
    "Recognizer",
    "RecognizerPostprocessor",
    "RecognizerPreprocessor",
    "StructureV2Layout",
    "StructureV2LayoutPostprocessor",
    "StructureV2LayoutPreprocessor",
    "StructureV2Table",
    "StructureV2TablePostprocessor",
    "StructureV2TablePreprocessor",
    "sort_boxes",
]
