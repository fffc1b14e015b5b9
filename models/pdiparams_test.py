"""Tests the seeded parameters: the file's layout and the distribution of the values."""

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


def tensors_of(graph: Path, path: Path, gains: pdiparams.Gains) -> dict[str, array.array]:
    """Writes the tensors of a graph to `path` and reads them, by name."""
    pdiparams.write_parameters(graph, path, gains)
    parameters = pdiparams.read_parameters(graph.read_bytes())
    records = read_file(path)
    assert [pdiparams._describe(p) for p in parameters] == [
        description for description, _ in records
    ]
    return {p.name: values for p, (_, values) in zip(parameters, records, strict=True)}


@pytest.fixture(scope="module")
def pplcnet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, array.array]:
    """The tensors of PP-LCNet x0.25 by name."""
    graph = GRAPHS / "pplcnet_x0_25/inference.pdmodel"
    path = tmp_path_factory.mktemp("seeded") / "inference.pdiparams"
    return tensors_of(graph, path, GAINS)


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


def test_graphs_contain_no_paths() -> None:
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


def detector(name: str, folder: Path, tensors: dict[str, list]) -> dict[str, array.array]:
    """The tensors of a PicoDet."""
    gains = GAINS._replace(tensors=tensors)
    return tensors_of(GRAPHS / name / "model.pdmodel", folder / name, gains)


GRIDS = {
    "eager_tmp_0": ["centres", 320, 8, 16, 32, 64],
    "eager_tmp_1": ["strides", 320, 8, 16, 32, 64],
    "eager_tmp_2": ["counting"],
}


def test_grids_of_a_detector_have_the_exported_values(tmp_path: Path) -> None:
    tensors = detector("picodet_s_320_nms", tmp_path, GRIDS)
    centres, strides = tensors["eager_tmp_0"], tensors["eager_tmp_1"]
    assert len(centres) == 2 * len(strides) == 2 * (40 * 40 + 20 * 20 + 10 * 10 + 5 * 5)
    assert list(centres[:4]) == [0.5, 0.5, 1.5, 0.5]  # x, y; rows follow each other
    assert list(centres[80:82]) == [0.5, 1.5]
    assert list(centres[3198:3202]) == [39.5, 39.5, 0.5, 0.5]  # the next grid begins
    assert list(strides[1599:1601]) == [8, 16]
    assert list(centres[-2:]) == [4.5, 4.5]
    assert strides[-1] == 64
    assert list(tensors["eager_tmp_2"]) == [0, 1, 2, 3, 4, 5, 6, 7]


def test_exports_of_one_network_have_the_same_weights(tmp_path: Path) -> None:
    inside = detector("picodet_s_320_nms", tmp_path, GRIDS)
    outside = detector("picodet_s_320_nonms", tmp_path, GRIDS)
    raw = detector("picodet_s_320_raw", tmp_path, {})
    assert inside == outside
    assert raw == {name: values for name, values in inside.items() if name not in GRIDS}


def test_tensors_can_be_given_their_spread_and_middle(tmp_path: Path) -> None:
    tensors = {"conv2d_84.w_0": [0.5, 0.0], "conv2d_84.b_0": [0.0, -4.0], "conv2d_87.w_0": [0, 3]}
    before = detector("picodet_s_320_raw", tmp_path, {})
    after = detector("picodet_s_320_raw", tmp_path, tensors)
    assert set(after["conv2d_84.b_0"]) == {-4.0}
    assert list(after["conv2d_87.w_0"]) == [3.0]
    weights = after["conv2d_84.w_0"]
    assert sum(value * value for value in weights) / len(weights) == pytest.approx(0.25, rel=0.03)
    assert {name for name in after if after[name] != before[name]} == set(tensors)


def test_tensors_can_be_given_their_values(tmp_path: Path) -> None:
    values = [1, -2.5, 3, 4, 5, 6, 7, 0.125]
    given = {**GRIDS, "eager_tmp_2": ["values", *values]}
    assert list(detector("picodet_s_320_nms", tmp_path, given)["eager_tmp_2"]) == values


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"eager_tmp_0": ["centres", 320, 8, 16]}, "eager_tmp_0: 4000 values for"),
        ({"eager_tmp_2": ["values", 1, 2]}, "eager_tmp_2: 2 values for"),
        ({"conv2d_8400.w_0": [1.0, 0.0]}, r"unknown parameter conv2d_8400\.w_0"),
    ],
)
def test_tensors_that_do_not_fit_are_refused(tmp_path: Path, given: dict, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        detector("picodet_s_320_nms", tmp_path, given)
