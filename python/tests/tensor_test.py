# SPDX-License-Identifier: Apache-2.0
"""Arrays that become tensors, and tensors seen as arrays."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from conftest import classifier

import fastdeploy as fd


class _Device(ctypes.Structure):
    _fields_ = (("type", ctypes.c_int), ("id", ctypes.c_int))


class _Type(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16))


class _Managed(ctypes.Structure):
    """DLManagedTensor of dlpack.h."""

    _fields_ = (
        ("data", ctypes.c_void_p),
        ("device", _Device),
        ("ndim", ctypes.c_int),
        ("dtype", _Type),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("offset", ctypes.c_uint64),
        ("context", ctypes.c_void_p),
        ("deleter", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
    )


class OnDevice:
    """An array whose memory the CPU cannot read, as other libraries hand it over."""

    def __init__(self, device: int) -> None:
        self.shape = (ctypes.c_int64 * 3)(4, 4, 3)
        self.device = device
        self.managed = _Managed(
            0x7F0000000000, _Device(device, 1), 3, _Type(1, 8, 1), self.shape, None, 0
        )

    def __dlpack__(self, **_: Any) -> Any:
        new = ctypes.pythonapi.PyCapsule_New
        new.restype = ctypes.py_object
        new.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return new(ctypes.addressof(self.managed), b"dltensor", None)

    def __dlpack_device__(self) -> tuple[int, int]:
        return self.device, 1


def uses() -> dict[str, Callable[[Any], Any]]:
    model = classifier()
    runtime = fd.Runtime(model.runtime_option)
    name = runtime.get_input_info(0).name
    return {
        "predict": model.predict,
        "batch_predict": lambda array: model.batch_predict([array]),
        "infer": lambda array: runtime.infer({name: array}),
        "from_numpy": lambda array: fd.FDTensor().from_numpy(array),
        "share": lambda array: fd.FDTensor().from_numpy(array, True),
        "pool": lambda array: fd.Pool(model, workers=1).submit(array).result(),
    }


@pytest.mark.parametrize(
    "use", ["predict", "batch_predict", "infer", "from_numpy", "share", "pool"]
)
def test_arrays_on_other_devices_are_refused(use: str) -> None:
    call = uses()[use]
    for device, name in ((2, "CUDA:1"), (10, "ROCm:1"), (99, "99:1")):
        with pytest.raises(fd.InvalidArgumentError, match=name):
            call(OnDevice(device))
    with pytest.raises((fd.InvalidArgumentError, TypeError), match="list"):
        call([[1, 2], [3, 4]])


def test_views_of_read_only_memory_are_read_only() -> None:
    memory = b"\0" * 8
    tensor = fd.FDTensor()
    tensor.from_numpy(np.frombuffer(memory, np.uint8), True)
    view = tensor.numpy()
    assert not view.flags.writeable and not tensor.data().flags.writeable
    with pytest.raises(ValueError):
        view[0] = 65
    array = np.zeros(3, np.float32)
    tensor.from_numpy(array, True)
    tensor.numpy()[0] = 7
    assert array[0] == 7
    array.flags.writeable = False
    tensor.from_numpy(array)  # a copy
    tensor.numpy()[1] = 8
    assert array[1] == 0
    tensor.from_numpy(np.zeros((4, 4), np.float32)[:, ::2], True)  # not dense: a copy
    assert tensor.numpy().flags.writeable and tensor.shape == [4, 2]


def test_outputs_are_not_written_to_read_only_memory() -> None:
    runtime = fd.Runtime(classifier().runtime_option)
    info, out = runtime.get_input_info(0), runtime.get_output_info(0)
    given, taken = fd.FDTensor(), fd.FDTensor()
    given.from_numpy(np.zeros((1, 3, 224, 224), np.float32))
    shape = runtime.infer({info.name: given})[0].shape
    memory = bytes(4 * int(np.prod(shape)))
    taken.from_numpy(np.frombuffer(memory, np.float32).reshape(shape), True)
    runtime.bind_input_tensor(info.name, given)
    runtime.bind_output_tensor(out.name, taken)
    with pytest.raises(fd.InvalidArgumentError, match="read-only"):
        runtime.zero_copy_infer()
    assert not any(memory)


def test_images_beyond_the_bounds_are_refused() -> None:
    model = classifier()
    pixel = np.zeros((1, 1, 3), np.uint8)
    for shape in ((2**31, 1, 3), (1, 2**21, 3), (2**16, 2**16, 3)):
        with pytest.raises(fd.InvalidArgumentError, match="pixels"):
            model.predict(np.lib.stride_tricks.as_strided(pixel, shape, (0, 0, 1)))
