# SPDX-License-Identifier: Apache-2.0
"""Loads models and pipelines by folder or name."""

from __future__ import annotations

import os
from typing import Any

from . import _core
from .errors import InvalidArgumentError
from .models._fetch import resolve


def load(
    folder: str | os.PathLike[str],
    runtime_option: _core.RuntimeOption | None = None,
    family: str = "",
) -> Any:
    """Loads the model or pipeline in an exporter's folder, or a model by name.

    `folder`: if there is no such folder, one of fastdeploy.models.names(), such as
    "ppocrv6-small". Such a model is fetched the first time, which is told on standard error.
    Returns an object of its family's class: PaddleClasModel, PaddleDetectionModel, PPOCR, ...
    `family` names the family if the files do not identify it; see families().
    Raises fastdeploy.Error: InvalidArgumentError (a ValueError) if the family is unknown,
    NotFoundError (a FileNotFoundError) if the folder or a file is missing; Error if the model
    cannot be fetched.
    """
    folder = resolve(folder)
    name = family or _core.family_of_folder(folder)
    if name not in _core._families:
        files = f"the files of '{folder}' do not identify its family"
        reason = f"unknown family '{name}'" if family else files
        raise InvalidArgumentError(f"{reason}: pass one of {', '.join(families())}")
    return _core._families[name](folder, runtime_option=runtime_option)


def families() -> list[str]:
    """The names of the model families, as load() takes them."""
    return list(_core._families)
