# SPDX-License-Identifier: Apache-2.0
"""Runs Paddle-series vision models in threads that share one copy of the weights.

    import fastdeploy as fd

    model = fd.vision.classification.PaddleClasModel(model_file, params_file, config_file)
    model2 = model.clone()       # shares the weights; has its own pre- and postprocessor
    result = model2.predict(im)  # releases the GIL: other threads can run meanwhile

Threads may also share a model, whose calls then run one at a time; clones run in parallel.
"""

import typing as _typing

from . import c_lib_wrap, errors, models, pipeline, rknpu2, utils, vision
from . import c_lib_wrap as C  # noqa: N812 (1.x's name)
from ._build import (
    get_default_cuda_directory,
    is_built_with_gpu,
    is_built_with_openvino,
    is_built_with_ort,
    is_built_with_paddle,
    is_built_with_trt,
)
from ._core import (
    Backend,
    ConvertedModel,
    Device,
    FastDeployModel,
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
    available_cores,
    convert,
    get_available_backends,
    get_max_threads,
    read_pages,
    set_logger,
    set_max_threads,
)
from ._hub import download_model, get_model_list
from ._load import families, load
from ._refused import refuse as _refuse
from ._serve import Server, serve
from .download import download, download_and_decompress
from .errors import (
    Error,
    InvalidArgumentError,
    InvalidFileError,
    NotFoundError,
    UnsupportedError,
)
from .pool import Future, Pool

Frontend = ModelFormat  # the name in 1.x's first releases

if _typing.TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name):
        if name == "__version__":
            from importlib.metadata import version  # which takes long to import

            return version("fastdeploy-vision")
        _refuse(__name__, name)


__all__ = [
    "Backend",
    "C",
    "ConvertedModel",
    "Device",
    "Error",
    "FDDataType",
    "FDTensor",
    "FastDeployModel",
    "Frontend",
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
    "Server",
    "TensorInfo",
    "TrtBackendOption",
    "UnsupportedError",
    "__version__",
    "available_cores",
    "c_lib_wrap",
    "convert",
    "download",
    "download_and_decompress",
    "download_model",
    "errors",
    "families",
    "get_available_backends",
    "get_default_cuda_directory",
    "get_max_threads",
    "get_model_list",
    "is_built_with_gpu",
    "is_built_with_openvino",
    "is_built_with_ort",
    "is_built_with_paddle",
    "is_built_with_trt",
    "load",
    "models",
    "pipeline",
    "read_pages",
    "rknpu2",
    "serve",
    "set_logger",
    "set_max_threads",
    "utils",
    "vision",
]
