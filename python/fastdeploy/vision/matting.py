# SPDX-License-Identifier: Apache-2.0
"""PP-Matting models: the foreground share (alpha) of every pixel."""

from typing import TYPE_CHECKING

from .._core import PPMatting, PPMattingPostprocessor
from .._refused import refuse

if not TYPE_CHECKING:

    def __getattr__(name):
        refuse(__name__, name)


__all__ = ["PPMatting", "PPMattingPostprocessor"]
