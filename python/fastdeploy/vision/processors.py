# SPDX-License-Identifier: Apache-2.0
"""1.x's steps of preprocessing, for programs that call them themselves. Models do not use them.

A step is called with an FDMat or an FDMatBatch, which it changes.
"""

from .._core import (
    HWC2CHW,
    Cast,
    CenterCrop,
    Normalize,
    NormalizeAndPermute,
    Pad,
    PadToSize,
    Resize,
    ResizeByShort,
    StridePad,
)

__all__ = [
    "HWC2CHW",
    "Cast",
    "CenterCrop",
    "Normalize",
    "NormalizeAndPermute",
    "Pad",
    "PadToSize",
    "Resize",
    "ResizeByShort",
    "StridePad",
]
