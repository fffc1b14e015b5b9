# SPDX-License-Identifier: Apache-2.0
"""PP-Matting models: the foreground share (alpha) of every pixel."""

from .._core import PPMatting, PPMattingPostprocessor

__all__ = ["PPMatting", "PPMattingPostprocessor"]
