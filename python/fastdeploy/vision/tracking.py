# SPDX-License-Identifier: Apache-2.0
"""Objects followed through the images of a sequence, with JDE and FairMOT models."""

from .._core import PPTracking, PPTrackingPostprocessor, TrailRecorder

__all__ = ["PPTracking", "PPTrackingPostprocessor", "TrailRecorder"]
