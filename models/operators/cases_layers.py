# SPDX-License-Identifier: Apache-2.0
"""Convolution, pooling, normalisation."""

from __future__ import annotations

import paddle
import paddle.nn.functional as F  # noqa: N812
from case import FIXED, IMAGE, MATRIX, H, N, Operator, W, floats, ints
from paddle import nn
from paddle.vision.ops import deform_conv2d
from raw import operator

LAST = floats(N, H, W, 4)  # channels last
LINE = floats(N, 4, (9, 12))
SPACE = floats(N, 2, 4, (3, 5), 4)

PADDINGS = {
    "one padding": 1,
    "two paddings": [1, 2],
    "four paddings": [1, 0, 2, 1],
    "SAME": "SAME",
    "VALID": "VALID",
}
for variant, padding in PADDINGS.items():
    op = Operator("conv2d")
    op.layer(variant, lambda p=padding: nn.Conv2D(4, 3, 3, padding=p), IMAGE)
    op.layer(f"{variant}, stride 2", lambda p=padding: nn.Conv2D(4, 3, 3, 2, padding=p), IMAGE)
    op.layer(
        f"{variant}, dilation 2", lambda p=padding: nn.Conv2D(4, 3, 2, padding=p, dilation=2), IMAGE
    )
    op = Operator("depthwise_conv2d")
    op.layer(variant, lambda p=padding: nn.Conv2D(4, 4, 3, 2, padding=p, groups=4), IMAGE)
op = Operator("conv2d")
op.layer("1 x 1, without bias", lambda: nn.Conv2D(4, 3, 1, bias_attr=False), IMAGE)
op.layer("SAME, even kernel", lambda: nn.Conv2D(4, 3, 2, padding="SAME"), IMAGE)
op.layer("SAME, kernel smaller than stride", lambda: nn.Conv2D(4, 3, 1, 2, padding="SAME"), IMAGE)
op.layer(
    "SAME, stride 2, dilation 2", lambda: nn.Conv2D(4, 3, 3, 2, padding="SAME", dilation=2), IMAGE
)
op.layer("SAME, stride 2, declared size", lambda: nn.Conv2D(4, 3, 3, 2, padding="SAME"), FIXED)
op.layer(
    "SAME, dilation 2, declared size", lambda: nn.Conv2D(4, 3, 3, padding="SAME", dilation=2), FIXED
)
op.layer("declared size", lambda: nn.Conv2D(4, 3, 3, padding=1), FIXED)
op.layer("2 groups", lambda: nn.Conv2D(4, 6, 3, padding=1, groups=2), IMAGE)
op.layer("kernel 1 x 3, stride 1 x 2", lambda: nn.Conv2D(4, 3, (1, 3), (1, 2), (0, 1)), IMAGE)
op.layer(
    "list of all paddings",
    lambda: nn.Conv2D(4, 3, 3, padding=[[0, 0], [0, 0], [1, 0], [2, 1]]),
    IMAGE,
)
op.layer("reflected padding", lambda: nn.Conv2D(4, 3, 3, padding=1, padding_mode="reflect"), IMAGE)
op.layer("NHWC", lambda: nn.Conv2D(4, 3, 3, padding=1, data_format="NHWC"), LAST)
op.layer("NHWC, SAME", lambda: nn.Conv2D(4, 3, 3, 2, padding="SAME", data_format="NHWC"), LAST)
op.function(
    "computed weights",
    lambda x, w: F.conv2d(x, w * 2, padding=1),
    IMAGE,
    floats(3, 4, 3, 3),
)
op.function(
    "without batch norm but a channel bias",
    lambda x, w, b: F.conv2d(x, w, b, padding=1),
    IMAGE,
    floats(3, 4, 3, 3),
    floats(3),
)
op = Operator("depthwise_conv2d")
op.layer("twice the channels", lambda: nn.Conv2D(4, 8, 3, padding=1, groups=4), IMAGE)
op.layer("dilation 2", lambda: nn.Conv2D(4, 4, 3, padding=2, dilation=2, groups=4), IMAGE)
op.layer("NHWC", lambda: nn.Conv2D(4, 4, 3, padding=1, groups=4, data_format="NHWC"), LAST)
op = Operator("conv1d")
op.layer("stride 2", lambda: nn.Conv1D(4, 3, 3, 2, padding=1), LINE)
op.layer("SAME, dilation 2", lambda: nn.Conv1D(4, 3, 3, padding="SAME", dilation=2), LINE)
op.layer("NLC", lambda: nn.Conv1D(4, 3, 3, data_format="NLC"), floats(N, (9, 12), 4))
op = Operator("conv3d")
op.layer("stride 2", lambda: nn.Conv3D(2, 3, 2, 2, padding=1), SPACE)
op.layer("six paddings", lambda: nn.Conv3D(2, 3, 2, padding=[1, 0, 0, 1, 1, 1]), SPACE)
op.layer("SAME", lambda: nn.Conv3D(2, 3, 3, 2, padding="SAME"), SPACE)
op.layer("groups", lambda: nn.Conv3D(2, 4, 2, groups=2), SPACE)

op = Operator("conv2d_transpose")
SMALL = floats(N, 4, (3, 4), (4, 3))
for variant, padding in PADDINGS.items():
    op.layer(variant, lambda p=padding: nn.Conv2DTranspose(4, 3, 3, 2, padding=p), SMALL)
op.layer(
    "SAME, declared size",
    lambda: nn.Conv2DTranspose(4, 3, 3, 2, padding="SAME"),
    floats(2, 4, 3, 4),
)
op.layer(
    "SAME, dilation 2",
    lambda: nn.Conv2DTranspose(4, 3, 3, 2, padding="SAME", dilation=2),
    floats(2, 4, 3, 4),
)
op.layer("stride 1", lambda: nn.Conv2DTranspose(4, 3, 3), SMALL)
op.layer("kernel smaller than stride", lambda: nn.Conv2DTranspose(4, 3, 1, 3), SMALL)
op.layer("dilation 2", lambda: nn.Conv2DTranspose(4, 3, 3, 2, padding=1, dilation=2), SMALL)
op.layer("output_padding", lambda: nn.Conv2DTranspose(4, 3, 3, 2, 1, output_padding=1), SMALL)
op.layer("2 groups", lambda: nn.Conv2DTranspose(4, 6, 3, 2, 1, groups=2), SMALL)
op.layer("depthwise", lambda: nn.Conv2DTranspose(4, 4, 4, 2, 1, groups=4), SMALL)
op.layer("NHWC", lambda: nn.Conv2DTranspose(4, 3, 3, 2, data_format="NHWC"), LAST)


class TransposeTo(nn.Layer):
    """A transposed convolution to a size: a list, or that of another tensor."""

    def __init__(self, size=None) -> None:
        super().__init__()
        self.size = size
        self.inner = nn.Conv2DTranspose(4, 3, 3, 2, 1)

    def forward(self, x, like=None):
        size = paddle.shape(like)[2:] if self.size is None else self.size
        return self.inner(x, output_size=size)


op.layer("output_size", lambda: TransposeTo([6, 7]), floats(N, 4, 3, 4))
op.layer("output_size of open sizes", lambda: TransposeTo([6, 7]), floats(N, 4, (3, 3), (4, 4)))
op.layer("output_size of a tensor", TransposeTo, SMALL, floats(N, 2, (6, 7), (8, 5)))
op = Operator("conv1d_transpose")
op.layer("stride 2", lambda: nn.Conv1DTranspose(4, 3, 3, 2, 1), LINE)
op = Operator("conv3d_transpose")
op.layer("stride 2", lambda: nn.Conv3DTranspose(2, 3, 2, 2), SPACE)

op = Operator("deformable_conv")
for variant, stride, padding, dilation, groups, offsets, grow in (
    ("version 1", 1, 1, 1, 1, 1, (5, 6)),
    ("stride 2", 2, 1, 1, 1, 1, (3, 3)),
    ("dilation 2, two paddings", 1, [2, 1], 2, 1, 1, (5, 4)),
    ("2 groups", 1, 1, 1, 2, 1, (5, 6)),
    ("2 groups of offsets", 1, 1, 1, 1, 2, (5, 6)),
):
    for mask in (False, True):
        if (not mask and variant != "version 1") or (mask and variant == "version 1"):
            continue
        op.function(
            variant,
            lambda x, o, w, *m, s=stride, p=padding, d=dilation, g=groups, k=offsets: deform_conv2d(
                x, o, w, None, s, p, d, k, g, m[0] if m else None
            ),
            floats(N, 4, 5, 6),
            floats(N, 18 * offsets, *grow, low=-1.5, high=1.5),
            floats(4, 4 // groups, 3, 3),
            *([floats(N, 9 * offsets, *grow, low=0)] if mask else []),
        )
op.function(
    "open sizes",
    lambda x, o, w, m: deform_conv2d(x, o, w, None, 1, 1, mask=m),
    IMAGE,
    floats(N, 18, H, W),
    floats(3, 4, 3, 3),
    floats(N, 9, H, W, low=0),
)

# --- Pooling

for name, pool in {"max_pool2d": F.max_pool2d, "avg_pool2d": F.avg_pool2d}.items():
    op = Operator(name)
    for variant, padding in {**PADDINGS, "no padding": 0}.items():
        op.function(variant, lambda x, f=pool, p=padding: f(x, 3, 2, p), IMAGE)
        if isinstance(padding, str):
            continue
        op.function(
            f"{variant}, ceil_mode",
            lambda x, f=pool, p=padding: f(x, 3, 2, p, ceil_mode=True),
            IMAGE,
        )
    op.function("SAME, declared size", lambda x, f=pool: f(x, 3, 2, "SAME"), FIXED)
    op.function("ceil_mode, declared size", lambda x, f=pool: f(x, 2, 2, 0, True), FIXED)
    op.function("ceil_mode, kernel 2, stride 3", lambda x, f=pool: f(x, 2, 3, 1, True), IMAGE)
    op.function("kernel 1 x 2", lambda x, f=pool: f(x, (1, 2), (1, 2)), IMAGE)
    op.function("NHWC", lambda x, f=pool: f(x, 2, 2, data_format="NHWC"), LAST)
op = Operator("avg_pool2d")
for variant, padding in {**PADDINGS, "no padding": 0}.items():
    op.function(
        f"inclusive, {variant}",
        lambda x, p=padding: F.avg_pool2d(x, 3, 2, p, exclusive=False),
        IMAGE,
    )
    if not isinstance(padding, str):
        for size, image in {"": IMAGE, ", declared size": FIXED}.items():
            op.function(
                f"inclusive, {variant}, ceil_mode{size}",
                lambda x, p=padding: F.avg_pool2d(x, 3, 2, p, True, exclusive=False),
                image,
            )
op.function("divisor", lambda x: F.avg_pool2d(x, 2, 2, divisor_override=3), IMAGE)
op = Operator("global pool2d")
for kind in ("avg", "max"):
    op.old(
        kind,
        lambda x, kind=kind: operator(
            "pool2d",
            {"X": x},
            {"Out": "float32"},
            pooling_type=kind,
            ksize=[2, 2],
            global_pooling=True,
            strides=[1, 1],
            paddings=[1, 1],
        ),
        IMAGE,
    )
for name, pool in {
    "adaptive_avg_pool2d": F.adaptive_avg_pool2d,
    "adaptive_max_pool2d": F.adaptive_max_pool2d,
}.items():
    op = Operator(name)
    for size in (1, 2, 3, [1, 3], [2, 1], [3, 4], 7):
        label = " x ".join(map(str, size)) if isinstance(size, list) else str(size)
        op.function(label, lambda x, f=pool, s=size: f(x, s), IMAGE)
        op.function(f"{label}, declared size", lambda x, f=pool, s=size: f(x, s), FIXED)
    op.function("2, divides", lambda x, f=pool: f(x, 2), floats(2, 3, 4, 6))
    op.function("one open size", lambda x, f=pool: f(x, [2, 3]), floats(N, 3, 4, W))
op = Operator("adaptive_avg_pool2d")
op.function("None", lambda x: F.adaptive_avg_pool2d(x, [None, 2]), FIXED)
op.function("NHWC", lambda x: F.adaptive_avg_pool2d(x, 2, data_format="NHWC"), LAST)
op = Operator("max_pool2d_with_index")
op.function("index", lambda x: F.max_pool2d(x, 2, 2, return_mask=True), IMAGE)
op.function("padding", lambda x: F.max_pool2d(x, 3, 2, 1, return_mask=True), IMAGE)
op.function("ceil_mode", lambda x: F.max_pool2d(x, 2, 2, 0, True, True), IMAGE)
op.function("declared size", lambda x: F.max_pool2d(x, 2, 2, return_mask=True), FIXED)
op.function("adaptive", lambda x: F.adaptive_max_pool2d(x, 2, return_mask=True), FIXED)
op = Operator("unpool")


def unpool(x):
    """Back to the places of the largest."""
    values, index = F.max_pool2d(x, 2, 2, return_mask=True)
    return F.max_unpool2d(values * 2, index, 2, 2)


def unpool_like(x):
    """The same, to the size of the input."""
    values, index = F.max_pool2d(x, 2, 2, return_mask=True)
    size = paddle.shape(x)
    return F.max_unpool2d(values * 2, index, 2, 2, output_size=[size[2], size[3]])


op.function("2 x 2", unpool, floats(N, 3, 4, 6))
op.function("open sizes", unpool_like, floats(N, 3, (4, 6), (6, 8)))
op.function(
    "stride 1",
    lambda x, i: F.max_unpool2d(x, i, 2, 1),
    floats(1, 1, 2, 2),
    ints(1, 1, 2, 2, low=4, high=4, dtype="int32"),
)
op.function(
    "output_size",
    lambda x, i: F.max_unpool2d(x, i, 2, 2, output_size=[5, 5]),
    floats(1, 1, 2, 2),
    ints(1, 1, 2, 2, low=7, high=7, dtype="int32"),
)
op = Operator("pool1d")
op.function("max", lambda x: F.max_pool1d(x, 3, 2, 1), LINE)
op.function("avg", lambda x: F.avg_pool1d(x, 3, 2, 1), LINE)
op.function("avg, inclusive", lambda x: F.avg_pool1d(x, 3, 2, 1, exclusive=False), LINE)
op.function("adaptive avg", lambda x: F.adaptive_avg_pool1d(x, 4), LINE)
op.function("adaptive max", lambda x: F.adaptive_max_pool1d(x, 4), LINE)
op = Operator("pool3d")
op.function("max", lambda x: F.max_pool3d(x, 2, 2), SPACE)
op.function("avg", lambda x: F.avg_pool3d(x, 2, 1, 1), SPACE)
op.function("avg, inclusive", lambda x: F.avg_pool3d(x, 2, 1, 1, exclusive=False), SPACE)
op.function("adaptive avg 1", lambda x: F.adaptive_avg_pool3d(x, 1), SPACE)
op.function("adaptive avg 2", lambda x: F.adaptive_avg_pool3d(x, 2), SPACE)

# --- Normalisation

op = Operator("batch_norm")
op.layer("4-D", lambda: nn.BatchNorm2D(4), IMAGE)
op.layer("3-D", lambda: nn.BatchNorm1D(4), LINE)
op.layer("2-D", lambda: nn.BatchNorm1D(6), MATRIX)
op.layer("5-D", lambda: nn.BatchNorm3D(2), SPACE)
op.layer("NHWC", lambda: nn.BatchNorm2D(4, data_format="NHWC"), LAST)
op.layer("epsilon 0.001", lambda: nn.BatchNorm2D(4, epsilon=0.001), IMAGE)
op.layer("without weights", lambda: nn.BatchNorm2D(4, weight_attr=False, bias_attr=False), IMAGE)
op.layer("with relu", lambda: nn.BatchNorm(4, act="relu"), IMAGE)
op = Operator("instance_norm")
op.layer("4-D", lambda: nn.InstanceNorm2D(4), IMAGE)
op.layer("3-D", lambda: nn.InstanceNorm1D(4), LINE)
op.layer("without weights", lambda: nn.InstanceNorm2D(4, weight_attr=False, bias_attr=False), IMAGE)
op.layer("epsilon 0.01", lambda: nn.InstanceNorm2D(4, epsilon=0.01), IMAGE)
op = Operator("group_norm")
op.layer("2 groups", lambda: nn.GroupNorm(2, 4), IMAGE)
op.layer("1 group", lambda: nn.GroupNorm(1, 4, epsilon=0.01), IMAGE)
op.layer("4 groups", lambda: nn.GroupNorm(4, 4), IMAGE)
op.layer("without weights", lambda: nn.GroupNorm(2, 4, weight_attr=False, bias_attr=False), IMAGE)
op.layer("3-D", lambda: nn.GroupNorm(2, 4), LINE)
op.layer("2-D", lambda: nn.GroupNorm(2, 6), MATRIX)
op.layer("NHWC", lambda: nn.GroupNorm(2, 4, data_format="NHWC"), LAST)
op = Operator("layer_norm")
op.layer("last axis", lambda: nn.LayerNorm(8), floats(N, 3, 8))
op.layer("two axes", lambda: nn.LayerNorm([3, 8]), floats(N, 3, 8))
op.layer(
    "without weights", lambda: nn.LayerNorm(8, weight_attr=False, bias_attr=False), floats(N, 3, 8)
)
op.layer("without bias", lambda: nn.LayerNorm(8, bias_attr=False), floats(N, 3, 8))
op.layer("epsilon 0.001", lambda: nn.LayerNorm(8, epsilon=0.001), floats(N, (3, 5), 8))
op.layer("four dimensions", lambda: nn.LayerNorm([4, 5, 6]), FIXED)
op = Operator("local_response_norm")
op.function("5", lambda x: F.local_response_norm(x, 5), FIXED)
op = Operator("spectral_norm")
op.layer("", lambda: nn.SpectralNorm([4, 6], power_iters=1), floats(4, 6))


class Attention(nn.Layer):
    """Attention of the heads to each other, as vision transformers have it."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.MultiHeadAttention(8, 2)

    def forward(self, x):
        return self.inner(x, x, x)


op = Operator("attention")
op.layer("2 heads", Attention, floats(N, (3, 5), 8))
op.function(
    "scaled_dot_product",
    lambda q, k, v: F.scaled_dot_product_attention(q, k, v),
    floats(N, 3, 2, 4),
    floats(N, 5, 2, 4),
    floats(N, 5, 2, 4),
)
