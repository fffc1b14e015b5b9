# SPDX-License-Identifier: Apache-2.0
"""PP-OCR: its three models, and their pipeline under all of 1.x's names."""

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
)

PPOCRv2 = PPOCR
PPOCRv3 = PPOCR
PPOCRv4 = PPOCR
PPOCRv5 = PPOCR
PPOCRv6 = PPOCR
PPOCRSystemv2 = PPOCR
PPOCRSystemv3 = PPOCR
PPOCRSystemv4 = PPOCR

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
    "Recognizer",
    "RecognizerPostprocessor",
    "RecognizerPreprocessor",
]
