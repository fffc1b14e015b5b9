# SPDX-License-Identifier: Apache-2.0
"""1.x's module of bound classes (`fastdeploy.C`), for programs that name them through it."""

from __future__ import annotations

from . import vision
from ._build import (
    get_default_cuda_directory,
    is_built_with_gpu,
    is_built_with_openvino,
    is_built_with_ort,
    is_built_with_paddle,
    is_built_with_trt,
)
from ._core import *  # noqa: F403
from ._core import RuntimeOption, TensorInfo


def TensorInfoStr(tensor_info: TensorInfo) -> str:  # noqa: N802
    """The printed form of a TensorInfo."""
    return repr(tensor_info)


def RuntimeOptionStr(runtime_option: RuntimeOption) -> str:  # noqa: N802
    """The printed form of a RuntimeOption: all options, one a line."""
    return repr(runtime_option)


__all__ = [
    "RuntimeOptionStr",
    "TensorInfoStr",
    "get_default_cuda_directory",
    "is_built_with_gpu",
    "is_built_with_openvino",
    "is_built_with_ort",
    "is_built_with_paddle",
    "is_built_with_trt",
    "vision",
]
