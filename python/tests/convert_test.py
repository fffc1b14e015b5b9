# SPDX-License-Identifier: Apache-2.0
"""Converted models are valid ONNX, and other programs get the results of this library from them."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from conftest import MODELS, ROOT

import fastdeploy as fd

sys.path.insert(0, str(ROOT / "models" / "operators"))
import golden

COMMAND = Path(sys.executable).parent / "fastdeploy"
DETECTOR = MODELS / "picodet_s_320_nms"  # suppresses in its graph

# Models, and shapes for their inputs.
SHAPES = {
    "pplcnet_x0_25": {"x": (2, 3, 224, 224)},
    "picodet_s_320_nonms": {"image": (1, 3, 320, 320)},
    "ppocrv4/rec": {"x": (2, 3, 48, 160)},
    "ppocrv5-mobile/rec": {"x": (1, 3, 48, 224)},
    "ppliteseg": {"x": (1, 3, 256, 512)},
}


def made_inputs(shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    random = np.random.default_rng(7)
    return {
        name: random.uniform(0.5, 2, shape).astype(np.float32) for name, shape in shapes.items()
    }


def ours(model: Path, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The outputs of this library by name; `model` is a file or a folder with one."""
    option = fd.RuntimeOption()
    if model.is_dir():
        (model,) = [*model.glob("*.pdmodel")] or [*model.glob("*.json")]
    weights = "" if model.suffix == ".onnx" else next(model.parent.glob("*.pdiparams"))
    option.set_model_path(str(model), str(weights))
    runtime = fd.Runtime(option)
    names = [runtime.get_output_info(i).name for i in range(runtime.num_outputs())]
    return dict(zip(names, runtime.infer(inputs), strict=True))


def assert_equal(found: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> None:
    assert list(found) == list(expected)
    for name, values in expected.items():
        assert found[name].shape == values.shape and found[name].dtype == values.dtype, name
        if values.dtype == np.float32:  # another backend, made weights
            limit = 5e-4 * float(np.abs(values).max())
            np.testing.assert_allclose(found[name], values, atol=limit, rtol=0, err_msg=name)
        else:  # labels of pixels
            assert (found[name] == values).mean() > 0.9999, name


@pytest.mark.parametrize("external", [False, True], ids=["whole", "external"])
@pytest.mark.parametrize("name", SHAPES)
def test_others_run_the_model(name: str, external: bool, tmp_path: Path) -> None:
    target = tmp_path / "new" / "model.onnx"
    converted = fd.convert(MODELS / name, target, external_weights=external)
    assert converted.own_operators == []
    assert sorted(converted.files) == sorted(map(str, target.parent.iterdir()))
    assert len(converted.files) == (2 if external else 1)
    onnx.checker.check_model(target, full_check=True)
    weights = next((MODELS / name).glob("*.pdiparams")).stat().st_size
    assert (target.stat().st_size < 0.5 * weights) == external
    session = onnxruntime.InferenceSession(target, providers=["CPUExecutionProvider"])
    inputs = made_inputs(SHAPES[name])
    assert {one.name for one in session.get_inputs()} == set(inputs)
    results = session.run(None, inputs)
    found = dict(zip([one.name for one in session.get_outputs()], results, strict=True))
    assert_equal(found, ours(MODELS / name, inputs))


@pytest.mark.parametrize("file", ["inference.pdmodel", "inference.json"])
def test_a_file_has_its_weights_beside_it(file: str, tmp_path: Path) -> None:
    model = MODELS / "pplcnet_x0_25" / file
    converted = fd.convert(model, tmp_path / "model.onnx")
    inputs = made_inputs(SHAPES["pplcnet_x0_25"])
    (found,) = ours(Path(converted.files[0]), inputs).values()
    (expected,) = ours(MODELS / "pplcnet_x0_25", inputs).values()
    np.testing.assert_allclose(found, expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize("kind", ["pdmodel", "pir"])
def test_every_operator_is_valid(kind: str, tmp_path: Path) -> None:
    model = tmp_path / ("inference.json" if kind == "pir" else "inference.pdmodel")
    weights = tmp_path / "inference.pdiparams"
    valid, refused = 0, []
    for name, case in golden.read()["cases"].items():
        if kind not in case:
            continue
        text = case[kind]["program"]
        model.write_bytes(text.encode() if kind == "pir" else base64.b64decode(text))
        weights.write_bytes(base64.b64decode(case[kind]["weights"]))
        try:
            fd.convert(model, tmp_path / "model.onnx", params_file=weights, replace=True)
        except fd.UnsupportedError:
            refused.append(name)
            continue
        try:
            onnx.checker.check_model(tmp_path / "model.onnx", full_check=True)
        except Exception as error:
            pytest.fail(f"{name}: {error}")
        valid += 1
    assert valid > 1000 and len(refused) < 10, refused


def test_operators_of_our_own_are_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "model.onnx"
    converted = fd.convert(DETECTOR, target)
    assert converted.own_operators == ["MulticlassNms"]
    assert "only FastDeploy runs" in capfd.readouterr().err
    onnx.checker.check_model(target, full_check=True)
    with pytest.raises(Exception, match="fastdeploy"):
        onnxruntime.InferenceSession(target, providers=["CPUExecutionProvider"])
    inputs = made_inputs({"image": (1, 3, 320, 320), "scale_factor": (1, 2)})
    found = ours(target, inputs)
    assert_equal(found, ours(DETECTOR, inputs))
    assert len(next(iter(found.values()))) > 10  # boxes


def convert(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, "convert", *arguments], capture_output=True, text=True)


def test_command_writes_the_same(tmp_path: Path) -> None:
    name = "pplcnet_x0_25"
    fd.convert(MODELS / name, tmp_path / "expected.onnx")
    target = tmp_path / "model.onnx"
    ran = convert(MODELS / name, "-o", target)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{target}\n", "")
    assert target.read_bytes() == (tmp_path / "expected.onnx").read_bytes()
    again = convert(MODELS / name, "-o", target)
    assert again.returncode == 2 and f"'{target}' exists already" in again.stderr
    assert convert(MODELS / name, "-o", target, "--force", "--external-weights").returncode == 0
    assert len(list(tmp_path.iterdir())) == 3
    onnx.checker.check_model(target)


def test_command_names_operators_of_our_own(tmp_path: Path) -> None:
    ran = convert(DETECTOR, "-o", tmp_path / "model.onnx")
    assert ran.returncode == 0
    assert "only FastDeploy runs" in ran.stderr and "MulticlassNms" in ran.stderr
