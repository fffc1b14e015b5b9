# SPDX-License-Identifier: Apache-2.0
"""PaddleClas models: one class under all of 1.x's names, and PP-ShiTuV2's recogniser."""

from typing import TYPE_CHECKING

from .._core import (
    PaddleClasModel,
    PaddleClasPostprocessor,
    PaddleClasPreprocessor,
    PPShiTuV2Recognizer,
    PPShiTuV2RecognizerPostprocessor,
    PPShiTuV2RecognizerPreprocessor,
)
from .._refused import refuse
from .detection import PicoDet

PPLCNet = PaddleClasModel
PPLCNetv2 = PaddleClasModel
EfficientNet = PaddleClasModel
GhostNet = PaddleClasModel
MobileNetv1 = PaddleClasModel
MobileNetv2 = PaddleClasModel
MobileNetv3 = PaddleClasModel
ShuffleNetv2 = PaddleClasModel
SqueezeNet = PaddleClasModel
Inceptionv3 = PaddleClasModel
PPHGNet = PaddleClasModel
ResNet50vd = PaddleClasModel
SwinTransformer = PaddleClasModel
PPShiTuV2Detector = PicoDet


if not TYPE_CHECKING:

    def __getattr__(name):
        refuse(__name__, name)


__all__ = [
    "EfficientNet",
    "GhostNet",
    "Inceptionv3",
    "MobileNetv1",
    "MobileNetv2",
    "MobileNetv3",
    "PPHGNet",
    "PPLCNet",
    "PPLCNetv2",
    "PPShiTuV2Detector",
    "PPShiTuV2Recognizer",
    "PPShiTuV2RecognizerPostprocessor",
    "PPShiTuV2RecognizerPreprocessor",
    "PaddleClasModel",
    "PaddleClasPostprocessor",
    "PaddleClasPreprocessor",
    "ResNet50vd",
    "ShuffleNetv2",
    "SqueezeNet",
    "SwinTransformer",
]
