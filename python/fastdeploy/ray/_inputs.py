# SPDX-License-Identifier: Apache-2.0
"""The picture files that a run reads, as the command finds them."""

from __future__ import annotations

import os
from collections.abc import Iterable

from .._core import picture_files


def expand(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], recursive: bool = False
) -> list[str]:
    """The absolute paths of files, of the pictures in folders, and of what matches patterns.

    Hidden files are left out. Each path is there once. Raises NotFoundError for a folder or a
    pattern without pictures.
    """
    several = [inputs] if isinstance(inputs, (str, os.PathLike)) else inputs
    return list(dict.fromkeys(map(os.path.abspath, picture_files(several, recursive))))


def shown(path: str) -> str:
    """A path as text that is UTF-8, whatever bytes it has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
