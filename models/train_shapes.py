#!/usr/bin/env python3
"""Trains the model shapes_seg from scratch: PP-HumanSeg-Lite on the scenes of shapes.py.

    python models/train_shapes.py OUTPUT [--iterations 1800]

Writes model.pdmodel, model.pdiparams and deploy.yaml, and prints the intersection over union on
scenes that were not used for training. Takes about twenty minutes on two cores. Needs a separate
environment with:

    pip install paddlepaddle==2.6.2 numpy==1.26.4 opencv-python-headless==4.11.0.86 \\
        scipy pyyaml tqdm six requests scikit-learn setuptools
    pip install --no-deps paddleseg==2.8.0
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import requests  # noqa: F401  before paddle, which loads another zlib
import shapes

import paddle  # isort: skip
from paddle.nn import functional
from paddleseg.models import PPHumanSegLite

INPUT = 192  # side of the exported network's input, and of the scenes
CROP = 128  # side of the crops of scenes used for training
BATCH = 8
RATE = 6e-3
CLASSES = 2  # background, shape
CONFIG = f"""\
Deploy:
  input_shape: [-1, 3, {INPUT}, {INPUT}]
  model: model.pdmodel
  output_dtype: int32
  output_op: argmax
  params: model.pdiparams
  transforms:
  - target_size: [{INPUT}, {INPUT}]
    type: Resize
  - mean: [0.5, 0.5, 0.5]
    std: [0.5, 0.5, 0.5]
    type: Normalize
"""


def normalised(image: np.ndarray) -> np.ndarray:
    """Converts an 8-bit BGR image to the network's input, [3, H, W]."""
    return ((image[..., ::-1].astype("float32") / 255 - 0.5) / 0.5).transpose(2, 0, 1)


def batch(number: int) -> tuple[paddle.Tensor, paddle.Tensor]:
    """The crops for one training step, and their masks."""
    images, masks = [], []
    random = np.random.RandomState(number)
    for i in range(BATCH):
        image, mask = shapes.scene(number * BATCH + i, INPUT, INPUT)
        top, left = random.randint(0, INPUT - CROP + 1, 2)
        part = np.s_[top : top + CROP, left : left + CROP]
        images.append(normalised(image[part]))
        masks.append(mask[part])
    return paddle.to_tensor(np.stack(images)), paddle.to_tensor(np.stack(masks).astype("int64"))


def loss(scores: paddle.Tensor, masks: paddle.Tensor) -> paddle.Tensor:
    """Cross entropy plus one minus the Dice coefficient, for the imbalance of the classes."""
    shape = functional.softmax(scores, axis=1)[:, 1]
    wanted = masks.astype("float32")
    both = (shape * wanted).sum() * 2 + 1
    dice = 1 - both / (shape.sum() + wanted.sum() + 1)
    return functional.cross_entropy(scores, masks, axis=1) + dice


def train(network: paddle.nn.Layer, iterations: int) -> None:
    """Trains with Adam; the learning rate falls to 0 along a cosine."""
    rate = paddle.optimizer.lr.CosineAnnealingDecay(RATE, iterations)
    adam = paddle.optimizer.Adam(rate, parameters=network.parameters(), weight_decay=1e-5)
    network.train()
    start = time.monotonic()
    for step in range(iterations):
        images, masks = batch(step)
        value = loss(network(images)[0], masks)
        value.backward()
        adam.step()
        adam.clear_grad()
        rate.step()
        if step % 50 == 0:
            print(f"{step:5} {float(value):.4f} {time.monotonic() - start:.0f} s", flush=True)


def intersection_over_union(network: paddle.nn.Layer, scenes: range) -> float:
    """The intersection over union of the shapes' pixels, over all scenes together."""
    network.eval()
    both = either = 0
    for number in scenes:
        image, mask = shapes.scene(number, INPUT, INPUT)
        with paddle.no_grad():
            scores = network(paddle.to_tensor(normalised(image)[None]))[0]
        found = scores.argmax(axis=1).numpy()[0]
        both += int((found & mask).sum())
        either += int((found | mask).sum())
    return both / either


class Labels(paddle.nn.Layer):
    """The exported network, whose output is the class of every pixel."""

    def __init__(self, network: paddle.nn.Layer) -> None:
        super().__init__()
        self.network = network

    def forward(self, x):
        return paddle.argmax(self.network(x)[0], axis=1, dtype="int32")


def _raw_fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The fields of a protobuf message: number, content (of messages and text), encoded field."""

    def number(at: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            value |= (message[at] & 127) << shift
            shift, at = shift + 7, at + 1
            if message[at - 1] < 128:
                return value, at

    at = 0
    while at < len(message):
        start = at
        key, at = number(at)
        content = at
        if key & 7 == 0:
            _, at = number(at)
        elif key & 7 == 2:
            size, content = number(at)
            at = content + size
        else:
            at += {1: 8, 5: 4}[key & 7]
        yield key >> 3, message[content:at], message[start:at]


def without_callstacks(message: bytes, path: tuple[int, ...] = (1, 4)) -> bytes:
    """A program without the Python call stacks that Paddle stores in every operator.

    `path` has the numbers of the fields that lead to the operators: blocks, ops.
    """
    kept = bytearray()
    for number, content, raw in _raw_fields(message):
        if path and number == path[0]:
            shorter = without_callstacks(content, path[1:])
            size = bytearray()
            rest = len(shorter)
            while rest > 127:
                size.append(rest & 127 | 128)
                rest >>= 7
            kept += bytes([number << 3 | 2, *size, rest]) + shorter
        elif path or number != 4 or b"op_callstack" not in content:  # 4: an attribute
            kept += raw
    return bytes(kept)


def export(network: paddle.nn.Layer, folder: Path) -> None:
    """Exports the network as PaddleSeg does."""
    layer = Labels(network)
    layer.eval()
    spec = paddle.static.InputSpec([None, 3, INPUT, INPUT], "float32", name="x")
    paddle.jit.save(paddle.jit.to_static(layer, input_spec=[spec]), str(folder / "model"))
    program = folder / "model.pdmodel"
    program.write_bytes(without_callstacks(program.read_bytes()))
    (folder / "deploy.yaml").write_text(CONFIG, "utf-8")
    (folder / "model.pdiparams.info").unlink(missing_ok=True)


def main() -> None:
    """Trains, evaluates and exports the network."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--iterations", type=int, default=1800)
    parser.add_argument(
        "--scenes", type=int, default=200, help="number of unseen scenes to evaluate on"
    )
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    paddle.set_device("cpu")
    paddle.seed(2024)
    network = PPHumanSegLite(num_classes=CLASSES)
    train(network, options.iterations)
    unseen = range(shapes.UNSEEN, shapes.UNSEEN + options.scenes)
    print(f"intersection over union: {intersection_over_union(network, unseen):.4f}")
    export(network, options.output)


if __name__ == "__main__":
    sys.exit(main())
