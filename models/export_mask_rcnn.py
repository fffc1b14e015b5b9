#!/usr/bin/env python3
"""Exports graphs/mask_rcnn_r18: a Mask R-CNN of PaddleDetection's layers, for one image at a time.

    python models/export_mask_rcnn.py [FOLDER]

Needs paddlepaddle 2.6.2, paddledet 2.6.0 (install it with --no-deps, since it requires other
versions), pycocotools, scipy, pandas, pyyaml and opencv-python-headless.

The backbone is ResNet18 up to stride 16, without FPN, since OpenVINO's reader does not support
distribute_fpn_proposals. Code of ppdet 2.6.0 that does not work with Paddle 2.6 (zero-dimensional
tensors) or with that reader (broadcast_tensors, unknown ranks) is replaced here by code with the
same result. Weights are seeded: see manifest.json.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.update(FLAGS_enable_pir_api="0")

import paddle
import ppdet.modeling  # noqa: F401
from paddle.nn import functional
from ppdet.modeling.architectures.mask_rcnn import MaskRCNN
from ppdet.modeling.backbones import ResNet
from ppdet.modeling.heads.bbox_head import BBoxHead, TwoFCHead
from ppdet.modeling.heads.mask_head import MaskFeat, MaskHead
from ppdet.modeling.heads.roi_extractor import RoIAlign
from ppdet.modeling.layers import MultiClassNMS, RCNNBox
from ppdet.modeling.post_process import BBoxPostProcess, MaskPostProcess
from ppdet.modeling.proposal_generator.rpn_head import RPNHead

HERE = Path(__file__).resolve().parent
CLASSES = 4
STRIDE = 16
NOISE = ("op_callstack", "op_namescope", "op_device")  # the first contains paths of this machine


class Proposals(RPNHead):
    """Returns the number of proposals with the shape [1]."""

    def _gen_proposal(self, *arguments: object) -> tuple:
        # Not super(), since Paddle converts this method to a plain function.
        rois, count = RPNHead._gen_proposal(self, *arguments)
        return rois, paddle.reshape(count, [1])


class Masks(MaskHead):
    """Selects each object's mask for its class."""

    def forward_test(
        self, body_feats: list, rois: object, rois_num: object, *_: object, **__: object
    ) -> object:
        features = self.head(self.roi_extractor(body_feats, [rois[:, 2:]], rois_num))
        logits = self.mask_fcn_logits(features)
        objects = paddle.arange(paddle.shape(logits)[0]).cast("int32")
        labels = rois[:, 0].cast("int32")
        return functional.sigmoid(paddle.gather_nd(logits, paddle.stack([objects, labels], axis=1)))


class Boxes(BBoxPostProcess):
    """Scales boxes back to the image, and clips them to it."""

    def get_pred(
        self, bboxes: object, bbox_num: object, im_shape: object, scale_factor: object
    ) -> tuple:
        self._size = paddle.floor(im_shape / scale_factor + 0.5)
        limit = paddle.concat([self._size[:, 1:2], self._size[:, 0:1]] * 2, axis=1)
        scale = paddle.concat([scale_factor[:, 1:2], scale_factor[:, 0:1]] * 2, axis=1)
        boxes = functional.relu(paddle.minimum(bboxes[:, 2:] / scale, limit))
        return bboxes, paddle.concat([bboxes[:, :2], boxes], axis=1), bbox_num

    def get_origin_shape(self) -> object:
        return self._size


def network() -> MaskRCNN:
    backbone = ResNet(depth=18, norm_type="bn", freeze_at=0, return_idx=[2], num_stages=3)
    channels = backbone.out_shape[0].channels

    def pooling(resolution: int) -> RoIAlign:
        return RoIAlign(resolution=resolution, spatial_scale=1 / STRIDE, aligned=True)

    nms = MultiClassNMS(keep_top_k=20, score_threshold=0.3, nms_threshold=0.5, return_index=True)
    return MaskRCNN(
        backbone=backbone,
        rpn_head=Proposals(
            anchor_generator={
                "aspect_ratios": [0.5, 1.0, 2.0],
                "anchor_sizes": [32, 64, 128],
                "strides": [STRIDE],
            },
            test_proposal={
                "min_size": 0.0,
                "nms_thresh": 0.7,
                "pre_nms_top_n": 200,
                "post_nms_top_n": 50,
            },
            in_channel=channels,
            export_onnx=True,
        ),
        bbox_head=BBoxHead(
            head=TwoFCHead(channels, 64, 7),
            in_channel=64,
            roi_extractor=pooling(7),
            bbox_assigner=None,
            num_classes=CLASSES,
        ),
        mask_head=Masks(
            head=MaskFeat(channels, 32, 1),
            roi_extractor=pooling(14),
            mask_assigner=None,
            num_classes=CLASSES,
            export_onnx=True,
        ),
        bbox_post_process=Boxes(
            num_classes=CLASSES,
            decode=RCNNBox(num_classes=CLASSES, export_onnx=True),
            nms=nms,
            export_onnx=True,
        ),
        mask_post_process=MaskPostProcess(export_onnx=True),
    )


class Deploy(paddle.nn.Layer):
    """The network with the exporter's input names."""

    def __init__(self, model: MaskRCNN) -> None:
        super().__init__()
        self.model = model

    def forward(self, image: object, im_shape: object, scale_factor: object) -> tuple:
        inputs = {"image": image, "im_shape": im_shape, "scale_factor": scale_factor}
        outputs = self.model(inputs)
        return outputs["bbox"], outputs["bbox_num"], outputs["mask"]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "graphs" / "mask_rcnn_r18"
    paddle.seed(1)
    model = Deploy(network())
    model.eval()
    shapes = {"image": [1, 3, -1, -1], "im_shape": [1, 2], "scale_factor": [1, 2]}
    spec = [paddle.static.InputSpec(shape, "float32", name) for name, shape in shapes.items()]
    with tempfile.TemporaryDirectory() as temporary:
        static = paddle.jit.to_static(model, input_spec=spec, full_graph=True)
        paddle.jit.save(static, f"{temporary}/model")
        program = Path(temporary, "model.pdmodel").read_bytes()
    paddle.enable_static()
    program = paddle.static.deserialize_program(program)
    for block in program.blocks:
        for op in block.ops:
            for attribute in NOISE:
                if op.has_attr(attribute):
                    op._remove_attr(attribute)
    (folder / "model.pdmodel").write_bytes(program.desc.serialize_to_string())
    print(folder, (folder / "model.pdmodel").stat().st_size)


if __name__ == "__main__":
    main()
