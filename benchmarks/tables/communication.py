# SPDX-License-Identifier: Apache-2.0
"""communication.py threads|processes queue|pool|shared-memory WIDTH HEIGHT COUNT

Measures the time in ms to pass an image to a worker and get a result back, as the median of COUNT
round trips. The worker only reads one pixel. Prints one JSON row.

threads: a queue.SimpleQueue in each direction, or fd.Pool.
processes: a multiprocessing queue in each direction, which pickles and copies; or the image is
copied to shared memory, and a pipe signals that it is ready.
"""

from __future__ import annotations

import json
import multiprocessing
import queue
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np

import fastdeploy as fd

WARMUP = 20
Trip = Callable[[Any], Any]


def glance(image: Any) -> fd.vision.ClassifyResult:
    """The least work that a worker can do."""
    return fd.vision.ClassifyResult(label_ids=[int(image[-1, -1, 0])], scores=[1.0])


class Glance:
    """A model for fd.Pool, which takes anything with predict and clone."""

    def predict(self, image: Any) -> fd.vision.ClassifyResult:
        return glance(image)

    def clone(self) -> Glance:
        return Glance()


def serve(images: Any, results: Any) -> None:
    while (image := images.get()) is not None:
        results.put(glance(image))


def serve_shared(pipe: Connection, name: str, shape: tuple[int, ...]) -> None:
    memory = SharedMemory(name=name)
    image: Any = np.ndarray(shape, np.uint8, memory.buf)
    while pipe.recv():
        pipe.send(glance(image))
    del image
    memory.close()


@contextmanager
def over_queue(kind: str, _: Any) -> Iterator[Trip]:
    context = multiprocessing.get_context("spawn")
    make: Any = queue.SimpleQueue if kind == "threads" else context.SimpleQueue
    start: Any = threading.Thread if kind == "threads" else context.Process
    images, results = make(), make()
    worker = start(target=serve, args=(images, results))
    worker.start()

    def trip(image: Any) -> Any:
        images.put(image)
        return results.get()

    yield trip
    images.put(None)
    worker.join()


@contextmanager
def over_pool(_: str, __: Any) -> Iterator[Trip]:
    with fd.Pool(Glance(), workers=1) as pool:
        yield lambda image: pool.submit(image).result()


@contextmanager
def over_shared_memory(_: str, image: Any) -> Iterator[Trip]:
    context = multiprocessing.get_context("spawn")
    memory = SharedMemory(create=True, size=image.nbytes)
    ours, theirs = context.Pipe()
    worker = context.Process(target=serve_shared, args=(theirs, memory.name, image.shape))
    worker.start()

    def trip(picture: Any) -> Any:
        np.ndarray(image.shape, np.uint8, memory.buf)[:] = picture
        ours.send(True)
        return ours.recv()

    yield trip
    ours.send(False)
    worker.join()
    memory.close()
    memory.unlink()


WAYS = {"queue": over_queue, "pool": over_pool, "shared-memory": over_shared_memory}


def main() -> None:
    kind, over = sys.argv[1:3]
    width, height, count = map(int, sys.argv[3:6])
    image = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    times = []
    with WAYS[over](kind, image) as trip:
        for i in range(WARMUP + count):
            start = time.perf_counter()
            result = trip(image)
            elapsed = time.perf_counter() - start
            assert result.label_ids == [int(image[-1, -1, 0])]
            if i >= WARMUP:
                times.append(elapsed * 1000)
    print(json.dumps({"ms_an_image": statistics.median(times)}))


if __name__ == "__main__":
    main()
