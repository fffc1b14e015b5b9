# SPDX-License-Identifier: Apache-2.0
"""1.x's bases of preprocessors, for those that programs write in Python."""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from ..._core import (
    ClassifierPreprocessor,
    DBDetectorPreprocessor,
    FDMat,
    FDMatBatch,
    PaddleClasPreprocessor,
    PaddleDetPreprocessor,
    PaddleSegPreprocessor,
    RecognizerPreprocessor,
)


class PyProcessorManager(ABC):
    """Calls apply(batch) with the images that it is called with, as an FDMatBatch."""

    def use_cuda(self, enable_cv_cuda: bool = False, gpu_id: int = -1) -> None:
        """Kept for 1.x: warns that images are processed on the CPU."""
        warnings.warn("use_cuda has no effect: images are processed on the CPU", stacklevel=2)

    def __call__(self, images: Sequence[FDMat]) -> Any:
        batch = FDMatBatch()
        batch.from_mats(list(images))
        return self.apply(batch)

    @abstractmethod
    def apply(self, image_batch: FDMatBatch) -> Any:
        """Processes the images; what it returns is the result of the call."""


# 1.x's base of the preprocessors of models, for annotations and isinstance.
ProcessorManager = (
    PaddleClasPreprocessor
    | PaddleDetPreprocessor
    | PaddleSegPreprocessor
    | DBDetectorPreprocessor
    | ClassifierPreprocessor
    | RecognizerPreprocessor
)

__all__ = ["ProcessorManager", "PyProcessorManager"]
