# SPDX-License-Identifier: Apache-2.0
"""Pipelines of several models. The classes with a version are 1.x's; each behaves as PPOCR does."""

from __future__ import annotations

import os
from typing import TypeVar

from ._core import PPOCR, PaddleClasModel, PPStructureV2Table, RuntimeOption
from ._core import PPTinyPosePipeline as PPTinyPose

_Self = TypeVar("_Self", bound="_Version")


class _Version(PPOCR):
    @classmethod
    def load(
        cls: type[_Self],
        folder: str | os.PathLike[str],
        runtime_option: RuntimeOption | None = None,
        use_cls: bool = True,
        doc_orientation_model: PaddleClasModel | None = None,
    ) -> _Self:
        """See PPOCR.load."""
        models = PPOCR.load(folder, runtime_option, use_cls, doc_orientation_model)
        return cls(models.detector, models.classifier, models.recognizer, models.doc_orientation)


class PPOCRv2(_Version):
    """See PPOCR."""


class PPOCRv3(_Version):
    """See PPOCR."""


class PPOCRv4(_Version):
    """See PPOCR."""


class PPOCRv5(_Version):
    """See PPOCR."""


class PPOCRv6(_Version):
    """See PPOCR."""


__all__ = [
    "PPOCR",
    "PPOCRv2",
    "PPOCRv3",
    "PPOCRv4",
    "PPOCRv5",
    "PPOCRv6",
    "PPStructureV2Table",
    "PPTinyPose",
]
