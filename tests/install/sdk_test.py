# SPDX-License-Identifier: Apache-2.0
"""The SDK: programs are built with it and run, and its check fails for what it should not have.

FASTDEPLOY_SDK_BUILD=<build folder of the preset sdk> pytest tests/install/sdk_test.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import must, run

SOURCE = Path(__file__).resolve().parents[2]
CHECK = SOURCE / "tools" / "check_sdk.py"


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = os.environ.get("FASTDEPLOY_SDK_BUILD")
    if not build:
        pytest.skip("FASTDEPLOY_SDK_BUILD is not set")
    folder = tmp_path_factory.mktemp("sdk")
    must("cmake", "--install", build, "--strip", "--prefix", folder / "first")
    shutil.move(folder / "first", folder / "moved")
    return folder / "moved"


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, CHECK, folder)


def test_check_finds_no_fault(sdk: Path) -> None:
    assert "unpacked" in must(sys.executable, CHECK, sdk)


def test_programs(sdk: Path, tmp_path: Path) -> None:
    out = must("sh", SOURCE / "tests" / "install" / "sdk_check.sh", sdk, tmp_path, env=os.environ)
    assert "== the programs of 1.x's tutorial" in out


def test_check_names_what_is_wrong(tmp_path: Path) -> None:
    library = tmp_path / "lib" / "libopenvino_intel_gpu_plugin.so"
    library.parent.mkdir()
    shutil.copy(shutil.which("git") or "", library)  # needs libpcre2
    shutil.copy(library, tmp_path / "lib" / "libgit.so.1")
    (tmp_path / "FastDeploy.cmake").write_text(f"include({SOURCE}/x.cmake)")
    checked = check(tmp_path)
    assert checked.returncode == 1
    for fault in (
        "it lacks bin/fastdeploy",
        "nobody needs lib/libopenvino_intel_gpu_plugin.so",
        "lib/libopenvino_intel_gpu_plugin.so needs libpcre2",
        "lib/libgit.so.1 has a name that others have",
        f"FastDeploy.cmake names {SOURCE}",
        "no licence of libopenvino_intel_gpu_plugin is listed",
    ):
        assert fault in checked.stderr
