# SPDX-License-Identifier: Apache-2.0
"""fd.Pool."""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from conftest import classifier, made_picture, mixed_pictures

import fastdeploy as fd


class Echo:
    """A model written in Python: returns the shape of the image, fails for images of one column."""

    def __init__(self, gate: threading.Event | None = None) -> None:
        self.gate = gate
        self.busy = threading.Lock()
        self.begun: list[int] = []

    def predict(self, image: Any) -> tuple[int, ...]:
        assert self.busy.acquire(blocking=False), "a clone is used by one thread at a time"
        try:
            self.begun.append(image.shape[0])
            if self.gate is not None:
                self.gate.wait(30)
            time.sleep(image.shape[0] % 4 * 0.001)
            if image.shape[1] == 1:
                raise KeyError("one column")
            return image.shape
        finally:
            self.busy.release()

    def clone(self) -> Echo:
        clone = Echo(self.gate)
        clone.begun = self.begun
        return clone


def pictures(count: int) -> Iterator[np.ndarray]:
    return (np.zeros((i + 1, 2, 3), np.uint8) for i in range(count))


def test_results_are_in_the_order_of_the_images() -> None:
    with fd.Pool(Echo(), workers=4) as pool:
        assert pool.workers == 4
        assert [shape[0] for shape in pool.map(pictures(100))] == list(range(1, 101))


def test_unordered_returns_every_result_once() -> None:
    with fd.Pool(Echo(), workers=4) as pool:
        shapes = list(pool.map(pictures(100), ordered=False))
    assert sorted(shape[0] for shape in shapes) == list(range(1, 101))


def test_map_is_lazy_and_bounded() -> None:
    taken = []

    def endless() -> Iterator[np.ndarray]:
        i = 0
        while True:
            taken.append(i)
            i += 1
            yield np.zeros((i, 2, 3), np.uint8)

    with fd.Pool(Echo(), workers=2) as pool:
        results = pool.map(endless())
        assert taken == []
        for n in range(1, 30):
            assert next(results)[0] == n
            assert len(taken) <= n + 3 * 2
        results.close()


def test_one_failing_image_leaves_others_alone() -> None:
    images = [np.zeros((5, 2, 3)), np.zeros((6, 1, 3)), np.zeros((7, 2, 3))]
    with fd.Pool(Echo(), workers=2) as pool:
        futures = [pool.submit(image) for image in images]
        assert futures[0].result() == (5, 2, 3) and futures[2].result() == (7, 2, 3)
        with pytest.raises(KeyError, match="one column"):
            futures[1].result()
        results = list(pool.map(images, return_exceptions=True))
        assert results[0] == (5, 2, 3) and isinstance(results[1], KeyError)
        with pytest.raises(KeyError):
            list(pool.map(images))
        assert pool.submit(images[0]).result() == (5, 2, 3)


def test_invalid_image_fails_its_future() -> None:
    with fd.Pool(classifier(), workers=2) as pool:
        good, bad = pool.submit(made_picture(8, 8)), pool.submit(None)
        assert len(good.result().label_ids) == 1
        assert isinstance(bad.exception(), ValueError)


def test_full_queue_blocks_submit() -> None:
    gate = threading.Event()
    pool = fd.Pool(Echo(gate), workers=1, queue_size=2)
    submitted = []

    def client() -> None:
        for image in pictures(6):
            pool.submit(image)
            submitted.append(image.shape[0])

    thread = threading.Thread(target=client)
    thread.start()
    time.sleep(0.2)
    assert len(submitted) <= 4, "one in work, two wait, one is being put in"
    gate.set()
    thread.join()
    pool.close()
    assert len(submitted) == 6


def test_cancelled_images_are_not_started() -> None:
    gate = threading.Event()
    model = Echo(gate)
    with fd.Pool(model, workers=1, queue_size=10) as pool:
        futures = [pool.submit(image) for image in pictures(5)]
        while not model.begun:
            time.sleep(0.001)
        assert futures[3].cancel()
        gate.set()
        done, _ = concurrent.futures.wait(futures)
        assert len(done) == 5
        assert futures[3].cancelled() and futures[4].result()[0] == 5
    assert model.begun == [1, 2, 3, 5]


def test_exception_in_the_block_drops_waiting_images() -> None:
    gate = threading.Event()
    model = Echo(gate)
    with pytest.raises(ZeroDivisionError), fd.Pool(model, workers=1, queue_size=50) as pool:
        futures = [pool.submit(image) for image in pictures(40)]
        threading.Timer(0.1, gate.set).start()
        raise ZeroDivisionError
    assert all(future.done() for future in futures)
    assert len(model.begun) < 40


def test_closed_pool_refuses_images() -> None:
    pool = fd.Pool(Echo(), workers=1)
    future = pool.submit(np.zeros((2, 2, 3)))
    pool.close()
    assert future.done()
    pool.close()
    with pytest.raises(ValueError, match="closed"):
        pool.submit(np.zeros((2, 2, 3)))


def test_results_can_be_awaited() -> None:
    async def main() -> list[Any]:
        with fd.Pool(Echo(), workers=2, queue_size=1) as pool:
            return await asyncio.gather(*(pool.submit(image) for image in pictures(50)))

    assert [shape[0] for shape in asyncio.run(main())] == list(range(1, 51))


def test_cancelled_task_drops_its_image() -> None:
    async def main() -> bool:
        gate = threading.Event()
        with fd.Pool(Echo(gate), workers=1) as pool:
            first = pool.submit(np.zeros((1, 2, 3)))
            second = pool.submit(np.zeros((2, 2, 3)))
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.wrap_future(second), 0.05)
            gate.set()
            await first
            return second.cancelled()

    assert asyncio.run(main())


def test_arguments_are_checked() -> None:
    with pytest.raises(ValueError, match="workers"):
        fd.Pool(classifier(), workers=-1)
    with pytest.raises(ValueError, match="workers"):
        fd.Pool(Echo(), workers=-1)


def test_pool_ends_when_it_is_garbage() -> None:
    pool = fd.Pool(classifier(), workers=2)
    futures = [pool.submit(picture) for picture in mixed_pictures(20)]
    del pool
    gc.collect()
    assert all(future.done() for future in futures)


def test_interpreter_exits_while_a_pool_works() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import fastdeploy as fd, conftest\n"
        "pool = fd.Pool(conftest.classifier(), workers=2)\n"
        "futures = [pool.submit(p) for p in conftest.mixed_pictures(30)]\n"
        "futures[-1].add_done_callback(lambda f: print('done', flush=True))\n"
    )
    folder = str(__import__("pathlib").Path(__file__).parent)
    ran = subprocess.run(
        [sys.executable, "-c", script, folder], capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stdout) == (0, "done\n"), ran.stderr
