# SPDX-License-Identifier: Apache-2.0
"""What a case is: an operator, a variant of it, what computes it, and its inputs."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

PDMODEL, PIR = "pdmodel", "pir"
GRID = 1024  # inputs are multiples of 1 / 1024, whose bytes compress well


@dataclass
class Input:
    """An input: its type, its values in each run, and the dimensions that the program declares."""

    dtype: str
    dims: list[int]
    runs: list[np.ndarray]


@dataclass
class Case:
    """A model of one operator (and of what its operands need)."""

    operator: str
    variant: str
    make: Callable  # makes the function or the layer
    inputs: list[Callable[[np.random.Generator], Input]]
    formats: tuple[str, ...] = (PDMODEL, PIR)
    tolerance: dict[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name as a test may have it."""
        text = f"{self.operator} {self.variant}".replace("-", " minus ")
        return re.sub(r"[^A-Za-z0-9]+", "_", text.replace(" minus ", "_minus_")).strip("_")

    def generator(self) -> np.random.Generator:
        """The same numbers in every run of the script, whatever other cases there are."""
        return np.random.default_rng(zlib.crc32(self.name.encode()))


CASES: list[Case] = []


class Operator:
    """Adds the cases of an operator."""

    def __init__(self, name: str) -> None:
        self.name = name

    def layer(self, variant: str, make: Callable, *inputs, **settings) -> None:
        """A case whose graph is a layer (with weights), made by `make()`."""
        CASES.append(Case(self.name, variant, make, list(inputs), **settings))

    def function(self, variant: str, function: Callable, *inputs, **settings) -> None:
        """A case whose graph is what the function of the inputs computes."""
        self.layer(variant, lambda: function, *inputs, **settings)

    def old(self, variant: str, function: Callable, *inputs, **settings) -> None:
        """A case that only a program of the old format can have."""
        self.function(variant, function, *inputs, formats=(PDMODEL,), **settings)

    def new(self, variant: str, function: Callable, *inputs, **settings) -> None:
        """A case that only a program of the new format can have."""
        self.function(variant, function, *inputs, formats=(PIR,), **settings)


# --- Inputs. A dimension is a number, or the sizes in each run of one that the program leaves open.


def _shapes(dims: tuple) -> tuple[list[int], list[tuple[int, ...]]]:
    count = max([len(dim) for dim in dims if isinstance(dim, tuple)], default=1)
    declared = [-1 if isinstance(dim, tuple) else dim for dim in dims]
    shapes = [
        tuple(dim[run] if isinstance(dim, tuple) else dim for dim in dims) for run in range(count)
    ]
    return declared, shapes


def _made(dtype: str, dims: tuple, values: Callable):
    def make(random: np.random.Generator) -> Input:
        declared, shapes = _shapes(dims)
        runs = [np.asarray(values(random, shape)).astype(dtype).reshape(shape) for shape in shapes]
        return Input(dtype, declared, runs)

    return make


def floats(*dims, low: float = -1.0, high: float = 1.0, dtype: str = "float32"):
    """Different numbers between two bounds, in a random order: no ties."""

    def values(random, shape):
        count = int(np.prod(shape, dtype="int64"))
        steps = (random.permutation(count) + 0.37) / max(count, 1)
        return np.round((low + (high - low) * steps) * GRID) / GRID

    return _made(dtype, dims, values)


def ints(*dims, low: int = -9, high: int = 9, dtype: str = "int64"):
    """Whole numbers from `low` to `high`."""
    return _made(dtype, dims, lambda random, shape: random.integers(low, high + 1, shape))


def bools(*dims):
    """Truth values."""
    return _made("bool", dims, lambda random, shape: random.integers(0, 2, shape))


def given(*runs, dims: list[int] | None = None, dtype: str = "float32"):
    """These values; `dims` are the declared dimensions if some are open."""

    def make(_: np.random.Generator) -> Input:
        arrays = [np.asarray(run).astype(dtype) for run in runs]
        return Input(dtype, list(arrays[0].shape) if dims is None else dims, arrays)

    return make


def boxes(*dims, size: float = 20.0):
    """Boxes [..., 4] of left, top, right, bottom within a picture of `size`."""

    def values(random, shape):
        start = random.uniform(0, size * 0.7, (*shape[:-1], 2))
        end = start + random.uniform(size * 0.1, size * 0.6, (*shape[:-1], 2))
        return np.round(np.concatenate([start, np.minimum(end, size)], -1) * GRID) / GRID

    return _made("float32", (*dims, 4), values)


N = (2, 1)  # a batch of two, then of one
H = (5, 7)
W = (6, 4)
IMAGE = floats(N, 4, H, W)
FIXED = floats(2, 4, 5, 6)
ROWS = floats(N, 3, 8)
MATRIX = floats(N, 6)
