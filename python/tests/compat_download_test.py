# SPDX-License-Identifier: Apache-2.0
"""1.x's functions that fetch files and models, from files, a server on this machine, and archives
that may be hostile."""

from __future__ import annotations

import functools
import hashlib
import http.server
import io
import json
import random
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastdeploy.download import decompress

import fastdeploy as fd
from fastdeploy import _archive


def tar_with(file: Path, *members: tarfile.TarInfo, mode: str = "w:gz") -> Path:
    with tarfile.open(file, mode) as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return file


def member(name: str, size: int = 3, **fields: Any) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    for field, value in fields.items():
        setattr(info, field, value)
    return info


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """An archive with a folder of two files."""
    return tar_with(
        tmp_path / "yolo_v9.tgz", member("yolo/model.pdmodel", 9), member("yolo/sub/infer.yml", 3)
    )


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An http server of the files in tmp_path."""
    monkeypatch.setenv("no_proxy", "*")
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_download_from_a_path_a_file_address_and_a_server(tmp_path: Path, server: str) -> None:
    source = tmp_path / "a file.bin"
    source.write_bytes(b"123" * 1000)
    digest = hashlib.md5(source.read_bytes()).hexdigest()
    for number, url in enumerate((source, source.as_uri(), f"{server}/a%20file.bin?x=1")):
        folder = tmp_path / f"out{number}"
        got = fd.download(url, str(folder), md5sum=digest)
        assert got == str(folder / "a file.bin") and Path(got).read_bytes() == b"123" * 1000
        assert [entry.name for entry in folder.iterdir()] == ["a file.bin"], "nothing else is left"
    again = fd.download(source, tmp_path / "out3", rename="b.bin", show_progress=True)
    assert Path(again).name == "b.bin"
    source.write_bytes(b"changed")
    assert Path(fd.download(source, tmp_path / "out0")).read_bytes() == b"123" * 1000, "kept"
    with pytest.raises(fd.InvalidFileError, match="expected the MD5 digest"):
        fd.download(source, tmp_path / "out0", md5sum="0" * 32)
    assert (tmp_path / "out0/a file.bin").read_bytes() == b"123" * 1000


def test_download_errors(tmp_path: Path, server: str) -> None:
    with pytest.raises(FileNotFoundError, match="no such file"):
        fd.download(tmp_path / "none", tmp_path / "out")
    with pytest.raises(
        fd.Error, match=r"cannot read .*none: File not found\. Fetch it by other means"
    ):
        fd.download(f"{server}/none", tmp_path / "out")
    with pytest.raises(fd.Error, match=r"cannot read http://127\.0\.0\.1:9/a"):
        fd.download("http://127.0.0.1:9/a", tmp_path / "out")
    with pytest.raises(ValueError, match="expected an http"):
        fd.download("ftp://host/a", tmp_path / "out")
    for name in ("../a", "", "a/b", ".."):
        with pytest.raises(ValueError, match="rename"):
            fd.download(tmp_path / "none", tmp_path / "out", rename=name)
    assert list((tmp_path / "out").iterdir()) == []


def test_download_and_decompress(tmp_path: Path, model: Path) -> None:
    out = tmp_path / "out"
    assert fd.download_and_decompress(model.as_uri(), path=str(out)) == str(out / "yolo")
    assert (out / "yolo/model.pdmodel").read_bytes() == b"x" * 9
    assert (out / "yolo/sub/infer.yml").exists()
    assert sorted(entry.name for entry in out.iterdir()) == ["yolo", "yolo_v9.tgz"]
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.txt", "a")
        archive.writestr("b/c.txt", "c")
    assert fd.download_and_decompress(tmp_path / "two.zip", out) == str(out)
    assert (out / "a.txt").read_text() == "a" and (out / "b/c.txt").read_text() == "c"
    plain = tmp_path / "plain.onnx"
    plain.write_bytes(b"1")
    assert fd.download_and_decompress(plain, out) == str(out / "plain.onnx")
    with pytest.raises(ValueError, match="expected an archive"):
        decompress(plain)


@pytest.mark.parametrize(
    "bad",
    [
        member("../outside"),
        member("/tmp/outside"),
        member("a/../../outside"),
        member("C:\\outside"),
        member("link", 0, type=tarfile.SYMTYPE, linkname="/tmp"),
        member("link", 0, type=tarfile.LNKTYPE, linkname="good"),
        member("device", 0, type=tarfile.CHRTYPE),
        member("pipe", 0, type=tarfile.FIFOTYPE),
    ],
    ids=lambda info: f"{info.name}-{info.type!r}",
)
def test_hostile_tars(tmp_path: Path, bad: tarfile.TarInfo) -> None:
    out = tmp_path / "out"
    out.mkdir()
    archive = tar_with(out / "bad.tar", member("good"), bad, mode="w")
    with pytest.raises(fd.InvalidFileError, match=r"bad\.tar"):
        decompress(archive)
    assert [entry.name for entry in out.iterdir()] == ["bad.tar"], "nothing is written"
    assert not (tmp_path / "outside").exists()


def test_hostile_zips(tmp_path: Path) -> None:
    for number, (name, mode) in enumerate([("../a", 0o100644), ("/a", 0), ("link", 0o120777)]):
        file = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(file, "w") as archive:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, "/etc/passwd")
        with pytest.raises(fd.InvalidFileError, match=r"\.zip"):
            decompress(file)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["0.zip", "1.zip", "2.zip"]


def test_archives_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Path) -> None:
    monkeypatch.setattr(_archive, "MOST_BYTES", 11)
    with pytest.raises(fd.InvalidFileError, match="more than 11 bytes"):
        decompress(model)
    monkeypatch.setattr(_archive, "MOST_BYTES", 100)
    monkeypatch.setattr(_archive, "MOST_FILES", 1)
    with pytest.raises(fd.InvalidFileError, match="more than 1 files"):
        decompress(model)
    monkeypatch.undo()
    long_name = tar_with(tmp_path / "long.tgz", member("x" * (2 << 20)))
    with pytest.raises(fd.InvalidFileError, match="a name of 2"):
        decompress(long_name)
    assert not (tmp_path / "yolo").exists()


@pytest.mark.parametrize("name", ["short.tgz", "short.zip"])
def test_damaged_archives(tmp_path: Path, name: str, model: Path) -> None:
    (tmp_path / name).write_bytes(model.read_bytes()[:40])
    with pytest.raises(fd.InvalidFileError, match=name):
        decompress(tmp_path / name)


def archives(tmp_path: Path) -> list[Path]:
    """One of each kind."""
    files = []
    for number, method in enumerate(
        (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    ):
        files.append(tmp_path / f"{number}.zip")
        with zipfile.ZipFile(files[-1], "w", method) as archive:
            archive.writestr("yolo/model.pdmodel", b"ab" * 300)
            archive.writestr("yolo/infer.yml", b"c")
    long = member("yolo/" + "long" * 40, 900, pax_headers={"mtime": "1.5", "comment": "x" * 20})
    for ending, mode in (("tar", "w"), ("tgz", "w:gz"), ("tar.bz2", "w:bz2"), ("tar.xz", "w:xz")):
        files.append(tar_with(tmp_path / f"a.{ending}", long, member("yolo/a"), mode=mode))
    return files


def test_mutated_archives(tmp_path: Path) -> None:
    """They are unpacked or refused, and nothing lies outside of the target."""
    chance = random.Random(20240607)
    refused = 0
    for file in archives(tmp_path):
        whole = file.read_bytes()
        for _ in range(60):
            content = bytearray(whole)
            for _ in range(chance.randrange(1, 5)):
                at = chance.randrange(len(content))
                change = chance.randrange(3)
                content[at : at + (1, 0, 5)[change]] = chance.randbytes((1, 4, 0)[change])
            file.write_bytes(content)
            try:
                _archive.unpack(file, tmp_path / "out", "model")
            except fd.Error:
                refused += 1
    assert refused > 100
    assert {entry.name for entry in (tmp_path / "out").iterdir()} == {"model"}


def test_errors_of_the_system_and_of_servers_are_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(fd.NotFoundError, match="cannot make this folder"):
        fd.download(tmp_path / "file", tmp_path / "file/folder")
    with pytest.raises(fd.InvalidArgumentError, match="expected an address"):
        fd.download("http://[", tmp_path)
    lists = tmp_path / "models.json"
    for text in ("[" * 100_000, '{"a": [{"name": "m", "url": "file", "md5": 1}]}'):
        lists.write_text(text)
        with pytest.raises(fd.InvalidFileError, match=r"models\.json"):
            fd.download_model("m", tmp_path / "out", server=str(lists))


def test_nothing_is_unpacked_through_links(tmp_path: Path, model: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "yolo").symlink_to(other)
    with pytest.raises(fd.InvalidFileError, match="is a link"):
        decompress(model)
    assert list(other.iterdir()) == []


@pytest.fixture
def listed(tmp_path: Path, model: Path) -> Path:
    """A list of models, as a file."""
    digest = hashlib.md5(model.read_bytes()).hexdigest()
    (tmp_path / "b.onnx").write_bytes(b"onnx")
    entries = {
        "detection": [
            {"name": "yolo", "format": "paddle", "version": "1", "url": model.name, "md5": digest},
            {"name": "yolo", "format": "onnx", "version": "1", "url": "b.onnx"},
        ],
        "other": [{"name": "broken", "format": "paddle", "version": "1"}],
    }
    file = tmp_path / "models.json"
    file.write_text(json.dumps(entries))
    return file


def test_models_by_name(tmp_path: Path, listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = str(listed)
    assert list(fd.get_model_list(server=server)) == ["detection", "other"]
    assert list(fd.get_model_list("other", server=listed.as_uri())) == ["other"]
    folder = Path(fd.download_model("yolo", tmp_path / "here", server=server))
    assert folder == tmp_path / "here/yolo" and (folder / "model.pdmodel").exists()
    file = fd.download_model(name="yolo", path=str(tmp_path), format="onnx", server=server)
    assert Path(file).read_bytes() == b"onnx"
    monkeypatch.setenv("FASTDEPLOY_MODEL_SERVER", server)
    monkeypatch.setenv("FASTDEPLOY_HUB_HOME", str(tmp_path / "home"))
    assert fd.download_model(name="yolo") == str(tmp_path / "home/models/yolo")
    for call in (
        lambda: fd.download_model("none"),
        lambda: fd.download_model("yolo", version="2"),
        lambda: fd.get_model_list("none"),
        lambda: fd.get_model_list(server=str(tmp_path / "none.json")),
    ):
        with pytest.raises(FileNotFoundError, match=r"none|version"):
            call()
    with pytest.raises(fd.InvalidFileError, match="no url"):
        fd.download_model("broken")


def test_models_of_a_server(tmp_path: Path, server: str, model: Path) -> None:
    """1.x's server answers {"status": 0, "data": ...}."""
    entry = {"name": "yolo", "format": "paddle", "version": "1", "url": f"{server}/{model.name}"}
    (tmp_path / "fastdeploy_search").write_text(json.dumps({"status": 0, "data": [entry]}))
    lists = tmp_path / "fastdeploy_listmodels"
    lists.write_text(json.dumps({"status": 0, "data": {"detection": [entry]}}))
    assert fd.get_model_list(server=server) == {"detection": [entry]}
    assert fd.download_model("yolo", tmp_path / "out", server=server) == str(tmp_path / "out/yolo")
    lists.write_text(json.dumps({"status": 7}))
    with pytest.raises(fd.Error, match="status 7"):
        fd.get_model_list(server=server)
    lists.write_text("<html>")
    with pytest.raises(fd.InvalidFileError, match="expected JSON"):
        fd.get_model_list(server=server)
    with pytest.raises(fd.Error, match="cannot read"):
        fd.get_model_list(server="http://127.0.0.1:9")


def test_test_image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = tmp_path / "resources/detection_test_image.jpg"
    image.parent.mkdir()
    image.write_bytes(b"jpg")
    monkeypatch.setenv("FASTDEPLOY_HUB_HOME", str(tmp_path))
    assert fd.utils.get_detection_test_image() == str(image)
    assert fd.utils.get_detection_test_image(path=str(image.parent)) == str(image)
