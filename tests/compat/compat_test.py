"""Programs in the way that third parties use 1.x: they compile and link unchanged, and run.

FASTDEPLOY_BUILD=<build folder> pytest tests/compat
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from conftest import MODELS, must, run

HERE = Path(__file__).resolve().parent
# Name of the idiom: why it does not work, or "".
IDIOMS = dict(
    (name, reason.strip())
    for name, _, reason in (
        line.strip().partition(":")
        for line in (HERE / "idioms.txt").read_text().splitlines()
        if not line.startswith("#")
    )
)
WORKING = [name for name, reason in IDIOMS.items() if not reason]


@pytest.fixture(scope="module")
def programs(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compat")
    # Without optimisation: what takes time is in the library.
    flags = ("-DCMAKE_CXX_FLAGS=-O0", f"-DFASTDEPLOY_INSTALL_DIR={installed}")
    must("cmake", "-S", HERE, "-B", folder, "-G", "Ninja", *flags)
    must("cmake", "--build", folder)
    return folder


def environment() -> dict[str, str]:
    return {**os.environ, "FASTDEPLOY_MODELS": str(MODELS)}


def test_every_idiom_has_a_program_or_a_reason(programs: Path) -> None:
    assert must(programs / "compat").splitlines() == sorted(WORKING)
    assert len(IDIOMS) == 59
    assert len(WORKING) >= 55


@pytest.mark.parametrize("name", WORKING)
def test_idiom(programs: Path, name: str) -> None:
    must(programs / "compat", name, env=environment())


def test_the_page_of_names_is_current() -> None:
    """If not: python tools/compatibility.py"""
    must(sys.executable, HERE.parents[1] / "tools" / "compatibility.py", "--check")


SERIES = {
    "ppcls": ("pplcnet_x0_25", "chelsea", "ClassifyResult("),
    "ppdet": ("ppyoloe_plus_s_nms", "coffee", "DetectionResult: ["),
    "ppseg": ("pphumanseg_lite", "chelsea", "SegmentationResult Image masks"),
    "ppocr": ("ppocrv4", "page", "det boxes: [["),
}


@pytest.mark.parametrize("series", SERIES)
def test_example_on_the_cpu(programs: Path, series: str, tmp_path: Path) -> None:
    """Paddle Inference is not installed: another backend runs, and a warning says which."""
    model, image, beginning = SERIES[series]
    arguments = (series, MODELS / model, MODELS / "images" / f"{image}.png", 0)
    done = run(programs / "infer", *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(beginning)
    assert (tmp_path / "vis_result.jpg").exists()
    warnings = [line for line in done.stderr.splitlines() if line.startswith("[warning]")]
    assert len(warnings) == (3 if series == "ppocr" else 1)  # one for each model
    for warning in warnings:
        assert "Backend::PDINFER is not installed (pip install paddlepaddle): OpenVINO runs " in warning


@pytest.mark.parametrize("choice", [1, 2])
@pytest.mark.parametrize("series", SERIES)
def test_example_on_an_absent_device(
    programs: Path, series: str, choice: int, tmp_path: Path
) -> None:
    model, image, _ = SERIES[series]
    arguments = (series, MODELS / model, MODELS / "images" / f"{image}.png", choice)
    done = run(programs / "infer", *arguments, cwd=tmp_path)
    assert done.returncode != 0
    assert "Device::GPU is not in this build" in done.stderr
