# SPDX-License-Identifier: Apache-2.0
"""Models in 8-bit integers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import MODELS, made_picture
from fastdeploy.quantization import quantize

import fastdeploy as fd
from fastdeploy import quantization

IMAGES = MODELS / "images"


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_observer_sees_the_inputs_of_every_network() -> None:
    seen = []
    option = fd.RuntimeOption()
    option.set_input_observer(lambda file, inputs: seen.append((file, inputs)))
    model = fd.load(MODELS / "ppocrv6-small", option)
    option.set_input_observer(None)  # the model has a copy of the option
    assert model.predict(IMAGES / "page.png").text
    networks = [Path(file).parent.name for file, _ in seen]
    assert networks[0] == "det"
    assert set(networks[1:]) == {"rec"}
    (name, array), *others = seen[0][1].items()
    assert (name, others) == ("x", [])
    assert array.dtype == np.float32
    assert array.shape[:2] == (1, 3)
    before = len(seen)
    model.clone().predict(IMAGES / "page.png")
    assert len(seen) == 2 * before


def test_what_an_observer_raises_ends_the_run() -> None:
    def refuse(file: str, inputs: object) -> None:
        raise ValueError("not this one")

    option = fd.RuntimeOption()
    option.set_input_observer(refuse)
    model = fd.load(MODELS / "doc-orientation", option)
    with pytest.raises(fd.Error, match="ValueError: not this one"):
        model.predict(IMAGES / "page.png")


@pytest.fixture(scope="module")
def scenes() -> list[np.ndarray]:
    return [cv2.imread(str(path)) for path in sorted((MODELS / "shapes").glob("*.jpg"))]


def test_a_trained_network_keeps_its_results(tmp_path: Path, scenes: list[np.ndarray]) -> None:
    said: list[str] = []
    output = tmp_path / "new" / "int8"
    (network,) = quantize("shapes_seg", scenes, output, progress=said.append)
    assert network.name == ""
    assert network.file == str(output / "inference.xml")
    assert network.samples + min(quantization.CHECKED, len(scenes) // 4) == len(scenes)
    assert 0 < network.error < 0.3
    assert f"{len(scenes)} pictures" in said[0]
    others = files_of(MODELS / "shapes_seg")
    kept = {name for name in others if Path(name).suffix in (".yaml", ".yml", ".txt")}
    assert files_of(output) == kept | {"inference.xml", "inference.bin"}
    before, after = fd.load("shapes_seg"), fd.load(output)
    assert type(after) is type(before)
    same = [
        np.mean(np.asarray(before.predict(scene).label_map) == after.predict(scene).label_map)
        for scene in scenes
    ]
    assert np.mean(same) > 0.97


def test_the_networks_of_a_pipeline(tmp_path: Path) -> None:
    output = tmp_path / "int8"
    output.mkdir()
    (network,) = quantize(
        "ppocrv6-small", [IMAGES / "page.png"], output, keep=["det"], replace=True
    )
    # A page of eight lines: a quarter is kept for the comparison.
    assert (network.name, network.samples) == ("rec", 6)
    assert network.error < 0.3
    assert network.bytes_after < 0.4 * network.bytes_before
    assert files_of(output / "det") == files_of(MODELS / "ppocrv6-small" / "det")
    found = fd.load(output).predict(IMAGES / "page.png").text
    expected = fd.load("ppocrv6-small").predict(IMAGES / "page.png").text
    assert len(found) == len(expected)
    assert sum(a == b for a, b in zip(found, expected, strict=True)) > 0.7 * len(expected)


def test_operators_of_our_own(tmp_path: Path) -> None:
    """A detector whose network ends with Paddle's suppression of boxes."""
    pictures = [made_picture(240 + 8 * i, 320) for i in range(4)]
    (network,) = quantize("picodet_s_320_nms", pictures, tmp_path / "int8")
    assert 'type="OwnOperator"' in Path(network.file).read_text()
    result = fd.load(tmp_path / "int8").predict(pictures[0])
    assert len(result.boxes) == len(result.scores)


def test_refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model, page = MODELS / "doc-orientation", IMAGES / "page.png"
    with pytest.raises(ValueError, match="exists"):
        quantize(model, page, tmp_path)
    with pytest.raises(ValueError, match="own folder"):
        quantize(model, page, model / "int8")
    with pytest.raises(ValueError, match="samples: expected at least 1"):
        quantize(model, page, tmp_path / "int8", samples=0)
    with pytest.raises(ValueError, match="no network 'det', but: ''"):
        quantize(model, page, tmp_path / "int8", keep=["det"])
    (tmp_path / "none").mkdir()
    with pytest.raises(FileNotFoundError, match="no images in folder"):
        quantize(model, tmp_path / "none", tmp_path / "int8")
    with pytest.raises(FileNotFoundError, match=r"no images in pattern '.*\*\.png'"):
        quantize(model, str(tmp_path / "*.png"), tmp_path / "int8")
    with pytest.raises(ValueError, match="ran on none of 0"):
        quantize(model, [], tmp_path / "int8")
    with pytest.raises(FileNotFoundError, match=r"missing\.png"):
        quantize(model, tmp_path / "missing.png", tmp_path / "int8")
    (tmp_path / "text.txt").write_text("not a picture")
    with pytest.raises(fd.InvalidFileError, match=r"text\.txt"):
        quantize(model, tmp_path / "text.txt", tmp_path / "int8")
    monkeypatch.setitem(sys.modules, "nncf", None)
    with pytest.raises(ImportError, match=r"pip install 'fastdeploy-vision\[quantize\]'"):
        quantize(model, page, tmp_path / "int8")
    assert files_of(tmp_path) == {"text.txt"}, "nothing is left behind"


def test_nothing_is_reported_to_others(tmp_path: Path) -> None:
    program = f"""
import os
from fastdeploy.quantization import quantize
try:
    quantize("doc-orientation", [], "{tmp_path}/int8")
except ValueError as error:
    print(error)
from nncf.telemetry import telemetry
print(type(telemetry).__name__, os.environ.get("NNCF_CI"))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[1:] == ["MagicMock None"], ran.stdout


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fastdeploy", "quantize", *map(str, arguments)],
        capture_output=True,
        text=True,
    )


def test_command(tmp_path: Path) -> None:
    ran = command("doc-orientation", "--images", IMAGES / "linn.txt", "-o", tmp_path / "int8")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "linn.txt" in ran.stderr.splitlines()[-1]
    images = ("--images", IMAGES, "--samples", 4)  # linn.txt is among the pictures
    ran = command("doc-orientation", *images, "-o", tmp_path / "int8")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(f"{tmp_path}/int8/inference.xml: ")
    pattern = f"{IMAGES}/*.png"
    ran = command("doc-orientation", "--images", pattern, "-o", tmp_path / "int8")
    assert ran.returncode == 2
    assert "exists" in ran.stderr
