"""Programs in the way that third parties use 1.x: they compile and link unchanged, and run.

FASTDEPLOY_BUILD=<build folder> pytest tests/compat
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from subprocess import CompletedProcess

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


GOLDEN = HERE.parents[1] / "tests" / "golden"
TABLE = json.loads((GOLDEN / "table" / "slanet_plus.json").read_text("utf-8"))
# Series: the folder of its models, the image, the beginning of what is printed, how many models.
SERIES = {
    "ppcls": ("pplcnet_x0_25", "images/chelsea", "ClassifyResult(", 1),
    "ppdet": ("ppyoloe_plus_s_nms", "images/coffee", "DetectionResult: [", 1),
    "ppseg": ("pphumanseg_lite", "images/chelsea", "SegmentationResult Image masks", 1),
    "ppocr": ("ppocrv4", "images/page", "det boxes: [[", 3),
    "table": ("", "tables/ruled", "det boxes: [[", 3),
    "layout": ("layout-cdla", "tables/ruled", "DetectionResult: [", 1),
}


def example(programs: Path, series: str, choice: int, folder: Path) -> CompletedProcess[str]:
    model, image, _, _ = SERIES[series]
    tags = re.findall(r"^  - '(.*)'$", (MODELS / "slanet_plus" / "inference.yml").read_text(), re.M)
    (folder / "table_structure_dict_ch.txt").write_text("\n".join(tags))
    arguments = (series, MODELS / model, MODELS / f"{image}.png", choice)
    return run(programs / "infer", *arguments, cwd=folder)


@pytest.mark.parametrize("series", SERIES)
def test_example_on_the_cpu(programs: Path, series: str, tmp_path: Path) -> None:
    """Paddle Inference is not installed: another backend runs, and a warning says which."""
    _, _, beginning, models = SERIES[series]
    done = example(programs, series, 0, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(beginning)
    assert (tmp_path / "vis_result.jpg").exists()
    warnings = [line for line in done.stderr.splitlines() if line.startswith("[warning]")]
    assert len(warnings) == models
    said = "Backend::PDINFER is not installed (pip install paddlepaddle): OpenVINO runs "
    for warning in warnings:
        assert said in warning


def test_example_reads_a_table(programs: Path, tmp_path: Path) -> None:
    expected = TABLE["images"]["tables/ruled.png"]
    printed = example(programs, "table", 0, tmp_path).stdout
    assert f"\ntable structure: \n{''.join(expected['structure'])}\n" in printed
    assert f"\ntable html: \n{expected['html']}\n" in printed


@pytest.mark.parametrize("choice", [1, 2])
@pytest.mark.parametrize("series", SERIES)
def test_example_on_an_absent_device(
    programs: Path, series: str, choice: int, tmp_path: Path
) -> None:
    done = example(programs, series, choice, tmp_path)
    assert done.returncode == 255
    assert "Device::GPU is not in this build" in done.stderr
    assert done.stderr.endswith("Failed to initialize.\n")
