# SPDX-License-Identifier: Apache-2.0
"""Key points of persons, with top-down models of PaddleDetection."""

from .._core import PPTinyPose, PPTinyPosePostprocessor

__all__ = ["PPTinyPose", "PPTinyPosePostprocessor"]
