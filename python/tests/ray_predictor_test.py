# SPDX-License-Identifier: Apache-2.0
"""fastdeploy.ray without a cluster: the rows of a Predictor, inputs, the output folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import MODELS, made_picture

import fastdeploy as fd

pytest.importorskip("ray", reason="Ray is not installed: it is in the group `cluster`")

import fastdeploy.ray as fdr
from fastdeploy.ray._inputs import expand, shown
from fastdeploy.ray._parts import Parts

COMMAND = Path(sys.executable).with_name("fastdeploy")
MODEL = MODELS / "pplcnet_x0_25"


def test_importing_the_package_does_not_import_ray() -> None:
    script = "import fastdeploy, sys; sys.exit('ray' in sys.modules or 'pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with (
        Parts(tmp_path / "rows", "model"),
        pytest.raises(fd.Error, match="another run writes into it"),
    ):
        fdr.predict(MODELS / "images", str(MODEL), tmp_path / "rows")


def test_inputs(tmp_path: Path) -> None:
    for name in ("b.PNG", "a.jpg", "text.txt", ".hidden.png", "deep/c.tif", ".deep/d.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    a, b, c = (str(tmp_path / name) for name in ("a.jpg", "b.PNG", "deep/c.tif"))
    assert expand(tmp_path) == [a, b]
    assert expand(str(tmp_path), recursive=True) == [a, b, c]
    assert expand([b, tmp_path / "*.jpg", tmp_path]) == [b, a], "each once"
    assert expand(tmp_path / "text.txt") == [str(tmp_path / "text.txt")], "as it was asked for"
    assert shown("/ä") == "/ä" and shown(os.fsdecode(b"/\xff")) == "/\\xff"


def test_rows_of_a_batch(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    cv2.imwrite(str(picture), made_picture(16, 20))
    predictor = fdr.Predictor(str(MODEL))
    paths = np.array([str(picture), str(tmp_path / "none.png")])
    table = predictor({"path": paths, "id": np.array([7, 8])})
    assert table["id"].to_pylist() == [7, 8] and table["page"].null_count == 2
    assert [error is None for error in table["error"].to_pylist()] == [True, False]
    with pytest.raises(ValueError, match="expected a column 'path' or 'bytes', found 'image'"):
        predictor({"image": paths})


def test_error_of_another_class_is_a_row(tmp_path: Path) -> None:
    class Broken:
        def predict(self, image: np.ndarray) -> None:
            raise KeyError("width")

    cv2.imwrite(str(tmp_path / "picture.png"), made_picture(16, 20))
    (row,) = fdr.Predictor(lambda option: Broken()).rows(str(tmp_path / "picture.png"))
    assert row == {"page": None, "error": "KeyError: 'width'", "result": None, "text": None}


def test_option_of_the_caller() -> None:
    given = fd.RuntimeOption()
    options = []
    fdr.Predictor(options.append, option=given)
    assert (
        not options[0].share_weights
        and options[0].cpu_thread_num == -1
        and not fd.get_max_threads()
    )


@pytest.mark.parametrize(
    ("command", "model", "picture"),
    [
        ("detect", "picodet_s_320_nms", "chelsea.png"),
        ("segment", "shapes_seg", "chelsea.png"),
        ("matte", "pphumanseg_lite_matting", "chelsea.png"),
        ("keypoints", "tinypose_128x96", "chelsea.png"),
        ("ocr", "ppocrv6-small", "page.png"),
    ],
)
def test_every_family(command: str, model: str, picture: str) -> None:
    """The families, and how a command names them."""
    path = MODELS / "images" / picture
    family = fd._core.family_of_command(command)
    predictor = fdr.Predictor(str(MODELS / model), family, fd.RuntimeOption())
    (row,) = predictor.rows(str(path))
    line = subprocess.run(
        [COMMAND, command, path, "--model", MODELS / model, "--json"],
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    result, expected = json.loads(row["result"]), json.loads(line)["result"]
    expected.pop("label_names", None)  # the command adds them
    assert row["error"] is None and result == expected
