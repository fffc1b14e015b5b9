#!/usr/bin/env python3
"""Writes pir/operations.json: small programs of Paddle 3, one per operation, with Paddle's results.

    python tests/golden/make_pir_ops.py

Needs paddlepaddle 3 (made with 3.0.0) and numpy alone; requirements-pir.txt pins both. The exporter
is Paddle's own (paddle.jit.save), and so are the answers (the exported file, run by Paddle). Inputs
are named by a formula that C++ knows, too: float x[i] = ((i * 7919) mod 2000) / 1000 - 1, int64
x[i] = (i * 7919) mod 5; both times `factor`.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import paddle
import paddle.nn.functional as F  # noqa: N812
from paddle import nn
from paddle.static import InputSpec

HERE = Path(__file__).resolve().parent
CHANNELS = 4
SHAPE = (2, CHANNELS, 4, 5)


def values(shape: tuple, dtype: str, factor: float) -> np.ndarray:
    """The input of this shape."""
    index = np.arange(int(np.prod(shape)), dtype=np.int64) * 7919
    if dtype == "int64":
        return (index % 5 * int(factor)).reshape(shape)
    return ((index % 2000).astype("float32") / np.float32(1000) - 1).reshape(shape) * np.float32(
        factor
    )


class Call(nn.Layer):
    """A function as a layer, with the layers that it uses."""

    def __init__(self, function, *layers) -> None:
        super().__init__()
        self.function = function
        self.layers = nn.LayerList(layers)
        for number, (name, parameter) in enumerate(self.named_parameters()):
            base = values(tuple(parameter.shape), "float32", 0.5)
            base = np.roll(base.ravel(), 7 * number + 1).reshape(base.shape)
            parameter.set_value(base + np.float32(1.5) if name.endswith("_variance") else base)

    def forward(self, x, y=None, z=None):
        inputs = [tensor for tensor in (x, y, z) if tensor is not None]
        return self.function(*inputs, *self.layers)


def case(function, *layers, inputs=((SHAPE, "float32"),), factor=1.0, dynamic=True):
    """A program: what it computes, and the shapes and types of its inputs."""
    return Call(function, *layers), inputs, factor, dynamic


def relu_of_square(x):
    return x * x + 0.1


def divide_by_norm(x):
    return F.normalize(x, axis=1)


def slices(x):
    return x[:, 1:, ::2, -1]


def assigns(x):
    y = x * 1.0
    y[:, 1] = 0.0
    y[:, 2:, 1:3] = 2.0
    return y


def assigns_tensor(x):
    y = x * 1.0
    y[:, 0, :, :] = x[:, 1, :, :] + 1.0
    return y


def dynamic_reshape(x):
    shape = paddle.shape(x)
    return paddle.reshape(x, [shape[0], shape[1], shape[2] * shape[3]])


def dynamic_interpolate(x):
    return F.interpolate(x, size=[x.shape[2] * 2, x.shape[3] + 3], mode="bilinear")


def like_another(x):
    small = F.avg_pool2d(x, 2)
    return F.interpolate(small, size=paddle.shape(x)[2:], mode="bilinear")


def grid_of(x):
    h, w = 3, 4
    ys = paddle.linspace(-1.1, 1.1, h)
    xs = paddle.linspace(-1, 1, w)
    grid_y, grid_x = paddle.meshgrid(ys, xs)
    grid = paddle.stack([grid_x, grid_y], axis=-1).unsqueeze(0)
    return grid.expand([paddle.shape(x)[0], h, w, 2])


def attention(x, query, key, value, out):
    tokens = paddle.flatten(x, 2)
    q, k, v = (f(tokens).reshape([0, 0, 2, 8]).transpose([0, 2, 1, 3]) for f in (query, key, value))
    weights = F.softmax(paddle.matmul(q * 8**-0.5, k, transpose_y=True), axis=-1)
    mixed = paddle.matmul(weights, v).transpose([0, 2, 1, 3]).reshape([0, 0, 16])
    return out(mixed)


def linear(inputs: int, outputs: int) -> nn.Layer:
    return nn.Linear(inputs, outputs)


def best_of(x):
    scores = paddle.max(paddle.flatten(x, 2), axis=1)
    _, index = paddle.topk(scores, 3, axis=1)
    batch = paddle.arange(end=x.shape[0], dtype=index.dtype).unsqueeze(-1).tile([1, 3])
    picked = paddle.stack([batch, index], axis=-1)
    return paddle.gather_nd(paddle.flatten(x, 2).transpose([0, 2, 1]), picked)


def masked(x):
    mask = paddle.logical_and(x != 0.5, x < 0.7)
    return paddle.where(mask, x, paddle.zeros_like(x))


def logic(x):
    a = x > 0.1
    b = paddle.logical_or(paddle.logical_not(a), x <= -0.2)
    c = paddle.logical_xor(b, paddle.logical_and(x >= 0.3, x == x))
    return c.astype("float32") + a.astype("float32") * 2


def windows(x):
    rolled = paddle.roll(x, shifts=[-1, 2], axis=[2, 3])
    return rolled.reshape([x.shape[0], CHANNELS, 2, 2, 5]).transpose([0, 2, 1, 3, 4])


def whole_numbers(x, i):
    j = i // 2 + i % 3
    return x + j.astype("float32"), paddle.cast(i, "int32") * 2, paddle.cumsum(i, axis=0)


def splits(x):
    a, b = paddle.split(x, [1, 3], axis=1)
    c, d = paddle.split(x, 2, axis=1)
    e = paddle.unbind(x, axis=3)
    return a * 2, b + paddle.concat([c, d], axis=1)[:, 1:], e[0] - e[4]


def triangles(x):
    return paddle.tril(x) - paddle.triu(x, 1)


def loop(x):
    i = paddle.zeros([1], "int64")
    total = x * 0.5
    while i < 3:
        total = total * 2 + x
        i = i + 1
    return total, i


def swaps(x):
    i = paddle.zeros([1], "int64")
    a, b = x, x * 2
    while i < 3:
        a, b = b, a
        i = i + 1
    return a, b


def branches(x):
    if paddle.mean(x) > 0:
        y = x + 1
        z = x[:, :1]
    else:
        y = x - 1
        z = x[:, 1:3]
    return y * 2, z


class TableDecoder(nn.Layer):
    """What reads the structure of a table in SLANet: a loop of attention and a gated cell."""

    def __init__(self, width=8, hidden=6, classes=5, steps=4) -> None:
        super().__init__()
        self.sizes = (hidden, classes, steps)
        self.i2h = nn.Linear(width, hidden, bias_attr=False)
        self.h2h = nn.Linear(hidden, hidden)
        self.score = nn.Linear(hidden, 1, bias_attr=False)
        self.cell = nn.GRUCell(width + classes, hidden)
        self.out = nn.Linear(hidden, classes)
        self.place = nn.Linear(hidden, 8)

    def forward(self, features):
        hidden_size, classes, steps = self.sizes
        batch = features.shape[0]
        hidden = paddle.zeros((batch, hidden_size))
        structure = paddle.zeros((batch, steps + 1, classes))
        places = paddle.zeros((batch, steps + 1, 8))
        token = paddle.zeros([batch], "int32")
        most = paddle.to_tensor(steps)
        i = paddle.zeros([], "int64")
        while i < most + 1:
            known = F.one_hot(token, classes)
            mixed = self.i2h(features) + self.h2h(hidden).unsqueeze(1)
            weights = F.softmax(self.score(paddle.tanh(mixed)), axis=1).transpose([0, 2, 1])
            context = paddle.squeeze(paddle.mm(weights, features), axis=1)
            hidden, _ = self.cell(paddle.concat([context, known], 1), hidden)
            step = self.out(hidden)
            token = step.argmax(axis=1, dtype="int32")
            structure[:, i, :] = step
            places[:, i, :] = F.sigmoid(self.place(hidden))
            i = i + 1
        return F.softmax(structure), places


def run_layer(x, layer):
    return layer(x)


class Detr(nn.Layer):
    """A detector in the manner of RT-DETR, as small as can be: convolutions with a learnt affine
    step, attention over the last feature map, the best positions as queries, deformable attention
    by sampling, boxes refined from layer to layer, the best scores without suppression."""

    def __init__(self, width=8, heads=2, levels=2, points=2, queries=5, classes=3) -> None:
        super().__init__()
        self.sizes = (width, heads, levels, points, queries, classes)
        self.stem = nn.Conv2D(3, width, 3, 2, 1)
        self.affine = self.create_parameter([2])
        self.down = nn.Conv2D(width, width, 3, 2, 1, groups=width)
        self.attention = nn.MultiHeadAttention(width, heads)
        self.norm = nn.LayerNorm(width)
        self.memory = nn.Linear(width, width)
        self.scores = nn.Linear(width, classes)
        self.boxes = nn.Linear(width, 4)
        self.position = nn.Linear(4, width)
        self.values = nn.Linear(width, width)
        self.offsets = nn.Linear(width, heads * levels * points * 2)
        self.weights = nn.Linear(width, heads * levels * points)

    def deformable(self, query, reference, memory, shapes):
        width, heads, levels, points, queries, _ = self.sizes
        batch = paddle.shape(memory)[0]
        value = self.values(memory).reshape([batch, -1, heads, width // heads])
        offsets = self.offsets(query).reshape([batch, queries, heads, levels, points, 2])
        weights = F.softmax(self.weights(query).reshape([batch, queries, heads, levels * points]))
        reference = reference.unsqueeze(2)
        places = (
            reference[:, :, None, :, None, :2]
            + offsets / points * reference[:, :, None, :, None, 2:] * 0.5
        )
        sampled = []
        parts = value.split([h * w for h, w in shapes], axis=1)
        for level, (part, (h, w)) in enumerate(zip(parts, shapes)):
            plane = part.flatten(2).transpose([0, 2, 1]).reshape([-1, width // heads, h, w])
            grid = (places * 2 - 1)[:, :, :, level].transpose([0, 2, 1, 3, 4]).flatten(0, 1)
            sampled.append(F.grid_sample(plane, grid, align_corners=False))
        weights = weights.transpose([0, 2, 1, 3]).reshape([-1, 1, queries, levels * points])
        mixed = (paddle.stack(sampled, axis=-2).flatten(-2) * weights).sum(-1)
        return mixed.reshape([batch, width, queries]).transpose([0, 2, 1])

    def forward(self, image, im_shape, scale_factor):
        width, _, _, _, queries, classes = self.sizes
        first = F.relu(self.stem(F.pad(image, [0, 1, 0, 1])) * self.affine[0] + self.affine[1])
        second = F.gelu(self.down(first))
        tokens = second.flatten(2).transpose([0, 2, 1])
        tokens = self.norm(tokens + self.attention(tokens))
        second = tokens.transpose([0, 2, 1]).reshape([0, width, second.shape[2], second.shape[3]])
        up = F.interpolate(second, scale_factor=2.0, mode="nearest")
        first = first + up
        maps = (first, second)
        shapes = [(int(m.shape[2]), int(m.shape[3])) for m in maps]
        memory = paddle.concat([m.flatten(2).transpose([0, 2, 1]) for m in maps], 1)
        valid = paddle.mean(memory, axis=-1, keepdim=True) < 1e4
        memory = paddle.where(valid, memory, paddle.to_tensor(0.0))
        found = self.norm(self.memory(memory))
        scores = self.scores(found)
        _, best = paddle.topk(scores.max(-1), queries, axis=1)
        row = paddle.arange(end=paddle.shape(best)[0]).astype(best.dtype).unsqueeze(-1)
        best = paddle.stack([row.tile([1, queries]), best], axis=-1)
        boxes = F.sigmoid(paddle.gather_nd(self.boxes(found), best))
        target = paddle.gather_nd(found, best)
        for _ in range(2):
            target = target + self.attention(target + self.position(boxes), target, target)
            target = self.norm(target + self.deformable(target, boxes, memory, shapes))
            inverse = boxes.clip(min=0.0, max=1.0)
            inverse = paddle.log(inverse.clip(min=1e-5) / (1 - inverse).clip(min=1e-5))
            boxes = F.sigmoid(self.boxes(target) + inverse)
        centre, size = paddle.split(boxes, 2, axis=-1)
        corners = paddle.concat([centre - 0.5 * size, centre + 0.5 * size], axis=-1)
        origin = paddle.floor((im_shape.abs() + 1) * 64 / (scale_factor.abs() + 1) + 0.5)
        height, across = paddle.split(origin, 2, axis=-1)
        corners *= paddle.concat([across, height, across, height], axis=-1).reshape([-1, 1, 4])
        scores, index = paddle.topk(F.sigmoid(self.scores(target)).flatten(1), queries, axis=-1)
        labels = index % classes
        index = paddle.stack([row.tile([1, queries]), index // classes], axis=-1)
        corners = paddle.gather_nd(corners, index)
        found = [labels.unsqueeze(-1).astype("float32"), scores.unsqueeze(-1), corners]
        count = paddle.to_tensor(queries, dtype="int32").tile([paddle.shape(corners)[0]])
        return paddle.concat(found, axis=-1).reshape([-1, 6]), count


IDS = ((2, 3), "int64")
ROWS = ((2, 3, 8), "float32")
POOLED = nn.MaxPool2D(3, 2, 1)

CASES = {
    # activations
    "abs_exp_floor": case(lambda x: paddle.abs(x) + paddle.exp(x) + paddle.floor(x * 3)),
    "ceil_round_sin_cos": case(
        lambda x: paddle.ceil(x) + paddle.round(x * 3) + paddle.sin(x) + paddle.cos(x)
    ),
    "log_rsqrt_square_reciprocal": case(
        lambda x: (
            paddle.log(relu_of_square(x))
            + paddle.rsqrt(relu_of_square(x))
            + paddle.square(x)
            + paddle.reciprocal(relu_of_square(x))
        )
    ),
    "elu": case(F.elu),
    "gelu": case(F.gelu),
    "gelu_tanh": case(lambda x: F.gelu(x, approximate=True)),
    "hardsigmoid": case(F.hardsigmoid, factor=4),
    "hardswish": case(F.hardswish, factor=4),
    "hardtanh": case(lambda x: F.hardtanh(x, -0.5, 0.25)),
    "leaky_relu": case(lambda x: F.leaky_relu(x, 0.1)),
    "log_sigmoid": case(F.log_sigmoid),
    "log_softmax": case(lambda x: F.log_softmax(x, axis=1)),
    "mish": case(F.mish, factor=3),
    "prelu": case(lambda x, f: f(x), nn.PReLU(CHANNELS)),
    "prelu_one": case(lambda x, f: f(x), nn.PReLU(1)),
    "relu": case(F.relu),
    "relu6": case(F.relu6, factor=9),
    "sigmoid": case(F.sigmoid),
    "silu": case(F.silu),
    "softmax": case(lambda x: F.softmax(x, axis=1)),
    "softplus": case(F.softplus, factor=3),
    "swish": case(F.swish),
    "tanh": case(paddle.tanh),
    "softmax_last": case(F.softmax),
    # arithmetic
    "clip": case(lambda x: paddle.clip(x, -0.3, 0.4)),
    "minimum_maximum": case(lambda x: paddle.minimum(x, x * x) - paddle.maximum(x, x * 0.5)),
    "pow": case(lambda x: paddle.pow(x, 2) + paddle.pow(paddle.abs(x) + 0.1, 1.5)),
    "elementwise_pow": case(lambda x: paddle.pow(paddle.abs(x) + 0.5, x)),
    "scale_and_bias": case(lambda x: (x * 2.5 + 1.0) / 3.0 - 0.25),
    "divide_by_broadcast": case(lambda x: x / (paddle.mean(x, axis=[2, 3], keepdim=True) + 2)),
    "small_minus_large": case(lambda x: paddle.mean(x, axis=[0, 1, 2]) - x),
    "whole_numbers": case(whole_numbers, inputs=(ROWS, ((2, 3, 8), "int64")), dynamic=False),
    "matmul_transposed": case(lambda x: paddle.matmul(x, x, transpose_y=True)),
    "bmm": case(
        lambda x: paddle.bmm(paddle.flatten(x, 2), paddle.flatten(x, 2).transpose([0, 2, 1]))
    ),
    "linear": case(lambda x, f: f(x), linear(5, 3)),
    # reductions
    "sum": case(lambda x: paddle.sum(x, axis=[2, 3])),
    "sum_of_integers": case(
        lambda x, i: (x * 2, paddle.sum(paddle.cast(i, "int32"))), inputs=(ROWS, IDS)
    ),
    "mean_all": case(paddle.mean),
    "min_max_amax": case(
        lambda x: paddle.min(x, axis=1) + paddle.max(x, axis=1) + paddle.amax(x, axis=1)
    ),
    "prod": case(lambda x: paddle.prod(x, axis=-1)),
    "any_all": case(
        lambda x: (
            paddle.any(x > 0.9, axis=-1).astype("float32")
            + paddle.all(x < 0.8, axis=-1).astype("float32")
        )
    ),
    "argmax_argmin": case(
        lambda x: (paddle.argmax(x, axis=1), paddle.argmin(x, axis=1, keepdim=True))
    ),
    "argmax_flat": case(lambda x: paddle.argmax(x)),
    "cumsum": case(lambda x: paddle.cumsum(x, axis=1)),
    "norm": case(divide_by_norm),
    "p_norm_1": case(lambda x: paddle.norm(x, p=1, axis=1)),
    "topk": case(lambda x: paddle.topk(x, 3, axis=-1)),
    "topk_smallest": case(lambda x: paddle.topk(x, 2, axis=1, largest=False)[0]),
    "argsort": case(lambda x: paddle.argsort(x, axis=-1, descending=True)),
    "sort": case(lambda x: paddle.sort(x, axis=-1)),
    # convolution, pooling, normalisation
    "conv2d": case(lambda x, f: f(x), nn.Conv2D(CHANNELS, 6, 3, padding=1, stride=2)),
    "conv_same": case(lambda x, f: f(x), nn.Conv2D(CHANNELS, 6, 2, padding="SAME")),
    "conv_same_strided": case(lambda x, f: f(x), nn.Conv2D(CHANNELS, 6, 3, 2, padding="SAME")),
    "conv_four_paddings": case(lambda x, f: f(x), nn.Conv2D(CHANNELS, 6, 2, padding=[0, 1, 2, 1])),
    "conv_groups_dilated": case(
        lambda x, f: f(x), nn.Conv2D(CHANNELS, 8, 3, padding=2, dilation=2, groups=2)
    ),
    "depthwise": case(
        lambda x, f: f(x), nn.Conv2D(CHANNELS, CHANNELS, 3, padding=1, groups=CHANNELS)
    ),
    "conv_transpose": case(
        lambda x, f: f(x), nn.Conv2DTranspose(CHANNELS, 3, 3, 2, padding=1, output_padding=1)
    ),
    "depthwise_transpose": case(
        lambda x, f: f(x), nn.Conv2DTranspose(CHANNELS, CHANNELS, 4, 2, padding=1, groups=CHANNELS)
    ),
    "batch_norm": case(lambda x, f: f(x), nn.BatchNorm2D(CHANNELS)),
    "layer_norm": case(lambda x, f: f(x), nn.LayerNorm(5)),
    "group_norm": case(lambda x, f: f(x), nn.GroupNorm(2, CHANNELS)),
    "instance_norm": case(lambda x, f: f(x), nn.InstanceNorm2D(CHANNELS)),
    "max_pool": case(lambda x: F.max_pool2d(x, 3, 2, 1)),
    "max_pool_ceil": case(lambda x: F.max_pool2d(x, 2, 2, ceil_mode=True)),
    "avg_pool": case(lambda x: F.avg_pool2d(x, 3, 2, 1)),
    "avg_pool_inclusive": case(lambda x: F.avg_pool2d(x, 3, 2, 1, exclusive=False)),
    "global_pool": case(lambda x: F.adaptive_avg_pool2d(x, 1)),
    "global_max_pool": case(lambda x: F.adaptive_max_pool2d(x, 1)),
    "adaptive_pool": case(lambda x: F.adaptive_avg_pool2d(x, 3)),
    # shape and place
    "reshape_0_1": case(lambda x: paddle.reshape(x, [0, -1, 5])),
    "dynamic_reshape": case(dynamic_reshape),
    "flatten": case(lambda x: paddle.flatten(x, 1)),
    "squeeze_unsqueeze": case(lambda x: x[:, :1].squeeze(1).unsqueeze([0, 2])),
    "transpose": case(lambda x: paddle.transpose(x, [0, 2, 3, 1])),
    "concat_stack": case(
        lambda x: paddle.stack(
            [paddle.concat([x, x + 1], axis=2), paddle.concat([x, -x], axis=-2)], axis=1
        )
    ),
    "splits": case(splits),
    "slices": case(slices),
    "flip": case(lambda x: paddle.flip(x, axis=[1, 3])),
    "roll": case(windows),
    "tile": case(lambda x: paddle.tile(x, [1, 2, 1, 3])),
    "expand": case(lambda x: paddle.expand(x[:, :1], [-1, CHANNELS, -1, -1])),
    "expand_as": case(lambda x: paddle.expand_as(x[:, :1], x)),
    "broadcast_dynamic": case(lambda x: grid_of(x)),
    "pad_constant": case(lambda x: F.pad(x, [1, 1, 2, 0], value=0.5)),
    "pad_reflect": case(lambda x: F.pad(x, [1, 1, 2, 1], mode="reflect")),
    "pad_replicate": case(lambda x: F.pad(x, [1, 0, 2, 1], mode="replicate")),
    "pad_list": case(lambda x: F.pad(x, [0, 0, 1, 0, 2, 0, 0, 3])),
    "pixel_shuffle": case(lambda x: F.pixel_shuffle(x, 2)),
    "set_value": case(assigns),
    "set_value_tensor": case(assigns_tensor),
    "triangles": case(lambda x: triangles(paddle.flatten(x, 1)), dynamic=False),
    # choosing
    "gather": case(lambda x: paddle.gather(x, paddle.to_tensor([2, 0]), axis=1)),
    "gather_nd": case(best_of),
    "index_select": case(lambda x: paddle.index_select(x, paddle.to_tensor([1, 3, 0]), axis=1)),
    "take_along_axis": case(
        lambda x: paddle.take_along_axis(x, paddle.argmax(x, axis=1, keepdim=True), 1)
    ),
    "where": case(masked),
    "logic": case(logic),
    "one_hot": case(lambda x: F.one_hot(paddle.argmax(x, axis=1), CHANNELS)),
    "embedding": case(lambda i, f: f(i), nn.Embedding(5, 8), inputs=(IDS,)),
    "nonzero": case(lambda x: paddle.nonzero(x > 0.7)),
    "scatter": case(
        lambda x: paddle.scatter(x[0], paddle.to_tensor([1, 0]), x[1, :2] * 2), dynamic=False
    ),
    "numel": case(lambda x: x + paddle.numel(x).astype("float32")),
    # resizing
    "resize_to": case(lambda x: F.interpolate(x, size=[9, 11], mode="bilinear")),
    "resize_by": case(lambda x: F.interpolate(x, scale_factor=2, mode="nearest")),
    "resize_corners": case(
        lambda x: F.interpolate(x, size=[9, 11], mode="bilinear", align_corners=True)
    ),
    "resize_mode_1": case(lambda x: F.interpolate(x, size=[9, 11], mode="bilinear", align_mode=1)),
    "resize_cubic": case(lambda x: F.interpolate(x, scale_factor=2, mode="bicubic")),
    "resize_dynamic": case(dynamic_interpolate),
    "resize_like": case(like_another),
    "grid_sample": case(lambda x: F.grid_sample(x, grid_of(x), align_corners=False)),
    "grid_sample_border": case(
        lambda x: F.grid_sample(x, grid_of(x), padding_mode="border", align_corners=True)
    ),
    "grid_sample_nearest": case(lambda x: F.grid_sample(x, grid_of(x) * 0.93, mode="nearest")),
    # larger things
    "gru_cell": case(lambda x, f: f(x[:, 0])[0], nn.GRUCell(8, 6), inputs=(ROWS,)),
    "attention": case(attention, linear(20, 16), linear(20, 16), linear(20, 16), linear(16, 16)),
    "multi_head": case(lambda x, f: f(x), nn.MultiHeadAttention(8, 2), inputs=(ROWS,)),
    "constants": case(
        lambda x: x + paddle.full([1, 1, 4, 5], 0.25) + paddle.arange(5).astype("float32")
    ),
    "ones_zeros": case(
        lambda x: paddle.ones_like(x) + paddle.zeros([paddle.shape(x)[0], 1, 1, 1]) - x
    ),
    "linspace": case(lambda x: x + paddle.linspace(0.0, 1.0, 5)),
    "outputs_without_operation": case(
        lambda x: (x * 2, x, paddle.unbind(x, 1)[1], paddle.full([2], 3.0))
    ),
    "one_value_twice": case(lambda x: (x, x)),
    "while": case(loop),
    "while_swaps": case(swaps),
    "if_true": case(branches),
    "if_false": case(branches, factor=-1.0),
    "table": case(run_layer, TableDecoder(), inputs=(((1, 3, 8), "float32"),), dynamic=False),
    "detr": case(
        lambda x, y, z, f: f(x, y, z),
        Detr(),
        inputs=(((2, 3, 15, 19), "float32"), ((2, 2), "float32"), ((2, 2), "float32")),
    ),
    "deformable": case(
        lambda x, offset, f: paddle.vision.ops.deform_conv2d(
            x, offset(x) * 0.2, f.weight, padding=1, mask=F.sigmoid(offset(x)[:, :9])
        ),
        nn.Conv2D(CHANNELS, 18, 3, padding=1),
        nn.Conv2D(CHANNELS, 3, 3, padding=1),
    ),
}


def without_notes(program: dict) -> dict:
    """A program without what is of no importance to readers: names of layers, and gradients."""
    for region in program["regions"]:
        for block in region["blocks"]:
            for op in block["ops"]:
                op.pop("OA", None)
                if op["#"] != "p":
                    op["A"] = [a for a in op["A"] if a["N"] != "struct_name"]
                without_notes({"regions": op.get("regions", [])})
    return program


def export(name: str, folder: Path) -> dict:
    """The files of a case, and Paddle's answers."""
    layer, inputs, factor, dynamic = CASES[name]
    layer.eval()
    specs = []
    for letter, (shape, dtype) in zip("xyz", inputs):
        dims = [None if dynamic and axis == 0 else dim for axis, dim in enumerate(shape)]
        specs.append(InputSpec(dims, dtype, name=letter))
    path = folder / name
    paddle.jit.save(paddle.jit.to_static(layer, input_spec=specs, full_graph=True), str(path))
    tensors = [paddle.to_tensor(values(shape, dtype, factor)) for shape, dtype in inputs]
    outputs = paddle.jit.load(str(path))(*tensors)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    parameters = path.with_suffix(".pdiparams")
    program = json.loads(path.with_suffix(".json").read_text("utf-8"))
    without_notes(program["program"])
    return {
        "program": program,
        "parameters": base64.b64encode(parameters.read_bytes()).decode()
        if parameters.exists()
        else "",
        "factor": factor,
        "inputs": [{"shape": shape, "dtype": dtype} for shape, dtype in inputs],
        "outputs": [
            {
                "shape": list(output.shape),
                "dtype": str(output.dtype).rpartition(".")[2],
                "values": [float(f"{v:.6g}") for v in output.numpy().astype("float64").ravel()],
            }
            for output in outputs
        ],
    }


def main() -> None:
    wanted = sys.argv[1:] or list(CASES)
    golden = {"reference": {"paddlepaddle": paddle.__version__}, "cases": {}}
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            try:
                golden["cases"][name] = export(name, Path(folder))
            except Exception as error:
                print(f"{name}: {str(error).strip().splitlines()[-1]}", file=sys.stderr)
    path = HERE / "pir" / "operations.json"
    path.write_text(json.dumps(golden, allow_nan=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{path.name}: {len(golden['cases'])} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
