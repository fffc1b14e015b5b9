# SPDX-License-Identifier: Apache-2.0
"""Threads with a clone of one model each, behind a queue."""

from __future__ import annotations

import asyncio
import concurrent.futures
import queue
import weakref
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from . import _core
from .errors import InvalidArgumentError

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class Predictor(Protocol[Result_co]):
    """Anything that has predict and clone: a model, a pipeline, a class of one's own."""

    def predict(self, image: Any, /) -> Result_co: ...

    def clone(self) -> Any: ...


class Future(concurrent.futures.Future[Result]):
    """A result that is on its way: a concurrent.futures.Future that can also be awaited.

    Cancelling works until the result is there; an image that nobody waits for any more is not
    begun.
    """

    _job: _core._Job | None = None

    def cancel(self) -> bool:
        cancelled = super().cancel()
        if cancelled and self._job is not None:
            self._job.skip()
        return cancelled

    def __await__(self) -> Generator[Any, None, Result]:
        return asyncio.wrap_future(self).__await__()


class Pool(Generic[Result]):
    """Runs images on `workers` threads, each with a clone of `model`: one copy of the weights.

    workers: threads; 0: one for every core.
    queue_size: images that may wait; then `submit` waits for room. 0: two for every worker.

    All methods may be called from any thread. The model itself stays the caller's. As a context
    manager it finishes what was submitted; after an exception it drops what was not begun.
    """

    def __init__(self, model: Predictor[Result], workers: int = 0, queue_size: int = 0) -> None:
        # Models of this package have a pool in C++; others are called as they are.
        make = getattr(model, "_pool", None)
        self._pool: _core._Pool = (
            make(workers, queue_size)
            if make is not None
            else _core._python_pool(model, workers, queue_size)
        )
        self._waiting: set[Future[Result]] = set()
        # Workers give results away with the GIL: they must end before the interpreter does.
        self._close = weakref.finalize(self, self._pool.close)

    @property
    def workers(self) -> int:
        return self._pool.workers

    def submit(self, image: Any) -> Future[Result]:
        """The result of one image, or the exception that predicting it raises.

        Waits while the queue is full; in a coroutine it never does, so that the event loop goes
        on: limit there what is in flight. The image must not change before the result is there.
        Raises ValueError once the pool is closed.
        """
        future: Future[Result] = Future()
        try:
            job = self._pool.submit(image, future, not _in_event_loop())
        except InvalidArgumentError as error:  # this is no image, or the pool is closed
            if not self._close.alive:
                raise
            future.set_exception(error)
            return future
        future._job = job
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return future

    def map(
        self, images: Iterable[Any], ordered: bool = True, return_exceptions: bool = False
    ) -> Iterator[Result]:
        """The results of many images, lazily: never more than three for every worker are in
        flight, however many there are and however slowly results are taken.

        ordered: in the order of the images; else as they become ready.
        return_exceptions: an image that fails gives its exception in place of a result, and the
            others go on; else it is raised, which ends the iteration.
        """
        flight: deque[Future[Result]] = deque()
        ready: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def finish() -> Result:
            future = flight[0] if ordered else ready.get()
            flight.remove(future)
            error = future.exception()
            if error is not None and return_exceptions:
                return error  # type: ignore[return-value]
            return future.result()

        try:
            for image in images:
                flight.append(self.submit(image))
                if not ordered:
                    flight[-1].add_done_callback(lambda future: ready.put(future))
                if len(flight) == 3 * self.workers:
                    yield finish()
            while flight:
                yield finish()
        finally:
            for future in flight:
                future.cancel()

    def close(self, cancel: bool = False) -> None:
        """Takes nothing more and waits for what was submitted. cancel: drops what was not begun."""
        if cancel:
            for future in list(self._waiting):
                future.cancel()
        self._close()

    def __enter__(self) -> Pool[Result]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close(cancel=kind is not None)


def _in_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
