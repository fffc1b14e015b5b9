"""Builds programs against an installed copy, as its users do, and runs them.

FASTDEPLOY_BUILD=<build folder> pytest tests/install
"""

from __future__ import annotations

import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import MODELS, must, run

SOURCE = Path(__file__).resolve().parents[2]
TUTORIALS = SOURCE / "tutorials" / "multi_thread" / "cpp"


def build(source: Path, folder: Path, *options: str) -> Path:
    must("cmake", "-S", source, "-B", folder, "-G", "Ninja", *options)
    must("cmake", "--build", folder)
    return folder


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four images and a file with the name of an image."""
    folder = tmp_path_factory.mktemp("pictures")
    for number, name in enumerate(["chelsea", "coffee", "page", "page"]):
        shutil.copyfile(MODELS / "images" / f"{name}.png", folder / f"{number}.png")
    (folder / "broken.png").write_text("no picture")
    return folder


@pytest.mark.parametrize("where", ["CMAKE_PREFIX_PATH", "FastDeploy_DIR"])  # the latter as in 1.x
def test_find_package(installed: Path, where: str, tmp_path: Path) -> None:
    folder = build(SOURCE / "tests" / "install", tmp_path, f"-D{where}={installed}")
    out = must(
        folder / "consumer", MODELS / "pplcnet_x0_25", MODELS / "images" / "chelsea.png", env={}
    )
    assert re.fullmatch(r"ClassifyResult\(\nlabel_ids: \d+, \nscores: 0\.\d{6}, \n\)\n", out)


def test_pkg_config(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PKG_CONFIG_PATH": str(installed / "lib" / "pkgconfig")}
    flags = must("pkg-config", "--cflags", "--libs", "fastdeploy", env=environment).split()
    program = tmp_path / "consumer"
    must("g++", SOURCE / "tests" / "install" / "consumer.cc", "-o", program, *flags)
    arguments = (program, MODELS / "pplcnet_x0_25", MODELS / "images" / "chelsea.png")
    assert run(*arguments, env={}).returncode == 127, "the loader finds no library"
    command = f'source {installed}/fastdeploy_init.sh && exec "$@"'
    assert "ClassifyResult(" in must("bash", "-c", command, "bash", *arguments, env={})


def only_includes(text: str) -> bool:
    return all(
        line.startswith(("//", "#pragma once", "#include")) for line in text.splitlines() if line
    )


@pytest.mark.timeout(900)
def test_every_installed_header_compiles_alone(installed: Path) -> None:
    include = installed / "include"
    headers = sorted(include.rglob("*.h"))
    assert len(headers) > 20
    flags = ("-std=c++20", "-fsyntax-only", f"-I{include}", "-isystem", "/usr/include/opencv4")

    def compile_together(*group: Path) -> None:
        includes = (part for header in group for part in ("-include", header))
        must("g++", *flags, "-x", "c++", *includes, "/dev/null")

    # 1.x's paths only include other headers: those are compiled together.
    one_line = {path for path in headers if only_includes(path.read_text())}
    assert len(one_line) > 50
    compile_together(*sorted(one_line))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compile_together, (path for path in headers if path not in one_line)))


def test_the_only_tbb_is_openvinos(installed: Path) -> None:
    """The loader must not take the libtbb of OpenCV."""
    out = must("ldd", installed / "bin" / "fastdeploy", env={})
    (tbb,) = [line for line in out.splitlines() if "libtbb.so" in line]
    assert str(installed) in tbb


@pytest.fixture(scope="module")
def single_model(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("single_model")
    build(TUTORIALS / "single_model", folder, f"-DFASTDEPLOY_INSTALL_DIR={installed}")
    return folder / "multi_thread_demo"


@pytest.fixture(scope="module")
def pipeline(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pipeline")
    build(TUTORIALS / "pipeline", folder, f"-DFASTDEPLOY_INSTALL_DIR={installed}")
    return folder / "multi_thread_demo"


def results(output: str, separator: str = r"Thread Id: \d+\n") -> list[str]:
    """The results in a tutorial's output, sorted, as threads print them in any order."""
    return sorted(part for part in re.split(separator, output) if part)


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_single_model_predicts_every_image_once(
    single_model: Path, pictures: Path, threads: int
) -> None:
    arguments = (MODELS / "pplcnet_x0_25", f"{pictures}/*.png", 0)
    expected = results(run(single_model, *arguments, 1, env={}).stdout)
    done = run(single_model, *arguments, threads, env={})
    assert done.returncode == 1
    assert results(done.stdout) == expected
    assert len(expected) == 4
    assert len(set(expected)) == 3  # one image is there twice
    assert f"Failed to predict {pictures}/broken.png" in done.stderr


@pytest.mark.parametrize("model", ["picodet_s_320_nms", "shapes_seg"])
def test_single_model_recognises_the_family(single_model: Path, pictures: Path, model: str) -> None:
    arguments = (MODELS / model, f"{pictures}/?.png", 0)
    expected = results(run(single_model, *arguments, 1, env={}).stdout)
    assert len(expected) == 4
    assert len(set(expected)) == 3
    assert results(run(single_model, *arguments, 3, env={}).stdout) == expected


@pytest.mark.parametrize("threads", [1, 3, 7])
def test_pipeline_predicts_every_image_once(pipeline: Path, pictures: Path, threads: int) -> None:
    ocr = MODELS / "ppocrv4"
    done = run(
        pipeline,
        ocr / "det",
        ocr / "cls",
        ocr / "rec",
        ocr / "rec" / "ppocr_keys_v1.txt",
        f"{pictures}/*.png",
        0,
        threads,
        env={},
    )
    assert done.returncode == 1
    pages = [part for part in results(done.stdout) if "Region-based segmentation" in part]
    assert len(results(done.stdout)) == 4
    assert len(pages) == 2
    assert pages[0] == pages[1]
    assert "det boxes: [[5,12],[291,14],[291,34],[5,32]]rec text: " in pages[0]
    assert f"Failed to predict {pictures}/broken.png" in done.stderr


@pytest.mark.parametrize("threads", ["0", "-1", "x"])
def test_usage(single_model: Path, pipeline: Path, threads: str) -> None:
    assert run(single_model, "a", "b", 0, threads).returncode == 255
    assert run(pipeline, *"abcde", 0, threads).returncode == 255
    assert "Usage: multi_thread_demo" in run(single_model).stdout


def test_missing_device_is_an_error(single_model: Path, pictures: Path) -> None:
    done = run(single_model, MODELS / "pplcnet_x0_25", pictures / "0.png", 2, 1, env={})
    assert done.returncode == 255
    assert "Device::GPU is not in this build, which runs on CPU with: OpenVINO" in done.stderr
