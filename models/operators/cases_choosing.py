# SPDX-License-Identifier: Apache-2.0
"""Constants, choosing by places, types, assignment to a part."""

from __future__ import annotations

import numpy as np
import paddle
import paddle.nn.functional as F  # noqa: N812
from case import N, Operator, bools, floats, given, ints
from cases_shapes import constant
from paddle import nn
from raw import operator

SMALL = floats(N, 3, 4)
PLANES = floats(N, 3, 4, 5)
OPEN = floats(N, (3, 5), (4, 2))
COUNTS = ints(N, 3, 4)


# --- Constants

op = Operator("full")
op.function("number", lambda x: x + paddle.full([3, 1], 0.5), SMALL)
op.function("int64", lambda x: x + paddle.full([4], 7, "int64"), COUNTS)
op.function("bool", lambda x: paddle.logical_and(x, paddle.full([3], True, "bool")), bools(N, 3))
op.function("infinite", lambda x: paddle.maximum(x, paddle.full([4], float("-inf"))), SMALL)
op.function("shape of a tensor", lambda x: paddle.full(paddle.shape(x), 2.0) + x, OPEN)
op.function("shape of numbers and tensors", lambda x: paddle.zeros([paddle.shape(x)[0], 2]), SMALL)
op.function(
    "value of a tensor", lambda x, v: x + paddle.full([3, 4], v), SMALL, given(1.5, dims=[])
)
op.function("no dimensions", lambda x: x * paddle.full([], 3.0), SMALL)
op.function("ones", lambda x: x + paddle.ones([4]), SMALL)
op.function("alone", lambda x: (x * 2, paddle.full([2], 3.0)), SMALL)
op = Operator("full_like")
op.function("number", lambda x: paddle.full_like(x, 2.5) * x, OPEN)
op.function("dtype", lambda x: paddle.full_like(x, 2, "int64"), OPEN)
op.function("zeros", paddle.zeros_like, OPEN)
op.function("ones of integers", paddle.ones_like, COUNTS)
op = Operator("fill_constant_batch_size_like")
op.old(
    "",
    lambda x: operator(
        "fill_constant_batch_size_like",
        {"Input": x},
        {"Out": "float32"},
        shape=[-1, 3],
        value=1.5,
        dtype=5,
        input_dim_idx=0,
        output_dim_idx=0,
    ),
    SMALL,
)
op = Operator("assign_value")
op.function("floats", lambda x: x * constant([1.5, -2.0, 0.25, 3.0], "float32"), SMALL)
op.function("int64", lambda x: x * constant([1, -2, 3, 4]), COUNTS)
op.function("int32", lambda x: x * constant([1, -2, 3], "int32"), ints(N, 3, dtype="int32"))
op.function(
    "bool", lambda x: paddle.logical_and(x, constant([True, False, True], "bool")), bools(N, 3)
)
op.function("matrix", lambda x: x + constant(np.arange(12).reshape(3, 4) / 4, "float32"), SMALL)
op.function("assign", lambda x: x + paddle.assign(np.array([1, 2, 3, 4], "float32")), SMALL)
op = Operator("assign")
op.function("copy", lambda x: paddle.assign(x) * 2, SMALL)
op.function("the output", paddle.assign, SMALL)
op = Operator("arange")
op.function("constant", lambda x: x + paddle.arange(4, dtype="float32"), SMALL)
op.function("step", lambda x: x + paddle.arange(0.5, 2.5, 0.5), SMALL)
op.function("negative step", lambda x: x + paddle.arange(4, 0, -1), COUNTS)
op.function("to a size", lambda x: paddle.arange(paddle.shape(x)[1]), OPEN)
op.function(
    "to a size, int64", lambda x: paddle.arange(0, paddle.shape(x)[1], 1, dtype="int64"), OPEN
)
op.function(
    "to a size, float", lambda x: paddle.arange(end=paddle.shape(x)[1], dtype="float32") + 0.5, OPEN
)
op.function("tensor", lambda n: paddle.arange(0, n, 0.5), given(2.0, 3.0, dims=[]))
op = Operator("linspace")
op.function("constant", lambda x: x + paddle.linspace(-1.0, 1.0, 4), SMALL)
op.function("one", lambda x: x + paddle.linspace(0.3, 1.0, 1), SMALL)
op.function("to a size", lambda x: paddle.linspace(0, paddle.shape(x)[1] - 1, 5), OPEN)
op.function("of a size", lambda x: paddle.linspace(-1.0, 1.0, paddle.shape(x)[1]), OPEN)
op.function("int64", lambda x: x + paddle.linspace(0, 9, 4, dtype="int64"), COUNTS)
op = Operator("meshgrid")
op.function("two", lambda x, y: paddle.meshgrid(x, y), floats((3, 2)), floats((2, 4)))
op.function("three", lambda x, y, z: paddle.meshgrid(x, y, z), floats(3), floats(2), floats(2))
op.function(
    "constants", lambda x: x + paddle.meshgrid(paddle.arange(3), paddle.arange(4))[1], COUNTS
)
op = Operator("eye")
op.function("3", lambda x: x + paddle.eye(4)[:3], SMALL)
op.function("3 x 4", lambda x: x + paddle.eye(3, 4), SMALL)
op.function("int64", lambda x: x + paddle.eye(3, 4, dtype="int64"), COUNTS)
op = Operator("diag")
op.function("of a vector", paddle.diag, floats((3, 2)))
op.function("of a vector, offset", lambda x: paddle.diag(x, 1), floats(3))
op.function("of a vector, padding", lambda x: paddle.diag(x, padding_value=2.0), floats(3))
op.function("of a matrix", paddle.diag, floats(3, 4))
op = Operator("tril_triu")
for offset in (0, 1, -1):
    op.function(f"tril {offset}", lambda x, k=offset: paddle.tril(x, k), floats(N, 3, 4))
    op.function(f"triu {offset}", lambda x, k=offset: paddle.triu(x, k), floats(N, 3, 4))
op.function(
    "triu of a constant", lambda x: x + paddle.triu(paddle.full([3, 4], float("-inf")), 2), SMALL
)

# --- Choosing

op = Operator("gather")
op.function("axis 0", lambda x: paddle.gather(x, constant([1, 0, 0])), floats(2, 3))
op.function("axis 1", lambda x: paddle.gather(x, constant([2, 0]), 1), SMALL)
op.new("negative axis", lambda x: paddle.gather(x, constant([2, 0]), -1), SMALL)
op.function(
    "computed places",
    lambda x, i: paddle.gather(x, i, 1),
    SMALL,
    given([2, 1], [0, 2], dtype="int32"),
)
op.function(
    "places of two dimensions",
    lambda x, i: paddle.gather(x, i, 0),
    floats(3, 2),
    ints(4, 1, low=0, high=2),
)
op.function(
    "one place", lambda x, i: paddle.gather(x, i, 1), SMALL, given(2, 1, dims=[], dtype="int64")
)
op.function("int64", lambda x: paddle.gather(x, constant([2, 0]), 1), COUNTS)
op.old(
    "no places",
    lambda x, i: paddle.gather(x, i, 1),
    SMALL,
    given([2], [], dims=[-1], dtype="int64"),
)
op = Operator("gather_nd")
op.function("pairs", paddle.gather_nd, floats(2, 3, 4), given([[0, 1], [1, 2]], dtype="int64"))
op.function("complete", paddle.gather_nd, floats(2, 3), given([[0, 1], [1, 2]], dtype="int32"))
op.function("three dimensions", paddle.gather_nd, floats(2, 3, 4), ints(2, 3, 1, low=0, high=1))
op.function("of integers", paddle.gather_nd, ints(2, 3), given([[0, 1], [1, 2]], dtype="int64"))
op = Operator("index_select")
op.function("axis 1", lambda x: paddle.index_select(x, constant([2, 0]), 1), SMALL)
op.function("axis 0", lambda x: paddle.index_select(x, constant([1, 1])), floats(2, 3))
op.function("negative axis", lambda x: paddle.index_select(x, constant([2, 0, 3]), -1), SMALL)
op.function(
    "computed, int32",
    lambda x, i: paddle.index_select(x, i, 1),
    SMALL,
    ints(2, low=0, high=2, dtype="int32"),
)
op = Operator("index_sample")
op.function("", paddle.index_sample, floats(N, 5), ints(N, 2, low=0, high=4))
op = Operator("take_along_axis")
op.function(
    "axis 1", lambda x, i: paddle.take_along_axis(x, i, 1), SMALL, ints(N, 2, 4, low=0, high=2)
)
op.function(
    "argmax", lambda x: paddle.take_along_axis(x, paddle.argmax(x, 1, keepdim=True), 1), SMALL
)
op.function(
    "negative axis",
    lambda x, i: paddle.take_along_axis(x, i, -1),
    SMALL,
    ints(N, 3, 2, low=0, high=3),
)
op.function(
    "broadcast",
    lambda x, i: paddle.take_along_axis(x, i, 1),
    floats(2, 3, 4),
    ints(1, 2, 4, low=0, high=2),
)
op = Operator("put_along_axis")
op.function(
    "assign",
    lambda x, i, v: paddle.put_along_axis(x, i, v, 1),
    floats(2, 3),
    given([[0, 1], [2, 1]], dtype="int64"),
    floats(2, 2),
)
op.function(
    "add",
    lambda x, i, v: paddle.put_along_axis(x, i, v, 1, "add"),
    floats(2, 3),
    given([[0, 1], [2, 2]], dtype="int64"),
    floats(2, 2),
)
op = Operator("scatter")
op.function(
    "overwrite", lambda x, y: paddle.scatter(x, constant([1, 0]), y), floats(3, 4), floats(2, 4)
)
op.function(
    "add",
    lambda x, y: paddle.scatter(x, constant([1, 1]), y, overwrite=False),
    floats(3, 4),
    floats(2, 4),
)
op.function(
    "computed places",
    lambda x, i, y: paddle.scatter(x, i, y),
    floats((3, 4), 2),
    given([2, 0], [3, 1], dtype="int64"),
    floats(2, 2),
)
op = Operator("scatter_nd_add")
op.function(
    "", paddle.scatter_nd_add, floats(3, 4), given([[1], [1], [2]], dtype="int64"), floats(3, 4)
)
op.function(
    "pairs",
    paddle.scatter_nd_add,
    floats(3, 4),
    given([[1, 2], [1, 2], [0, 0]], dtype="int64"),
    floats(3),
)
op = Operator("where")
op.function("three tensors", paddle.where, bools(N, 3), floats(N, 3), floats(N, 3))
op.function("broadcast", paddle.where, bools(N, 1), floats(N, 3), floats(3))
op.function(
    "numbers", lambda c, x: paddle.where(c, x, paddle.zeros_like(x)), bools(N, 3), floats(N, 3)
)
op.function("int64", lambda c, x: paddle.where(c, x, x * 2), bools(N, 3), ints(N, 3))
op = Operator("nonzero")
op.function("bool", paddle.nonzero, bools(N, 3, 2))
op.function("float", paddle.nonzero, ints(N, 4, low=0, high=1, dtype="float32"))
op.function("int64", paddle.nonzero, ints(N, 4, low=0, high=1))
op.function("none", lambda x: paddle.nonzero(x > 5), SMALL)
op.function("as_tuple", lambda x: paddle.nonzero(x > 0.2, as_tuple=True), SMALL)
op = Operator("masked_select")
op.function("", paddle.masked_select, floats(N, 4), bools(N, 4))
op = Operator("masked_fill")
op.function("", lambda x, m: paddle.masked_fill(x, m, 2.0), floats(N, 4), bools(N, 4))
op = Operator("one_hot")
op.function("int64", lambda i: F.one_hot(i, 4), ints(N, 3, low=0, high=3))
op.function("int32", lambda i: F.one_hot(i, 4), ints(N, 3, low=0, high=3, dtype="int32"))
op.function(
    "computed depth",
    lambda i, n: F.one_hot(i, n),
    ints(N, 3, low=0, high=2),
    given([4], [5], dtype="int32"),
)
op = Operator("embedding")
op.layer("int64", lambda: nn.Embedding(5, 3), ints(N, 4, low=0, high=4))
op.layer("int32", lambda: nn.Embedding(5, 3), ints(N, 4, low=0, high=4, dtype="int32"))
op.layer("padding_idx", lambda: nn.Embedding(5, 3, padding_idx=2), ints(N, 4, low=0, high=4))
op.layer(
    "padding_idx from the end",
    lambda: nn.Embedding(5, 3, padding_idx=-1),
    ints(N, 4, low=0, high=4),
)
op = Operator("topk")
op.function("last axis", lambda x: paddle.topk(x, 2), SMALL)
op.function("axis 1", lambda x: paddle.topk(x, 2, 1), SMALL)
op.function("smallest", lambda x: paddle.topk(x, 2, largest=False), SMALL)
op.function("computed k", lambda x, k: paddle.topk(x, k), SMALL, given([2], [3], dtype="int32"))
op.function("int64", lambda x: paddle.topk(x, 2), given([[4, 1, 3], [7, 8, 9]], dtype="int64"))
op.function("ties", lambda x: paddle.topk(x, 2)[0], given([[1.0, 3.0, 3.0, 2.0]]))
op.function("k of the size", lambda x: paddle.topk(x, 12), floats(N, 12))
op.function(
    "of an open size",
    lambda x: paddle.topk(
        x, paddle.minimum(paddle.shape(x)[1].astype("int32"), constant(4, "int32"))
    ),
    floats(N, (6, 3)),
)
op = Operator("argsort")
op.function("last axis", lambda x: paddle.argsort(x), SMALL)
op.function("descending", lambda x: paddle.argsort(x, 1, descending=True), SMALL)
op.function("int64", lambda x: paddle.argsort(x), given([[4, 1, 3], [7, 9, 8]], dtype="int64"))
op.function("stable", lambda x: paddle.argsort(x, descending=True), given([[4.0, 2.0, 2.0, 4.0]]))
op = Operator("sort")
op.function("last axis", lambda x: paddle.sort(x), SMALL)
op.function("descending", lambda x: paddle.sort(x, 1, descending=True), SMALL)
op = Operator("repeat_interleave")
op.function("2", lambda x: paddle.repeat_interleave(x, 2, 1), SMALL)
op = Operator("unique")
op.function("", lambda x: paddle.unique(x), given([3.0, 1.0, 3.0, 2.0]))
op = Operator("moveaxis")
op.function("", lambda x: paddle.moveaxis(x, 1, -1), PLANES)

# --- Types

op = Operator("cast")
for target in ("int32", "int64", "bool", "float64"):
    op.function(
        f"float32 to {target}",
        lambda x, t=target: x.astype(t),
        given([-1.7, -0.5, 0.0, 0.5, 1.7, 100.25]),
    )
for source in ("int32", "int64", "bool", "uint8"):
    op.function(
        f"{source} to float32",
        lambda x: x.astype("float32"),
        ints(N, 4, low=0, high=1, dtype=source),
    )
op.function("int64 to int32", lambda x: x.astype("int32"), COUNTS)
op.function("int64 to bool", lambda x: x.astype("bool"), ints(N, 3, low=-1, high=1))
op.function("float32 to uint8", lambda x: x.astype("uint8"), floats(N, 5, low=0, high=255))
op.function("the same type", lambda x: x.astype("float32") * 2, SMALL)

# --- Assignment to a part


def assign(function):
    """A copy, after `function` has assigned to parts of it."""

    def run(x, *others):
        y = x * 1
        function(y, *others)
        return y

    return run


def all_of_one(y):
    y[:, 1] = 0.5


def range_of_two(y):
    y[:, 1:, 2:4] = 2.0


def from_end(y):
    y[:, -1, :-1] = -3.0


def steps(y):
    y[:, :, ::2] = 4.0


def backwards(y, v):
    y[:, ::-1] = v


def backwards_in_part(y):
    y[:, 8:-8:-1, 2::-2] = 4.0


def tensor(y, v):
    y[:, 0] = v


def broadcast(y, v):
    y[:, :2, 1:] = v


def place(y, i, v):
    y[:, i] = v


def values(y):
    y[:, 0] = paddle.to_tensor([1.0, 2.0, 3.0, 4.0])


def one_number(y):
    y[0, 0, 0] = 9.0


def mask(y):
    y[y > 0] = 0.0


op = Operator("set_value")
op.function("one place", assign(all_of_one), SMALL)
op.function("ranges", assign(range_of_two), SMALL)
op.function("from the end", assign(from_end), SMALL)
op.function("steps", assign(steps), SMALL)
op.function("backwards", assign(backwards), SMALL, floats(N, 3, 4))
op.function("backwards in part", assign(backwards_in_part), floats(N, (3, 4), (4, 6)))
op.function("a tensor", assign(tensor), SMALL, floats(N, 4))
op.function("a tensor that grows", assign(broadcast), SMALL, floats(3))
op.function(
    "computed place", assign(place), SMALL, given(1, 2, dims=[], dtype="int64"), floats(N, 4)
)
op.function("values", assign(values), SMALL)
op.function("one number", assign(one_number), SMALL)
op.function("int64", assign(all_of_one), COUNTS)
# Paddle 2.6.2 gives the first run's result in the second one as well.
op.new("mask", assign(mask), SMALL)
op.function("open sizes", assign(range_of_two), floats(N, (3, 4), (4, 6)))
