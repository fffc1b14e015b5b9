# SPDX-License-Identifier: Apache-2.0
"""Results drawn into a copy of their image."""

from .._core import vis_classification, vis_ppocr

__all__ = ["vis_classification", "vis_ppocr"]
