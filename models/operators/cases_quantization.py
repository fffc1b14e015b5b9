# SPDX-License-Identifier: Apache-2.0
"""Operators of quantised models, as PaddleSlim and paddle.quantization leave them."""

from __future__ import annotations

import numpy as np
import paddle
from case import N, Operator, floats, given
from paddle import nn
from raw import operator

IMAGE = floats(N, 4, 3, 4, low=-2, high=2)
HALVES = given([[-1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 200.0, -200.0]])


class Quantized(nn.Layer):
    """Quantises and dequantises: the input, or weights of the model."""

    def __init__(self, scale, axis=-1, steps="qd", weights=None, zero=None, bits=8, **more) -> None:
        super().__init__()
        scale = np.asarray(scale, "float32")
        zero = np.zeros(scale.shape, "float32") if zero is None else np.asarray(zero, "float32")
        nothing = np.zeros([1], "float32")
        # Each operator has tensors of its own: Paddle 3 writes to them.
        for step in steps:
            tensors = {"scale": scale, "zero": zero, "accumulated": nothing, "state": nothing}
            for name, values in tensors.items():
                self.register_buffer(f"{name}_{step}", paddle.to_tensor(values))
        if weights is not None:
            self.register_buffer("weights", paddle.to_tensor(np.asarray(weights, "float32")))
        else:
            self.weights = None
        self.axis, self.steps, self.bits, self.more = axis, steps, bits, more

    def apply_operator(self, step, x):
        """quantize_linear or dequantize_linear."""
        kind = "quantize_linear" if step == "q" else "dequantize_linear"
        scale, zero = getattr(self, f"scale_{step}"), getattr(self, f"zero_{step}")
        if paddle.__version__.startswith("2."):
            return operator(
                kind,
                {"X": x, "Scale": scale, "ZeroPoint": zero},
                {"Y": "float32"},
                quant_axis=self.axis,
                bit_length=self.bits,
                is_test=True,
                only_observer=False,
                **{"round_type": 0, **self.more},
            )
        return getattr(paddle._C_ops, kind)(
            x,
            scale,
            zero,
            getattr(self, f"accumulated_{step}"),
            getattr(self, f"state_{step}"),
            self.axis,
            self.bits,
            -(2 ** (self.bits - 1)),
            2 ** (self.bits - 1) - 1,
            self.more.get("round_type", 0),
            True,
            False,
        )[0]

    def forward(self, x):
        y = x if self.weights is None else self.weights
        for step in self.steps:
            y = self.apply_operator(step, y)
        return y if self.weights is None else paddle.nn.functional.conv2d(x, y, padding=1)


WEIGHTS = np.arange(-54, 54).reshape(3, 4, 3, 3)
# What Paddle 3.3.1 computes for dequantize_linear in a program cannot be a reference: nonsense by
# plain execution, nothing by its predictor, whose passes remove the operators. Only the old format.
OLD = {"formats": ("pdmodel",)}
op = Operator("quantize_linear")
op.layer("and back", lambda: Quantized([1.7]), IMAGE, **OLD)
op.layer("and back, scale without dimensions", lambda: Quantized(1.7), IMAGE, **OLD)
op.layer("and back, each channel", lambda: Quantized([1.7, 1, 0.5, 2], axis=1), IMAGE, **OLD)
op.layer("and back, 4 bits", lambda: Quantized([1.7], bits=4), IMAGE, **OLD)
op.layer("and back, zero point", lambda: Quantized([1.7], zero=[3.0]), IMAGE, **OLD)
op.layer("halves", lambda: Quantized([127.0], steps="q"), HALVES)
# ONNX rounds halves to even: one step of difference, in exact halves only.
STEP = {"absolute": 1.0}
op.layer(
    "halves, round_type 1",
    lambda: Quantized([127.0], steps="q", round_type=1),
    HALVES,
    tolerance=STEP,
)
op.layer("alone", lambda: Quantized([1.7], steps="q"), IMAGE)
op.layer("each channel", lambda: Quantized([1.7, 1, 0.5, 2], axis=1, steps="q"), IMAGE)
op.layer("weights", lambda: Quantized([0.5, 1, 2], axis=0, weights=WEIGHTS / 60), IMAGE, **OLD)
op = Operator("dequantize_linear")
op.layer("weights", lambda: Quantized([1.5], steps="d", weights=WEIGHTS), IMAGE, **OLD)
op.layer(
    "weights of each channel",
    lambda: Quantized([0.5, 1.0, 2.0], axis=0, steps="d", weights=WEIGHTS),
    IMAGE,
    **OLD,
)
op.layer(
    "weights of each channel, axis 1",
    lambda: Quantized([0.5, 1.0, 2.0, 3.0], axis=1, steps="d", weights=WEIGHTS),
    IMAGE,
    **OLD,
)

# The sums of two products of such numbers do not fit into 16 bits.
op.layer(
    "of a convolution, large numbers",
    lambda: nn.Sequential(
        Quantized([2.0]), Quantized([1.0], steps="d", weights=np.full([16, 16, 3, 3], 127))
    ),
    floats(N, 16, 6, 6, low=1, high=2),
    **OLD,
)


class Fake(nn.Layer):
    """A fake operator of the old format, with its scale as a parameter."""

    def __init__(self, kind, scale=None, weights=None, slot="InScale", **attributes) -> None:
        super().__init__()
        self.kind, self.slot, self.attributes = kind, slot, {"bit_length": 8, **attributes}
        if scale is not None:
            self.register_buffer("scale", paddle.to_tensor(np.asarray(scale, "float32")))
        else:
            self.scale = None
        if weights is not None:
            self.register_buffer("weights", paddle.to_tensor(np.asarray(weights, "float32")))
        else:
            self.weights = None

    def forward(self, x):
        y = x if self.weights is None else self.weights
        inputs = {"X": y}
        if self.scale is not None:
            inputs[self.slot] = self.scale
        found = operator(
            self.kind, inputs, {"Out": "float32", "OutScale": "float32"}, **self.attributes
        )
        return (
            found[0]
            if self.weights is None
            else paddle.nn.functional.conv2d(x, found[0], padding=1)
        )


class OldLayer(Operator):
    """Cases of the old format alone."""

    def add(self, variant, make, *inputs, **settings) -> None:
        self.layer(variant, make, *inputs, formats=("pdmodel",), **settings)


op = OldLayer("fake_quantize_dequantize_moving_average_abs_max")
for round_type in (0, 1):
    op.add(
        f"round_type {round_type}",
        lambda r=round_type: Fake(op.name, [1.7], is_test=True, round_type=r),
        IMAGE,
    )
    op.add(
        f"halves, round_type {round_type}",
        lambda r=round_type: Fake(
            "fake_quantize_dequantize_moving_average_abs_max", [127.0], is_test=True, round_type=r
        ),
        HALVES,
        tolerance=STEP,
    )
op = OldLayer("fake_quantize_moving_average_abs_max")
op.add(
    "",
    lambda: Fake("fake_quantize_moving_average_abs_max", [1.7], is_test=True, round_type=1),
    IMAGE,
)
op = OldLayer("fake_quantize_range_abs_max")
for round_type in (0, 1):
    op.add(
        f"round_type {round_type}",
        lambda r=round_type: Fake(
            "fake_quantize_range_abs_max", [1.7], is_test=True, round_type=r, window_size=100
        ),
        IMAGE,
    )
    op.add(
        f"halves, round_type {round_type}",
        lambda r=round_type: Fake(
            "fake_quantize_range_abs_max", [127.0], is_test=True, round_type=r, window_size=100
        ),
        HALVES,
        tolerance=STEP,
    )
op = OldLayer("fake_channel_wise_quantize_dequantize_abs_max")
for axis in (0, 1):
    op.add(
        f"weights, axis {axis}",
        lambda a=axis: Fake(
            "fake_channel_wise_quantize_dequantize_abs_max",
            weights=WEIGHTS / 60,
            quant_axis=a,
            round_type=1,
        ),
        IMAGE,
    )
op = OldLayer("fake_quantize_dequantize_abs_max")
op.add(
    "weights",
    lambda: Fake("fake_quantize_dequantize_abs_max", weights=WEIGHTS / 60, round_type=1),
    IMAGE,
)
op.add("of the input", lambda: Fake("fake_quantize_dequantize_abs_max", round_type=1), IMAGE)


class Dequantized(nn.Layer):
    """fake_channel_wise_dequantize_max_abs or fake_dequantize_max_abs."""

    def __init__(self, scales, **attributes) -> None:
        super().__init__()
        self.count = len(scales)
        for i, scale in enumerate(scales):
            self.register_buffer(f"scale{i}", paddle.to_tensor(np.asarray(scale, "float32")))
        self.attributes = attributes

    def forward(self, x):
        scales = [getattr(self, f"scale{i}") for i in range(self.count)]
        if "max_range" in self.attributes:
            return operator(
                "fake_dequantize_max_abs",
                {"X": x, "Scale": scales[0]},
                {"Out": "float32"},
                **self.attributes,
            )
        return operator(
            "fake_channel_wise_dequantize_max_abs",
            {"X": x, "Scales": scales},
            {"Out": "float32"},
            **self.attributes,
        )


op = OldLayer("fake_channel_wise_dequantize_max_abs")
WHOLE = floats(N, 4, 2, 3, low=-100, high=100)
op.add(
    "two scales",
    lambda: Dequantized(
        [[0.5, 1.0, 1.5, 2.0], [3.0]], quant_bits=[8, 8], quant_axis=0, x_num_col_dims=1
    ),
    WHOLE,
)
op.add(
    "two scales, rows",
    lambda: Dequantized(
        [[0.5, 1.0, 1.5, 2.0], [3.0]], quant_bits=[8, 8], quant_axis=0, x_num_col_dims=2
    ),
    floats(N, 3, 4, low=-100, high=100),
)
op.add(
    "one scale",
    lambda: Dequantized([[0.5, 1.0]], quant_bits=[8], quant_axis=0),
    floats(2, 4, low=-100, high=100),
)
op.add(
    "one scale, axis 1",
    lambda: Dequantized([[0.5, 1.0, 1.5, 2.0]], quant_bits=[8], quant_axis=1),
    floats(2, 4, low=-100, high=100),
)
op = OldLayer("fake_dequantize_max_abs")
op.add("", lambda: Dequantized([[1.5]], max_range=127.0), WHOLE)
op = OldLayer("moving_average_abs_max_scale")
op.add(
    "",
    lambda: Fake("moving_average_abs_max_scale", is_test=True),
    IMAGE,
)
