# SPDX-License-Identifier: Apache-2.0
"""Restores pickled results, models and pipelines; named by their __reduce__."""

from __future__ import annotations

from typing import Any


def restore_result(kind: Any, fields: dict[str, Any]) -> Any:
    return kind(**fields)


def _make(kind: Any, arguments: tuple[Any, ...]) -> Any:
    """An object of a class, which a program may have derived and given another constructor."""
    made = kind.__new__(kind)
    bound = next(base for base in kind.__mro__ if base.__module__ == "fastdeploy._core")
    bound.__init__(made, *arguments)
    return made


def restore_model(kind: Any, arguments: tuple[Any, ...], stages: dict[str, Any]) -> Any:
    """Loads the model from its files and applies the settings of its pre- and postprocessor."""
    model = _make(kind, arguments)
    for stage, settings in stages.items():
        getattr(model, stage)._settings = settings
    return model


def restore_pipeline(kind: Any, models: tuple[Any, ...], settings: dict[str, Any]) -> Any:
    pipeline = _make(kind, models)
    for name, value in settings.items():
        setattr(pipeline, name, value)
    return pipeline
