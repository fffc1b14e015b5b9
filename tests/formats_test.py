"""A model gives the same results in every format.

FASTDEPLOY_BUILD=<build folder> pytest tests/formats_test.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import openvino
import pytest

SOURCE = Path(__file__).resolve().parents[1]
MODELS = Path(
    os.environ.get("FASTDEPLOY_MODELS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "models"
)


def classify(folder: Path) -> list[float]:
    command = SOURCE / os.environ["FASTDEPLOY_BUILD"] / "apps" / "cli" / "fastdeploy"
    image = MODELS / "images" / "coffee.png"
    out = subprocess.run(
        [command, "classify", image, "--model", folder, "--topk", "4", "--json"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    result = json.loads(out)["result"]
    return [*result["label_ids"], *result["scores"]]


@pytest.mark.parametrize("name", ["pplcnet_x0_25", "doc-orientation"])
def test_openvino_ir_equals_its_original(name: str, tmp_path: Path) -> None:
    original = MODELS / name
    model = next(path for path in original.iterdir() if path.suffix in (".pdmodel", ".onnx"))
    config = next(path for path in original.iterdir() if path.suffix in (".yml", ".yaml"))
    network = openvino.Core().read_model(model)
    openvino.save_model(network, tmp_path / "inference.xml", compress_to_fp16=False)
    shutil.copyfile(config, tmp_path / config.name)
    assert classify(tmp_path) == pytest.approx(classify(original), abs=1e-6)


def test_ir_without_its_weights_is_an_error(tmp_path: Path) -> None:
    network = openvino.Core().read_model(MODELS / "pplcnet_x0_25" / "inference.pdmodel")
    openvino.save_model(network, tmp_path / "inference.xml")
    (tmp_path / "inference.bin").unlink()
    shutil.copyfile(MODELS / "pplcnet_x0_25" / "inference_cls.yaml", tmp_path / "inference.yml")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        classify(tmp_path)
    assert failed.value.returncode == 2
