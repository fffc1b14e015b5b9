# SPDX-License-Identifier: Apache-2.0
"""Runs Paddle-series vision models in threads that share one copy of the weights.

    import fastdeploy as fd

    model = fd.vision.classification.PaddleClasModel(model_file, params_file, config_file)
    model2 = model.clone()       # shares the weights; has its own pre- and postprocessor
    result = model2.predict(im)  # releases the GIL: other threads can run meanwhile

Threads may also share a model, whose calls then run one at a time; clones run in parallel.
"""

from importlib.metadata import version as _version

from . import _core, errors, pipeline, vision
from ._core import (
    Backend,
    ConvertedModel,
    Device,
    FDDataType,
    FDTensor,
    LiteBackendOption,
    ModelFormat,
    OpenVINOBackendOption,
    OrtBackendOption,
    PaddleBackendOption,
    Runtime,
    RuntimeOption,
    TensorInfo,
    TrtBackendOption,
    convert,
    get_available_backends,
    set_logger,
)
from ._load import families, load
from .errors import (
    Error,
    InvalidArgumentError,
    InvalidFileError,
    NotFoundError,
    UnsupportedError,
)
from .pool import Future, Pool

__version__ = _version("fastdeploy-vision")

C = _core
c_lib_wrap = _core


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


__all__ = [
    "Backend",
    "C",
    "ConvertedModel",
    "Device",
    "Error",
    "FDDataType",
    "FDTensor",
    "Future",
    "InvalidArgumentError",
    "InvalidFileError",
    "LiteBackendOption",
    "ModelFormat",
    "NotFoundError",
    "OpenVINOBackendOption",
    "OrtBackendOption",
    "PaddleBackendOption",
    "Pool",
    "Runtime",
    "RuntimeOption",
    "TensorInfo",
    "TrtBackendOption",
    "UnsupportedError",
    "__version__",
    "c_lib_wrap",
    "convert",
    "errors",
    "families",
    "get_available_backends",
    "is_built_with_gpu",
    "is_built_with_openvino",
    "is_built_with_ort",
    "is_built_with_paddle",
    "is_built_with_trt",
    "load",
    "pipeline",
    "set_logger",
    "vision",
]
