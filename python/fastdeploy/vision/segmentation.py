# SPDX-License-Identifier: Apache-2.0
"""PaddleSeg models: the class of every pixel."""

from .._core import PaddleSegModel, PaddleSegPostprocessor, PaddleSegPreprocessor

__all__ = ["PaddleSegModel", "PaddleSegPostprocessor", "PaddleSegPreprocessor"]
