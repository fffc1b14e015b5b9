"""The installed copy, and helpers that run programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

# Nothing that ran before matters, unless ./dev test names a folder. Tests of the cache name theirs.
os.environ.setdefault("FASTDEPLOY_COMPILED_CACHE", "off")

MODELS = Path(
    os.environ.get("FASTDEPLOY_MODELS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "models"
)


def run(*command: object, **kwargs: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=600, **kwargs
    )


def must(*command: object, **kwargs: object) -> str:
    done = run(*command, **kwargs)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installed copy that was moved after the installation."""
    folder = tmp_path_factory.mktemp("installed")
    must("cmake", "--install", os.environ["FASTDEPLOY_BUILD"], "--prefix", folder / "first")
    shutil.move(folder / "first", folder / "moved")
    return folder / "moved"
