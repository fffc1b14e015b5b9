#!/usr/bin/env python3
"""Exports graphs/solov2_lcnet: a SOLOv2 of PaddleDetection's layers, for one image at a time.

    python models/export_solov2.py [FOLDER]

Needs paddlepaddle 2.6.2, paddledet 2.6.0 (install it with --no-deps, since it requires other
versions), pycocotools, scipy, pandas, pyyaml and opencv-python-headless.

The backbone is LCNet x0.5; all later layers have 32 channels. ppdet 2.6.0 was written for a Paddle
in which x[0] of a vector is a vector, so the few lines that behave differently in Paddle 2.6 are
edited. So are two that OpenVINO cannot run: its reader does not support argsort, nor a convolution
with computed filters (they are 1x1, so that it is a matrix product). Weights are seeded: see
manifest.json.
"""

from __future__ import annotations

import importlib.util
import inspect
import os
import re
import sys
import tempfile
from pathlib import Path
from types import ModuleType

os.environ.update(FLAGS_enable_pir_api="0")

import paddle
from ppdet.modeling.architectures.solov2 import SOLOv2
from ppdet.modeling.backbones.lcnet import LCNet
from ppdet.modeling.heads import solov2_head
from ppdet.modeling.layers import MaskMatrixNMS
from ppdet.modeling.necks import FPN

HERE = Path(__file__).resolve().parent
CLASSES = 4
CHANNELS = 32
NOISE = ("op_callstack", "op_namescope", "op_device")  # the first contains paths of this machine
IMPORTS = """
import numpy as np
import paddle
import paddle.nn as nn
import paddle.nn.functional as F
from paddle import ParamAttr
from paddle.nn.initializer import Constant, Normal
from ppdet.modeling.layers import ConvNormLayer
"""
EDITS = (
    # Without decorators, since the classes are already registered.
    (r"^@\w+\n", ""),
    # x[0:1] where a vector of one element is meant.
    (r"paddle\.shape\((\w+)\)\[0\]", r"paddle.shape(\1)[0:1]"),
    (r"paddle\.cast\(im_shape\[(\d)\], 'int32'\)\[0\]", r"paddle.cast(im_shape[\1:][:1], 'int32')"),
    (r"\[featmap_size\[0\] \* 4, featmap_size\[1\] \* 4\]", "featmap_size * 4"),
    # The same without argsort: takes the best top_num scores, or all if there are fewer.
    (
        r"if paddle\.shape\(scores\)\[0:1\] > top_num:\n +return paddle\.topk\(scores, top_num\)\[1\]"
        r"\n +else:\n +return paddle\.argsort\(scores, descending=True\)",
        "count = paddle.minimum(paddle.shape(scores), paddle.full([1], top_num, 'int32'))\n"
        "        return paddle.topk(scores, count)[1]",
    ),
    # The same without a convolution.
    (
        r"kernel_preds = paddle\.unsqueeze\(kernel_preds, \[2, 3\]\)\n"
        r" +seg_preds = F\.conv2d\(seg_preds, kernel_preds\)\n"
        r" +seg_preds = F\.sigmoid\(paddle\.squeeze\(seg_preds, \[0\]\)\)",
        "seg_preds = paddle.matmul(kernel_preds, paddle.flatten(seg_preds[0], start_axis=1))\n"
        "        seg_preds = paddle.reshape(F.sigmoid(seg_preds),\n"
        "                                   paddle.concat([paddle.full([1], -1, 'int32'), featmap_size]))",
    ),
)


def edited(folder: str) -> ModuleType:
    """PaddleDetection's classes, edited for this Paddle and for OpenVINO."""
    source = "\n\n".join(map(inspect.getsource, (solov2_head.SOLOv2Head, MaskMatrixNMS)))
    for pattern, replacement in EDITS:
        source, count = re.subn(pattern, replacement, source, flags=re.MULTILINE)
        if count == 0:
            raise ValueError(f"not found in ppdet's code: {pattern}")
    path = Path(folder, "edited_solov2.py")  # a file, since to_static reads functions from it
    path.write_text(IMPORTS + source, "utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def network(layers: ModuleType) -> SOLOv2:
    backbone = LCNet(scale=0.5, feature_maps=[2, 3, 4, 5])
    head = layers.SOLOv2Head(
        num_classes=CLASSES,
        in_channels=CHANNELS,
        seg_feat_channels=CHANNELS,
        stacked_convs=2,
        num_grids=[16, 12, 10, 8, 6],
        kernel_out_channels=CHANNELS,
        mask_nms=layers.MaskMatrixNMS(pre_nms_top_n=50, post_nms_top_n=20),
        norm_type="bn",
    )
    masks = solov2_head.SOLOv2MaskHead(
        in_channels=CHANNELS, mid_channels=CHANNELS, out_channels=CHANNELS, norm_type="bn"
    )
    neck = FPN([shape.channels for shape in backbone.out_shape], CHANNELS)
    return SOLOv2(backbone, head, masks, neck)


class Deploy(paddle.nn.Layer):
    """The network with the exporter's input names."""

    def __init__(self, model: SOLOv2) -> None:
        super().__init__()
        self.model = model

    def forward(self, image: object, im_shape: object, scale_factor: object) -> tuple:
        inputs = {"image": image, "im_shape": im_shape, "scale_factor": scale_factor}
        outputs = self.model(inputs)
        return outputs["bbox_num"], outputs["cate_label"], outputs["cate_score"], outputs["segm"]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "graphs" / "solov2_lcnet"
    paddle.seed(1)
    shapes = {"image": [1, 3, -1, -1], "im_shape": [1, 2], "scale_factor": [1, 2]}
    spec = [paddle.static.InputSpec(shape, "float32", name) for name, shape in shapes.items()]
    with tempfile.TemporaryDirectory() as temporary:
        model = Deploy(network(edited(temporary)))
        model.eval()
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
