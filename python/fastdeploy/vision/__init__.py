# SPDX-License-Identifier: Apache-2.0
"""Vision models by family, their results, and drawing."""

from .._core import ClassifyResult, OCRResult
from . import classification, ocr, utils
from .utils import fd_result_to_json
from .visualize import vis_classification, vis_ppocr

__all__ = [
    "ClassifyResult",
    "OCRResult",
    "classification",
    "fd_result_to_json",
    "ocr",
    "utils",
    "vis_classification",
    "vis_ppocr",
]
