# SPDX-License-Identifier: Apache-2.0
"""1.x's functions that fetch files: from http(s) and file: addresses, and local paths.

The functions import what they need: most programs fetch nothing, and http alone takes as long to
import as the rest of the package.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import IO

from .errors import Error, InvalidArgumentError, InvalidFileError, NotFoundError

TRIES = 3
SECONDS = 60
MOST_BYTES = 16 << 30


def download(
    url: str | os.PathLike[str],
    path: str | os.PathLike[str],
    rename: str | None = None,
    md5sum: str | None = None,
    show_progress: bool = False,
) -> str:
    """Puts the file at an address into the folder `path`, and returns the path of the file.

    url: http://, https:// or file:// address, or a local path.
    rename: the file's name; None: that at the end of the address.
    md5sum: the file's MD5 digest in hexadecimal digits; None: any.
    show_progress: writes the number of bytes to standard error.

    A file that exists already, with that digest, is not fetched again. Raises fastdeploy.Error:
    NotFoundError (a FileNotFoundError) for a local file that does not exist, InvalidFileError for
    another digest.
    """
    import uuid

    from . import _archive

    address = os.fspath(url)
    name = rename if rename is not None else _name_of(address)
    if not name or name in (".", "..") or "/" in name or "\\" in name or "\0" in name:
        raise InvalidArgumentError(f"rename: expected the name of a file; found {name!r}")
    folder = Path(path)
    _archive.make_folder(folder)
    target = folder / name
    if target.is_file() and (md5sum is None or _digest(target) == md5sum.lower()):
        return str(target)
    temporary = folder / f".download-{uuid.uuid4().hex}"
    try:
        _fetch(address, temporary, show_progress)
        found = _digest(temporary) if md5sum is not None else None
        if md5sum is not None and found != md5sum.lower():
            raise InvalidFileError(f"{address}: expected the MD5 digest {md5sum}; found {found}")
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return str(target)


def decompress(fname: str | os.PathLike[str]) -> str:
    """Unpacks a .zip or .tar file (.tgz, .tar.gz, ...) into its folder.

    Returns the path of the archive's only folder or file, or the folder. Raises fastdeploy.Error
    for an archive that is damaged, too large, has links, or leads out of the folder.
    """
    from . import _archive

    archive = Path(fname)
    if not _archive.is_archive(archive.name):
        known = ", ".join(_archive.SUFFIXES)
        raise InvalidArgumentError(f"{archive}: expected an archive ({known})")
    return str(_archive.unpack(archive, archive.parent))


def download_and_decompress(
    url: str | os.PathLike[str], path: str | os.PathLike[str] = ".", rename: str | None = None
) -> str:
    """Downloads a file; if it is an archive, unpacks it. See download() and decompress().

    Returns the path of what was unpacked, or of a file that is no archive.
    """
    from . import _archive

    file = download(url, path, rename)
    return decompress(file) if _archive.is_archive(file) else file


def _scheme(address: str) -> str:
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", address)
    if match is None:
        return "file" if address.startswith("file:") else ""
    return match[1].lower()


def _path_of(address: str) -> str:
    import urllib.parse

    try:
        return urllib.parse.urlsplit(address).path
    except ValueError as error:
        raise InvalidArgumentError(f"{address}: expected an address: {error}") from error


def _name_of(address: str) -> str:
    import urllib.parse

    path = urllib.parse.unquote(_path_of(address)) if _scheme(address) else address
    return path.rsplit("/", 1)[-1]


def local_path(address: str) -> Path | None:
    """The path that a file: address or a local path stands for; None for other addresses."""
    scheme = _scheme(address)
    if scheme == "file":
        import urllib.request

        return Path(urllib.request.url2pathname(_path_of(address)))
    return None if scheme else Path(address)


def _digest(file: Path) -> str:
    import hashlib

    digest = hashlib.md5(usedforsecurity=False)
    with file.open("rb") as content:
        while chunk := content.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _fetch(address: str, target: Path, show_progress: bool) -> None:
    import http.client
    import shutil
    import urllib.error

    local = local_path(address)
    if local is not None:
        if not local.is_file():
            raise NotFoundError(f"{address}: there is no such file")
        try:
            shutil.copyfile(local, target)
        except OSError as error:
            raise Error(f"{address}: cannot copy it to {target}: {error.strerror}") from error
        return
    for tries_left in reversed(range(TRIES)):
        try:
            with open_address(address) as source, target.open("wb") as out:
                _copy(address, source, out, show_progress)
            return
        except (urllib.error.HTTPError, OSError, http.client.HTTPException) as error:
            if isinstance(error, Error):
                raise
            refused = isinstance(error, urllib.error.HTTPError) and error.code < 500
            if refused or tries_left == 0:
                raise unreachable(address, error) from error


def open_address(address: str) -> IO[bytes]:
    """Opens an http(s) address for reading. Raises OSError, and Error for other addresses."""
    if _scheme(address) not in ("http", "https"):
        raise InvalidArgumentError(f"{address}: expected an http, https or file address, or a path")
    import urllib.request

    source: IO[bytes] = urllib.request.urlopen(address, timeout=SECONDS)
    return source


def unreachable(address: str, error: Exception) -> Error:
    """The error for an address that cannot be read."""
    reason = getattr(error, "reason", None) or error
    return Error(
        f"cannot read {address}: {reason}. Fetch it by other means, and pass its path instead"
    )


def _copy(address: str, source: IO[bytes], out: IO[bytes], show_progress: bool) -> None:
    done = 0
    while chunk := source.read(1 << 18):
        done += len(chunk)
        if done > MOST_BYTES:
            raise InvalidFileError(f"{address}: more than {MOST_BYTES} bytes")
        out.write(chunk)
        if show_progress:
            print(f"\r{_name_of(address)}: {done >> 10} KB", end="", file=sys.stderr, flush=True)
    if show_progress:
        print(file=sys.stderr)
    expected = getattr(source, "length", None)
    if expected:  # bytes that did not come
        raise OSError(f"the connection ended {expected} bytes early")
