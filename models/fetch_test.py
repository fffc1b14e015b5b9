"""Tests what only a checkout fetches. python/tests/models_test.py tests the fetcher itself."""

from __future__ import annotations

import importlib.metadata
import re
import zipfile
from pathlib import Path, PurePosixPath

import fetch
import pack
import pytest
from fastdeploy.models import _fetch

PACKAGE_ROWS = _fetch.read_rows()
CHECKOUT_ROWS = _fetch.read_rows(fetch.MANIFEST)
ROWS = PACKAGE_ROWS | CHECKOUT_ROWS


def test_committed_files_match_the_manifest(tmp_path: Path) -> None:
    """Creates the rows that need no package: graphs with seeded weights, and files."""
    for name, row in CHECKOUT_ROWS.items():
        assert fetch.main([name, "--dest", str(tmp_path)]) == 0
        assert _fetch.is_complete(row, tmp_path / name)


def test_list_has_the_rows_of_both_manifests(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert fetch.main(["tables", "--dest", str(tmp_path)]) == 0
    capsys.readouterr()
    assert fetch.main(["--list", "--dest", str(tmp_path)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == list(ROWS)
    assert [line[0] for line in lines if line[1] == "here"] == ["tables"]


def test_every_name_is_in_one_manifest() -> None:
    assert len(ROWS) == len(PACKAGE_ROWS) + len(CHECKOUT_ROWS)
    assert not any("member" in file for r in CHECKOUT_ROWS.values() for file in r["files"].values())


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_rows_are_well_formed(row: dict) -> None:
    assert row["kind"] in ("model", "seeded", "images")
    assert row["licence"]
    assert not set(row["description"]) & set('"\\;')  # CMake writes it into a C++ string
    for target, file in row["files"].items():
        path = PurePosixPath(target)
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert re.fullmatch("[0-9a-f]{64}", file["sha256"])
        if "source" in file:
            assert _fetch.sha256(row["sources"] / file["source"]) == file["sha256"]
        elif "member" in file:
            assert re.fullmatch(r"[a-z0-9-]+==[0-9.]+( sdist)?", file["package"])


def test_a_folder_with_other_files_is_not_complete(tmp_path: Path) -> None:
    (tmp_path / "det").mkdir()
    (tmp_path / "det" / "net.onnx").write_bytes(b"weights")
    row = {"files": {"det/net.onnx": {"sha256": _fetch.sha256(tmp_path / "det" / "net.onnx")}}}
    assert _fetch.is_complete(row, tmp_path)
    (tmp_path / "cls").mkdir()
    (tmp_path / "cls" / "net.onnx").write_bytes(b"of an earlier version")
    assert not _fetch.is_complete(row, tmp_path)
    assert not _fetch.is_complete(row, tmp_path / "none")


def test_packs_models_into_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "models" / "small"
    made.mkdir(parents=True)
    (made / "net.onnx").write_bytes(b"weights")
    row = {"name": "small", "description": "", "licence": "Apache-2.0"}
    row["files"] = {"net.onnx": {"sha256": _fetch.sha256(made / "net.onnx")}}
    monkeypatch.setattr(_fetch, "read_rows", lambda: {"small": row})
    monkeypatch.setenv("FASTDEPLOY_MODELS", str(tmp_path / "models"))
    assert pack.main(["small", "--dest", str(tmp_path)]) == 0
    (wheel,) = tmp_path.glob("fastdeploy_vision_models-*-py3-none-any.whl")
    before = wheel.read_bytes()
    assert pack.main(["small", "--dest", str(tmp_path)]) == 0
    assert wheel.read_bytes() == before
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    (found,) = importlib.metadata.distributions(path=[str(tmp_path / "installed")])
    assert found.metadata["Name"] == "fastdeploy-vision-models" and found.version == pack.version()
    assert found.files is not None
    for file in found.files:
        if file.hash is not None:
            content = file.read_binary()
            assert pack.record(str(file), content).split(",")[1] == f"sha256={file.hash.value}"
    monkeypatch.setenv("FASTDEPLOY_MODELS", str(tmp_path / "none"))
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    assert _fetch.resolve("small") == tmp_path / "installed/fastdeploy_vision_models/small"
    assert _fetch.fetch("small") == _fetch.resolve("small")


def test_what_cannot_be_packed(capsys: pytest.CaptureFixture) -> None:
    assert pack.main(["nothing"]) == 1
    assert "no model is named 'nothing'" in capsys.readouterr().err
