# SPDX-License-Identifier: Apache-2.0
"""1.x's functions that find and fetch published models by name."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from .download import download, local_path, open_address, unreachable
from .errors import Error, InvalidFileError, NotFoundError

_SERVER = "http://paddlepaddle.org.cn/paddlehub"
_MOST_BYTES = 64 << 20


def folder_of(kind: str) -> Path:
    """1.x's folder for models or resources: in $FASTDEPLOY_HUB_HOME, by default ~/.fastdeploy."""
    return Path(os.environ.get("FASTDEPLOY_HUB_HOME") or Path.home() / ".fastdeploy") / kind


def get_model_list(category: str | None = None, server: str | None = None) -> dict[str, Any]:
    """The published models by category: {category: [{name, format, version, ...}, ...]}.

    server: the address of a model server of 1.x; or a JSON file with the list itself (a path or
    file: address), whose models have a url, too: an address, or a path relative to the file.
    None: $FASTDEPLOY_MODEL_SERVER, else 1.x's server.

    Raises fastdeploy.Error if the list cannot be read; NotFoundError for an unknown category.
    """
    found = _list(_chosen(server))
    if category is None:
        return found
    if category not in found:
        raise NotFoundError(f"no models of the category {category!r}, but: {', '.join(found)}")
    return {category: found[category]}


def download_model(
    name: str,
    path: str | os.PathLike[str] | None = None,
    format: str | None = None,
    version: str | None = None,
    server: str | None = None,
) -> str:
    """Downloads a published model, and returns the path of its folder or file.

    path: the folder to put it into; None: models in $FASTDEPLOY_HUB_HOME or ~/.fastdeploy.
    format, version: of the model, if there are several of its name; None: the first.
    server: see get_model_list().

    Raises fastdeploy.Error; NotFoundError for an unknown name.
    """
    from . import _archive

    source = _chosen(server)
    model = _search(source, name, format, version)
    folder = folder_of("models") if path is None else Path(path)
    try:
        address, md5sum = str(model["url"]), model.get("md5")
    except KeyError:
        raise InvalidFileError(f"{source}: the model {name!r} has no url") from None
    if md5sum is not None and not isinstance(md5sum, str):
        raise InvalidFileError(f"{source}: md5 of {name!r}: expected a text, found {md5sum!r}")
    local = local_path(source)
    if local is not None and local_path(address) == Path(address):
        address = str(local.parent / address)
    file = Path(download(address, folder, md5sum=md5sum))
    if not _archive.is_archive(file.name):
        return str(file)
    return str(_archive.unpack(file, folder, Path(name).name))


def _chosen(server: str | None) -> str:
    return server or os.environ.get("FASTDEPLOY_MODEL_SERVER") or _SERVER


def _list(source: str) -> dict[str, Any]:
    local = local_path(source)
    if local is not None and not local.is_file():
        raise NotFoundError(f"{source}: there is no such list of models")
    found = _read(source if local is not None else f"{source}/fastdeploy_listmodels")
    if not isinstance(found, dict) or not all(isinstance(some, list) for some in found.values()):
        raise InvalidFileError(f"{source}: expected lists of models by category")
    return found


def _search(source: str, name: str, form: str | None, version: str | None) -> dict[str, Any]:
    wanted = {"name": name, "format": form, "version": version}
    wanted = {key: value for key, value in wanted.items() if value is not None}
    if local_path(source) is not None:
        models = [model for some in _list(source).values() for model in some]
    else:
        import urllib.parse

        models = _read(f"{source}/fastdeploy_search?{urllib.parse.urlencode(wanted)}") or []
    for model in models if isinstance(models, list) else []:
        if isinstance(model, dict) and all(model.get(key) == wanted[key] for key in wanted):
            return model
    raise NotFoundError(f"{source} has no model with {wanted}; see get_model_list()")


def _read(address: str) -> Any:
    """The data of an answer of the server, or of a file."""
    import http.client  # see download.py

    local = local_path(address)
    try:
        with open_address(address) if local is None else local.open("rb") as source:
            text = source.read(_MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, Error):
            raise
        raise unreachable(address, error) from error
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidFileError(f"{address}: expected JSON: {error}") from error
    if isinstance(answer, dict) and "status" in answer:
        if answer["status"] != 0:
            raise Error(f"{address} answered with the status {answer['status']}")
        return answer.get("data")
    return answer
