# SPDX-License-Identifier: Apache-2.0
"""1.x's idioms of runtimes, tensors and options."""

from __future__ import annotations

import gc
import pickle

import numpy as np
import pytest
from conftest import MODELS

import fastdeploy as fd

FOLDER = MODELS / "pplcnet_x0_25"


@pytest.fixture
def runtime() -> fd.Runtime:
    option = fd.RuntimeOption()
    option.set_model_path(str(FOLDER / "inference.pdmodel"), str(FOLDER / "inference.pdiparams"))
    return fd.Runtime(option)


@pytest.fixture
def data() -> np.ndarray:
    return np.random.default_rng(3).random((1, 3, 224, 224), np.float32)


def tensor_of(array: np.ndarray, name: str, share: bool = False) -> fd.FDTensor:
    tensor = fd.C.FDTensor()
    tensor.from_numpy(array, share)
    tensor.name = name
    return tensor


def test_inputs_as_dicts_and_lists(runtime: fd.Runtime, data: np.ndarray) -> None:
    name = runtime.get_input_info(0).name
    (expected,) = runtime.infer({name: data})
    assert isinstance(expected, np.ndarray) and expected.shape == (1, 1000)
    (by_name,) = runtime.infer({name: tensor_of(data, "any name")})
    (listed,) = runtime.infer([tensor_of(data, name)])
    assert by_name.name == listed.name == runtime.get_output_info(0).name
    for tensor in (by_name, listed):
        np.testing.assert_array_equal(tensor.numpy(), expected)
    (strided,) = runtime.infer({name: np.asfortranarray(data)})
    np.testing.assert_array_equal(strided, expected)
    with pytest.raises(ValueError, match="other"):
        runtime.infer({"other": tensor_of(data, "other")})
    with pytest.raises(TypeError):
        runtime.infer({name: [1, 2]})


def test_bound_tensors(runtime: fd.Runtime, data: np.ndarray) -> None:
    name, output = runtime.get_input_info(0).name, runtime.get_output_info(0).name
    (expected,) = runtime.infer({name: data})
    with pytest.raises(fd.Error, match="zero_copy_infer first"):
        runtime.get_output_tensor(output)
    with pytest.raises(ValueError):
        runtime.zero_copy_infer()  # nothing is bound
    image = np.zeros_like(data)
    runtime.bind_input_tensor(name, tensor_of(image, name, share=True))
    gc.collect()  # the runtime keeps the tensor and the array
    runtime.zero_copy_infer()
    first = runtime.get_output_tensor(output)
    assert not np.array_equal(first.numpy(), expected)
    kept = first.numpy().copy()
    image[:] = data  # the same memory
    runtime.zero_copy_infer()
    np.testing.assert_array_equal(runtime.get_output_tensor(output).numpy(), expected)
    np.testing.assert_array_equal(first.numpy(), kept)
    with pytest.raises(fd.Error, match=f"no output 'none', but: {output}"):
        runtime.get_output_tensor("none")


def test_bound_outputs(runtime: fd.Runtime, data: np.ndarray) -> None:
    name, output = runtime.get_input_info(0).name, runtime.get_output_info(0).name
    (expected,) = runtime.infer({name: data})
    scores = np.zeros_like(expected)
    mine, other = tensor_of(scores, "mine", share=True), fd.FDTensor()
    runtime.bind_input_tensor(name, tensor_of(data, name))
    runtime.bind_output_tensor(output, mine)
    runtime.zero_copy_infer()
    np.testing.assert_array_equal(scores, expected)
    runtime.bind_output_tensor(output, other)  # of another shape: takes a copy
    runtime.zero_copy_infer()
    np.testing.assert_array_equal(other.numpy(), expected)
    assert mine.name == "mine" and other.name == ""
    with pytest.raises(TypeError):
        runtime.bind_output_tensor(output, scores)


def test_rest_of_a_runtime(runtime: fd.Runtime) -> None:
    runtime.mine = 3
    assert runtime.mine == 3 and runtime._runtime is runtime
    assert runtime.runtime_option.model_file == str(FOLDER / "inference.pdmodel")
    assert (runtime.num_inputs(), runtime.num_outputs()) == (1, 1)
    assert repr(runtime.get_input_info(0)) == (
        "TensorInfo(name : 'x', dtype : 'FDDataType.FP32', shape : '[-1, 3, 224, 224]')"
    )
    assert runtime.get_profile_time() == 0
    for call in (runtime.forward, runtime.compile):
        with pytest.raises(fd.UnsupportedError, match="use infer"):
            call([])


def test_tensors_are_exchanged() -> None:
    array = np.arange(6, dtype=np.int64).reshape(2, 3)
    address = array.__array_interface__["data"][0]
    tensor = fd.C.FDTensor.from_external_data("a", address, [2, 3], "INT64", "cpu", 0)
    assert (tensor.name, tensor.shape, tensor.dtype) == ("a", [2, 3], fd.FDDataType.INT64)
    array[1, 2] = 50
    np.testing.assert_array_equal(tensor.numpy(), array)
    again = fd.FDTensor.from_dlpack("b", tensor.to_dlpack())
    np.testing.assert_array_equal(again.numpy(), array)
    view = np.from_dlpack(tensor)
    assert view.__array_interface__["data"][0] == address
    with pytest.raises(ValueError, match="'FP99'"):
        fd.FDTensor.from_external_data("a", address, [2, 3], "FP99")
    with pytest.raises(fd.UnsupportedError, match="gpu"):
        fd.FDTensor.from_external_data("a", address, [2, 3], "INT64", "gpu", 0)


def test_tensors_print_themselves(capfd: pytest.CaptureFixture[str]) -> None:
    tensor_of(np.zeros((2, 3), np.float32), "x").print_info("mine: ")
    assert capfd.readouterr().out.startswith("mine: ")


def test_options_print_every_option() -> None:
    option = fd.RuntimeOption()
    option.openvino_option.num_streams = 3
    option.set_encryption_key("secret")
    text = repr(option)
    assert str(option) == text and text.startswith("RuntimeOption(\n") and text.endswith("\n)")
    lines = dict(line.strip().split(" : ", 1) for line in text.splitlines()[1:-1])
    hidden = {"external_stream"}
    fields = {name.lstrip("_") for name in option.__getstate__()}
    assert set(lines) == fields - hidden and "cpu_thread_num" in lines
    assert lines["backend"] == "Backend.UNKNOWN" and "num_streams=3" in lines["openvino_option"]
    assert "secret" not in text
    assert fd.C.RuntimeOptionStr(option) == text


def test_options_of_other_devices_are_kept() -> None:
    option = fd.RuntimeOption()
    assert option._option is option
    option.set_trt_input_shape("x", [1, 3, 32, 32])
    option.set_trt_input_shape("y", [1], opt_shape=[2], max_shape=[4])
    assert option.trt_option.max_shape == {"x": [1, 3, 32, 32], "y": [4]}
    option.paddle_infer_option.delete_pass("some_pass")
    option.delete_paddle_backend_pass("other_pass")
    assert option.paddle_infer_option.delete_pass_names == ["some_pass", "other_pass"]
    option.set_lite_power_mode(1)
    option.set_lite_device_names(["a"])
    option.set_lite_model_cache_dir("cache")
    option.enable_lite_fp16()
    assert option.paddle_lite_option.power_mode == 1 and option.paddle_lite_option.enable_fp16
    option.use_rknpu2(fd.rknpu2.CpuName.RK3588, fd.rknpu2.CoreMask.RKNN_NPU_CORE_0_1)
    assert option.device == fd.Device.RKNPU
    assert option.rknpu2_option.core_mask == fd.rknpu2.CoreMask.RKNN_NPU_CORE_0_1
    option.use_ipu(1, 1, False, 1)
    option.set_ipu_config(True, 1, 0.5, False)
    option.use_kunlunxin(0, l3_workspace_size=16 * 1024 * 1024)
    option.use_ascend()
    option.use_sophgo()
    assert option.device == fd.Device.SOPHGOTPU == fd.Device.SOPHGOTPUD
    option.enable_profiling(inclue_h2d_d2h=True, repeat=3, warmup=1)
    option.set_external_raw_stream(0)
    option.enable_valid_backend_check()
    assert "enable_valid_backend_check : True" in repr(pickle.loads(pickle.dumps(option)))


def test_names_of_the_first_releases() -> None:
    assert fd.Frontend.ONNX is fd.ModelFormat.ONNX and fd.Backend.UNKOWN is fd.Backend.UNKNOWN
    assert fd.C.is_built_with_ort() == fd.is_built_with_ort()
    assert fd.C.Backend is fd.Backend and fd.c_lib_wrap is fd.C
    assert fd.get_default_cuda_directory() == ""
