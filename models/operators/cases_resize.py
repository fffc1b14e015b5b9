# SPDX-License-Identifier: Apache-2.0
"""Resizing and sampling."""

from __future__ import annotations

import paddle
import paddle.nn.functional as F  # noqa: N812
from case import H, N, Operator, W, floats, given
from raw import operator

IMAGE = floats(N, 2, H, W)
FIXED = floats(2, 2, 5, 6)


def resize(mode: str, **settings):
    """A function that resizes."""
    return lambda x: F.interpolate(x, mode=mode, **settings)


SIZES = {
    "to 9 x 11": {"size": [9, 11]},
    "to 3 x 4": {"size": [3, 4]},
    "to 1 x 1": {"size": [1, 1]},
    "to 7 x 1": {"size": [7, 1]},
    "to 10 x 12": {"size": [10, 12]},
    "by 2": {"scale_factor": 2},
    "by 0.5": {"scale_factor": 0.5},
    "by 1.7": {"scale_factor": 1.7},
    "by 2 x 1.5": {"scale_factor": [2.0, 1.5]},
    "by 1": {"scale_factor": 1},
}
KINDS = {
    "nearest": {},
    "bilinear": {},
    "bilinear, align_mode 1": {"align_mode": 1},
    "bilinear, align_corners": {"align_corners": True},
    "bicubic": {},
    "bicubic, align_corners": {"align_corners": True},
}


def like(mode, settings):
    """Resized to the size of another tensor, in the ways that programs say it."""
    return {
        "to a shape": lambda x, y: F.interpolate(x, paddle.shape(y)[2:], mode=mode, **settings),
        "to the numbers of a shape": lambda x, y: F.interpolate(
            x, [paddle.shape(y)[2], paddle.shape(y)[3]], mode=mode, **settings
        ),
        "to a number and one of a shape": lambda x, y: F.interpolate(
            x, [7, paddle.shape(y)[3]], mode=mode, **settings
        ),
    }


for kind, settings in KINDS.items():
    mode = kind.split(",")[0]
    op = Operator(f"{mode}_interp")
    label = kind.partition(", ")[2]
    prefix = f"{label}, " if label else ""
    for variant, size in SIZES.items():
        op.function(prefix + variant, resize(mode, **size, **settings), IMAGE)
        op.function(f"{prefix}{variant}, declared size", resize(mode, **size, **settings), FIXED)
    for variant, function in like(mode, settings).items():
        op.function(prefix + variant, function, IMAGE, floats(N, 1, (9, 4), (3, 8)))
    op.function(
        f"{prefix}to a tensor",
        lambda x, s, mode=mode, settings=settings: F.interpolate(x, s, mode=mode, **settings),
        IMAGE,
        given([8, 3], [4, 9], dtype="int32"),
    )
    if "align_corners" not in label:
        op.function(
            f"{prefix}by a tensor",
            lambda x, s, mode=mode, settings=settings: F.interpolate(
                x, scale_factor=s, mode=mode, **settings
            ),
            IMAGE,
            given([2.0], [1.5]),
        )
    op.function(
        f"{prefix}NHWC",
        resize(mode, size=[7, 4], data_format="NHWC", **settings),
        floats(N, H, W, 2),
    )
op = Operator("nearest_interp")
op.function("large factors", resize("nearest", size=[49, 3]), floats(1, 1, 41, 2))


def nearest_corners(height, width):
    """What F.interpolate refuses, and old models have."""
    settings = {"out_h": height, "out_w": width, "align_corners": True, "align_mode": 1}

    def run(x):
        if paddle.__version__.startswith("2."):
            return operator(
                "nearest_interp_v2",
                {"X": x},
                {"Out": "float32"},
                interp_method="nearest",
                scale=[],
                data_layout="NCHW",
                **settings,
            )
        return paddle._C_ops.nearest_interp(
            x, None, None, None, "NCHW", -1, height, width, [], "nearest", True, 1
        )

    return run


op.function("align_corners, to 9 x 11", nearest_corners(9, 11), IMAGE)
op.function("align_corners, to 3 x 4", nearest_corners(3, 4), IMAGE)
op.function("align_corners, to 1 x 12", nearest_corners(1, 12), IMAGE)
op.function("align_corners, to 3 x 4, declared size", nearest_corners(3, 4), FIXED)
op.function("16 to 7", resize("nearest", size=[7, 7]), floats(1, 1, 16, 16))
op.function("by 1.5 of 3", resize("nearest", scale_factor=1.5), floats(1, 1, 3, 3))
op.function("by 1/3", resize("nearest", scale_factor=1 / 3), floats(1, 1, 9, 12))
op.function(
    "by 2.3, open sizes", resize("nearest", scale_factor=2.3), floats(N, 1, (10, 13), (7, 9))
)
op.function("int32", resize("nearest", scale_factor=2), given([[[[1, 2], [3, 4]]]], dtype="int32"))
op = Operator("linear_interp")
LINE = floats(N, 2, (5, 7))
op.function("to 8", resize("linear", size=[8], data_format="NCW"), LINE)
op.function(
    "align_corners", resize("linear", size=[8], align_corners=True, data_format="NCW"), LINE
)
op.function("by 2", resize("linear", scale_factor=[2], data_format="NCW"), LINE)
op.function("align_mode 1", resize("linear", size=[8], align_mode=1, data_format="NCW"), LINE)
op = Operator("trilinear_interp")
SPACE = floats(N, 1, 3, 4, 2)
op.function("to 4 x 5 x 3", resize("trilinear", size=[4, 5, 3], data_format="NCDHW"), SPACE)
op.function(
    "align_corners",
    resize("trilinear", size=[4, 5, 3], align_corners=True, data_format="NCDHW"),
    SPACE,
)
op = Operator("area interpolation")
op.function("to 2 x 3", resize("area", size=[2, 3]), IMAGE)
for old, attributes in {
    "bilinear_interp": {"align_corners": True},
    "nearest_interp": {"align_corners": False},
}.items():
    op = Operator(f"{old} of version 1")
    op.old(
        "to 7 x 9",
        lambda x, old=old, attributes=attributes: operator(
            old,
            {"X": x},
            {"Out": "float32"},
            out_h=7,
            out_w=9,
            interp_method=old.split("_")[0],
            align_mode=1,
            **attributes,
        ),
        IMAGE,
    )

op = Operator("grid_sample")
GRID = floats(N, 3, 4, 2, low=-1.4, high=1.4)
for mode in ("bilinear", "nearest"):
    for padding in ("zeros", "border", "reflection"):
        for corners in (True, False):
            op.function(
                f"{mode}, {padding}{', align_corners' if corners else ''}",
                lambda x, g, mode=mode, padding=padding, corners=corners: F.grid_sample(
                    x, g, mode, padding, corners
                ),
                IMAGE,
                GRID,
            )
op = Operator("affine_grid")
for corners in (True, False):
    op.function(
        f"align_corners {corners}",
        lambda t, corners=corners: F.affine_grid(t, [2, 1, 3, 4], corners),
        floats(2, 2, 3),
    )
