# SPDX-License-Identifier: Apache-2.0
"""Functions of each element, arithmetic, comparisons, reductions, products of matrices."""

from __future__ import annotations

import paddle
import paddle.nn.functional as F  # noqa: N812
from case import MATRIX, N, Operator, bools, floats, given, ints
from paddle import nn
from raw import operator

SMALL = floats(N, 3, 4, low=-4, high=4)
POSITIVE = floats(N, 3, 4, low=0.1, high=4)
INNER = floats(N, 3, 4, low=-0.95, high=0.95)
SCALAR = floats(low=-3, high=3)
HALVES = given([-2.5, -1.5, -0.5, -0.4, 0.0, 0.4, 0.5, 1.5, 2.5, 3.5, 0.49999997, 1e9])
PLANES = floats(N, 3, 4, 5)
COUNTS = ints(N, 3, 4)
OTHER = ints(3, 4, low=1, high=7)

for name, function, values in (
    ("relu", F.relu, SMALL),
    ("relu6", F.relu6, floats(N, 3, 4, low=-3, high=9)),
    ("sigmoid", F.sigmoid, SMALL),
    ("log_sigmoid", F.log_sigmoid, SMALL),
    ("tanh", paddle.tanh, SMALL),
    ("exp", paddle.exp, SMALL),
    ("expm1", paddle.expm1, SMALL),
    ("log", paddle.log, POSITIVE),
    ("log2", paddle.log2, POSITIVE),
    ("log10", paddle.log10, POSITIVE),
    ("log1p", paddle.log1p, POSITIVE),
    ("sqrt", paddle.sqrt, POSITIVE),
    ("rsqrt", paddle.rsqrt, POSITIVE),
    ("square", paddle.square, SMALL),
    ("reciprocal", paddle.reciprocal, POSITIVE),
    ("abs", paddle.abs, SMALL),
    ("sign", paddle.sign, given([-2.0, 0.0, 3.0])),
    ("floor", paddle.floor, SMALL),
    ("ceil", paddle.ceil, SMALL),
    ("trunc", paddle.trunc, SMALL),
    ("sin", paddle.sin, SMALL),
    ("cos", paddle.cos, SMALL),
    ("tan", paddle.tan, INNER),
    ("asin", paddle.asin, INNER),
    ("acos", paddle.acos, INNER),
    ("atan", paddle.atan, SMALL),
    ("sinh", paddle.sinh, SMALL),
    ("cosh", paddle.cosh, SMALL),
    ("erf", paddle.erf, SMALL),
    ("silu", F.silu, SMALL),
    ("swish", F.swish, SMALL),
    ("mish", F.mish, SMALL),
    ("hardswish", F.hardswish, floats(N, 3, 4, low=-5, high=5)),
    ("softsign", F.softsign, SMALL),
    ("selu", F.selu, SMALL),
    ("celu", F.celu, SMALL),
    ("tanh_shrink", F.tanhshrink, SMALL),
):
    Operator(name).function("", function, values)

op = Operator("round")
op.function("halves", paddle.round, HALVES)
op.function("batch", paddle.round, SMALL)
op = Operator("floor")
op.function("exact", paddle.floor, HALVES)
op = Operator("relu")
op.function("without dimensions", F.relu, SCALAR)
op.function("nothing", lambda x: F.relu(x[:, :0]), SMALL)
op = Operator("abs")
op.function("int64", paddle.abs, COUNTS)
op.function("int32", paddle.abs, ints(N, 3, dtype="int32"))
op = Operator("square")
op.function("int64", paddle.square, COUNTS)
op = Operator("gelu")
op.function("erf", F.gelu, SMALL)
op.function("tanh", lambda x: F.gelu(x, approximate=True), SMALL)
op = Operator("leaky_relu")
op.function("0.01", F.leaky_relu, SMALL)
op.function("0.1", lambda x: F.leaky_relu(x, 0.1), SMALL)
op = Operator("elu")
op.function("1", F.elu, SMALL)
op.function("alpha 0.3", lambda x: F.elu(x, 0.3), SMALL)
op = Operator("celu")
op.function("alpha 0.3", lambda x: F.celu(x, 0.3), SMALL)
op = Operator("hardsigmoid")
op.function("slope 1/6", F.hardsigmoid, SMALL)
op.function("slope 0.2", lambda x: F.hardsigmoid(x, 0.2, 0.5), SMALL)
op = Operator("hardswish")
op.old(
    "other numbers",
    lambda x: operator(
        "hard_swish", {"X": x}, {"Out": "float32"}, threshold=5.0, scale=4.0, offset=2.0
    ),
    floats(N, 3, 4, low=-5, high=5),
)
op = Operator("relu6")
op.old(
    "threshold 2",
    lambda x: operator("relu6", {"X": x}, {"Out": "float32"}, threshold=2.0),
    SMALL,
)
op = Operator("swish")
op.old(
    "beta 2",
    lambda x: operator("swish", {"X": x}, {"Out": "float32"}, beta=2.0),
    SMALL,
)
op = Operator("hardtanh")
op.function("bounds", lambda x: F.hardtanh(x, -0.5, 1.25), SMALL)
op = Operator("softplus")
op.function("", F.softplus, SMALL)
op.function("beta 2, threshold 3", lambda x: F.softplus(x, 2, 3), SMALL)
op = Operator("softshrink")
op.function("0.5", F.softshrink, SMALL)
op = Operator("hardshrink")
op.function("0.5", F.hardshrink, SMALL)
op = Operator("thresholded_relu")
op.function("1", F.thresholded_relu, SMALL)
op = Operator("stanh")
op.function("", paddle.stanh, SMALL)
op = Operator("maxout")
op.function("2 groups", lambda x: F.maxout(x, 2), floats(N, 4, 2, 3))
op = Operator("prelu")
op.layer("one weight", lambda: nn.PReLU(1), PLANES)
op.layer("a weight of each channel", lambda: nn.PReLU(3), PLANES)
op.layer("a weight of each channel, 2-D", lambda: nn.PReLU(6), MATRIX)
op.layer("NHWC", lambda: nn.PReLU(5, data_format="NHWC"), PLANES)
op.old(
    "a weight of each element",
    lambda x, w: operator("prelu", {"X": x, "Alpha": w}, {"Out": "float32"}, mode="element"),
    PLANES,
    floats(1, 3, 4, 5),
)
op = Operator("clip")
op.function("both", lambda x: paddle.clip(x, -0.3, 1.4), SMALL)
op.function("lower", lambda x: paddle.clip(x, min=-0.3), SMALL)
op.function("upper", lambda x: paddle.clip(x, max=0.5), SMALL)
op.function("int64", lambda x: paddle.clip(x, -2, 3), COUNTS)
op.function("int32", lambda x: paddle.clip(x, -2, 3), ints(N, 3, dtype="int32"))
op.function("tensors", paddle.clip, SMALL, given([-1.0]), given([2.0]))
op = Operator("isnan")
op.function("", paddle.isnan, given([1.0, float("nan"), float("inf"), -float("inf")]))
op = Operator("isinf")
op.function("", paddle.isinf, given([1.0, float("nan"), float("inf"), -float("inf")]))
op = Operator("isfinite")
op.function("", paddle.isfinite, given([1.0, float("nan"), float("inf"), -float("inf")]))

# --- Two operands

ARITHMETIC = {
    "add": (paddle.add, "elementwise_add"),
    "subtract": (paddle.subtract, "elementwise_sub"),
    "multiply": (paddle.multiply, "elementwise_mul"),
    "maximum": (paddle.maximum, "elementwise_max"),
    "minimum": (paddle.minimum, "elementwise_min"),
}
for name, (function, old) in ARITHMETIC.items():
    op = Operator(name)
    op.function("same shape", function, SMALL, floats(N, 3, 4))
    op.function("channels", function, PLANES, floats(3, 1, 1))
    op.function("first is smaller", function, floats(5), PLANES)
    op.function("both grow", function, floats(N, 3, 1, 5), floats(1, 3, 4, 1))
    op.function("int64", function, COUNTS, OTHER)
    op.function("int32", function, ints(N, 3, dtype="int32"), ints(3, dtype="int32"))
    op.function("a tensor without dimensions", function, SMALL, SCALAR)
    op.old(
        "axis 1",
        lambda x, y, old=old: operator(old, {"X": x, "Y": y}, {"Out": "float32"}, axis=1),
        PLANES,
        floats(3),
    )
    op.old(
        "axis 1, two dimensions",
        lambda x, y, old=old: operator(old, {"X": x, "Y": y}, {"Out": "float32"}, axis=1),
        PLANES,
        floats(3, 4),
    )
op = Operator("add")
op.new("truth values", paddle.add, bools(N, 3, 4), bools(N, 3, 4))
op.function("constant", lambda x: x + paddle.to_tensor([0.5, 1.5, -2.0, 3.0]), SMALL)
op.function("number", lambda x: paddle.tanh(x + 2.5), SMALL)
op.function("of integers and a number", lambda x: (x + 2) * x, COUNTS)
op.new("nothing", lambda x, y: x[:, :0] + y, SMALL, floats(1, 1, 4))
op.old(
    "scales of operands",
    lambda x, y: operator(
        "elementwise_add", {"X": x, "Y": y}, {"Out": "float32"}, axis=-1, Scale_x=2.0, Scale_y=3.0
    ),
    SMALL,
    floats(N, 3, 4),
)
op = Operator("sum of a list")
op.function("three", lambda x, y: paddle.add_n([x, y, x]), SMALL, floats(N, 3, 4))
op = Operator("multiply")
op.function("truth values", paddle.multiply, bools(N, 3, 4), bools(N, 3, 4))
op.function("bool and float", lambda x: (x > 0).astype("float32") * x, SMALL)
op = Operator("subtract")
op.function("number minus tensor", lambda x: 1 - x, SMALL)
op = Operator("divide")
op.function("same shape", paddle.divide, SMALL, floats(N, 3, 4, low=0.2))
op.function("by a number", lambda x: x / 3, SMALL)
op.function("a number by", lambda x: 2 / x, POSITIVE)
op.function("channels", paddle.divide, PLANES, floats(3, 1, 1, low=0.5, high=3))
op.function("int64", paddle.divide, ints(N, 3, 4, low=-20, high=20), OTHER)
op.function("int64 by a number", lambda x: x / 4, COUNTS)
op.function("by zero", paddle.divide, given([1.0, -1.0]), given([0.0, 0.0]))
op.old(
    "axis 1",
    lambda x, y: operator("elementwise_div", {"X": x, "Y": y}, {"Out": "float32"}, axis=1),
    PLANES,
    floats(3, low=0.5, high=2),
)
SIGNED = given([-7, -7, 7, 7, -6, 6, 0, -1], dtype="int64")
SIGNED_BY = given([2, -2, 2, -2, 3, -3, 5, 8], dtype="int64")
op = Operator("floor_divide")
op.function("signs", paddle.floor_divide, SIGNED, SIGNED_BY)
op.function("int64", paddle.floor_divide, COUNTS, OTHER)
op.function("int32", lambda x: x // 3, ints(N, 7, dtype="int32"))
op.function("float", paddle.floor_divide, SMALL, floats(3, 4, low=0.3, high=2))
op.function("float by a number", lambda x: x // 1.5, SMALL)
op = Operator("remainder")
op.function("signs", paddle.remainder, SIGNED, SIGNED_BY)
op.function("int64", paddle.remainder, COUNTS, OTHER)
op.function("int32", lambda x: x % 3, ints(N, 7, dtype="int32"))
op.function("float", paddle.remainder, SMALL, floats(3, 4, low=0.3, high=2))
op.function("float by a negative number", lambda x: x % -1.5, SMALL)
op = Operator("elementwise_pow")
op.function("float", paddle.pow, POSITIVE, floats(N, 3, 4, low=-2, high=2))
op.function("number to the power of a tensor", lambda x: 2.0**x, SMALL)
op.function("int64", paddle.pow, ints(N, 3), ints(3, low=0, high=3))
op = Operator("pow")
op.function("2", lambda x: paddle.pow(x, 2), SMALL)
op.function("3 of int64", lambda x: paddle.pow(x, 3), COUNTS)
op.function("0.5", lambda x: paddle.pow(x, 0.5), POSITIVE)
op.function("minus 1.5", lambda x: paddle.pow(x, -1.5), POSITIVE)
op.old(
    "factor as a tensor",
    lambda x, y: operator("pow", {"X": x, "FactorTensor": y}, {"Out": "float32"}, factor=1.0),
    POSITIVE,
    given([1.5]),
)
op = Operator("atan2")
op.function("", paddle.atan2, SMALL, floats(N, 3, 4))
op = Operator("fmax")
op.function("", paddle.fmax, SMALL, floats(N, 3, 4))
op = Operator("scale")
op.function("and bias", lambda x: paddle.scale(x, 2.5, 0.5), SMALL)
op.function("bias first", lambda x: paddle.scale(x, 2.5, 0.5, bias_after_scale=False), SMALL)
op.function("int64", lambda x: paddle.scale(x, 3, -2), COUNTS)
op.function("int32", lambda x: paddle.scale(x, 3, -2), ints(N, 3, dtype="int32"))
op.function("int64 by a fraction", lambda x: paddle.scale(x, 2.5, 0.5), COUNTS)
op.function("a tensor", lambda x, s: paddle.scale(x, s, 0.5), SMALL, given([1.75]))
op.function("only a bias", lambda x: paddle.tanh(paddle.scale(x, 1.0, -0.25)), SMALL)
op.function("infinite", lambda x: paddle.scale(x, float("inf"), 0.0), given([1.0, -2.0]))
op = Operator("lerp")
op.function("", lambda x, y: paddle.lerp(x, y, 0.3), SMALL, floats(N, 3, 4))

for name, function in {
    "equal": paddle.equal,
    "not_equal": paddle.not_equal,
    "less_than": paddle.less_than,
    "less_equal": paddle.less_equal,
    "greater_than": paddle.greater_than,
    "greater_equal": paddle.greater_equal,
}.items():
    op = Operator(name)
    op.function("float", function, given([1.0, 2.0, 3.0]), given([1.0, 3.0, 2.0]))
    op.function("int64", function, ints(N, 5, low=0, high=3), ints(5, low=0, high=3))
    op.function("int32", function, ints(N, 5, dtype="int32"), ints(5, dtype="int32"))
    op.function("a number", lambda x, function=function: function(x, paddle.to_tensor(0.5)), SMALL)
    op.function("bool", function, bools(N, 5), bools(5))
op = Operator("equal_all")
op.function("differs", paddle.equal_all, COUNTS, ints(N, 3, 4, low=20, high=30))
op.function("is equal", lambda x: paddle.equal_all(x, x + 0), COUNTS)
op = Operator("isclose")
op.function("", paddle.isclose, given([1.0, 2.0]), given([1.0, 2.001]))
for name, function in {
    "logical_and": paddle.logical_and,
    "logical_or": paddle.logical_or,
    "logical_xor": paddle.logical_xor,
}.items():
    op = Operator(name)
    op.function("bool", function, bools(N, 6), bools(6))
    op.function("float", function, ints(N, 6, low=0, high=1, dtype="float32"), floats(6))
    op.function("int64", function, ints(N, 6, low=0, high=1), ints(6, low=0, high=1))
op = Operator("logical_not")
op.function("bool", paddle.logical_not, bools(N, 6))
op.function("int64", paddle.logical_not, ints(N, 6, low=0, high=2))
for name, function in {
    "bitwise_and": paddle.bitwise_and,
    "bitwise_or": paddle.bitwise_or,
    "bitwise_xor": paddle.bitwise_xor,
}.items():
    op = Operator(name)
    op.function("bool", function, bools(N, 6), bools(6))
    op.function("int64", function, ints(N, 6), ints(6))
op = Operator("bitwise_not")
op.function("bool", paddle.bitwise_not, bools(N, 6))
op.function("int32", paddle.bitwise_not, ints(N, 6, dtype="int32"))

# --- Reductions

REDUCED = floats(N, 3, 4, 5, low=0.5, high=1.5)
for name, function in {
    "sum": paddle.sum,
    "mean": paddle.mean,
    "max": paddle.max,
    "min": paddle.min,
    "prod": paddle.prod,
    "amax": paddle.amax,
    "amin": paddle.amin,
    "logsumexp": paddle.logsumexp,
}.items():
    op = Operator(name)
    op.function("one axis", lambda x, f=function: f(x, axis=1), REDUCED)
    op.function("negative axes", lambda x, f=function: f(x, axis=[-1, -2]), REDUCED)
    op.function("keepdim", lambda x, f=function: f(x, axis=[2, 3], keepdim=True), REDUCED)
    op.function("all", lambda x, f=function: f(x), SMALL)
    op.function("all, keepdim", lambda x, f=function: f(x, keepdim=True), SMALL)
for name, function in {"sum": paddle.sum, "max": paddle.max, "min": paddle.min}.items():
    op = Operator(name)
    op.function("int64", lambda x, f=function: f(x, axis=1), COUNTS)
    op.function("int32", lambda x, f=function: f(x, axis=-1), ints(N, 5, dtype="int32"))
op = Operator("prod")
op.function("int64", lambda x: paddle.prod(x, axis=1), COUNTS)
op = Operator("sum")
op.function("bool", lambda x: paddle.sum(x > 0, axis=1), SMALL)
op.function("dtype", lambda x: paddle.sum(x, axis=1, dtype="int64"), ints(N, 5, dtype="int32"))
op.function("dtype float", lambda x: paddle.sum(x, axis=1, dtype="float32"), ints(N, 5))
op.new("nothing", lambda x: paddle.sum(x[:, :0], axis=1), SMALL)
op.function("axis as a tensor", lambda x: paddle.sum(x, axis=paddle.to_tensor([1])), SMALL)
op.function("one dimension", paddle.sum, floats(7))
op.old(
    "reduce_all with axes",
    lambda x: operator(
        "reduce_sum", {"X": x}, {"Out": "float32"}, dim=[1], keep_dim=False, reduce_all=True
    ),
    SMALL,
)
op = Operator("mean")
op.old("operator mean", lambda x: operator("mean", {"X": x}, {"Out": "float32"}), SMALL)
for name, function in {"any": paddle.any, "all": paddle.all}.items():
    op = Operator(name)
    op.function("one axis", lambda x, f=function: f(x, axis=-1), bools(N, 3, 2))
    op.function("keepdim", lambda x, f=function: f(x, axis=[0, 2], keepdim=True), bools(N, 3, 2))
    op.function("all", lambda x, f=function: f(x), bools(N, 3))
op = Operator("p_norm")
for p in (1, 2, 3, 0.5, float("inf"), -float("inf"), 0):
    op.function(f"order {p}", lambda x, p=p: paddle.norm(x, p=p, axis=1), REDUCED)
op.function("keepdim", lambda x: paddle.norm(x, p=2, axis=-1, keepdim=True), REDUCED)
op.function("all", lambda x: paddle.norm(x, p=2), SMALL)
op.function("all, order 3", lambda x: paddle.norm(x, p=3), SMALL)
for p in (2, 3, float("inf"), 0):
    op.function(f"all, order {p}, keepdim", lambda x, p=p: paddle.norm(x, p=p, keepdim=True), SMALL)
op = Operator("normalize")
op.function("axis 1", lambda x: F.normalize(x, axis=1), REDUCED)
op = Operator("std")
op.function("axis 1", lambda x: paddle.std(x, axis=1), REDUCED)
op = Operator("var")
op.function("axis 1, biased", lambda x: paddle.var(x, axis=1, unbiased=False), REDUCED)

DISTINCT = floats(N, 3, 4)
LEVELS = ints(N, 11, (5, 7), (6, 4), low=0, high=2, dtype="float32")
for name, function in {"argmax": paddle.argmax, "argmin": paddle.argmin}.items():
    op = Operator(name)
    op.function("axis 1", lambda x, f=function: f(x, axis=1), DISTINCT)
    op.function("last axis, keepdim", lambda x, f=function: f(x, axis=-1, keepdim=True), DISTINCT)
    op.function("flat", lambda x, f=function: f(x), DISTINCT)
    op.function("flat, keepdim", lambda x, f=function: f(x, keepdim=True), DISTINCT)
    op.function("int32", lambda x, f=function: f(x, axis=1, dtype="int32"), DISTINCT)
    op.function(
        "of integers with ties",
        lambda x, f=function: f(x, axis=1),
        given([[3, 1, 3, 1], [2, 2, 2, 2]], dtype="int64"),
    )
    op.function("ties", lambda x, f=function: f(x, axis=1), given([[3, 1, 3, 1], [2, 2, 2, 2]]))
    op.function("of a map with ties", lambda x, f=function: f(x, axis=1), LEVELS)
    op.function(
        "of a map with ties, keepdim, int32",
        lambda x, f=function: f(x, axis=-3, keepdim=True, dtype="int32"),
        LEVELS,
    )
op = Operator("cumsum")
op.function("axis 1", lambda x: paddle.cumsum(x, axis=1), DISTINCT)
op.function("last axis", lambda x: paddle.cumsum(x, axis=-1), DISTINCT)
op.function("flat", lambda x: paddle.cumsum(x), DISTINCT)
op.function("int64", lambda x: paddle.cumsum(x, axis=0), COUNTS)
op.function("int32", lambda x: paddle.cumsum(x, axis=1), ints(N, 5, dtype="int32"))
op.function("dtype", lambda x: paddle.cumsum(x, axis=1, dtype="float32"), COUNTS)
op.function("bool", lambda x: paddle.cumsum((x > 0).astype("int32"), axis=1), DISTINCT)
for variant, attributes in {
    "exclusive": {"exclusive": True},
    "reverse": {"reverse": True},
    "exclusive, reverse": {"exclusive": True, "reverse": True},
    "flatten": {"flatten": True, "axis": -1},
}.items():
    op.old(
        variant,
        lambda x, attributes=attributes: operator(
            "cumsum", {"X": x}, {"Out": "float32"}, **{"axis": 1, **attributes}
        ),
        DISTINCT,
    )
op = Operator("cumprod")
op.function("axis 1", lambda x: paddle.cumprod(x, dim=1), DISTINCT)

# --- Products


class SharedWeights(nn.Layer):
    """Two products with the same weights: a pass of Paddle's scales those of both (GFL)."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = self.create_parameter([4])

    def forward(self, x):
        return paddle.matmul(x, self.weights) * 8, paddle.matmul(paddle.tanh(x), self.weights) * 16


op = Operator("matmul")
op.function("matrices", paddle.matmul, floats(N, 3, 4), floats(4, 5))
op.function("batches", paddle.matmul, floats(N, 2, 3, 4), floats(N, 2, 4, 3))
op.function("batches grow", paddle.matmul, floats(N, 1, 3, 4), floats(2, 4, 3))
op.function("transpose_x", lambda x, y: paddle.matmul(x, y, True), floats(4, 3), floats(4, 5))
op.function(
    "transpose_y", lambda x, y: paddle.matmul(x, y, False, True), floats(N, 3, 4), floats(N, 5, 4)
)
op.function(
    "both transposed", lambda x, y: paddle.matmul(x, y, True, True), floats(N, 4, 3), floats(5, 4)
)
op.function("vectors", paddle.matmul, floats(4), floats(4))
op.layer("shared weights, results scaled", SharedWeights, floats(N, 3, 4))
op.function("a vector first", paddle.matmul, floats(4), floats(N, 4, 3))
op.function("a vector second", paddle.matmul, floats(N, 3, 4), floats(4))
op.function(
    "transposed vectors", lambda x, y: paddle.matmul(x, y, True, True), floats(4), floats(4)
)
op.old(
    "old operator with alpha",
    lambda x, y: operator(
        "matmul",
        {"X": x, "Y": y},
        {"Out": "float32"},
        transpose_X=False,
        transpose_Y=True,
        alpha=0.5,
    ),
    floats(N, 3, 4),
    floats(N, 5, 4),
)
op = Operator("mul")
for columns in (1, 2):
    op.old(
        f"{columns} columns",
        lambda x, y, columns=columns: operator(
            "mul", {"X": x, "Y": y}, {"Out": "float32"}, x_num_col_dims=columns, y_num_col_dims=1
        ),
        floats(N, 2, 6),
        floats(12 if columns == 1 else 6, 3),
    )
op = Operator("bmm")
op.function("", paddle.bmm, floats(N, 3, 4), floats(N, 4, 2))
op = Operator("mv")
op.function("", paddle.mv, floats(N, 4), floats(4))
op = Operator("dot")
op.function("", paddle.dot, floats(N, 4), floats(N, 4))
op = Operator("addmm")
op.function(
    "",
    lambda a, x, y: paddle.addmm(a, x, y, alpha=2.0, beta=0.5),
    floats(N, 3),
    floats(N, 4),
    floats(4, 3),
)
op = Operator("linear")
op.layer("", lambda: nn.Linear(6, 3), MATRIX)
op.layer("without bias", lambda: nn.Linear(4, 3, bias_attr=False), SMALL)
op = Operator("einsum")
op.function("bij,bjk", lambda x, y: paddle.einsum("bij,bjk->bik", x, y), SMALL, floats(N, 4, 2))
op.function("bchw,bkc", lambda x, y: paddle.einsum("bchw,bkc->bkhw", x, y), PLANES, floats(N, 2, 3))
op.function("one operand", lambda x: paddle.einsum("bij->bji", x), SMALL)
op.function("no letters after", lambda x, y: paddle.einsum("bij,kj", x, y), SMALL, floats(2, 4))
op.function("trace", lambda x: paddle.einsum("ii->i", x), floats(4, 4))
op.function("ellipsis", lambda x, y: paddle.einsum("...j,jk->...k", x, y), SMALL, floats(4, 2))
op = Operator("inverse")
op.function(
    "constant",
    lambda x: x + paddle.inverse(paddle.to_tensor([[2.0, 1.0], [0.5, 3.0]])),
    floats(N, 2, 2),
)
# As in thin-plate splines: float32 does not do for a matrix of this condition number (5e5).
hilbert = [[1.0 / (i + j + 1) for j in range(5)] for i in range(5)]
op.function(
    "constant of float64",
    lambda x: x + paddle.inverse(paddle.to_tensor(hilbert, "float64")).astype("float32"),
    floats(N, 5, 5),
)
op.function("computed", lambda x: paddle.inverse(x + 3 * paddle.eye(3)), floats(N, 3, 3))

op = Operator("softmax")
for axis in (1, -1, 0, 2):
    op.function(f"axis {axis}", lambda x, axis=axis: F.softmax(x, axis=axis), PLANES)
op.function("one dimension", F.softmax, floats(5))
op.function("large values", F.softmax, given([[1000.0, 999.0, -1000.0]]))
op = Operator("log_softmax")
op.function("axis 1", lambda x: F.log_softmax(x, axis=1), PLANES)
op.function("last axis", F.log_softmax, PLANES)
op = Operator("dropout")
op.layer("upscale_in_train", lambda: nn.Dropout(0.3), SMALL)
op.layer("downscale_in_infer", lambda: nn.Dropout(0.3, mode="downscale_in_infer"), SMALL)
op = Operator("glu")
op.function("axis 1", lambda x: F.glu(x, axis=1), floats(N, 4, 3))
