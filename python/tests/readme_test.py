# SPDX-License-Identifier: Apache-2.0
"""The Python snippets of the README, one after the other, as a reader would paste them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import pytest
from conftest import MODELS, ROOT

README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the files that the README names."""
    monkeypatch.setenv("FASTDEPLOY_MODELS", str(MODELS))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.png").symlink_to(MODELS / "images" / "page.png")
    (tmp_path / "ResNet50_vd_infer").symlink_to(MODELS / "resnet50_vd")
    cv2.imwrite("photo.jpg", cv2.imread(str(MODELS / "images" / "chelsea.png")))
    return tmp_path


def snippets(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_python(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    printed = []
    for snippet in snippets("python"):
        exec(compile(snippet, "README.md", "exec"), names)
        printed.append(capsys.readouterr().out)
    assert "Region-based segmentation\n" in printed[0]
    assert printed[1].count("ClassifyResult") == 2
    assert (folder / "photo.json").is_file()


def test_first_contact_is_three_lines() -> None:
    first = snippets("python")[0]
    assert len([line for line in first.splitlines() if line]) == 3


def test_command(folder: Path) -> None:
    command = Path(sys.executable).parent / "fastdeploy"
    (first, *_) = (lines for lines in snippets("bash") if lines.startswith("fastdeploy ocr"))
    ran = subprocess.run([command, *first.split()[1:]], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert "Region-based segmentation" in ran.stdout
