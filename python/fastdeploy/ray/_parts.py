# SPDX-License-Identifier: Apache-2.0
"""The folder of Parquet files that predict() writes: each is there completely, or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import Error, InvalidArgumentError, InvalidFileError, NotFoundError

_MODEL = b"fastdeploy.model"


class Parts:
    """The parts in a folder, locked against another run while it is used as a context manager.

    model: a text that identifies the model; a folder has the results of one model only.

    Raises NotFoundError if the folder cannot be made, InvalidArgumentError if it has the results of
    another model, InvalidFileError for a part that cannot be read, and Error if another run writes
    into it.
    """

    def __init__(self, folder: str | os.PathLike[str], model: str) -> None:
        self._folder = Path(folder)
        self._model = model.encode()

    def __enter__(self) -> Parts:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self._folder / "_lock").open("wb")
        except OSError as error:
            raise NotFoundError(
                f"{self._folder}: cannot be written as a folder: {error}"
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise Error(f"{self._folder}: another run writes into it") from None
        for unfinished in self._folder.glob(".part-*"):
            unfinished.unlink()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._lock.close()

    def done(self) -> set[str]:
        """The inputs whose rows are there."""
        found: set[str] = set()
        for part in sorted(self._folder.glob("part-*.parquet")):
            try:
                table = pq.read_table(part, columns=["path"])
            except (OSError, pa.ArrowException) as error:
                raise InvalidFileError(f"{part}: no part of a run: {error}") from error
            model = (table.schema.metadata or {}).get(_MODEL, b"?")
            if model != self._model:
                raise InvalidArgumentError(
                    f"{self._folder} has the results of the model {model.decode()!r}, not of "
                    f"{self._model.decode()!r}: write into another folder"
                )
            found.update(table.column("path").to_pylist())
        return found

    def write(self, paths: Sequence[str], rows: pa.Table) -> None:
        """Adds a part. Its name comes from its inputs: written again, it replaces itself."""
        digest = hashlib.sha256("\0".join(paths).encode("utf-8", "surrogateescape")).hexdigest()
        name = f"part-{digest[:16]}.parquet"
        unfinished = self._folder / f".{name}"
        try:
            pq.write_table(rows.replace_schema_metadata({_MODEL: self._model}), unfinished)
            unfinished.replace(self._folder / name)
        except OSError as error:
            raise Error(f"{self._folder / name}: cannot be written: {error}") from error
