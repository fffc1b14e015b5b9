# SPDX-License-Identifier: Apache-2.0
"""PP-Matting models: how much of each pixel is foreground."""

from .._core import PPMatting, PPMattingPostprocessor

__all__ = ["PPMatting", "PPMattingPostprocessor"]
