# SPDX-License-Identifier: Apache-2.0
"""The installed package: its types, its libraries next to those of other packages, its command."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MODELS, ROOT

import fastdeploy as fd

PACKAGE = Path(fd.__file__).parent


def run(*command: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=120, cwd=folder
    )


def test_installed_package_is_tested() -> None:
    assert ROOT / "python" not in PACKAGE.parents, "the tests are of the wheel"
    assert (PACKAGE / "py.typed").exists()
    assert fd.__version__ in (ROOT / "CMakeLists.txt").read_text()


def test_types_match_the_module(tmp_path: Path) -> None:
    stub = tmp_path / "_core.pyi"
    made = run(
        sys.executable, "-m", "nanobind.stubgen", "-q", "-P", "-m", "fastdeploy._core", "-o", stub
    )
    assert made.returncode == 0, made.stderr
    installed = Path(fd.__file__).with_name("_core.pyi")

    def lines(text: str) -> list[str]:  # the module's own package is imported in another place
        return sorted(line for line in text.splitlines() if line)

    assert lines(installed.read_text()) == lines(stub.read_text())
    assert "class PaddleClasModel(FastDeployModel):" in stub.read_text()


def check_types(*arguments: str | Path) -> None:
    checked = run(sys.executable, "-m", "mypy", *arguments, folder=ROOT)
    assert checked.returncode == 0, checked.stdout


def test_types_of_the_tutorials() -> None:
    folder = ROOT / "tutorials/multi_thread/python"
    check_types("--strict", folder / "runner.py", folder / "single_model", folder / "pipeline")


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="fastdeploy.ray imports ray")
def test_types_of_the_package() -> None:
    check_types("-p", "fastdeploy")


@pytest.mark.parametrize(
    "imports", ["import cv2, fastdeploy as fd", "import fastdeploy as fd, cv2"]
)
def test_cv2_in_the_same_process(imports: str) -> None:
    script = f"""
{imports}
im = cv2.imread({str(MODELS / "images/page.png")!r})
det = fd.vision.ocr.DBDetector({str(MODELS / "ppocrv4/det/inference.pdmodel")!r})
boxes = det.predict(im).boxes
assert len(boxes) > 3, boxes
small = cv2.resize(im, None, fx=0.5, fy=0.5)
assert len(det.predict(small).boxes) > 0
tbb = {{line.split()[-1] for line in open("/proc/self/maps") if "libtbb.so" in line}}
print(*tbb)
"""
    ran = run(sys.executable, "-c", script)
    assert ran.returncode == 0, ran.stderr
    (tbb,) = ran.stdout.split()
    assert "openvino" in tbb, "OpenVINO gets the libtbb that it came with"


def test_command() -> None:
    command = Path(sys.executable).parent / "fastdeploy"
    assert fd.__version__ in run(command, "--version").stdout
    read = run(
        command, "classify", MODELS / "images/page.png", "--model", MODELS / "doc-orientation"
    )
    assert read.returncode == 0 and "page.png" in read.stdout, read.stderr
    wrong = run(command, "classify", "none.png", "--model", MODELS / "doc-orientation")
    assert wrong.returncode != 0 and "none.png" in wrong.stderr


def test_openvino_is_pinned_once() -> None:
    tomllib = pytest.importorskip("tomllib")  # not in Python 3.10
    pins = tomllib.loads((ROOT / "pyproject.toml").read_text())
    built_with = [p for p in pins["build-system"]["requires"] if p.startswith("openvino")]
    assert built_with[0] in pins["project"]["dependencies"], "built with what it runs with"
