#!/usr/bin/env python3
"""Exports graphs/tinypose_128x96: PaddleDetection's PP-TinyPose (Lite-HRNet, 128x96), cut short.

    python models/export_tinypose.py [FOLDER]

Needs what export_mask_rcnn.py needs. Each stage has one module of one block, as the graph of the
whole network is half a megabyte. Weights are seeded: see manifest.json.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.update(FLAGS_enable_pir_api="0")

import paddle
import ppdet.modeling  # noqa: F401
from ppdet.modeling.architectures.keypoint_hrnet import TopDownHRNet
from ppdet.modeling.backbones.lite_hrnet import LiteHRNet

HERE = Path(__file__).resolve().parent
JOINTS = 17
NOISE = ("op_callstack", "op_namescope", "op_device")  # the first contains paths of this machine


class ShortLiteHRNet(LiteHRNet):
    """Lite-HRNet with one module of one block in each stage."""

    def _make_stage(self, config: dict, *arguments: object) -> tuple:
        short = {"num_modules": [1, 1, 1], "num_blocks": [1, 1, 1]}
        return super()._make_stage({**config, **short}, *arguments)


class Deploy(paddle.nn.Layer):
    """The network with the exporter's input; its outputs: heatmaps and their maxima's places."""

    def __init__(self) -> None:
        super().__init__()
        backbone = ShortLiteHRNet("naive", freeze_at=-1, freeze_norm=False, return_idx=[0])
        self.model = TopDownHRNet(width=30, num_joints=JOINTS, backbone=backbone)
        self.model.deploy = True

    def forward(self, image: object) -> tuple:
        return self.model({"image": image})["keypoint"]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "graphs" / "tinypose_128x96"
    paddle.seed(1)
    model = Deploy()
    model.eval()
    spec = [paddle.static.InputSpec([1, 3, 128, 96], "float32", "image")]
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
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.pdmodel").write_bytes(program.desc.serialize_to_string())
    print(folder, (folder / "model.pdmodel").stat().st_size)


if __name__ == "__main__":
    main()
