# SPDX-License-Identifier: Apache-2.0
"""Small networks, in which operators work together, and outputs of special kinds."""

# ruff: noqa: B905 (Paddle knows no zip with strict)
from __future__ import annotations

import paddle
import paddle.nn.functional as F  # noqa: N812
from case import N, Operator, floats
from paddle import nn


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


SMALL = floats(N, 3, 4)
op = Operator("network")
op.layer("the decoder of SLANet", TableDecoder, floats(1, 3, 8))
op.layer(
    "a detector like RT-DETR",
    Detr,
    floats(2, 3, 15, 19),
    floats(2, 2),
    floats(2, 2),
    tolerance={"absolute": 1e-3},
)
op = Operator("output")
op.old("an input", lambda x: (x * 2, x), SMALL)
op.old("one value twice", lambda x: (paddle.tanh(x), paddle.tanh(x), x), SMALL)
op.function("a constant", lambda x: (x * 2, paddle.full([2], 3.0)), SMALL)
op.function("a part of a list", lambda x: (x * 2, paddle.unbind(x, 1)[1]), SMALL)
