# SPDX-License-Identifier: Apache-2.0
"""Runs the Python in the documentation: the blocks after a line `<!-- run -->`.

Those of a page run one after the other in one program, in a folder that has what they name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MODELS, ROOT

import fastdeploy as fd

BLOCK = re.compile(r"^<!-- run -->\n```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = {
    str(page.relative_to(ROOT)): blocks
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    if (blocks := BLOCK.findall(page.read_text("utf-8")))
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Models by their names, and pictures."""
    for model in MODELS.iterdir():
        (tmp_path / model.name).symlink_to(model)
    pages, photos = tmp_path / "scans", tmp_path / "photos"
    pages.mkdir()
    photos.mkdir()
    for name in ("one.png", "two.png"):
        shutil.copy(MODELS / "images" / "page.png", pages / name)
    shutil.copy(MODELS / "images" / "page.png", tmp_path)
    for name in ("chelsea.png", "coffee.png"):
        shutil.copy(MODELS / "images" / name, photos)
    shutil.copy(MODELS / "images" / "chelsea.png", tmp_path / "photo.png")
    return tmp_path


def test_every_mark_has_a_block() -> None:
    for page, blocks in PAGES.items():
        assert (ROOT / page).read_text("utf-8").count("<!-- run -->") == len(blocks), page
    assert {"docs/python.md", "docs/scale-out.md"} <= PAGES.keys()


@pytest.mark.parametrize("page", PAGES)
def test_blocks_run(page: str, folder: Path) -> None:
    blocks = PAGES[page]
    if any("fastdeploy.ray" in block for block in blocks):
        pytest.importorskip("ray", reason="Ray is not installed: it is in the group `cluster`")
        # One cluster for all blocks, since starting one takes seconds; not that of another test.
        start = 'import ray\nray.init("local", num_cpus=2, include_dashboard=False)\n'
        blocks = [start, *blocks]
    program = folder / "program.py"
    program.write_text("\n".join(blocks))
    ran = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        timeout=250,
        cwd=folder,
        env=os.environ | {"RAY_USAGE_STATS_ENABLED": "0"},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_page_of_the_api_has_every_name() -> None:
    page = (ROOT / "docs/api/python.md").read_text("utf-8").split()
    for name in fd.__all__:
        value = getattr(fd, name)
        if callable(value) and name not in ("Frontend", *fd.errors.__all__):
            assert f"fastdeploy.{name}" in page or f"fastdeploy.{name}.{name}" in page, name
