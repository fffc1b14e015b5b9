# SPDX-License-Identifier: Apache-2.0
"""A pool of threads, each with its own clone of a model, behind a queue."""

from __future__ import annotations

import atexit
import concurrent.futures
import queue
import sys
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
    """Anything with predict and clone: a model, a pipeline, a class of your own."""

    def predict(self, image: Any, /) -> Result_co: ...

    def clone(self) -> Any: ...


class Future(concurrent.futures.Future[Result]):
    """A future result: a concurrent.futures.Future that can also be awaited.

    It can be cancelled until the result is ready. If the image is still in the queue then, it is
    not predicted.
    """

    _job: _core._Job | None = None

    def cancel(self) -> bool:
        cancelled = super().cancel()
        if cancelled and self._job is not None:
            self._job.skip()
        return cancelled

    def __await__(self) -> Generator[Any, None, Result]:
        import asyncio  # which takes long to import

        return asyncio.wrap_future(self).__await__()


class Pool(Generic[Result]):
    """Predicts images on several threads, each with its own clone of `model`, on shared weights.

    workers: number of threads; 0: one per core.
    queue_size: number of images that may wait in the queue; when it is full, submit() blocks.
        0: two per worker.

    Any thread may call any method, and so may a callback of a future, which runs in a worker.
    There, submit() does not wait for room but goes past queue_size, and close() does not wait for
    the images, of which the callback's is one. The pool does not use the original model. As a
    context manager, it finishes all submitted images on exit; after an exception, it drops those in
    the queue. Raises ValueError for negative numbers, and for more than 1024 workers.
    """

    def __init__(self, model: Predictor[Result], workers: int = 0, queue_size: int = 0) -> None:
        # Models of this package have a pool in C++. Others are called through Python.
        make = None if _overrides_predict(model) else getattr(model, "_pool", None)
        self._pool: _core._Pool = (
            make(workers, queue_size)
            if make is not None
            else _core._python_pool(model, workers, queue_size)
        )
        self._waiting: set[Future[Result]] = set()
        _open.add(self._pool)

    @property
    def workers(self) -> int:
        """The number of threads."""
        return self._pool.workers

    def submit(self, image: Any) -> Future[Result]:
        """Returns a future for the result of one image, or for the exception that predict raises.

        Blocks while the queue is full; Ctrl-C ends that. Goes past queue_size instead in a
        coroutine, where it would block the event loop (limit the number of unfinished images
        there), and in a callback, where it would wait for itself. Do not change the image before
        the future is done. Raises ValueError if the pool is closed.
        """
        future: Future[Result] = Future()
        try:
            future._job = self._pool.submit(image, future, not _in_event_loop())
        except InvalidArgumentError as error:
            return self._failed(future, error)
        return self._submitted(future)

    def try_submit(self, image: Any) -> Future[Result] | None:
        """The same, but returns None, at once, if the queue is full: a server refuses then."""
        future: Future[Result] = Future()
        try:
            future._job = self._pool.try_submit(image, future)
        except InvalidArgumentError as error:
            return self._failed(future, error)
        return None if future._job is None else self._submitted(future)

    def _failed(self, future: Future[Result], error: Exception) -> Future[Result]:
        """Handles the error that submitting raised: not an image, or the pool is closed."""
        if self._pool.closed:
            raise error
        future.set_exception(error)
        return future

    def _submitted(self, future: Future[Result]) -> Future[Result]:
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return future

    def map(
        self, images: Iterable[Any], ordered: bool = True, return_exceptions: bool = False
    ) -> Iterator[Result]:
        """Yields the results for many images, lazily.

        At most three images per worker are submitted and not yet consumed, so that memory stays
        bounded, however many images there are.

        ordered: yield in the order of the images; otherwise as results become ready.
        return_exceptions: if an image fails, yield its exception in place of a result and go on;
            otherwise raise it, which ends the iteration.
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
        """Accepts no more images, and returns when all submitted images are done.

        In a callback it returns at once; the images are done all the same. Those who wait in
        submit() get a ValueError.

        cancel: drop the images that are still in the queue.
        """
        if cancel:
            for future in list(self._waiting):
                future.cancel()
        self._pool.close()

    def __enter__(self) -> Pool[Result]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close(cancel=kind is not None)


def _overrides_predict(model: Any) -> bool:
    """Whether a program's class has a predict or clone of its own, which C++ would not call."""
    for kind in type(model).__mro__:
        if kind.__module__ == "fastdeploy._core":
            return False
        if "predict" in vars(kind) or "clone" in vars(kind):
            return True
    return True


# The pools that exist. Their workers take the GIL to deliver results, so they must end before the
# interpreter does.
_open: weakref.WeakSet[_core._Pool] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for pool in list(_open):
        pool.close()
    _core._wait_for_jobs()  # of pools that were dropped in a callback


def _in_event_loop() -> bool:
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:  # a program with a loop has imported it
        return False
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
