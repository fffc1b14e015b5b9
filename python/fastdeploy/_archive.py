# SPDX-License-Identifier: Apache-2.0
"""Unpacks archives that may come from anywhere: nothing is written outside of the target."""

from __future__ import annotations

import shutil
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from .errors import InvalidFileError, NotFoundError

SUFFIXES = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".zip")
# What an archive may hold; more is refused before it fills the disk.
MOST_BYTES = 16 << 30
MOST_FILES = 100_000
_MOST_NAME_BYTES = 1 << 20
_NAMES = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


def is_archive(name: str) -> bool:
    """Whether a file's name says that unpack() reads it."""
    return name.lower().endswith(SUFFIXES)


def unpack(archive: Path, folder: Path, name: str | None = None) -> Path:
    """Unpacks a zip or tar file into `folder`; files that exist are replaced.

    With `name`, the contents are put into the folder of that name, without the archive's own
    folder if everything is in one. Returns the archive's only folder or file, or the folder that it
    was unpacked into. Raises InvalidFileError, and writes nothing, for an archive that is damaged,
    has names that lead out of the folder, links or devices, or is larger than MOST_BYTES or
    MOST_FILES.
    """
    if not archive.is_file():
        raise NotFoundError(f"{archive}: there is no such archive")
    make_folder(folder)
    with tempfile.TemporaryDirectory(prefix=".unpack-", dir=folder) as temporary:
        inside = Path(temporary)
        try:
            _extract(archive, inside)
        except InvalidFileError:
            raise
        except Exception as error:  # each compression has errors of its own
            raise InvalidFileError(f"{archive}: cannot unpack it: {error}") from error
        entries = list(inside.iterdir())
        if name is not None:
            single = entries[0] if len(entries) == 1 and entries[0].is_dir() else inside
            _merge(single, folder / name)
            return folder / name
        for entry in entries:
            _merge(entry, folder / entry.name)
        return folder / entries[0].name if len(entries) == 1 else folder


def make_folder(folder: Path) -> None:
    """Makes a folder unless it exists. Raises NotFoundError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotFoundError(f"{folder}: cannot make this folder: {error.strerror}") from error


def _extract(archive: Path, folder: Path) -> None:
    left = MOST_BYTES
    for count, (name, source) in enumerate(_members(archive)):
        if count == MOST_FILES:
            raise InvalidFileError(f"{archive}: more than {MOST_FILES} files")
        target = _target(archive, folder, name)
        if source is None:
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with source, target.open("wb") as out:
            while chunk := source.read(1 << 20):
                left -= len(chunk)
                if left < 0:
                    raise InvalidFileError(f"{archive}: more than {MOST_BYTES} bytes")
                out.write(chunk)


def _target(archive: Path, folder: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or ":" in name:
        raise InvalidFileError(f"{archive}: the name {name!r} leads out of the archive")
    return folder / path


def _members(archive: Path) -> Iterator[tuple[str, IO[bytes] | None]]:
    """The files (name, contents) and folders (name, None) of an archive."""
    return _in_zip(archive) if archive.name.lower().endswith(".zip") else _in_tar(archive)


def _in_zip(archive: Path) -> Iterator[tuple[str, IO[bytes] | None]]:
    with zipfile.ZipFile(archive) as file:
        for info in file.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise InvalidFileError(f"{archive}: {info.filename!r} is a link or a device")
            yield info.filename, None if info.is_dir() else file.open(info)


class _Header(tarfile.TarInfo):
    """A header whose long names are bounded: tarfile reads those at once."""

    # Called for every header that was read, in all versions of tarfile; newer ones do not call
    # frombuf.
    def _proc_member(self, file: tarfile.TarFile) -> tarfile.TarInfo | None:
        if self.type in _NAMES and self.size > _MOST_NAME_BYTES:
            raise InvalidFileError(f"a name of {self.size} bytes")
        member: tarfile.TarInfo | None = super()._proc_member(file)  # type: ignore[misc]
        return member


def _in_tar(archive: Path) -> Iterator[tuple[str, IO[bytes] | None]]:
    with tarfile.open(archive, tarinfo=_Header) as file:
        for info in file:
            if not info.isfile() and not info.isdir():
                raise InvalidFileError(f"{archive}: {info.name!r} is a link or a device")
            yield info.name, None if info.isdir() else file.extractfile(info)


def _merge(source: Path, target: Path) -> None:
    if target.is_symlink():
        raise InvalidFileError(f"{target}: is a link; nothing is unpacked through it")
    if source.is_dir():
        target.mkdir(exist_ok=True)
        for entry in source.iterdir():
            _merge(entry, target / entry.name)
        return
    if target.is_dir():
        shutil.rmtree(target)
    source.replace(target)
