# SPDX-License-Identifier: Apache-2.0
"""The check of the wheel fails for what other machines do not have."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

CHECK = Path(__file__).resolve().parents[1] / "tools" / "check_wheel.py"


def check(folder: Path, platform: str, files: dict[str, bytes]) -> subprocess.CompletedProcess[str]:
    path = folder / f"fastdeploy_vision-2.0.0-cp312-abi3-{platform}.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, contents in files.items():
            wheel.writestr(name, contents)
    return subprocess.run([sys.executable, CHECK, path], capture_output=True, text=True)


def test_names_what_is_wrong(tmp_path: Path) -> None:
    git = Path(shutil.which("git") or "").read_bytes()  # needs libpcre2
    checked = check(tmp_path, "manylinux_2_35_x86_64", {"fastdeploy/bin/git": git})
    assert checked.returncode == 1
    assert "fastdeploy/bin/git needs libpcre2" in checked.stderr
    old = check(tmp_path, "manylinux_2_5_x86_64", {"fastdeploy/bin/git": git})
    assert "needs GLIBC_2.34" in old.stderr
    files = {"fastdeploy_vision.libs/libpcre2-8-0a1b2c3d.so.0": git}
    files |= {"fastdeploy_vision-2.0.0.dist-info/licenses/LICENSES": b"==== x 1: libz.so"}
    assert "no licence of libpcre2-8" in check(tmp_path, "manylinux_2_35_x86_64", files).stderr


def test_refuses_a_wheel_for_one_machine(tmp_path: Path) -> None:
    checked = check(tmp_path, "linux_x86_64", {})
    assert checked.returncode == 1
    assert "expected one platform" in checked.stderr


def test_takes_a_wheel_without_libraries(tmp_path: Path) -> None:
    assert check(tmp_path, "manylinux_2_35_x86_64", {"fastdeploy/a.py": b""}).returncode == 0
