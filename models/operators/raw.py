# SPDX-License-Identifier: Apache-2.0
"""Operators of the old format by their own names, where no function of Paddle's makes a variant."""

from __future__ import annotations

from paddle.base.layer_helper import LayerHelper


def operator(kind: str, inputs: dict, outputs: dict[str, str], **attributes):
    """Appends an operator; `outputs` are its slots with types. Returns one value or a tuple."""
    helper = LayerHelper(kind)
    made = {
        slot: helper.create_variable_for_type_inference(dtype=dtype)
        for slot, dtype in outputs.items()
    }
    helper.append_op(
        type=kind,
        inputs={slot: v if isinstance(v, list) else [v] for slot, v in inputs.items()},
        outputs={slot: [value] for slot, value in made.items()},
        attrs=attributes,
    )
    values = tuple(made.values())
    return values[0] if len(values) == 1 else values
