#!/usr/bin/env python3
"""Exports graphs/jde_tiny: a small network with the inputs and outputs of PaddleDetection's JDE.

    python models/export_jde.py [FOLDER]

Needs what export_mask_rcnn.py needs. The layers are ppdet's and Paddle's; the heads are those of JDE
in a simple form: at each cell of stride 16 a score for each class, a box and an embedding, of which
suppression chooses. Weights are seeded: see manifest.json.
"""

from __future__ import annotations

import os
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

os.environ.update(FLAGS_enable_pir_api="0")

import paddle
import ppdet.modeling  # noqa: F401
from paddle.nn import functional
from ppdet.modeling.layers import ConvNormLayer, MultiClassNMS

HERE = Path(__file__).resolve().parent
HEIGHT, WIDTH, STRIDE = 160, 256, 16
CLASSES, EMBEDDING = 2, 16
SIDE = 40.0  # of a usual box, in pixels of the input
NOISE = ("op_callstack", "op_namescope", "op_device")  # the first contains paths of this machine


class Deploy(paddle.nn.Layer):
    """The network with the exporter's inputs; its outputs: objects [N, 6], embeddings [N, 16]."""

    def __init__(self) -> None:
        super().__init__()
        channels = [3, 16, 24, 32, 48]
        self.body = paddle.nn.LayerList(ConvNormLayer(a, b, 3, 2) for a, b in pairwise(channels))
        self.scores = paddle.nn.Conv2D(channels[-1], CLASSES, 1)
        self.boxes = paddle.nn.Conv2D(channels[-1], 4, 1)
        self.looks = paddle.nn.Conv2D(channels[-1], EMBEDDING, 1)
        self.nms = MultiClassNMS(
            score_threshold=0.4, nms_threshold=0.4, nms_top_k=100, keep_top_k=20, return_index=True
        )

    def forward(self, image: object, im_shape: object, scale_factor: object) -> tuple:
        features = image
        for layer in self.body:
            features = functional.relu(layer(features))
        scores = functional.sigmoid(self.scores(features)).flatten(2)
        shapes = self.boxes(features).flatten(2).transpose([0, 2, 1])
        rows, columns = paddle.meshgrid(
            [paddle.arange(HEIGHT // STRIDE), paddle.arange(WIDTH // STRIDE)]
        )
        cells = paddle.stack([columns, rows], axis=-1).reshape([1, -1, 2]).cast("float32")
        middles = (cells + 0.5) * STRIDE + 8 * paddle.tanh(shapes[:, :, :2])
        halves = SIDE / 2 * paddle.exp(0.3 * paddle.tanh(shapes[:, :, 2:]))
        # Back to the image: off the letter box's borders, then unscaled.
        size = paddle.to_tensor([[HEIGHT, WIDTH]], "float32")
        border = ((size - im_shape) / 2).flip([1]).unsqueeze(1)
        scale = scale_factor.flip([1]).unsqueeze(1)
        corners = paddle.concat(
            [(middles - halves - border) / scale, (middles + halves - border) / scale], axis=-1
        )
        rows, _, kept = self.nms(corners, scores, background_label=-1)
        looks = functional.normalize(self.looks(features).flatten(2).transpose([0, 2, 1]), axis=-1)
        return rows, paddle.gather(looks.reshape([-1, EMBEDDING]), kept.flatten())


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "graphs" / "jde_tiny"
    paddle.seed(1)
    model = Deploy()
    model.eval()
    shapes = {"image": [1, 3, HEIGHT, WIDTH], "im_shape": [1, 2], "scale_factor": [1, 2]}
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
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.pdmodel").write_bytes(program.desc.serialize_to_string())
    print(folder, (folder / "model.pdmodel").stat().st_size)


if __name__ == "__main__":
    main()
