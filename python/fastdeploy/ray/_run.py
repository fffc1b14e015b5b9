# SPDX-License-Identifier: Apache-2.0
"""Predicts files on the machines of a cluster, and survives their loss."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import ray
from ray.exceptions import RayError, RayTaskError

from .. import _core
from ..errors import Error, InvalidArgumentError
from ._inputs import expand, shown
from ._parts import Parts
from ._predictor import SCHEMA, Model, Predictor

_MOST_LOSSES = 3  # of workers with a picture, or before one has loaded the model


@dataclass
class Report:
    """What a run did: `images` pages were predicted, of which `failed` have an error in their row;
    `skipped` files had their rows already."""

    images: int = 0
    failed: int = 0
    skipped: int = 0


def predict(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    model: Model,
    output: str | os.PathLike[str],
    address: str | None = None,
    *,
    family: str = "",
    option: _core.RuntimeOption | None = None,
    workers: int = 0,
    num_cpus: int = 1,
    files_per_part: int = 64,
    recursive: bool = False,
    progress: bool = True,
) -> Report:
    """Predicts picture files on a Ray cluster and writes a table of the results.

    inputs: files, folders or patterns, which every machine finds at the same paths.
    model, family, option: as Predictor takes them.
    output: a folder for Parquet files, on the machine of the caller; `pandas.read_parquet(output)`
        reads it. Columns: path (absolute), page (from 1; null: the only one), error (null: none),
        result (its fields as JSON) and text (for OCR). The rows are in no order.
    address: of the cluster, as `ray.init` takes it: "ray://HOST:10001" from outside, "HOST:6379"
        from one of its machines. None: $RAY_ADDRESS, a cluster on this machine, or a new one.
        Ignored if the program has called ray.init.
    workers: the number of actors, each with the model; 0: as many as the cluster has room for.
    num_cpus: CPUs of an actor, which are the threads of its model.
    files_per_part: how many files an actor takes at a time, and how many a Parquet file has.
    recursive: search the folders in folders, too.
    progress: write to standard error how far the run is.

    A picture that fails is a row with its error. A worker that is lost is replaced and its pictures
    are predicted again; a picture that ends its workers again and again gets an error. Run again
    after it was stopped, it goes on: files that have rows are left out, those with an error, too.

    Raises fastdeploy.Error if the model cannot be loaded, no machine has `num_cpus` CPUs, or the
    folder has results of another model; NotFoundError if there are no inputs.
    """
    for name, number, least in (
        ("workers", workers, 0),
        ("num_cpus", num_cpus, 1),
        ("files_per_part", files_per_part, 1),
    ):
        if number < least:
            raise InvalidArgumentError(f"{name}: expected {least} or more, found {number}")
    if not callable(model) and Path(model).is_dir():
        model = Path(model).absolute()  # workers may have another working folder
    files = {shown(path): path for path in expand(inputs, recursive)}
    with Parts(output, _name_of(model)) as parts:
        done = parts.done() & files.keys()
        report = Report(skipped=len(done))
        todo = [path for name, path in files.items() if name not in done]
        if not todo:
            return report
        tasks = [_Task(todo[i : i + files_per_part]) for i in range(0, len(todo), files_per_part)]
        with _connected(address):
            pool = _Workers(
                (model, family, option), min(workers or _room(num_cpus), len(tasks)), num_cpus
            )
            bar = _Bar(len(todo), progress)
            with contextlib.closing(pool.run(tasks)) as finished:
                for task, rows in finished:
                    parts.write(task.paths, rows)
                    report.images += rows.num_rows
                    report.failed += rows.num_rows - rows.column("error").null_count
                    bar.add(len(task.paths), report.failed)
    return report


@dataclass
class _Task:
    paths: list[str]
    losses: int = 0  # of workers while they did it

    def after_loss(self) -> list[_Task]:
        """What is done in its place: after a second loss each picture alone, to find the one."""
        if self.losses == 0 or len(self.paths) == 1:
            return [_Task(self.paths, self.losses + 1)]
        return [_Task([path], self.losses) for path in self.paths]


class _Worker:
    """The actor. It loads the model in a call of its own, whose errors reach the caller."""

    def load(self, arguments: tuple[Any, ...]) -> None:
        self._predictor = Predictor(*arguments)

    def predict(self, paths: list[str]) -> pa.Table:
        rows = [
            {**row, "path": shown(path)} for path in paths for row in self._predictor.rows(path)
        ]
        return pa.Table.from_pylist(rows, schema=SCHEMA)


class _Workers:
    """Actors, replaced when they are lost."""

    def __init__(self, arguments: tuple[Any, ...], count: int, num_cpus: int) -> None:
        self._make = ray.remote(_Worker).options(num_cpus=num_cpus).remote
        self._arguments = arguments
        self._count = count

    def run(self, tasks: list[_Task]) -> Generator[tuple[_Task, pa.Table], None, None]:
        """Yields tasks and their rows as they are done. Ends the actors when it is closed."""
        todo = deque(tasks)
        calls: dict[Any, tuple[Any, _Task | None]] = {}  # what each actor does; None: it loads
        idle: list[Any] = []
        losses = 0  # without a model that was loaded in between

        def start() -> None:
            actor: Any = self._make()
            calls[actor.load.remote(self._arguments)] = (actor, None)

        try:
            for _ in range(self._count):
                start()
            while todo or any(task for _, task in calls.values()):
                (call,), _ = ray.wait(list(calls), num_returns=1)
                actor, task = calls.pop(call)
                try:
                    rows = ray.get(call)
                    losses = 0
                    idle.append(actor)
                    if task is not None:
                        yield task, rows
                except RayTaskError as error:
                    raise _cause(error) from None
                except RayError as error:
                    ray.kill(actor)
                    start()
                    if task is None:
                        losses += 1
                        if losses == _MOST_LOSSES:
                            raise Error(f"workers end while they load the model: {error}") from None
                    else:
                        for again in task.after_loss():
                            if again.losses < _MOST_LOSSES:
                                todo.append(again)
                            else:
                                yield again, _lost(again.paths)
                while todo and idle:
                    actor, task = idle.pop(), todo.popleft()
                    calls[actor.predict.remote(task.paths)] = (actor, task)
        finally:
            for actor in [*idle, *(actor for actor, _ in calls.values())]:
                ray.kill(actor)


def _lost(paths: list[str]) -> pa.Table:
    error = "workers ended again and again while they predicted this picture"
    return pa.Table.from_pylist(
        [{"path": shown(path), "error": error} for path in paths], schema=SCHEMA
    )


def _cause(error: RayTaskError) -> Exception:
    """The error that was raised on the worker."""
    cause = error.cause
    return cause if isinstance(cause, Exception) else error


def _name_of(model: Model) -> str:
    return getattr(model, "__qualname__", repr(model)) if callable(model) else os.fspath(model)


@contextlib.contextmanager
def _connected(address: str | None) -> Iterator[None]:
    if ray.is_initialized():
        yield
        return
    ray.init(address=address)
    try:
        yield
    finally:
        ray.shutdown()


def _room(num_cpus: int) -> int:
    """How many actors with so many CPUs the machines have room for."""
    cpus = [node["Resources"].get("CPU", 0) for node in ray.nodes() if node["Alive"]]
    room = sum(int(some // num_cpus) for some in cpus)
    if room == 0:
        raise InvalidArgumentError(
            f"num_cpus: no machine of the cluster has {num_cpus} CPUs, but {max(cpus, default=0):g}"
        )
    return room


class _Bar:
    """How far a run is, on standard error: in one line of a terminal, else now and then."""

    def __init__(self, files: int, shown: bool) -> None:
        self._files = files
        self._shown = shown
        self._terminal = sys.stderr.isatty()
        self._done = 0
        self._start = self._written = time.monotonic()

    def add(self, files: int, failed: int) -> None:
        self._done += files
        now = time.monotonic()
        last = self._done == self._files
        if not self._shown or not (self._terminal or last or now > self._written + 10):
            return
        self._written = now
        rate = self._done / max(now - self._start, 1e-9)
        errors = f", {failed} with errors" if failed else ""
        line = f"{self._done} of {self._files} files{errors}, {rate:.1f}/s"
        start, end = ("\r", "\n" if last else "") if self._terminal else ("", "\n")
        print(f"{start}{line}", end=end, file=sys.stderr, flush=True)
