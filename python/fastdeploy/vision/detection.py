# SPDX-License-Identifier: Apache-2.0
"""PaddleDetection models: object detection and instance segmentation.

PaddleDetectionModel serves all architectures. The classes with 1.x's names for them differ in their
type and model_name(); as in 1.x, they derive from PPYOLOE. Any of them loads any architecture.
"""

from typing import TYPE_CHECKING

from .._core import (
    NMSOption,
    NMSRotatedOption,
    PaddleDetectionModel,
    PaddleDetPostprocessor,
    PaddleDetPreprocessor,
)
from .._refused import refuse


class PPYOLOE(PaddleDetectionModel):
    """PP-YOLOE; see PaddleDetectionModel."""

    _name = "PPYOLOE"

    def model_name(self) -> str:
        return self._name


class CascadeRCNN(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/CascadeRCNN"


class FCOS(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/FCOS"


class FasterRCNN(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/FasterRCNN"


class GFL(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/GFL"


class MaskRCNN(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/MaskRCNN"


class PPDocLayout(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PPDocLayout"


class PPYOLO(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/PP-YOLO"


class PPYOLOER(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PPYOLOER"


class PPYOLOESOD(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/PPYOLOESOD"


class PSSDet(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/PSSDet"


class PaddleYOLOX(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/YOLOX"


class PaddleYOLOv5(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/YOLOv5"


class PaddleYOLOv6(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/YOLOv6"


class PaddleYOLOv7(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/YOLOv7"


class PaddleYOLOv8(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/YOLOv8"


class PicoDet(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PicoDet"


class RTDETR(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "RTDETR"


class RTMDet(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/RTMDet"


class RetinaNet(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/RetinaNet"


class SOLOv2(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "SOLOv2"


class SSD(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/SSD"


class TOOD(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/TOOD"


class TTFNet(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/TTFNet"


class YOLOv3(PPYOLOE):
    """See PaddleDetectionModel."""

    _name = "PaddleDetection/YOLOv3"


if not TYPE_CHECKING:

    def __getattr__(name):
        refuse(__name__, name)


__all__ = [
    "FCOS",
    "GFL",
    "PPYOLO",
    "PPYOLOE",
    "PPYOLOER",
    "PPYOLOESOD",
    "RTDETR",
    "SSD",
    "TOOD",
    "CascadeRCNN",
    "FasterRCNN",
    "MaskRCNN",
    "NMSOption",
    "NMSRotatedOption",
    "PPDocLayout",
    "PSSDet",
    "PaddleDetPostprocessor",
    "PaddleDetPreprocessor",
    "PaddleDetectionModel",
    "PaddleYOLOX",
    "PaddleYOLOv5",
    "PaddleYOLOv6",
    "PaddleYOLOv7",
    "PaddleYOLOv8",
    "PicoDet",
    "RTMDet",
    "RetinaNet",
    "SOLOv2",
    "TTFNet",
    "YOLOv3",
]
