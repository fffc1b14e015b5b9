# SPDX-License-Identifier: Apache-2.0
"""What this build has."""

from ._core import Backend, get_available_backends


def is_built_with_gpu() -> bool:
    """Whether this build can run models on a GPU."""
    return is_built_with_trt()


def is_built_with_ort() -> bool:
    """Whether this build has ONNX Runtime."""
    return Backend.ORT in get_available_backends()


def is_built_with_paddle() -> bool:
    """Whether this build has Paddle Inference."""
    return Backend.PDINFER in get_available_backends()


def is_built_with_trt() -> bool:
    """Whether this build has TensorRT."""
    return Backend.TRT in get_available_backends()


def is_built_with_openvino() -> bool:
    """Whether this build has OpenVINO."""
    return Backend.OPENVINO in get_available_backends()


def get_default_cuda_directory() -> str:
    """The folder of CUDA that the build used: '', since no backend of this library uses CUDA."""
    return ""
