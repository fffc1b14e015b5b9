# SPDX-License-Identifier: Apache-2.0
"""Shapes, slices, padding."""

from __future__ import annotations

import numpy as np
import paddle
import paddle.nn.functional as F  # noqa: N812
from case import FIXED, IMAGE, H, N, Operator, W, bools, floats, given, ints
from paddle import nn

SMALL = floats(N, 3, 4)
PLANES = floats(N, 3, 4, 5)
OPEN = floats(N, (3, 5), (4, 2))
COUNTS = ints(N, 3, 4)


def constant(values, dtype="int64"):
    """A constant tensor of the program."""
    return paddle.to_tensor(np.array(values, dtype))


op = Operator("reshape")
op.function("numbers", lambda x: paddle.reshape(x, [-1, 12]), SMALL)
op.function("0 and minus 1", lambda x: paddle.reshape(x, [0, -1, 2]), OPEN)
op.function("0 after minus 1", lambda x: paddle.reshape(x, [-1, 0]), floats(N, 3))
op.function("more dimensions", lambda x: paddle.reshape(x, [0, 3, 2, 2]), SMALL)
op.function("declared size", lambda x: paddle.reshape(x, [8, 3]), floats(2, 3, 4))
op.function(
    "shape as a tensor", lambda x, y: paddle.reshape(x, paddle.shape(y)), SMALL, floats(N, 2, 6)
)
op.function(
    "numbers and tensors",
    lambda x: paddle.reshape(x, [paddle.shape(x)[0], -1, paddle.shape(x)[1]]),
    OPEN,
)
op.function("tensors multiplied", lambda x: x.reshape([x.shape[0], x.shape[1] * x.shape[2]]), OPEN)
op.function("int64", lambda x: paddle.reshape(x, [-1, 6]), COUNTS)
op.function("to no dimensions", lambda x: paddle.reshape(paddle.sum(x), []), SMALL)
op.function("of no dimensions", lambda x: paddle.reshape(paddle.sum(x), [1, 1]), SMALL)
op.new("nothing", lambda x: paddle.reshape(x[:, :0], [-1, 2]), SMALL)
op = Operator("flatten")
op.function("all", paddle.flatten, SMALL)
op.function("from 1", lambda x: paddle.flatten(x, 1), OPEN)
op.function("1 to 2", lambda x: paddle.flatten(x, 1, 2), floats(N, 3, H, W))
op.function("0 to 1", lambda x: paddle.flatten(x, 0, 1), floats(N, 2, (3, 4), (4, 2)))
op.function("negative", lambda x: paddle.flatten(x, -3, -2), floats(N, 2, (3, 4), (4, 2)))
op.function("declared size", lambda x: paddle.flatten(x, 2), FIXED)
op.function("no dimensions", lambda x: paddle.flatten(paddle.sum(x)), SMALL)
op.layer("layer", nn.Flatten, PLANES)
op = Operator("transpose")
op.function("0 2 3 1", lambda x: paddle.transpose(x, [0, 2, 3, 1]), PLANES)
op.function("negative", lambda x: paddle.transpose(x, [0, -1, 1, 2]), PLANES)
op.function("int64", lambda x: paddle.transpose(x, [2, 0, 1]), COUNTS)
op.function("bool", lambda x: paddle.transpose(x, [1, 0]), bools(N, 3))
op = Operator("squeeze")
ONES = floats(N, 1, 3, 1)
op.function("one axis", lambda x: paddle.squeeze(x, 1), ONES)
op.function("two axes", lambda x: paddle.squeeze(x, [-1, 1]), ONES)
op.function("an axis that is not 1", lambda x: paddle.squeeze(x, [1, 2]), ONES)
op.function("all, declared size", paddle.squeeze, floats(2, 1, 3, 1))
op.function("all", paddle.squeeze, floats((2, 3), 1, 3, 1))
op.function("an open axis", lambda x: paddle.squeeze(x, [1]), floats(2, (1, 1), 3))
op = Operator("unsqueeze")
op.function("one axis", lambda x: paddle.unsqueeze(x, 1), SMALL)
op.function("two axes", lambda x: paddle.unsqueeze(x, [0, 2]), SMALL)
op.function("negative axes", lambda x: paddle.unsqueeze(x, [-1, -3]), SMALL)
op.function("axes in another order", lambda x: paddle.unsqueeze(x, [3, 0]), SMALL)
op.function("axis as a tensor", lambda x: paddle.unsqueeze(x, constant([1])), SMALL)
op.function("no dimensions", lambda x: paddle.unsqueeze(paddle.sum(x), 0), SMALL)
op = Operator("concat")
op.function("axis 1", lambda x, y: paddle.concat([x, y], 1), SMALL, floats(N, 2, 4))
op.function("negative axis", lambda x, y: paddle.concat([x, y, x], -1), SMALL, floats(N, 3, 2))
op.function("axis 0", lambda x, y: paddle.concat([x, y]), SMALL, floats((1, 3), 3, 4))
op.function("one tensor", lambda x: paddle.concat([x], 1), SMALL)
op.function("int64", lambda x: paddle.concat([x, x * 2], 1), COUNTS)
op.function("bool", lambda x: paddle.concat([x, x], 1), bools(N, 3))
op.function("a constant", lambda x: paddle.concat([x, paddle.zeros([1, 3, 4])], 0), SMALL)
op.function("nothing in one", lambda x: paddle.concat([x[:, :0], x], 1), SMALL)
op.function(
    "axis as a tensor",
    lambda x: paddle.concat([x, x], paddle.full([1], 1, "int32")),
    SMALL,
)
op = Operator("stack")
op.function("axis 0", lambda x: paddle.stack([x, x * 2]), SMALL)
op.function("last axis", lambda x: paddle.stack([x, x * 2], -1), SMALL)
op.function("negative axis", lambda x: paddle.stack([x, x * 2], -2), SMALL)
op.function("no dimensions", lambda x: paddle.stack([paddle.sum(x), paddle.max(x)]), SMALL)
op.function("int64", lambda x: paddle.stack([x, x + 1], 1), COUNTS)
op = Operator("split")
op.function("number", lambda x: paddle.split(x, 3, 1), SMALL)
op.function("sections", lambda x: paddle.split(x, [1, 2], 1), SMALL)
op.function("the rest", lambda x: paddle.split(x, [1, -1], -1), SMALL)
op.function("the rest of an open size", lambda x: paddle.split(x, [1, -1], 1), OPEN)
op.function("negative axis", lambda x: paddle.split(x, 2, -1), SMALL)
op.function("one part", lambda x: paddle.split(x, 1, 1)[0] * 2, SMALL)
op.function("one of the results", lambda x: paddle.split(x, 3, 1)[1], SMALL)
op.function("an open size", lambda x: paddle.split(x, 2, 1), floats(N, (4, 6), 2))
op.function("axis as a tensor", lambda x: paddle.split(x, 2, paddle.full([1], 2, "int32")), SMALL)
op.function(
    "a section as a tensor",
    lambda x: paddle.split(x, [paddle.full([1], 1, "int32"), 2], 1),
    SMALL,
)
op.function("chunk", lambda x: paddle.chunk(x, 2, 2), SMALL)
op = Operator("unbind")
op.function("axis 1", lambda x: paddle.unbind(x, 1), SMALL)
op.function("negative axis", lambda x: paddle.unbind(x, -1)[1:3], SMALL)
op = Operator("unstack")
op.function("axis 1", lambda x: paddle.unstack(x, 1), SMALL)
op.function("negative axis", lambda x: paddle.unstack(x, -1), SMALL)

# --- Slices

op = Operator("slice")
op.function("ranges", lambda x: x[:, 1:3, 2:], PLANES)
op.function("from the end", lambda x: x[:, -2:, :-1], PLANES)
op.function("beyond the end", lambda x: paddle.slice(x, [1, 2], [0, 1], [100, 100]), PLANES)
op.function("beyond the start", lambda x: paddle.slice(x, [1], [-100], [2]), PLANES)
op.function("one place", lambda x: x[:, 1], PLANES)
op.function("the last place", lambda x: x[:, :, -1], PLANES)
op.function("two places", lambda x: x[:, 0, :, 2], PLANES)
op.function("nothing", lambda x: x[:, 2:2], PLANES)
op.function("batch", lambda x: x[0], PLANES)
op.function("one number", lambda x: x[0, 0, 1], SMALL)
op.function("negative axis", lambda x: paddle.slice(x, [-1], [1], [3]), PLANES)
op.function("start as a tensor", lambda x, i: x[:, i:], PLANES, given(1, 2, dims=[], dtype="int64"))
op.function(
    "a place as a tensor", lambda x, i: x[:, i], PLANES, given(1, 2, dims=[], dtype="int64")
)
op.function(
    "ends as tensors",
    lambda x, y: paddle.slice(x, [1, 2], [0, 1], [paddle.shape(y)[1], 3]),
    PLANES,
    floats(N, (2, 1)),
)
op.function(
    "starts as one tensor",
    lambda x, s: paddle.slice(x, [1, 2], s, [3, 4]),
    PLANES,
    given([1, 0], [0, 2], dtype="int32"),
)
op.function("of a shape", lambda x: x + paddle.shape(x)[1].astype("float32"), OPEN)
op.function("of a shape, as a vector", lambda x: paddle.shape(x)[1:3], OPEN)
op.function("int64", lambda x: x[:, :2], COUNTS)
op.function("none and ellipsis", lambda x: x[..., None, 1:], SMALL)
op.new("reversed ends", lambda x: x[:, 3:1], PLANES)
op = Operator("strided_slice")
op.function("step 2", lambda x: x[:, ::2], PLANES)
op.function("step 2 of two axes", lambda x: x[:, :, 1::2, ::2], PLANES)
op.function("step 3 from the end", lambda x: x[:, :, :, -4::3], PLANES)
op.function("reversed", lambda x: x[:, ::-1], PLANES)
op.function("reversed in part", lambda x: x[:, :, 3:0:-1], PLANES)
op.function("reversed by 2", lambda x: x[:, :, :, ::-2], PLANES)
op.function("reversed to the start", lambda x: x[:, :, 2::-1], PLANES)
op.function(
    "beyond the ends",
    lambda x: paddle.strided_slice(x, [1, 2], [-100, 0], [100, 100], [1, 2]),
    PLANES,
)
op.function(
    "negative ends", lambda x: paddle.strided_slice(x, [2, 3], [-3, -1], [-1, -5], [1, -1]), PLANES
)
op.function("open sizes", lambda x: x[:, ::2, ::2], OPEN)
op.function("reversed, open sizes", lambda x: x[:, ::-1, ::-2], OPEN)
op.new("reversed from before the first", lambda x: x[:, -4::-1], floats(2, (3, 5), 4))
op.function("reversed to before the first", lambda x: x[:, 3:-4:-2], floats(2, (3, 6), 4))
op.function(
    "starts and ends as tensors",
    lambda x, s: paddle.strided_slice(x, [3], [s], [5], [2]),
    PLANES,
    given(1, 0, dims=[], dtype="int32"),
)
op = Operator("flip")
op.function("one axis", lambda x: paddle.flip(x, 1), OPEN)
op.function("two axes", lambda x: paddle.flip(x, [0, -1]), PLANES)
op.function("int64", lambda x: paddle.flip(x, [1]), COUNTS)
op.function("slice of it", lambda x: paddle.sum(paddle.flip(x, [2])[:, :1], axis=1), PLANES)
op = Operator("roll")
op.function("one axis", lambda x: paddle.roll(x, 1, 1), PLANES)
op.function("negative", lambda x: paddle.roll(x, [-1, 2], [2, 3]), PLANES)
op.function("more than the size", lambda x: paddle.roll(x, [7], [1]), PLANES)
op.function("open sizes", lambda x: paddle.roll(x, [-1, -1], [1, 2]), OPEN)
op.function("more than an open size", lambda x: paddle.roll(x, [7], [1]), OPEN)
op.function("negative axis", lambda x: paddle.roll(x, 2, -1), PLANES)
op.function("flat", lambda x: paddle.roll(x, 3), SMALL)
op = Operator("tile")
op.function("numbers", lambda x: paddle.tile(x, [1, 2, 3]), SMALL)
op.function("more than dimensions", lambda x: paddle.tile(x, [2, 1, 1, 3]), SMALL)
op.function("fewer than dimensions", lambda x: paddle.tile(x, [3]), SMALL)
op.function(
    "a tensor", lambda x, r: paddle.tile(x, r), SMALL, given([1, 2, 1], [3, 1, 2], dtype="int32")
)
op.function("numbers and tensors", lambda x: paddle.tile(x, [paddle.shape(x)[0], 1, 2]), SMALL)
op.function("int64", lambda x: paddle.tile(x, [1, 2, 1]), COUNTS)
op.function("of a number", lambda x: paddle.tile(paddle.sum(x), [3]), SMALL)
op = Operator("expand")
LOW = floats(N, 1, 4)
op.function("numbers", lambda x: paddle.expand(x, [-1, 3, 4]), LOW)
op.function("more dimensions", lambda x: paddle.expand(x, [2, 1, 3, 4]), floats(1, 4))
op.function("the batch", lambda x: paddle.expand(x, [5, -1, -1]), floats(1, 3, 4))
op.function(
    "numbers and tensors",
    lambda x, y: paddle.expand(x, [paddle.shape(y)[0], -1, 4]),
    floats(1, 3, 4),
    SMALL,
)
op.function(
    "a tensor",
    lambda x, y: paddle.expand(x, paddle.shape(y)),
    floats(1, 1, 4),
    OPEN := floats(N, (3, 5), 4),
)
op.function("int64", lambda x: paddle.expand(x, [-1, 3, 4]), ints(N, 1, 4))
op.function("bool", lambda x: paddle.expand(x.detach() > 0, [-1, 3]), floats(N, 1))
op.function("expand_as", paddle.expand_as, LOW, OPEN)
op.function("broadcast_to", lambda x: paddle.broadcast_to(x, [2, 2, 3, 4]), floats(2, 1, 4))
op.function("of a number", lambda x: paddle.expand(paddle.sum(x), [2, 3]), SMALL)
op = Operator("shape")
op.function("open", paddle.shape, floats(N, 3, H, W))
op.function("declared", paddle.shape, FIXED)
op.function("of integers", paddle.shape, COUNTS)
op = Operator("numel")
op.function("", paddle.numel, OPEN)
op = Operator("rank")
op.function("", lambda x: paddle.rank(x) + paddle.sum(x).astype("int32"), OPEN)

# --- Padding and places of pixels

op = Operator("pad3d")
for mode in ("constant", "reflect", "replicate", "circular"):
    op.function(f"{mode}", lambda x, mode=mode: F.pad(x, [1, 2, 2, 1], mode, 0.5), IMAGE)
    op.function(
        f"{mode}, NHWC",
        lambda x, mode=mode: F.pad(x, [1, 2, 2, 1], mode, 0.5, data_format="NHWC"),
        floats(N, H, W, 2),
    )
op.function(
    "constant, 5-D",
    lambda x: F.pad(x, [1, 0, 2, 1, 0, 1], data_format="NCDHW"),
    floats(N, 2, 2, 3, 2),
)
op.function("constant, 3-D", lambda x: F.pad(x, [1, 2], data_format="NCL"), floats(N, 2, 5))
op.function("int64", lambda x: F.pad(x, [1, 2, 0, 1], value=3), ints(N, 2, 2, 3))
op.function(
    "a tensor", lambda x, p: F.pad(x, p), IMAGE, given([1, 0, 2, 1], [0, 3, 1, 1], dtype="int32")
)
op.new("computed", lambda x: F.pad(x, [0, 8 - paddle.shape(x)[3], 0, 0]), IMAGE)
op.function("negative", lambda x: F.pad(x, [-1, 0, 0, -2]), IMAGE)
op.layer("ZeroPad2D", lambda: nn.ZeroPad2D([1, 2, 3, 0]), IMAGE)
op = Operator("pad")
op.function("all axes", lambda x: F.pad(x, [0, 0, 1, 0, 2, 1], value=0.5), SMALL)
op.function("of two dimensions", lambda x: F.pad(x, [0, 1, 2, 0]), floats(N, 3))
op = Operator("pixel_shuffle")
op.function("2", lambda x: F.pixel_shuffle(x, 2), floats(N, 8, (2, 3), (3, 2)))
op.function("NHWC", lambda x: F.pixel_shuffle(x, 2, "NHWC"), floats(N, 2, 3, 8))
op = Operator("pixel_unshuffle")
op.function("2", lambda x: F.pixel_unshuffle(x, 2), floats(N, 2, 4, 6))
op = Operator("channel_shuffle")
op.function("2", lambda x: F.channel_shuffle(x, 2), IMAGE)
op = Operator("unfold")
op.function("3 x 3, padding 1", lambda x: F.unfold(x, 3, 1, 1), IMAGE)
op.function("2 x 2, stride 2", lambda x: F.unfold(x, 2, 2), IMAGE)
op.function("3 x 3, dilation 2", lambda x: F.unfold(x, [2, 3], 1, [1, 2], [1, 2]), IMAGE)
op.function("declared size", lambda x: F.unfold(x, 3, 1, 1), FIXED)
op = Operator("fold")
op.function("2 x 2", lambda x: F.fold(x, [4, 6], 2, 2), floats(2, 8, 6))
op.function("overlapping", lambda x: F.fold(x, [4, 5], 3, 1, 1), floats(2, 18, 20))
