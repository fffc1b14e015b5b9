# SPDX-License-Identifier: Apache-2.0
"""The programs for Dask, Spark, Celery and joblib: the same rows as the model gives here."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MODELS, ROOT, classifier

import fastdeploy as fd

PROGRAMS = ROOT / "tutorials/scale_out"
NEEDS = {"joblib": "joblib", "dask": "distributed", "celery": "celery", "spark": "pyspark"}


@pytest.mark.parametrize("name", NEEDS)
def test_rows(name: str, tmp_path: Path) -> None:
    if importlib.util.find_spec(NEEDS[name]) is None:
        pytest.skip(f"{NEEDS[name]} is not installed")
    if name == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    pictures = [MODELS / "images" / picture for picture in ("chelsea.png", "page.png")]
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    ran = subprocess.run(
        [sys.executable, str(PROGRAMS / f"with_{name}.py"), str(MODELS / "pplcnet_x0_25")]
        + [str(path) for path in (*pictures, broken)],
        capture_output=True,
        text=True,
        timeout=200,
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stderr
    rows = {row["path"]: row for row in map(json.loads, ran.stdout.splitlines())}
    assert len(rows) == ran.stdout.count("\n") == 3
    assert rows[str(broken)]["error"]
    option = fd.RuntimeOption()
    option.use_ort_backend()
    model = classifier(runtime_option=option)
    for path in pictures:
        found, expected = rows[str(path)]["result"], model.predict(_read(path)).to_dict()
        assert found["label_ids"] == expected["label_ids"]
        assert found["scores"] == pytest.approx(expected["scores"], abs=1e-5)


def _read(path: Path) -> object:
    import cv2

    return cv2.imread(str(path))
