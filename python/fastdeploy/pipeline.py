# SPDX-License-Identifier: Apache-2.0
"""Pipelines of several models. The names with a version are 1.x's names for PPOCR."""

from ._core import PPOCR
from ._core import PPTinyPosePipeline as PPTinyPose

PPOCRv2 = PPOCR
PPOCRv3 = PPOCR
PPOCRv4 = PPOCR
PPOCRv5 = PPOCR
PPOCRv6 = PPOCR

__all__ = ["PPOCR", "PPOCRv2", "PPOCRv3", "PPOCRv4", "PPOCRv5", "PPOCRv6", "PPTinyPose"]
