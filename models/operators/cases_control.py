# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: SIM108 (the statements are what is exported)
"""Control flow, arrays of tensors, recurrent layers."""

from __future__ import annotations

import paddle
import paddle.nn.functional as F  # noqa: N812
from case import N, Operator, floats, given
from paddle import nn

SMALL = floats(N, 3, 4)
COUNT = given(3, 1, dims=[], dtype="int64")

# --- While


def fixed_loop(x):
    """Three rounds."""
    i = paddle.zeros([1], "int64")
    total = x * 0.5
    while i < 3:
        total = total * 2 + x
        i = i + 1
    return total, i


def computed_loop(x, n):
    """As many rounds as the input says."""
    i = paddle.zeros([], "int64")
    while i < n:
        x = x * 2 + 1
        i = i + 1
    return x


def no_round(x):
    """A loop whose body never runs."""
    i = paddle.full([1], 5, "int64")
    total = x * 1
    while i < 3:
        total = total + 1
        i = i + 1
    return total, i


def swaps(x):
    """Values that take each other's place."""
    i = paddle.zeros([1], "int64")
    a, b = x, x * 2
    while i < 3:
        a, b = b, a
        i = i + 1
    return a, b


def growing(x):
    """A value that grows in each round."""
    i = paddle.zeros([1], "int64")
    y = x
    while i < 2:
        y = paddle.concat([y, x], axis=0)
        i = i + 1
    return y


def until(x):
    """A loop that ends by its values."""
    y = x * 1
    while paddle.max(y) < 10:
        y = y * 2
    return y


def nested(x):
    """A loop in a loop."""
    i = paddle.zeros([1], "int64")
    total = x * 0
    while i < 2:
        j = paddle.zeros([1], "int64")
        while j < 3:
            total = total + x
            j = j + 1
        i = i + 1
    return total


def branch_in_loop(x):
    """A branch in a loop."""
    i = paddle.zeros([], "int64")
    y = x * 1
    while i < 4:
        if i % 2 == 0:
            y = y + 1
        else:
            y = y * 2
        i = i + 1
    return y


def assigned_in_loop(x):
    """A row of a table in each round."""
    i = paddle.zeros([], "int64")
    table = paddle.zeros([2, 3, 4])
    while i < 3:
        table[:, i, :] = x * (i + 1).astype("float32")
        i = i + 1
    return table


op = Operator("while")
op.function("three rounds", fixed_loop, SMALL)
op.function("a computed number of rounds", computed_loop, SMALL, COUNT)
op.function("no round", no_round, SMALL)
op.function("swaps", swaps, SMALL)
op.function("a growing value", growing, SMALL)
op.function("a condition of values", until, floats(N, 3, low=0.5, high=1.5))
op.function("a loop in a loop", nested, SMALL)
op.function("a branch in a loop", branch_in_loop, SMALL)
op.function("assignment to a row", assigned_in_loop, floats(2, 4))

# --- If


def branches(x):
    """Two branches with results of two kinds."""
    if paddle.mean(x) > 0:
        y = x + 1
        z = x[:, :1]
    else:
        y = x - 1
        z = x[:, 1:3]
    return y * 2, z


def without_else(x):
    """A branch that may be left out."""
    y = x * 2
    if paddle.sum(x) > 0:
        y = y + 1
    return y


def constant_branches(x):
    """Branches that give constants."""
    if paddle.sum(x) > 0:
        y = paddle.full([2], 1.0)
    else:
        y = paddle.full([2], 2.0)
    return y + 1


def chain(x):
    """Three branches."""
    total = paddle.sum(x)
    if total > 1:
        y = x + 1
    elif total > -1:
        y = x * 3
    else:
        y = x - 1
    return y


def by_shape(x):
    """A branch by the size of the input."""
    if paddle.shape(x)[1] > 3:
        y = x[:, :3] * 2
    else:
        y = x * 1
    return y


class Layers(nn.Layer):
    """Layers with weights in both branches."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(4, 2)
        self.second = nn.Linear(4, 2)

    def forward(self, x):
        if paddle.mean(x) > 0:
            y = self.first(x)
        else:
            y = F.relu(self.second(x))
        return y


def returns(x):
    """Returns early."""
    if paddle.mean(x) > 0:
        return x + 1
    return x - 1


SIGNS = given([[1.0, 2.0, 3.0, 4.0]], [[-1.0, -2.0, -3.0, -4.0]], dims=[-1, 4])
op = Operator("if")
op.function("two results", branches, SIGNS)
op.function("without else", without_else, SIGNS)
op.function("constants", constant_branches, SIGNS)
op.function("three branches", chain, SIGNS)
op.function("by a shape", by_shape, floats(N, (5, 2), 2))
op.layer("weights", Layers, SIGNS)
op.function("early return", returns, SIGNS)
op = Operator("cond")
op.function(
    "static.nn.cond",
    lambda x: paddle.static.nn.cond(paddle.mean(x) > 0, lambda: x + 1, lambda: x * 2),
    SIGNS,
)
op.function(
    "static.nn.case",
    lambda x: paddle.static.nn.case(
        [(paddle.mean(x) > 2, lambda: x + 1), (paddle.mean(x) > 0, lambda: x * 2)],
        default=lambda: x - 1,
    ),
    SIGNS,
)

# --- Arrays of tensors


def appended(x):
    """A list that a loop fills, stacked."""
    found = []
    i = paddle.zeros([], "int64")
    while i < 3:
        found.append(x * (i + 1).astype("float32"))
        i = i + 1
    return paddle.stack(found, axis=1)


def concatenated(x):
    """A list that a loop fills, joined."""
    found = []
    for i in range(paddle.to_tensor(3)):
        found.append(x + i)
    return paddle.concat(found, axis=1)


def written(x):
    """An array, written and read."""
    array = paddle.tensor.create_array("float32")
    zero = paddle.zeros([1], "int64")
    array = paddle.tensor.array_write(x, zero, array)
    array = paddle.tensor.array_write(x * 2, zero + 1, array)
    first = paddle.tensor.array_read(array, zero)
    length = paddle.tensor.array_length(array)
    return first + paddle.tensor.array_read(array, zero + 1), length


def listed(x):
    """A list of the program, of a fixed length."""
    found = []
    for k in range(3):
        found.append(x * k)
    return paddle.concat(found, axis=1)


def first_appended(x):
    """An element of a list that a loop fills."""
    found = []
    for i in range(paddle.to_tensor(3)):
        found.append(x + i)
    return found[0] + found[-1]


def all_or_first(x):
    """The levels of a pyramid, as two-stage detectors collect them."""
    found = []
    for i in range(paddle.shape(x)[0]):
        found.append(x[i])
    if len(found) > 1:
        y = paddle.concat(found)
    else:
        y = found[0]
    return y * 2


def with_size(x, y):
    """Images one by one; each image's size is read, and nothing depends on it."""
    found = []
    for i in range(paddle.shape(x)[0]):
        paddle.abs(y[i])
        found.append(x[i])
    return paddle.concat(found)


op = Operator("array")
op.old("filled by a loop that reads what nothing needs", with_size, floats((3, 1), 4), floats(3, 2))
op.function("filled by a loop, elements", first_appended, SMALL)
op.function("filled by a loop, all or the first", all_or_first, floats((3, 1), 4, 5))
op.function("filled by a loop, stacked", appended, SMALL)
op.function("filled by a loop, joined", concatenated, SMALL)
op.function("written and read", written, SMALL)
op.function("a list", listed, SMALL)

op = Operator("increment")
op.function("1", lambda x: paddle.increment(paddle.tanh(x), 2.0), floats(1))

# --- Recurrent layers

ROWS = floats(N, (5, 3), 3)


class Recurrent(nn.Layer):
    """A recurrent layer with all of its results."""

    def __init__(self, inner, states=0, lengths=False) -> None:
        super().__init__()
        self.inner = inner
        self.states = states
        self.lengths = lengths

    def forward(self, x, first=None, second=None):
        settings = {}
        if self.lengths:
            settings["sequence_length"] = first
        elif self.states == 1:
            settings["initial_states"] = first
        elif self.states == 2:
            settings["initial_states"] = (first, second)
        y, last = self.inner(x, **settings)
        return (y, *last) if isinstance(last, (tuple, list)) else (y, last)


class Output(nn.Layer):
    """A recurrent layer, of which only the rows are used."""

    def __init__(self, inner) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x)[0]


KINDS = {"LSTM": nn.LSTM, "GRU": nn.GRU, "SimpleRNN": nn.SimpleRNN}
op = Operator("rnn")
for kind, make in KINDS.items():
    states = 2 if kind == "LSTM" else 1
    op.layer(kind, lambda m=make: Recurrent(m(3, 4)), ROWS)
    op.layer(f"{kind}, both ways", lambda m=make: Recurrent(m(3, 4, direction="bidirect")), ROWS)
    op.layer(f"{kind}, 2 layers", lambda m=make: Recurrent(m(3, 4, num_layers=2)), ROWS)
    op.layer(
        f"{kind}, 2 layers, both ways",
        lambda m=make: Output(m(3, 4, num_layers=2, direction="bidirect")),
        ROWS,
    )
    op.layer(
        f"{kind}, time first",
        lambda m=make: Recurrent(m(3, 4, time_major=True)),
        floats((5, 3), N, 3),
    )
    op.layer(
        f"{kind}, given states",
        lambda m=make, s=states: Recurrent(m(3, 4), s),
        ROWS,
        *[floats(1, N, 4)] * states,
    )
    op.layer(
        f"{kind}, lengths",
        lambda m=make: Recurrent(m(3, 4), lengths=True),
        floats(2, 5, 3),
        given([5, 3], dtype="int32"),
    )
    op.layer(
        f"{kind}, lengths, both ways",
        lambda m=make: Recurrent(m(3, 4, direction="bidirect"), lengths=True),
        floats(2, 5, 3),
        given([2, 5], dtype="int32"),
    )
op.layer("SimpleRNN, relu", lambda: Recurrent(nn.SimpleRNN(3, 4, activation="relu")), ROWS)
op.layer("LSTM, declared size", lambda: Recurrent(nn.LSTM(3, 4)), floats(1, 5, 3))
op.layer("LSTM, dropout", lambda: Output(nn.LSTM(3, 4, num_layers=2, dropout=0.2)), ROWS)
op = Operator("rnn cell")
op.layer("LSTM", lambda: Output(nn.LSTMCell(3, 4)), floats(N, 3))
op.layer("GRU", lambda: Output(nn.GRUCell(3, 4)), floats(N, 3))
op.layer("SimpleRNN", lambda: Output(nn.SimpleRNNCell(3, 4)), floats(N, 3))
op.layer(
    "steps of time", lambda: Output(nn.RNN(nn.GRUCell(3, 4))), floats(2, 3, 3), formats=("pdmodel",)
)
