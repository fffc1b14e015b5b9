# SPDX-License-Identifier: Apache-2.0
"""A model that an actor holds, and the rows that it makes of pictures."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pyarrow as pa
import ray

from .. import _core
from .._load import load
from ..errors import Error, InvalidArgumentError, UnsupportedError
from ..vision.tracking import PPTracking

Model: TypeAlias = "str | os.PathLike[str] | Callable[[_core.RuntimeOption], Any]"

SCHEMA = pa.schema(
    {
        "path": pa.string(),
        "page": pa.int32(),
        "error": pa.string(),
        "result": pa.string(),
        "text": pa.string(),
    }
)


class Predictor:
    """Predicts batches of pictures: a class for `ray.data.Dataset.map_batches`.

    model: a folder, as `fastdeploy.load` takes it, which every machine of the cluster has; or a
        function that takes a RuntimeOption and returns a model, in which settings can be made.
    family: for a folder whose files do not identify it; see `fastdeploy.load`.
    option: how the model runs. None: on ONNX Runtime, with one copy of the weights for all actors
        of a machine (`enable_weight_sharing`), or on OpenVINO where ONNX Runtime is missing.

    In an actor, the model computes with as many threads as the actor has CPUs (`num_cpus`), which
    limits all threads of that process; elsewhere with those of the option. One caller at a time.

    Raises fastdeploy.Error if the model cannot be loaded, and for a tracker, which needs the images
    of a sequence in order.
    """

    def __init__(
        self, model: Model, family: str = "", option: _core.RuntimeOption | None = None
    ) -> None:
        option = copy.copy(option) if option is not None else _sharing_option()
        cpus = _cpus_of_actor()
        if cpus is not None:
            _core.set_max_threads(cpus)
            option.set_cpu_thread_num(cpus)
        self._model = model(option) if callable(model) else load(model, option, family)
        if isinstance(self._model, PPTracking):
            raise UnsupportedError(
                "a tracker needs the images of a sequence in order, on one actor"
            )

    def __call__(self, batch: dict[str, Any]) -> pa.Table:
        """Makes a table of the pictures of a batch, one row for each page.

        batch: has the column "bytes", the contents of picture files, or "path", paths of files;
            if both, the files are not read again. The formats are those of the command.

        Returns the columns of the batch, without "bytes", and these: page (from 1; null: the only
        one), error (null if there is none), result (its fields as JSON), and text (the lines of
        text, for OCR). A picture that fails is a row with its error. Raises
        InvalidArgumentError for a batch with neither column.
        """
        sources = batch.get("bytes", batch.get("path"))
        if sources is None:
            raise InvalidArgumentError(
                f"expected a column 'path' or 'bytes', found {', '.join(map(repr, batch))}"
            )
        kept = {name: column for name, column in batch.items() if name not in ("bytes", "path")}
        origins: list[int] = []
        rows: list[dict[str, Any]] = []
        for i, source in enumerate(sources):
            path = {"path": str(batch["path"][i])} if "path" in batch else {}
            for row in self.rows(source if isinstance(source, bytes) else str(source)):
                rows.append({**row, **path})
                origins.append(i)
        table = pa.Table.from_pylist(rows, schema=SCHEMA)
        for name, column in kept.items():
            table = table.append_column(name, pa.array([column[i] for i in origins]))
        return table

    def rows(self, source: str | bytes) -> Iterator[dict[str, Any]]:
        """The rows of one picture, page by page: page, error, result and text.

        source: a path, or the contents of a file. A file of which a page cannot be read has one
        row, with the error.
        """
        try:
            pages = _core.read_pages(source)
        except Error as error:
            yield _row(error=error)
            return
        for number, image in enumerate(pages, start=1):
            page = number if len(pages) > 1 else None
            try:
                row = _row(page, result=self._model.predict(image))
            except Exception as error:  # of a class of the program's own, perhaps
                row = _row(page, error)
            yield row


def _row(
    page: int | None = None, error: Exception | None = None, result: Any = None
) -> dict[str, Any]:
    lines = getattr(result, "text", None)
    reason = str(error) if isinstance(error, Error) else f"{type(error).__name__}: {error}"
    return {
        "page": page,
        "error": None if error is None else reason,
        "result": None if result is None else result.to_json(),
        "text": None if lines is None else "\n".join(lines),
    }


def _sharing_option() -> _core.RuntimeOption:
    option = _core.RuntimeOption()
    if _core.Backend.ORT in _core.get_available_backends():
        option.enable_weight_sharing()
    return option


def _cpus_of_actor() -> int | None:
    """How many CPUs Ray has assigned to this actor, at least one. None: this process is none."""
    context = ray.get_runtime_context() if ray.is_initialized() else None
    if context is None or context.worker.mode != ray.WORKER_MODE:
        return None
    return max(1, int(context.get_assigned_resources().get("CPU", 1)))
