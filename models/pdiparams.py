"""Generates the parameters of a Paddle program from a seed, without Paddle or NumPy.

A graph is small and its weights are large, so the repository contains graphs, and their weights are
generated, the same on every machine and Python version. Tests and benchmarks thus run the real
architectures. The weights mean nothing, but outputs vary with the input: batch normalisation is
close to the identity, convolutions keep the variance of their input (He et al., 2015), the weights
of a filter come in opposite pairs, so that the common part of its inputs cancels out, and the last
layer spreads the scores.

The file has Paddle's save_combine layout: the persistable tensors sorted by name, byte-wise, each
as u32 0, u64 0 (LoD levels), u32 0, i32 n, n bytes of TensorDesc {1: type, 2: dims}, and the data.
"""

from __future__ import annotations

import array
import json
import math
import random
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FLOAT32 = 5  # VarType.FP32
DENSE_TENSOR = 7  # VarType.LOD_TENSOR
POOL_BITS = 16  # 65,536 random numbers are generated once; tensors use them from seeded offsets


class Parameter(NamedTuple):
    """A persistable tensor of a program."""

    name: str
    dtype: int
    dims: list[int]


class Gains(NamedTuple):
    """Scales that keep a network's outputs varied, chosen for each architecture."""

    normalised: float  # scale of batch normalisation
    offset: float  # mean offset of batch normalisation
    head: float  # spread of the class scores after the last layer
    # By name: [spread, middle] of a tensor, or the arguments of `_constant`.
    tensors: dict[str, list] = {}  # noqa: RUF012


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The fields of a protobuf message: (number, value)."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        size, at = _varint(data, at) if wire == 2 else ({1: 8, 5: 4}[wire], at)
        yield key >> 3, data[at : at + size]
        at += size


def _field(data: memoryview, number: int, default: object = None) -> object:
    return next((value for key, value in _fields(data) if key == number), default)


def _read_pir_parameters(program: bytes) -> list[Parameter]:
    """The parameters of a Paddle 3 program (`inference.json`)."""
    found = []
    types = {"0.t_f32": FLOAT32}
    for op in json.loads(program)["program"]["regions"][0]["blocks"][0]["ops"]:
        if op["#"] == "p":
            element, dims = op["O"]["TT"]["D"][:2]
            found.append(Parameter(op["A"][3], types.get(element["#"], 0), dims))
    return sorted(found, key=lambda p: p.name.encode())


def read_parameters(program: bytes) -> list[Parameter]:
    """The parameters of a program in either format, in the order of its parameter file."""
    if program[:1] == b"{":
        return _read_pir_parameters(program)
    found = []
    blocks = (value for key, value in _fields(memoryview(program)) if key == 1)
    for variable in (v for block in blocks for key, v in _fields(block) if key == 3):
        kind = _field(variable, 2)
        if not _field(variable, 3, 0) or _field(kind, 1) != DENSE_TENSOR:
            continue
        tensor = _field(_field(kind, 3), 1)
        dims = [value for key, value in _fields(tensor) if key == 2]
        found.append(Parameter(bytes(_field(variable, 1)).decode(), _field(tensor, 1), dims))
    return sorted(found, key=lambda p: p.name.encode())


def _describe(parameter: Parameter) -> bytes:
    """The TensorDesc of a parameter, as Paddle writes it."""
    out = bytearray([8, parameter.dtype])
    for dim in parameter.dims:
        out.append(16)
        while dim > 127:
            out.append(dim & 127 | 128)
            dim >>= 7
        out.append(dim)
    return bytes(out)


def _spread_and_middle(parameter: Parameter, gains: Gains) -> tuple[float, float]:
    """The spread and middle of a tensor's values: as given, else by its name and rank."""
    if parameter.name in gains.tensors:
        return tuple(gains.tensors[parameter.name])
    suffix = parameter.name.rsplit(".", 1)[-1]
    if "batch_norm" in parameter.name:
        return {
            "w_0": (0.1 * gains.normalised, gains.normalised),
            "b_0": (0.2, gains.offset),
            "w_1": (0.02, 0.0),
            "w_2": (0.05, 1.0),
        }[suffix]
    if len(parameter.dims) == 4:
        return math.sqrt(2.0 / math.prod(parameter.dims[1:])), 0.0
    if len(parameter.dims) == 2:
        return gains.head / math.sqrt(parameter.dims[0]), 0.0
    return 0.02, 0.0


def _cells(kind: str, size: int, *strides: int) -> Iterator[float]:
    """The values of a detector's grids, stride by stride and row by row."""
    for stride in strides:
        cells = -(-size // stride)
        for index in range(cells * cells):
            yield from (
                (stride,) if kind == "strides" else (index % cells + 0.5, index // cells + 0.5)
            )


def _constant(parameter: Parameter, kind: str, *sizes: int) -> bytes:
    """The data of a constant parameter.

    ["counting"]: 0, 1, 2, ...
    ["values", ...]: the given values.
    ["centres", size, stride, ...]: the centres x, y of a detector's cells.
    ["strides", size, stride, ...]: the sides of the cells.
    """
    count = math.prod(parameter.dims)
    given = {"counting": range(count), "values": sizes}
    data = array.array("f", given[kind] if kind in given else _cells(kind, *sizes))
    if len(data) != count:
        raise ValueError(f"{parameter.name}: {len(data)} values for {parameter.dims}")
    if sys.byteorder == "big":
        data.byteswap()
    return data.tobytes()


def _groups(parameter: Parameter) -> tuple[int, int, bool]:
    """The groups of a tensor: their number, the size of each, and whether its halves are opposite.

    A group is a filter of a convolution, or a whole matrix, whose rows are inputs. In both cases,
    inputs i and i + n/2 get opposite weights, unless the number of inputs is odd.
    """
    count = math.prod(parameter.dims)
    if len(parameter.dims) == 4:
        outputs, inputs = parameter.dims[:2]
        return outputs, count // outputs, inputs % 2 == 0
    return 1, count, len(parameter.dims) == 2 and parameter.dims[0] % 2 == 0


class _Numbers:
    """Random numbers of mean 0 and variance 1, the same on every machine."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        # Sums of four uniform numbers are close enough to normal.
        self._pool = [
            (sum(self._random.getrandbits(16) for _ in range(4)) / 65536.0 - 2.0) * math.sqrt(3.0)
            for _ in range(1 << POOL_BITS)
        ]

    def tensor(self, parameter: Parameter, gains: Gains) -> bytes:
        """The data of a parameter."""
        spread, middle = _spread_and_middle(parameter, gains)
        groups, size, opposite = _groups(parameter)
        block = array.array("f", [value * spread + middle for value in self._pool])
        negative = array.array("f", [-value for value in block] if opposite else [])
        data = array.array("f")
        for _ in range(groups):
            slices = list(self._slices(size // 2 if opposite else size))
            for part in slices:
                data += block[part]
            for part in slices if opposite else ():
                data += negative[part]
        if sys.byteorder == "big":
            data.byteswap()
        return data.tobytes()

    def _slices(self, count: int) -> Iterator[slice]:
        """Slices of the pool at seeded offsets, `count` numbers in total."""
        while count > 0:
            start = self._random.getrandbits(POOL_BITS)
            stop = min(start + count, 1 << POOL_BITS)
            count -= stop - start
            yield slice(start, stop)


def write_parameters(program: Path, output: Path, gains: Gains, seed: int = 2024) -> None:
    """Writes the seeded parameters of `program` to `output`."""
    numbers = _Numbers(seed)
    parameters = read_parameters(program.read_bytes())
    unknown = set(gains.tensors) - {parameter.name for parameter in parameters}
    if unknown:
        raise ValueError(f"{program}: unknown parameter {min(unknown)}")
    with output.open("wb") as file:
        for parameter in parameters:
            if parameter.dtype != FLOAT32:
                raise ValueError(f"{program}: {parameter.name} is not float32")
            description = _describe(parameter)
            file.write(struct.pack("<IQIi", 0, 0, 0, len(description)) + description)
            given = gains.tensors.get(parameter.name, [0.0])
            constant = isinstance(given[0], str)
            file.write(
                _constant(parameter, *given) if constant else numbers.tensor(parameter, gains)
            )
