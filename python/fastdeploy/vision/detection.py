# SPDX-License-Identifier: Apache-2.0
"""PaddleDetection models: object detection and instance segmentation.

One class serves all architectures. 1.x's names for them are aliases of it.
"""

from .._core import (
    NMSOption,
    NMSRotatedOption,
    PaddleDetectionModel,
    PaddleDetPostprocessor,
    PaddleDetPreprocessor,
)

CascadeRCNN = PaddleDetectionModel
FCOS = PaddleDetectionModel
FasterRCNN = PaddleDetectionModel
GFL = PaddleDetectionModel
MaskRCNN = PaddleDetectionModel
PPDocLayout = PaddleDetectionModel
PPYOLO = PaddleDetectionModel
PPYOLOE = PaddleDetectionModel
PPYOLOER = PaddleDetectionModel
PPYOLOESOD = PaddleDetectionModel
PSSDet = PaddleDetectionModel
PaddleYOLOX = PaddleDetectionModel
PaddleYOLOv5 = PaddleDetectionModel
PaddleYOLOv6 = PaddleDetectionModel
PaddleYOLOv7 = PaddleDetectionModel
PaddleYOLOv8 = PaddleDetectionModel
PicoDet = PaddleDetectionModel
RTDETR = PaddleDetectionModel
RTMDet = PaddleDetectionModel
RetinaNet = PaddleDetectionModel
SOLOv2 = PaddleDetectionModel
SSD = PaddleDetectionModel
TOOD = PaddleDetectionModel
TTFNet = PaddleDetectionModel
YOLOv3 = PaddleDetectionModel

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
