# SPDX-License-Identifier: Apache-2.0
"""The picture files that a run reads, as the command finds them."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from pathlib import Path

from ..errors import NotFoundError

_ENDINGS = {".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".gif"}


def expand(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], recursive: bool = False
) -> list[str]:
    """The absolute paths of files, of the pictures in folders, and of what matches patterns.

    Hidden files are left out. Each path is there once. Raises NotFoundError for a folder or a
    pattern without pictures.
    """
    several = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    paths: dict[str, None] = {}
    for given in (os.fspath(path) for path in several):
        found, kind = [given], "file"
        if Path(given).is_dir():
            found, kind = _pictures_of(Path(given), recursive), "folder"
        elif not Path(given).exists() and any(sign in given for sign in "*?["):
            matches = glob.glob(given)  # noqa: PTH207 (Path's takes no absolute patterns)
            found, kind = sorted(filter(os.path.isfile, matches)), "pattern"
        if not found:
            raise NotFoundError(f"no images in {kind} '{given}'")
        paths.update(dict.fromkeys(map(os.path.abspath, found)))
    return list(paths)


def shown(path: str) -> str:
    """A path as text that is UTF-8, whatever bytes it has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _pictures_of(folder: Path, recursive: bool) -> list[str]:
    found: list[str] = []
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if recursive and not name.startswith(".")]
        for name in files:
            path = Path(parent, name)
            wanted = not name.startswith(".") and path.suffix.lower() in _ENDINGS
            if wanted and path.is_file():
                found.append(str(path))
    return sorted(found)


def _refuse(error: OSError) -> None:
    raise NotFoundError(f"cannot read folder '{error.filename}': {error.strerror}")
