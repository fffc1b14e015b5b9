from collections.abc import Mapping, Sequence, Set
import enum
import os
from typing import Annotated, Any, overload

import numpy
import numpy.typing
from numpy.typing import NDArray


class Device(enum.Enum):
    """Where a tensor lives or a model runs."""

    CPU = 0

    GPU = 1

    RKNPU = 2

    IPU = 3

    KUNLUNXIN = 5

    ASCEND = 6

    SOPHGOTPUD = 7

class FDDataType(enum.Enum):
    """Element type of a tensor."""

    BOOL = 0

    INT16 = 1

    INT32 = 2

    INT64 = 3

    FP16 = 4

    FP32 = 5

    FP64 = 6

    UINT8 = 20

    INT8 = 21

class FDTensor:
    """A dense array with a name: what models take and give."""

    def __init__(self) -> None: ...

    @property
    def name(self) -> str: ...

    @name.setter
    def name(self, arg: str, /) -> None: ...

    @property
    def shape(self) -> list[int]: ...

    @property
    def dtype(self) -> FDDataType: ...

    @property
    def device(self) -> Device: ...

    def numpy(self) -> NDArray:
        """The tensor's memory as an array, without copying."""

    def data(self) -> NDArray:
        """As numpy."""

    def from_numpy(self, data: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], share_buffer: bool = False) -> None:
        """
        Takes an array's name-less values: a copy of them, or the array's own memory.
        """

    def __repr__(self) -> str: ...

class Backend(enum.Enum):
    """Inference engines; see get_available_backends."""

    UNKNOWN = 0

    UNKOWN = 0
    """As 1.x spells it."""

    ORT = 1

    TRT = 2

    PDINFER = 3

    POROS = 4

    OPENVINO = 5

    LITE = 6

    RKNPU2 = 7

    SOPHGOTPU = 8

    HORIZONNPU = 9

    TVM = 10

class ModelFormat(enum.Enum):
    """Format of a model file. What a file holds is told from its bytes."""

    AUTOREC = 0

    PADDLE = 1

    ONNX = 2

    RKNN = 3

    TORCHSCRIPT = 4

    SOPHGO = 5

    HORIZON = 6

    TVMFormat = 7

    OPENVINO_IR = 8

def get_available_backends() -> list[Backend]:
    """The backends that this build has."""

class OpenVINOBackendOption:
    """Settings of the OpenVINO backend, checked when a model is loaded."""

    def __init__(self) -> None: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

    @property
    def device(self) -> str:
        """'CPU', 'GPU' (Intel), 'AUTO', 'HETERO:GPU,CPU', ..."""

    @device.setter
    def device(self, arg: str, /) -> None: ...

    @property
    def cpu_thread_num(self) -> int:
        """Threads of one model; -1: RuntimeOption.cpu_thread_num."""

    @cpu_thread_num.setter
    def cpu_thread_num(self, arg: int, /) -> None: ...

    @property
    def num_streams(self) -> int:
        """
        Requests that run side by side; 0: chosen from the cost of the model, -1: OpenVINO's choice, -2: one per NUMA node.
        """

    @num_streams.setter
    def num_streams(self, arg: int, /) -> None: ...

    @property
    def affinity(self) -> str:
        """Pinning of threads: 'NO', 'YES', 'NUMA', 'HYBRID_AWARE'."""

    @affinity.setter
    def affinity(self, arg: str, /) -> None: ...

    @property
    def hint(self) -> str:
        """
        'UNDEFINED', or 'LATENCY', 'THROUGHPUT', 'CUMULATIVE_THROUGHPUT', which decide streams and threads.
        """

    @hint.setter
    def hint(self, arg: str, /) -> None: ...

    @property
    def inference_precision(self) -> str:
        """'f32', 'bf16' or 'f16'."""

    @inference_precision.setter
    def inference_precision(self, arg: str, /) -> None: ...

    @property
    def cache_dir(self) -> str:
        """Folder for compiled models; empty: none are kept."""

    @cache_dir.setter
    def cache_dir(self, arg: str, /) -> None: ...

    @property
    def shape_infos(self) -> dict[str, list[int]]:
        """Shapes to fix, by input name; see RuntimeOption.input_shapes."""

    @shape_infos.setter
    def shape_infos(self, arg: Mapping[str, Sequence[int]], /) -> None: ...

    @property
    def cpu_operators(self) -> set[str]:
        """Operators that run on the CPU where the device is 'HETERO:...'."""

    @cpu_operators.setter
    def cpu_operators(self, arg: Set[str], /) -> None: ...

    def set_device(self, name: str = 'CPU') -> None: ...

    def set_shape_info(self, shape_info: Mapping[str, Sequence[int]]) -> None: ...

    def set_cpu_operators(self, operators: Sequence[str]) -> None: ...

    def set_affinity(self, affinity: str) -> None: ...

    def set_performance_hint(self, hint: str) -> None: ...

    def set_stream_num(self, num_streams: int) -> None: ...

    def set_inference_precision(self, precision: str) -> None: ...

    def set_cache_dir(self, folder: str) -> None: ...

class OrtBackendOption:
    """Settings of ONNX Runtime."""

    def __init__(self) -> None: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

    @property
    def graph_optimization_level(self) -> int:
        """0: none, 1: basic, 2: extended; else all."""

    @graph_optimization_level.setter
    def graph_optimization_level(self, arg: int, /) -> None: ...

    @property
    def intra_op_num_threads(self) -> int:
        """Threads of one model; -1: RuntimeOption.cpu_thread_num."""

    @intra_op_num_threads.setter
    def intra_op_num_threads(self, arg: int, /) -> None: ...

    @property
    def inter_op_num_threads(self) -> int: ...

    @inter_op_num_threads.setter
    def inter_op_num_threads(self, arg: int, /) -> None: ...

    @property
    def execution_mode(self) -> int:
        """1: operators of one run side by side; else one after the other."""

    @execution_mode.setter
    def execution_mode(self, arg: int, /) -> None: ...

    @property
    def enable_fp16(self) -> bool: ...

    @enable_fp16.setter
    def enable_fp16(self, arg: bool, /) -> None: ...

    @property
    def optimized_model_filepath(self) -> str:
        """Where to write the model as it was optimised; '': nowhere."""

    @optimized_model_filepath.setter
    def optimized_model_filepath(self, arg: str, /) -> None: ...

class TrtBackendOption:
    """Settings of TensorRT."""

    def __init__(self) -> None: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

    @property
    def max_batch_size(self) -> int: ...

    @max_batch_size.setter
    def max_batch_size(self, arg: int, /) -> None: ...

    @property
    def max_workspace_size(self) -> int: ...

    @max_workspace_size.setter
    def max_workspace_size(self, arg: int, /) -> None: ...

    @property
    def enable_log_info(self) -> bool: ...

    @enable_log_info.setter
    def enable_log_info(self, arg: bool, /) -> None: ...

    @property
    def enable_fp16(self) -> bool: ...

    @enable_fp16.setter
    def enable_fp16(self, arg: bool, /) -> None: ...

    @property
    def serialize_file(self) -> str: ...

    @serialize_file.setter
    def serialize_file(self, arg: str, /) -> None: ...

    @property
    def min_shape(self) -> dict[str, list[int]]: ...

    @min_shape.setter
    def min_shape(self, arg: Mapping[str, Sequence[int]], /) -> None: ...

    @property
    def opt_shape(self) -> dict[str, list[int]]: ...

    @opt_shape.setter
    def opt_shape(self, arg: Mapping[str, Sequence[int]], /) -> None: ...

    @property
    def max_shape(self) -> dict[str, list[int]]: ...

    @max_shape.setter
    def max_shape(self, arg: Mapping[str, Sequence[int]], /) -> None: ...

    def set_shape(self, tensor_name: str, min: Sequence[int], opt: Sequence[int] = [], max: Sequence[int] = []) -> None: ...

class PaddleBackendOption:
    """Settings of Paddle Inference."""

    def __init__(self) -> None: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

    @property
    def enable_log_info(self) -> bool: ...

    @enable_log_info.setter
    def enable_log_info(self, arg: bool, /) -> None: ...

    @property
    def enable_mkldnn(self) -> bool: ...

    @enable_mkldnn.setter
    def enable_mkldnn(self, arg: bool, /) -> None: ...

    @property
    def enable_trt(self) -> bool: ...

    @enable_trt.setter
    def enable_trt(self, arg: bool, /) -> None: ...

    @property
    def collect_trt_shape(self) -> bool: ...

    @collect_trt_shape.setter
    def collect_trt_shape(self, arg: bool, /) -> None: ...

    @property
    def mkldnn_cache_size(self) -> int: ...

    @mkldnn_cache_size.setter
    def mkldnn_cache_size(self, arg: int, /) -> None: ...

    @property
    def gpu_mem_init_size(self) -> int: ...

    @gpu_mem_init_size.setter
    def gpu_mem_init_size(self, arg: int, /) -> None: ...

    @property
    def trt_disabled_ops(self) -> list[str]: ...

    @trt_disabled_ops.setter
    def trt_disabled_ops(self, arg: Sequence[str], /) -> None: ...

    @property
    def delete_pass_names(self) -> list[str]: ...

    @delete_pass_names.setter
    def delete_pass_names(self, arg: Sequence[str], /) -> None: ...

class LiteBackendOption:
    """Settings of Paddle Lite."""

    def __init__(self) -> None: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

    @property
    def power_mode(self) -> int: ...

    @power_mode.setter
    def power_mode(self, arg: int, /) -> None: ...

    @property
    def cpu_threads(self) -> int: ...

    @cpu_threads.setter
    def cpu_threads(self, arg: int, /) -> None: ...

    @property
    def enable_fp16(self) -> bool: ...

    @enable_fp16.setter
    def enable_fp16(self, arg: bool, /) -> None: ...

    @property
    def optimized_model_dir(self) -> str: ...

    @optimized_model_dir.setter
    def optimized_model_dir(self, arg: str, /) -> None: ...

class RuntimeOption:
    """
    Which model to load and how to run it. A model takes a copy: change and use it again freely. Loading checks what the setters only note.
    """

    def __init__(self) -> None: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

    @property
    def model_file(self) -> str | bytes:
        """A path, or, after set_model_buffer, bytes."""

    @model_file.setter
    def model_file(self, arg: str | bytes, /) -> None: ...

    @property
    def params_file(self) -> str | bytes: ...

    @params_file.setter
    def params_file(self, arg: str | bytes, /) -> None: ...

    @property
    def model_from_memory(self) -> bool: ...

    @model_from_memory.setter
    def model_from_memory(self, arg: bool, /) -> None: ...

    @property
    def model_format(self) -> ModelFormat: ...

    @model_format.setter
    def model_format(self, arg: ModelFormat, /) -> None: ...

    @property
    def backend(self) -> Backend: ...

    @backend.setter
    def backend(self, arg: Backend, /) -> None: ...

    @property
    def device(self) -> Device: ...

    @device.setter
    def device(self, arg: Device, /) -> None: ...

    @property
    def device_id(self) -> int: ...

    @device_id.setter
    def device_id(self, arg: int, /) -> None: ...

    @property
    def cpu_thread_num(self) -> int:
        """Threads of one model, all of its clones together; -1: every core."""

    @cpu_thread_num.setter
    def cpu_thread_num(self, arg: int, /) -> None: ...

    @property
    def input_shapes(self) -> dict[str, list[int]]:
        """
        Shapes to fix before the model is prepared, by input name; '' is the only input.
        """

    @input_shapes.setter
    def input_shapes(self, arg: Mapping[str, Sequence[int]], /) -> None: ...

    @property
    def share_weights(self) -> bool:
        """One copy of the weights for all processes; see enable_weight_sharing."""

    @share_weights.setter
    def share_weights(self, arg: bool, /) -> None: ...

    @property
    def cache_folder(self) -> str:
        """
        Where converted models and shared weights are kept; '': the user's cache.
        """

    @cache_folder.setter
    def cache_folder(self, arg: str, /) -> None: ...

    @property
    def openvino_option(self) -> OpenVINOBackendOption: ...

    @openvino_option.setter
    def openvino_option(self, arg: OpenVINOBackendOption, /) -> None: ...

    @property
    def ort_option(self) -> OrtBackendOption: ...

    @ort_option.setter
    def ort_option(self, arg: OrtBackendOption, /) -> None: ...

    @property
    def trt_option(self) -> TrtBackendOption: ...

    @trt_option.setter
    def trt_option(self, arg: TrtBackendOption, /) -> None: ...

    @property
    def paddle_infer_option(self) -> PaddleBackendOption: ...

    @paddle_infer_option.setter
    def paddle_infer_option(self, arg: PaddleBackendOption, /) -> None: ...

    @property
    def paddle_lite_option(self) -> LiteBackendOption: ...

    @paddle_lite_option.setter
    def paddle_lite_option(self, arg: LiteBackendOption, /) -> None: ...

    def set_model_path(self, model_path: str, params_path: str = '', model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """Where the model is."""

    def set_model_buffer(self, model_buffer: bytes, params_buffer: bytes = ..., model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """The model itself, as bytes."""

    def use_cpu(self) -> None: ...

    def use_gpu(self, device_id: int = 0) -> None: ...

    def use_ascend(self) -> None: ...

    def use_ort_backend(self) -> None: ...

    def use_openvino_backend(self) -> None: ...

    def use_paddle_backend(self) -> None: ...

    def use_paddle_infer_backend(self) -> None: ...

    def use_trt_backend(self) -> None: ...

    def use_lite_backend(self) -> None: ...

    def use_paddle_lite_backend(self) -> None: ...

    def use_poros_backend(self) -> None: ...

    def use_tvm_backend(self) -> None: ...

    def use_kunlunxin(self, device_id: int = 0, l3_workspace_size: int = 16776192, locked: bool = False, autotune: bool = True, autotune_file: str = '', precision: str = 'int16', adaptive_seqlen: bool = False, enable_multi_stream: bool = False, gm_default_size: int = 0) -> None: ...

    def set_cpu_thread_num(self, thread_num: int = -1) -> None:
        """Threads of one model, all of its clones together; -1: every core."""

    def set_input_shape(self, name: str, shape: Sequence[int]) -> None:
        """Fixes one input's shape; see input_shapes."""

    def enable_weight_sharing(self, cache_dir: str = '') -> None:
        """
        Keeps the weights, packed for this CPU, in files that all processes which load the model map: they share their pages. The first to load it writes them. Takes ONNX Runtime, which is then chosen unless another backend is asked for.
        """

    def disable_weight_sharing(self) -> None: ...

    def enable_pinned_memory(self) -> None: ...

    def disable_pinned_memory(self) -> None: ...

    def enable_valid_backend_check(self) -> None: ...

    def disable_valid_backend_check(self) -> None: ...

    def set_openvino_device(self, name: str = 'CPU') -> None: ...

    def set_openvino_shape_info(self, shape_info: Mapping[str, Sequence[int]]) -> None: ...

    def set_openvino_cpu_operators(self, operators: Sequence[str]) -> None: ...

    def set_openvino_streams(self, num_streams: int) -> None: ...

    def set_ort_graph_opt_level(self, level: int = -1) -> None: ...

    def set_paddle_mkldnn(self, use_mkldnn: bool = True) -> None: ...

    def set_paddle_mkldnn_cache_size(self, cache_size: int) -> None: ...

    def enable_paddle_log_info(self) -> None: ...

    def disable_paddle_log_info(self) -> None: ...

    def delete_paddle_backend_pass(self, pass_name: str) -> None: ...

    def enable_paddle_to_trt(self) -> None: ...

    def enable_paddle_trt_collect_shape(self) -> None: ...

    def disable_paddle_trt_collect_shape(self) -> None: ...

    def disable_paddle_trt_ops(self, ops: Sequence[str]) -> None: ...

    def set_trt_input_shape(self, tensor_name: str, min_shape: Sequence[int], opt_shape: Sequence[int] = [], max_shape: Sequence[int] = []) -> None: ...

    def set_trt_cache_file(self, cache_file_path: str) -> None: ...

    def set_trt_max_workspace_size(self, trt_max_workspace_size: int) -> None: ...

    def set_trt_max_batch_size(self, trt_max_batch_size: int) -> None: ...

    def enable_trt_fp16(self) -> None: ...

    def disable_trt_fp16(self) -> None: ...

class TensorInfo:
    """Name, shape (-1 where dynamic) and type of an input or output."""

    @property
    def name(self) -> str: ...

    @property
    def shape(self) -> list[int]: ...

    @property
    def dtype(self) -> FDDataType: ...

    def __repr__(self) -> str: ...

class Runtime:
    """
    A loaded model: tensors in, tensors out. One object may be used from several threads, one call at a time; clones run in parallel over one copy of the weights.
    """

    def __init__(self, runtime_option: RuntimeOption) -> None: ...

    @overload
    def infer(self, data: Mapping[str, Annotated[NDArray, dict(order='C', device='cpu', writable=False)]]) -> list[NDArray]:
        """
        Runs the model on arrays by input name; gives its outputs in its order.
        """

    @overload
    def infer(self, data: Sequence[FDTensor]) -> list[FDTensor]:
        """The same with tensors, which carry the names."""

    def clone(self) -> Runtime:
        """Another runtime over the same weights."""

    def num_inputs(self) -> int: ...

    def num_outputs(self) -> int: ...

    def get_input_info(self, index: int) -> TensorInfo: ...

    def get_output_info(self, index: int) -> TensorInfo: ...

    @property
    def option(self) -> RuntimeOption: ...

    def __reduce__(self) -> tuple: ...

class _Job:
    def skip(self) -> None: ...

class _Pool:
    @property
    def workers(self) -> int: ...

    def submit(self, image: numpy.typing.NDArray[Any] | None, future: object, wait: bool) -> _Job: ...

    def close(self) -> None: ...

def _python_pool(model: object, workers: int, capacity: int) -> _Pool: ...

def vis_classification(im_data: numpy.typing.NDArray[Any] | None, classify_result: ClassifyResult, labels: Sequence[str] = [], top_k: int = 5, score_threshold: float = 0.0, font_size: float = 0.5) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None, None))]:
    """The best classes drawn into a copy of the image."""

def vis_detection(im_data: numpy.typing.NDArray[Any] | None, det_result: DetectionResult, labels: Sequence[str] = [], score_threshold: float = 0.0, line_size: int = 1, font_size: float = 0.5, font_color: Sequence[int] = [255, 255, 255], font_thickness: int = 1) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None, None))]:
    """
    The objects as boxes in the colours of their classes, masks blended in, over a copy of the image; those with a score below score_threshold are left out.
    """

def vis_ppocr(im_data: numpy.typing.NDArray[Any] | None, det_result: OCRResult, font_file: str | os.PathLike = '', score_threshold: float = 0.0) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None, None))]:
    """
    The lines of text as boxes in a copy of the image; with a font file, beside a page that shows what was read.
    """

def vis_segmentation(im_data: numpy.typing.NDArray[Any] | None, seg_result: SegmentationResult, weight: float = 0.5) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None, None))]:
    """
    The classes in colour over a copy of the image; class 0 stays as it is.
    """

def vis_matting(im_data: numpy.typing.NDArray[Any] | None, matting_result: MattingResult, transparent_background: bool = False, transparent_threshold: float = 0.9900000095367432, remove_small_connected_area: bool = False) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None, None))]:
    """The foreground on green, or, with transparent_background, as BGRA."""

@overload
def swap_background(im_data: numpy.typing.NDArray[Any] | None, background: numpy.typing.NDArray[Any] | None, result: MattingResult, remove_small_connected_area: bool = False, background_label: int = 0) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None, None))]:
    """The foreground on another picture."""

@overload
def swap_background(im_data: numpy.typing.NDArray[Any] | None, background: numpy.typing.NDArray[Any] | None, result: SegmentationResult, remove_small_connected_area: bool = False, background_label: int = 0) -> Annotated[NDArray[numpy.uint8], dict(shape=(None, None, None))]:
    """
    Everything that is not of the class background_label on another picture.
    """

class ClassifyResult:
    """
    What a classifier says of one image: the best classes, best first; or a feature vector.
    """

    def __init__(self, **fields: Any) -> None: ...

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def __eq__(self, arg: object, /) -> bool: ...

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, as lists."""

    def to_json(self) -> str:
        """The same as a JSON text."""

    def numpy(self) -> dict[str, numpy.typing.NDArray[Any]]:
        """
        The numeric fields by name, as read-only arrays over the result's own memory. They keep it alive; setting a field afterwards does not show in them.
        """

    def __reduce__(self) -> tuple: ...

    @property
    def label_ids(self) -> list[int]:
        """Numbers of the classes (int32)."""

    @label_ids.setter
    def label_ids(self, arg: Sequence[int], /) -> None: ...

    @property
    def scores(self) -> list[float]:
        """One for every class (float32)."""

    @scores.setter
    def scores(self, arg: Sequence[float], /) -> None: ...

    @property
    def feature(self) -> list[float]:
        """Feature vector (float32); else empty."""

    @feature.setter
    def feature(self, arg: Sequence[float], /) -> None: ...

class PaddleClasPreprocessor:
    """Images to the input of a classifier, as the exporter's YAML says."""

    def __init__(self, config_file: str | os.PathLike) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def _layout(self) -> tuple[bool, bool]: ...

    @_layout.setter
    def _layout(self, arg: tuple[bool, bool], /) -> None: ...

    def disable_normalize(self) -> None:
        """Leave values as they are (uint8)."""

    def disable_permute(self) -> None:
        """Leave the channels last."""

    def run(self, input_ims: Sequence[numpy.typing.NDArray[Any]]) -> list[FDTensor]:
        """N images to one tensor [N, 3, H, W] of float32."""

class PaddleClasPostprocessor:
    """Scores to the best classes."""

    def __init__(self, topk: int = 1) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def topk(self) -> int:
        """How many classes a result has at most."""

    @topk.setter
    def topk(self, arg: int, /) -> None: ...

    @property
    def labels(self) -> list[str]:
        """Names of the classes, where the model's YAML lists them."""

    @labels.setter
    def labels(self, arg: Sequence[str], /) -> None: ...

    def run(self, runtime_results: Sequence[FDTensor]) -> list[ClassifyResult]: ...

class PPShiTuV2RecognizerPostprocessor:
    """Feature vectors."""

    def __init__(self) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def feature_norm(self) -> bool:
        """Scale vectors to length 1."""

    @feature_norm.setter
    def feature_norm(self, arg: bool, /) -> None: ...

    def run(self, runtime_results: Sequence[FDTensor]) -> list[ClassifyResult]: ...

class PaddleClasModel:
    """Image classification with a model of PaddleClas or of PaddleX."""

    def __init__(self, model_file: str | os.PathLike, params_file: str | os.PathLike = '', config_file: str | os.PathLike = '', runtime_option: RuntimeOption | None = None, model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """
        Loads a model from its files, or from the folder that an exporter wrote, given as model_file alone. Raises fastdeploy.Error (FileNotFoundError, ValueError where those apply).
        """

    def clone(self) -> PaddleClasModel:
        """
        A model for another thread: pre- and postprocessor of its own, the same weights.
        """

    @property
    def preprocessor(self) -> PaddleClasPreprocessor: ...

    @property
    def postprocessor(self) -> PaddleClasPostprocessor: ...

    @property
    def runtime_option(self) -> RuntimeOption: ...

    @property
    def initialized(self) -> bool: ...

    def model_name(self) -> str: ...

    def num_inputs_of_runtime(self) -> int: ...

    def num_outputs_of_runtime(self) -> int: ...

    def input_info_of_runtime(self, index: int) -> TensorInfo: ...

    def output_info_of_runtime(self, index: int) -> TensorInfo: ...

    def enable_record_time_of_runtime(self) -> None: ...

    def disable_record_time_of_runtime(self) -> None: ...

    def print_statis_info_of_runtime(self) -> dict[str, float]: ...

    def get_profile_time(self) -> float:
        """Seconds of the last recorded run of the network."""

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

    def predict(self, im: numpy.typing.NDArray[Any] | None, topk: int | None = None) -> ClassifyResult:
        """
        The result for one image: uint8, (height, width, 3), BGR. `topk`, if given, is how many classes this result has at most; else the postprocessor's.
        """

    def batch_predict(self, images: Sequence[numpy.typing.NDArray[Any]]) -> list[ClassifyResult]:
        """The results of several images of any sizes, in their order."""

class PPShiTuV2Recognizer:
    """Feature vectors of images, for retrieval (PP-ShiTuV2)."""

    def __init__(self, model_file: str | os.PathLike, params_file: str | os.PathLike = '', config_file: str | os.PathLike = '', runtime_option: RuntimeOption | None = None, model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """
        Loads a model from its files, or from the folder that an exporter wrote, given as model_file alone. Raises fastdeploy.Error (FileNotFoundError, ValueError where those apply).
        """

    def clone(self) -> PPShiTuV2Recognizer:
        """
        A model for another thread: pre- and postprocessor of its own, the same weights.
        """

    @property
    def preprocessor(self) -> PaddleClasPreprocessor: ...

    @property
    def postprocessor(self) -> PPShiTuV2RecognizerPostprocessor: ...

    @property
    def runtime_option(self) -> RuntimeOption: ...

    @property
    def initialized(self) -> bool: ...

    def model_name(self) -> str: ...

    def num_inputs_of_runtime(self) -> int: ...

    def num_outputs_of_runtime(self) -> int: ...

    def input_info_of_runtime(self, index: int) -> TensorInfo: ...

    def output_info_of_runtime(self, index: int) -> TensorInfo: ...

    def enable_record_time_of_runtime(self) -> None: ...

    def disable_record_time_of_runtime(self) -> None: ...

    def print_statis_info_of_runtime(self) -> dict[str, float]: ...

    def get_profile_time(self) -> float:
        """Seconds of the last recorded run of the network."""

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

    def predict(self, input_image: numpy.typing.NDArray[Any] | None) -> ClassifyResult:
        """The feature vector of one image: uint8, (height, width, 3), BGR."""

    def batch_predict(self, images: Sequence[numpy.typing.NDArray[Any]]) -> list[ClassifyResult]: ...

class OCRResult:
    """
    The lines of text of one image, in reading order. What belongs to a stage that did not run is empty; the rest has one entry a line.
    """

    def __init__(self, **fields: Any) -> None: ...

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def __eq__(self, arg: object, /) -> bool: ...

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, as lists."""

    def to_json(self) -> str:
        """The same as a JSON text."""

    def numpy(self) -> dict[str, numpy.typing.NDArray[Any]]:
        """
        The numeric fields by name, as read-only arrays over the result's own memory. They keep it alive; setting a field afterwards does not show in them.
        """

    def __reduce__(self) -> tuple: ...

    @property
    def boxes(self) -> list[list[int]]:
        """
        Corners x0, y0, ... x3, y3 in pixels: top-left, top-right, bottom-right, bottom-left of the line as it is read (int32).
        """

    @boxes.setter
    def boxes(self, arg: Sequence[Sequence[int]], /) -> None: ...

    @property
    def text(self) -> list[str]:
        """What was read."""

    @text.setter
    def text(self, arg: Sequence[str], /) -> None: ...

    @property
    def rec_scores(self) -> list[float]:
        """Of the text, 0 to 1 (float32)."""

    @rec_scores.setter
    def rec_scores(self, arg: Sequence[float], /) -> None: ...

    @property
    def cls_scores(self) -> list[float]:
        """Of cls_labels, 0 to 1 (float32)."""

    @cls_scores.setter
    def cls_scores(self, arg: Sequence[float], /) -> None: ...

    @property
    def cls_labels(self) -> list[int]:
        """1: the line was upside down (int32)."""

    @cls_labels.setter
    def cls_labels(self, arg: Sequence[int], /) -> None: ...

class DBDetectorPreprocessor:
    """Images to the input of a text detector."""

    def __init__(self) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def _normalize(self) -> tuple[list[float], list[float], bool]: ...

    @_normalize.setter
    def _normalize(self, arg: tuple[Sequence[float], Sequence[float], bool], /) -> None: ...

    @property
    def _layout(self) -> tuple[bool, bool]: ...

    @_layout.setter
    def _layout(self, arg: tuple[bool, bool], /) -> None: ...

    def set_normalize(self, mean: Sequence[float], std: Sequence[float], is_scale: bool) -> None:
        """Three numbers each; is_scale: values are divided by 255 first."""

    def disable_normalize(self) -> None:
        """Leave values as they are (uint8)."""

    def disable_permute(self) -> None:
        """Leave the channels last."""

    @property
    def max_side_len(self) -> int:
        """The longer side is shrunk to this (pixels)."""

    @max_side_len.setter
    def max_side_len(self, arg: int, /) -> None: ...

    @property
    def static_shape_infer(self) -> bool:
        """Every image to exactly det_image_shape."""

    @static_shape_infer.setter
    def static_shape_infer(self, arg: bool, /) -> None: ...

    @property
    def det_image_shape(self) -> list[int]:
        """[channels, height, width]"""

    @det_image_shape.setter
    def det_image_shape(self, arg: Sequence[int], /) -> None: ...

    def run(self, input_ims: Sequence[numpy.typing.NDArray[Any]]) -> tuple[list[FDTensor], list[list[int]]]:
        """
        The tensors, and of every image its width and height and those it was resized to.
        """

class ClassifierPreprocessor:
    """Lines to the input of the angle classifier."""

    def __init__(self) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def _normalize(self) -> tuple[list[float], list[float], bool]: ...

    @_normalize.setter
    def _normalize(self, arg: tuple[Sequence[float], Sequence[float], bool], /) -> None: ...

    @property
    def _layout(self) -> tuple[bool, bool]: ...

    @_layout.setter
    def _layout(self, arg: tuple[bool, bool], /) -> None: ...

    def set_normalize(self, mean: Sequence[float], std: Sequence[float], is_scale: bool) -> None:
        """Three numbers each; is_scale: values are divided by 255 first."""

    def disable_normalize(self) -> None:
        """Leave values as they are (uint8)."""

    def disable_permute(self) -> None:
        """Leave the channels last."""

    @property
    def cls_image_shape(self) -> list[int]:
        """[channels, height, width]"""

    @cls_image_shape.setter
    def cls_image_shape(self, arg: Sequence[int], /) -> None: ...

    def run(self, input_ims: Sequence[numpy.typing.NDArray[Any]]) -> list[FDTensor]: ...

class RecognizerPreprocessor:
    """Lines to the input of a recogniser."""

    def __init__(self) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def _normalize(self) -> tuple[list[float], list[float], bool]: ...

    @_normalize.setter
    def _normalize(self, arg: tuple[Sequence[float], Sequence[float], bool], /) -> None: ...

    @property
    def _layout(self) -> tuple[bool, bool]: ...

    @_layout.setter
    def _layout(self, arg: tuple[bool, bool], /) -> None: ...

    def set_normalize(self, mean: Sequence[float], std: Sequence[float], is_scale: bool) -> None:
        """Three numbers each; is_scale: values are divided by 255 first."""

    def disable_normalize(self) -> None:
        """Leave values as they are (uint8)."""

    def disable_permute(self) -> None:
        """Leave the channels last."""

    @property
    def static_shape_infer(self) -> bool:
        """Every tensor exactly as wide as rec_image_shape."""

    @static_shape_infer.setter
    def static_shape_infer(self, arg: bool, /) -> None: ...

    @property
    def rec_image_shape(self) -> list[int]:
        """[channels, height, width]"""

    @rec_image_shape.setter
    def rec_image_shape(self, arg: Sequence[int], /) -> None: ...

    def run(self, input_ims: Sequence[numpy.typing.NDArray[Any]]) -> list[FDTensor]: ...

class DBDetectorPostprocessor:
    """Probability maps to boxes of text."""

    def __init__(self) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def det_db_thresh(self) -> float:
        """A pixel of the map above this belongs to text."""

    @det_db_thresh.setter
    def det_db_thresh(self, arg: float, /) -> None: ...

    @property
    def det_db_box_thresh(self) -> float:
        """A box whose mean is below this is dropped."""

    @det_db_box_thresh.setter
    def det_db_box_thresh(self, arg: float, /) -> None: ...

    @property
    def det_db_unclip_ratio(self) -> float:
        """How far a box grows: area * ratio / perimeter."""

    @det_db_unclip_ratio.setter
    def det_db_unclip_ratio(self, arg: float, /) -> None: ...

    @property
    def det_db_score_mode(self) -> str:
        """'fast' (mean inside the rectangle) or 'slow' (inside the contour)."""

    @det_db_score_mode.setter
    def det_db_score_mode(self, arg: str, /) -> None: ...

    @property
    def use_dilation(self) -> int:
        """Thicken the binary map first."""

    @use_dilation.setter
    def use_dilation(self, arg: int, /) -> None: ...

    def run(self, runtime_results: Sequence[FDTensor], batch_det_img_info: Sequence[Sequence[int]]) -> list[OCRResult]: ...

class ClassifierPostprocessor:
    """Scores to labels."""

    def __init__(self) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def cls_thresh(self) -> float:
        """A pipeline turns lines whose score is above this."""

    @cls_thresh.setter
    def cls_thresh(self, arg: float, /) -> None: ...

    def run(self, runtime_results: Sequence[FDTensor]) -> list[OCRResult]: ...

class RecognizerPostprocessor:
    """Probabilities to texts."""

    def __init__(self, label_path: str | os.PathLike) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    def run(self, runtime_results: Sequence[FDTensor]) -> list[OCRResult]: ...

class DBDetector:
    """Finds the lines of text."""

    def __init__(self, model_file: str | os.PathLike, params_file: str | os.PathLike = '', runtime_option: RuntimeOption | None = None, model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """
        Loads a model from its files, or from the folder that an exporter wrote, given as model_file alone. Raises fastdeploy.Error (FileNotFoundError, ValueError where those apply).
        """

    def clone(self) -> DBDetector:
        """
        A model for another thread: pre- and postprocessor of its own, the same weights.
        """

    @property
    def preprocessor(self) -> DBDetectorPreprocessor: ...

    @property
    def postprocessor(self) -> DBDetectorPostprocessor: ...

    @property
    def runtime_option(self) -> RuntimeOption: ...

    @property
    def initialized(self) -> bool: ...

    def model_name(self) -> str: ...

    def num_inputs_of_runtime(self) -> int: ...

    def num_outputs_of_runtime(self) -> int: ...

    def input_info_of_runtime(self, index: int) -> TensorInfo: ...

    def output_info_of_runtime(self, index: int) -> TensorInfo: ...

    def enable_record_time_of_runtime(self) -> None: ...

    def disable_record_time_of_runtime(self) -> None: ...

    def print_statis_info_of_runtime(self) -> dict[str, float]: ...

    def get_profile_time(self) -> float:
        """Seconds of the last recorded run of the network."""

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

    def predict(self, input_image: numpy.typing.NDArray[Any] | None) -> OCRResult:
        """The boxes of one image: uint8, (height, width, 3), BGR."""

    def batch_predict(self, images: Sequence[numpy.typing.NDArray[Any]]) -> list[OCRResult]: ...

class Classifier:
    """Tells lines of text that are upside down."""

    def __init__(self, model_file: str | os.PathLike, params_file: str | os.PathLike = '', runtime_option: RuntimeOption | None = None, model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """
        Loads a model from its files, or from the folder that an exporter wrote, given as model_file alone. Raises fastdeploy.Error (FileNotFoundError, ValueError where those apply).
        """

    def clone(self) -> Classifier:
        """
        A model for another thread: pre- and postprocessor of its own, the same weights.
        """

    @property
    def preprocessor(self) -> ClassifierPreprocessor: ...

    @property
    def postprocessor(self) -> ClassifierPostprocessor: ...

    @property
    def runtime_option(self) -> RuntimeOption: ...

    @property
    def initialized(self) -> bool: ...

    def model_name(self) -> str: ...

    def num_inputs_of_runtime(self) -> int: ...

    def num_outputs_of_runtime(self) -> int: ...

    def input_info_of_runtime(self, index: int) -> TensorInfo: ...

    def output_info_of_runtime(self, index: int) -> TensorInfo: ...

    def enable_record_time_of_runtime(self) -> None: ...

    def disable_record_time_of_runtime(self) -> None: ...

    def print_statis_info_of_runtime(self) -> dict[str, float]: ...

    def get_profile_time(self) -> float:
        """Seconds of the last recorded run of the network."""

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

    def predict(self, input_image: numpy.typing.NDArray[Any] | None) -> OCRResult:
        """cls_labels and cls_scores of one line: uint8, (height, width, 3), BGR."""

    def batch_predict(self, images: Sequence[numpy.typing.NDArray[Any]]) -> OCRResult:
        """Of several lines, in one result."""

class Recognizer:
    """Reads lines of text."""

    def __init__(self, model_file: str | os.PathLike, params_file: str | os.PathLike = '', label_path: str | os.PathLike = '', runtime_option: RuntimeOption | None = None, model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """
        Loads a model from its files, or from the folder that an exporter wrote, given as model_file alone. Raises fastdeploy.Error (FileNotFoundError, ValueError where those apply).
        """

    def clone(self) -> Recognizer:
        """
        A model for another thread: pre- and postprocessor of its own, the same weights.
        """

    @property
    def preprocessor(self) -> RecognizerPreprocessor: ...

    @property
    def postprocessor(self) -> RecognizerPostprocessor: ...

    @property
    def runtime_option(self) -> RuntimeOption: ...

    @property
    def initialized(self) -> bool: ...

    def model_name(self) -> str: ...

    def num_inputs_of_runtime(self) -> int: ...

    def num_outputs_of_runtime(self) -> int: ...

    def input_info_of_runtime(self, index: int) -> TensorInfo: ...

    def output_info_of_runtime(self, index: int) -> TensorInfo: ...

    def enable_record_time_of_runtime(self) -> None: ...

    def disable_record_time_of_runtime(self) -> None: ...

    def print_statis_info_of_runtime(self) -> dict[str, float]: ...

    def get_profile_time(self) -> float:
        """Seconds of the last recorded run of the network."""

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

    def predict(self, input_image: numpy.typing.NDArray[Any] | None) -> OCRResult:
        """text and rec_scores of one line: uint8, (height, width, 3), BGR."""

    def batch_predict(self, images: Sequence[numpy.typing.NDArray[Any]]) -> OCRResult:
        """Of several lines, in one result."""

class PPOCR:
    """
    Reads the text of an image: finds its lines, turns those that are upside down (optional) and recognises them. Holds clones of the models it is made from: see detector, classifier and recognizer for its own.
    """

    def __init__(self, det_model: DBDetector | None = None, cls_model: Classifier | None = None, rec_model: Recognizer | None = None) -> None: ...

    @staticmethod
    def load(folder: str | os.PathLike, runtime_option: RuntimeOption | None = None, use_cls: bool = True) -> PPOCR:
        """
        The pipeline of a folder with det/, rec/ and, optional, cls/, each as its exporter wrote it.
        """

    def predict(self, input_image: numpy.typing.NDArray[Any] | None) -> OCRResult:
        """The text of one image: uint8, (height, width, 3), BGR."""

    def batch_predict(self, images: Sequence[numpy.typing.NDArray[Any]]) -> list[OCRResult]: ...

    def clone(self) -> PPOCR:
        """A pipeline for another thread, over the same weights."""

    @property
    def cls_batch_size(self) -> int:
        """Lines that are classified together; -1: all of an image."""

    @cls_batch_size.setter
    def cls_batch_size(self, arg: int, /) -> None: ...

    @property
    def rec_batch_size(self) -> int:
        """Lines that are recognised together; -1: all of an image."""

    @rec_batch_size.setter
    def rec_batch_size(self, arg: int, /) -> None: ...

    @property
    def detector(self) -> DBDetector: ...

    @property
    def classifier(self) -> Classifier | None:
        """None where the pipeline has none."""

    @property
    def recognizer(self) -> Recognizer: ...

    @property
    def initialized(self) -> bool: ...

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

class Mask:
    """Which pixels of its box belong to an object, row by row."""

    def __init__(self, **fields: Any) -> None: ...

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def __eq__(self, arg: object, /) -> bool: ...

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, as lists."""

    def to_json(self) -> str:
        """The same as a JSON text."""

    def numpy(self) -> dict[str, numpy.typing.NDArray[Any]]:
        """
        The numeric fields by name, as read-only arrays over the result's own memory. They keep it alive; setting a field afterwards does not show in them.
        """

    def __reduce__(self) -> tuple: ...

    @property
    def data(self) -> list[int]:
        """1 or 0 (uint8), height * width."""

    @data.setter
    def data(self, arg: Sequence[int], /) -> None: ...

    @property
    def shape(self) -> list[int]:
        """[height, width]."""

    @shape.setter
    def shape(self, arg: Sequence[int], /) -> None: ...

class DetectionResult:
    """The objects of one image, in the order of the model."""

    def __init__(self, **fields: Any) -> None: ...

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def __eq__(self, arg: object, /) -> bool: ...

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, as lists."""

    def to_json(self) -> str:
        """The same as a JSON text."""

    def numpy(self) -> dict[str, numpy.typing.NDArray[Any]]:
        """
        The numeric fields by name, as read-only arrays over the result's own memory. They keep it alive; setting a field afterwards does not show in them.
        """

    def __reduce__(self) -> tuple: ...

    @property
    def boxes(self) -> list[list[float]]:
        """[left, top, right, bottom] in pixels (float32)."""

    @boxes.setter
    def boxes(self, arg: Sequence[Sequence[float]], /) -> None: ...

    @property
    def rotated_boxes(self) -> list[list[float]]:
        """
        [x0, y0, ... x3, y3] in pixels (float32), of models that find turned boxes.
        """

    @rotated_boxes.setter
    def rotated_boxes(self, arg: Sequence[Sequence[float]], /) -> None: ...

    @property
    def scores(self) -> list[float]:
        """One for every object (float32)."""

    @scores.setter
    def scores(self, arg: Sequence[float], /) -> None: ...

    @property
    def label_ids(self) -> list[int]:
        """Numbers of the classes (int32)."""

    @label_ids.setter
    def label_ids(self, arg: Sequence[int], /) -> None: ...

    @property
    def masks(self) -> list[Mask]:
        """
        The part of each object's mask from pixel (round(left), round(top)) on.
        """

    @masks.setter
    def masks(self, arg: Sequence[Mask], /) -> None: ...

    @property
    def contain_masks(self) -> bool:
        """Whether there are masks."""

    @contain_masks.setter
    def contain_masks(self, arg: bool, /) -> None: ...

class NMSOption:
    """What boxes are suppressed by."""

    def __init__(self) -> None: ...

    def __getstate__(self) -> dict: ...

    def __setstate__(self, arg: dict, /) -> None: ...

    @property
    def background_label(self) -> int:
        """A class that is none; -1: none."""

    @background_label.setter
    def background_label(self, arg: int, /) -> None: ...

    @property
    def keep_top_k(self) -> int:
        """Most objects of an image; -1: no limit."""

    @keep_top_k.setter
    def keep_top_k(self, arg: int, /) -> None: ...

    @property
    def nms_eta(self) -> float:
        """What nms_threshold shrinks by with each object."""

    @nms_eta.setter
    def nms_eta(self, arg: float, /) -> None: ...

    @property
    def nms_threshold(self) -> float:
        """Most overlap (IoU) of two of a class."""

    @nms_threshold.setter
    def nms_threshold(self, arg: float, /) -> None: ...

    @property
    def nms_top_k(self) -> int:
        """Most candidates of a class; -1: no limit."""

    @nms_top_k.setter
    def nms_top_k(self, arg: int, /) -> None: ...

    @property
    def normalized(self) -> bool:
        """Off: a box is one wider than its corners say."""

    @normalized.setter
    def normalized(self, arg: bool, /) -> None: ...

    @property
    def score_threshold(self) -> float:
        """Candidates score more than this."""

    @score_threshold.setter
    def score_threshold(self, arg: float, /) -> None: ...

class NMSRotatedOption(NMSOption):
    """The same of turned boxes, with other defaults."""

    def __init__(self) -> None: ...

class PaddleDetPreprocessor:
    """Images to the inputs of a detector, as the exporter's YAML says."""

    def __init__(self, config_file: str | os.PathLike) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def _layout(self) -> tuple[bool, bool]: ...

    @_layout.setter
    def _layout(self, arg: tuple[bool, bool], /) -> None: ...

    def disable_normalize(self) -> None:
        """Leave values as they are (uint8)."""

    def disable_permute(self) -> None:
        """Leave the channels last."""

    def run(self, input_ims: Sequence[numpy.typing.NDArray[Any]]) -> list[FDTensor]:
        """
        N images to image [N, 3, H, W], scale_factor [N, 2] (y, x) and im_shape [N, 2] (height, width), float32; of a model's preprocessor, those that its network takes.
        """

class PaddleDetPostprocessor:
    """Outputs of a detector to objects."""

    def __init__(self) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def labels(self) -> list[str]:
        """Names of the classes, where the model's YAML lists them."""

    @labels.setter
    def labels(self, arg: Sequence[str], /) -> None: ...

    @property
    def _nms(self) -> NMSOption | None: ...

    @_nms.setter
    def _nms(self, arg: NMSOption | None, /) -> None: ...

    @property
    def _nms_rotated(self) -> NMSRotatedOption: ...

    @_nms_rotated.setter
    def _nms_rotated(self, arg: NMSRotatedOption, /) -> None: ...

    @property
    def draw_threshold(self) -> float:
        """The score from which on the YAML would have objects drawn."""

    def apply_nms(self, option: NMSOption | None = None) -> None:
        """1.x's; the outputs tell whether suppression is left to do."""

    def set_nms_option(self, nms_option: NMSOption) -> None:
        """What to suppress by, in place of what the YAML says."""

    def set_nms_rotated_option(self, nms_rotated_option: NMSRotatedOption) -> None: ...

    def set_scale_factor(self, scale_factor: Sequence[float]) -> None:
        """Of run: [y, x], prepared pixels to one of the image."""

    def run(self, runtime_results: Sequence[FDTensor]) -> list[DetectionResult]: ...

class PaddleDetectionModel:
    """Objects, boxes and masks, with a model of PaddleDetection or PaddleX."""

    def __init__(self, model_file: str | os.PathLike, params_file: str | os.PathLike = '', config_file: str | os.PathLike = '', runtime_option: RuntimeOption | None = None, model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """
        Loads a model from its files, or from the folder that an exporter wrote, given as model_file alone. Raises fastdeploy.Error (FileNotFoundError, ValueError where those apply).
        """

    def clone(self) -> PaddleDetectionModel:
        """
        A model for another thread: pre- and postprocessor of its own, the same weights.
        """

    @property
    def preprocessor(self) -> PaddleDetPreprocessor: ...

    @property
    def postprocessor(self) -> PaddleDetPostprocessor: ...

    @property
    def runtime_option(self) -> RuntimeOption: ...

    @property
    def initialized(self) -> bool: ...

    def model_name(self) -> str: ...

    def num_inputs_of_runtime(self) -> int: ...

    def num_outputs_of_runtime(self) -> int: ...

    def input_info_of_runtime(self, index: int) -> TensorInfo: ...

    def output_info_of_runtime(self, index: int) -> TensorInfo: ...

    def enable_record_time_of_runtime(self) -> None: ...

    def disable_record_time_of_runtime(self) -> None: ...

    def print_statis_info_of_runtime(self) -> dict[str, float]: ...

    def get_profile_time(self) -> float:
        """Seconds of the last recorded run of the network."""

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

    def predict(self, im: numpy.typing.NDArray[Any] | None) -> DetectionResult:
        """The objects of one image: uint8, (height, width, 3), BGR."""

    def batch_predict(self, images: Sequence[numpy.typing.NDArray[Any]]) -> list[DetectionResult]:
        """The results of several images of any sizes, in their order."""

class SegmentationResult:
    """A class for every pixel of an image, row by row."""

    def __init__(self, **fields: Any) -> None: ...

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def __eq__(self, arg: object, /) -> bool: ...

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, as lists."""

    def to_json(self) -> str:
        """The same as a JSON text."""

    def numpy(self) -> dict[str, numpy.typing.NDArray[Any]]:
        """
        The numeric fields by name, as read-only arrays over the result's own memory. They keep it alive; setting a field afterwards does not show in them.
        """

    def __reduce__(self) -> tuple: ...

    @property
    def label_map(self) -> list[int]:
        """Classes (uint8), height * width."""

    @label_map.setter
    def label_map(self, arg: Sequence[int], /) -> None: ...

    @property
    def score_map(self) -> list[float]:
        """
        The score of each pixel's class (float32), where it was asked for; else empty.
        """

    @score_map.setter
    def score_map(self, arg: Sequence[float], /) -> None: ...

    @property
    def shape(self) -> list[int]:
        """[height, width] of the image."""

    @shape.setter
    def shape(self, arg: Sequence[int], /) -> None: ...

    @property
    def contain_score_map(self) -> bool:
        """Whether there are scores."""

    @contain_score_map.setter
    def contain_score_map(self, arg: bool, /) -> None: ...

class MattingResult:
    """How much of every pixel of an image is foreground, row by row."""

    def __init__(self, **fields: Any) -> None: ...

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def __eq__(self, arg: object, /) -> bool: ...

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, as lists."""

    def to_json(self) -> str:
        """The same as a JSON text."""

    def numpy(self) -> dict[str, numpy.typing.NDArray[Any]]:
        """
        The numeric fields by name, as read-only arrays over the result's own memory. They keep it alive; setting a field afterwards does not show in them.
        """

    def __reduce__(self) -> tuple: ...

    @property
    def alpha(self) -> list[float]:
        """0: background, 1: foreground (float32)."""

    @alpha.setter
    def alpha(self, arg: Sequence[float], /) -> None: ...

    @property
    def foreground(self) -> list[float]:
        """Colours of the foreground; mostly empty."""

    @foreground.setter
    def foreground(self, arg: Sequence[float], /) -> None: ...

    @property
    def shape(self) -> list[int]:
        """[height, width] of the image."""

    @shape.setter
    def shape(self, arg: Sequence[int], /) -> None: ...

    @property
    def contain_foreground(self) -> bool:
        """Whether there are colours."""

    @contain_foreground.setter
    def contain_foreground(self, arg: bool, /) -> None: ...

class PaddleSegPreprocessor:
    """
    Images to the input of a segmentation or matting model, as the YAML says.
    """

    def __init__(self, config_file: str | os.PathLike) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def is_vertical_screen(self) -> bool:
        """
        For upright pictures: a Resize to a lying size is to the same size standing up.
        """

    @is_vertical_screen.setter
    def is_vertical_screen(self, arg: bool, /) -> None: ...

    @property
    def _layout(self) -> tuple[bool, bool]: ...

    @_layout.setter
    def _layout(self, arg: tuple[bool, bool], /) -> None: ...

    def disable_normalize(self) -> None:
        """Leave values as they are (uint8)."""

    def disable_permute(self) -> None:
        """Leave the channels last."""

    def run(self, input_ims: Sequence[numpy.typing.NDArray[Any]]) -> tuple[list[FDTensor], dict[str, list[list[int]]]]:
        """The tensors, and {'shape_info': [[height, width], ...]} of the images."""

class PaddleSegPostprocessor:
    """Labels or scores to a class for every pixel."""

    def __init__(self, config_file: str | os.PathLike) -> None: ...

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

    @property
    def apply_softmax(self) -> bool:
        """Logits become probabilities, over the classes of each pixel."""

    @apply_softmax.setter
    def apply_softmax(self, arg: bool, /) -> None: ...

    @property
    def store_score_map(self) -> bool:
        """Keep the score of each pixel's class, where the model gives scores."""

    @store_score_map.setter
    def store_score_map(self, arg: bool, /) -> None: ...

class PPMattingPostprocessor:
    """Alpha to the size of the image."""

    @property
    def _settings(self) -> dict: ...

    @_settings.setter
    def _settings(self, arg: dict, /) -> None: ...

class PaddleSegModel:
    """A class for every pixel, with a model of PaddleSeg or PaddleX."""

    def __init__(self, model_file: str | os.PathLike, params_file: str | os.PathLike = '', config_file: str | os.PathLike = '', runtime_option: RuntimeOption | None = None, model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """
        Loads a model from its files, or from the folder that an exporter wrote, given as model_file alone. Raises fastdeploy.Error (FileNotFoundError, ValueError where those apply).
        """

    def clone(self) -> PaddleSegModel:
        """
        A model for another thread: pre- and postprocessor of its own, the same weights.
        """

    @property
    def preprocessor(self) -> PaddleSegPreprocessor: ...

    @property
    def postprocessor(self) -> PaddleSegPostprocessor: ...

    @property
    def runtime_option(self) -> RuntimeOption: ...

    @property
    def initialized(self) -> bool: ...

    def model_name(self) -> str: ...

    def num_inputs_of_runtime(self) -> int: ...

    def num_outputs_of_runtime(self) -> int: ...

    def input_info_of_runtime(self, index: int) -> TensorInfo: ...

    def output_info_of_runtime(self, index: int) -> TensorInfo: ...

    def enable_record_time_of_runtime(self) -> None: ...

    def disable_record_time_of_runtime(self) -> None: ...

    def print_statis_info_of_runtime(self) -> dict[str, float]: ...

    def get_profile_time(self) -> float:
        """Seconds of the last recorded run of the network."""

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

    def predict(self, image: numpy.typing.NDArray[Any] | None) -> SegmentationResult:
        """The classes of one image: uint8, (height, width, 3), BGR."""

    def batch_predict(self, image_list: Sequence[numpy.typing.NDArray[Any]]) -> list[SegmentationResult]: ...

class PPMatting:
    """How much of each pixel is foreground."""

    def __init__(self, model_file: str | os.PathLike, params_file: str | os.PathLike = '', config_file: str | os.PathLike = '', runtime_option: RuntimeOption | None = None, model_format: ModelFormat = ModelFormat.PADDLE) -> None:
        """
        Loads a model from its files, or from the folder that an exporter wrote, given as model_file alone. Raises fastdeploy.Error (FileNotFoundError, ValueError where those apply).
        """

    def clone(self) -> PPMatting:
        """
        A model for another thread: pre- and postprocessor of its own, the same weights.
        """

    @property
    def preprocessor(self) -> PaddleSegPreprocessor: ...

    @property
    def postprocessor(self) -> PPMattingPostprocessor: ...

    @property
    def runtime_option(self) -> RuntimeOption: ...

    @property
    def initialized(self) -> bool: ...

    def model_name(self) -> str: ...

    def num_inputs_of_runtime(self) -> int: ...

    def num_outputs_of_runtime(self) -> int: ...

    def input_info_of_runtime(self, index: int) -> TensorInfo: ...

    def output_info_of_runtime(self, index: int) -> TensorInfo: ...

    def enable_record_time_of_runtime(self) -> None: ...

    def disable_record_time_of_runtime(self) -> None: ...

    def print_statis_info_of_runtime(self) -> dict[str, float]: ...

    def get_profile_time(self) -> float:
        """Seconds of the last recorded run of the network."""

    def __reduce__(self) -> tuple: ...

    def _pool(self, arg0: int, arg1: int, /) -> _Pool: ...

    def predict(self, input_image: numpy.typing.NDArray[Any] | None) -> MattingResult:
        """The alpha of one image: uint8, (height, width, 3), BGR."""

    def batch_predict(self, images: Sequence[numpy.typing.NDArray[Any]]) -> list[MattingResult]: ...

def family_of_folder(folder: str | os.PathLike) -> str:
    """
    What the model in a folder is for, told from the exporter's YAML: 'classification', 'feature', 'detection', 'segmentation', 'text detection', 'text recognition', 'OCR' or 'unknown'. Raises fastdeploy.Error.
    """

def set_logger(enable_info: bool = True, enable_warning: bool = True) -> None:
    """
    Chooses which messages are written to standard error. Errors always are.
    """
