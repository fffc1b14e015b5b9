"""Seeded parameters: the layout that Paddle reads, and numbers that keep a network alive."""

from __future__ import annotations

import array
import math
import struct
import sys
from pathlib import Path

import pdiparams
import pytest

GRAPHS = Path(__file__).parent / "graphs"
GAINS = pdiparams.Gains(normalised=1.2, offset=0.5, head=1.0)


def read_file(path: Path) -> list[tuple[bytes, array.array]]:
    """The records of a parameter file: description and values."""
    data = path.read_bytes()
    records = []
    at = 0
    while at < len(data):
        version, levels, tensor_version, size = struct.unpack_from("<IQIi", data, at)
        assert (version, levels, tensor_version) == (0, 0, 0)
        at += struct.calcsize("<IQIi")
        description = data[at : at + size]
        at += size
        dims = [value for key, value in pdiparams._fields(memoryview(description)) if key == 2]
        count = math.prod(dims)
        values = array.array("f", data[at : at + 4 * count])
        if sys.byteorder == "big":
            values.byteswap()
        assert len(values) == count
        at += 4 * count
        records.append((description, values))
    return records


@pytest.fixture(scope="module")
def pplcnet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, array.array]:
    """The tensors of PP-LCNet x0.25 by name."""
    graph = GRAPHS / "pplcnet_x0_25/inference.pdmodel"
    path = tmp_path_factory.mktemp("seeded") / "inference.pdiparams"
    pdiparams.write_parameters(graph, path, GAINS)
    parameters = pdiparams.read_parameters(graph.read_bytes())
    records = read_file(path)
    assert [pdiparams._describe(p) for p in parameters] == [
        description for description, _ in records
    ]
    return {p.name: values for p, (_, values) in zip(parameters, records, strict=True)}


@pytest.mark.parametrize("graph", ["resnet50_vd", "pplcnet_x0_25"])
def test_both_formats_have_the_same_parameters(graph: str) -> None:
    old = pdiparams.read_parameters((GRAPHS / graph / "inference.pdmodel").read_bytes())
    new = pdiparams.read_parameters((GRAPHS / graph / "inference.json").read_bytes())
    assert new == old


@pytest.mark.parametrize(
    ("graph", "count", "values"),
    [("resnet50_vd", 277, 25_629_512), ("pplcnet_x0_25", 146, 1_523_936)],
)
def test_reads_the_parameters_of_a_program(graph: str, count: int, values: int) -> None:
    program = (GRAPHS / graph / "inference.pdmodel").read_bytes()
    parameters = pdiparams.read_parameters(program)
    assert len(parameters) == count
    assert [p.name for p in parameters] == sorted(p.name for p in parameters)
    assert {p.dtype for p in parameters} == {pdiparams.FLOAT32}
    head = next(p for p in parameters if p.name == "linear_0.w_0")
    assert head.dims[1] == 1000
    assert sum(math.prod(p.dims) for p in parameters) == values


def test_graphs_name_no_file_of_the_machine_that_wrote_them() -> None:
    for path in GRAPHS.glob("*/*.pdmodel"):
        program = path.read_bytes()
        for word in (b".py", b"op_callstack", b"/home", b"/root", b"site-packages"):
            assert word not in program


def test_filters_have_opposite_halves(pplcnet: dict[str, array.array]) -> None:
    pointwise = pplcnet["conv2d_26.w_0"]  # 128 filters of 64 inputs
    for at in range(0, len(pointwise), 64):
        first, second = pointwise[at : at + 32], pointwise[at + 32 : at + 64]
        assert list(second) == [-value for value in first]
    head = pplcnet["linear_0.w_0"]  # a row for every input
    half = len(head) // 2
    assert list(head[half:]) == [-value for value in head[:half]]


def test_values_have_the_spread_asked_for(pplcnet: dict[str, array.array]) -> None:
    weights = pplcnet["linear_0.w_0"]
    variance = sum(value * value for value in weights) / len(weights)
    assert variance * 1280 == pytest.approx(GAINS.head**2, rel=0.02)
    scales = pplcnet["batch_norm2d_26.w_0"]
    assert sum(scales) / len(scales) == pytest.approx(GAINS.normalised, abs=0.05)
    assert min(min(pplcnet[f"batch_norm2d_{i}.w_2"]) for i in range(27)) > 0.5  # variances


def test_the_seed_decides(tmp_path: Path) -> None:
    graph = GRAPHS / "pplcnet_x0_25/inference.pdmodel"
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        pdiparams.write_parameters(graph, tmp_path / name, GAINS, seed)
    same = (tmp_path / "a").read_bytes()
    assert (tmp_path / "b").read_bytes() == same
    assert (tmp_path / "c").read_bytes() != same


def test_other_types_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half = pdiparams.Parameter("fc.w_0", 4, [2, 2])
    monkeypatch.setattr(pdiparams, "read_parameters", lambda _: [half])
    with pytest.raises(ValueError, match=r"fc\.w_0 is not float32"):
        pdiparams.write_parameters(
            GRAPHS / "pplcnet_x0_25/inference.pdmodel", tmp_path / "out", GAINS
        )
