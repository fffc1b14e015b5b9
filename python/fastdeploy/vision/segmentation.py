# SPDX-License-Identifier: Apache-2.0
"""PaddleSeg models: a class for every pixel."""

from .._core import PaddleSegModel, PaddleSegPostprocessor, PaddleSegPreprocessor

__all__ = ["PaddleSegModel", "PaddleSegPostprocessor", "PaddleSegPreprocessor"]
