# SPDX-License-Identifier: Apache-2.0
"""The cache of compiled models, from Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import classifier

import fastdeploy as fd

BACKENDS = ["use_openvino_backend"] + ["use_ort_backend"] * fd.is_built_with_ort()


@pytest.fixture(autouse=True)
def cache_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a test names no folder, whatever ./dev test says."""
    monkeypatch.setenv("FASTDEPLOY_COMPILED_CACHE", "off")


@pytest.mark.parametrize("backend", BACKENDS)
def test_results_are_the_same(
    cat: np.ndarray, tmp_path: Path, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    option = fd.RuntimeOption()
    getattr(option, backend)()
    expected = classifier(runtime_option=option).predict(cat)
    monkeypatch.delenv("FASTDEPLOY_COMPILED_CACHE")
    option.enable_compiled_cache(str(tmp_path))
    assert option.use_compiled_cache
    assert option.cache_folder == str(tmp_path)
    for _ in range(2):  # it is written, then read
        model = classifier(runtime_option=option)
        assert model.predict(cat) == expected
        assert model.clone().predict(cat) == expected
        assert len(list((tmp_path / "compiled").iterdir())) == 1
    option.disable_compiled_cache()
    option.cache_folder = str(tmp_path / "other")
    assert classifier(runtime_option=option).predict(cat) == expected
    assert not (tmp_path / "other").exists()


@pytest.mark.timeout(120)
def test_processes_read_what_one_has_written(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import conftest as c;"
        "print(c.classifier().predict(c.made_picture(300, 400)))"
    )
    here = str(Path(__file__).parent)

    def run(cache: str) -> str:
        environment = {**os.environ, "FASTDEPLOY_COMPILED_CACHE": cache}
        command = [sys.executable, "-c", program, here]
        done = subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, timeout=60
        )
        assert done.stderr == ""
        return done.stdout

    expected = run("off")
    assert "label_ids" in expected
    assert run(str(tmp_path / "cache")) == expected
    assert run(str(tmp_path / "cache")) == expected
    assert len(list((tmp_path / "cache").iterdir())) == 1
