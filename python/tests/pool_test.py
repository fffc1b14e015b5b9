# SPDX-License-Identifier: Apache-2.0
"""fd.Pool."""

from __future__ import annotations

import asyncio
import concurrent.futures
import gc
import os
import signal
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
    for workers in (-1, 2**31 - 1):
        with pytest.raises(ValueError, match="workers"):
            fd.Pool(Echo(), workers=workers)
    with pytest.raises(ValueError, match="queue"):
        fd.Pool(Echo(), queue_size=-1)


def test_pool_ends_when_it_is_garbage() -> None:
    pool = fd.Pool(classifier(), workers=2)
    futures = [pool.submit(picture) for picture in mixed_pictures(20)]
    del pool
    gc.collect()
    assert all(future.done() for future in futures)


def models() -> list[Any]:
    return [Echo(), classifier()]


@pytest.mark.parametrize("kind", [0, 1], ids=["python", "c++"])
class TestCallbacks:
    """Callbacks of futures run in the workers."""

    def test_closes_the_pool(self, kind: int) -> None:
        pool = fd.Pool(models()[kind], workers=2)
        closed = threading.Event()
        future = pool.submit(made_picture(8, 8))
        future.add_done_callback(lambda _: (pool.close(), closed.set()))
        assert closed.wait(60)
        with pytest.raises(ValueError, match="closed"):
            pool.submit(made_picture(8, 8))
        pool.close()

    def test_submits_past_the_size_of_the_queue(self, kind: int) -> None:
        pool = fd.Pool(models()[kind], workers=2, queue_size=1)
        left = threading.Semaphore(0)

        def again(count: int) -> Any:
            def submit(_: Any) -> None:
                left.release()
                if count:
                    pool.submit(made_picture(8, 8)).add_done_callback(again(count - 1))

            return submit

        for _ in range(4):
            pool.submit(made_picture(8, 8)).add_done_callback(again(10))
        for _ in range(44):
            assert left.acquire(timeout=60)
        pool.close()

    def test_drops_the_last_reference(self, kind: int) -> None:
        pools = [fd.Pool(models()[kind], workers=2, queue_size=50)]
        dropped = threading.Event()
        go = threading.Event()
        futures = [pools[0].submit(made_picture(8, 8))]
        futures[0].add_done_callback(lambda _: (go.wait(60), pools.clear(), dropped.set()))
        futures += [pools[0].submit(made_picture(8, 8)) for _ in range(20)]
        go.set()
        assert dropped.wait(60)
        assert len([future.result(60) for future in futures]) == 21

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_may_fail(self, kind: int) -> None:
        def fail(_: Any) -> None:
            raise ZeroDivisionError

        def leave(_: Any) -> None:
            raise SystemExit

        with fd.Pool(models()[kind], workers=1) as pool:
            for callback in (fail, leave):
                gate = pool.submit(made_picture(8, 8))
                gate.add_done_callback(callback)
            assert pool.submit(made_picture(8, 8)).result(60)


def test_try_submit_refuses_when_the_queue_is_full() -> None:
    gate = threading.Event()
    model = Echo(gate)
    with fd.Pool(model, workers=1, queue_size=1) as pool:
        first = pool.try_submit(np.zeros((1, 2, 3)))
        while not model.begun:
            time.sleep(0.001)
        second = pool.try_submit(np.zeros((2, 2, 3)))
        assert first is not None and second is not None
        assert pool.try_submit(np.zeros((3, 2, 3))) is None
        gate.set()
        assert second.result() == (2, 2, 3)
    with pytest.raises(ValueError, match="closed"):
        pool.try_submit(np.zeros((1, 2, 3)))
    with fd.Pool(classifier(), workers=1) as pool:
        refused = pool.try_submit(None)
        assert refused is not None and isinstance(refused.exception(), ValueError)


def test_a_signal_ends_the_wait_for_room() -> None:
    def interrupt(*_: Any) -> None:
        raise InterruptedError

    gate = threading.Event()
    before = signal.signal(signal.SIGUSR1, interrupt)
    try:
        with fd.Pool(Echo(gate), workers=1, queue_size=1) as pool:
            timer = threading.Timer(0.2, signal.raise_signal, [signal.SIGUSR1])
            timer.start()
            with pytest.raises(InterruptedError):
                for image in pictures(5):
                    pool.submit(image)
            gate.set()
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_close_ends_the_wait_for_room() -> None:
    gate = threading.Event()
    pool = fd.Pool(Echo(gate), workers=1, queue_size=1)
    refused = threading.Event()

    def client() -> None:
        try:
            for image in pictures(5):
                pool.submit(image)
        except ValueError:
            refused.set()

    thread = threading.Thread(target=client)
    thread.start()
    closing = threading.Thread(target=pool.close)
    time.sleep(0.1)
    closing.start()
    assert refused.wait(60)
    gate.set()
    thread.join()
    closing.join()


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


def test_one_limit_of_threads() -> None:
    cores = fd.available_cores()
    assert 1 <= cores <= (os.cpu_count() or 1)
    assert fd.get_max_threads() == 0
    try:
        fd.set_max_threads(1)
        assert fd.available_cores() == fd.get_max_threads() == 1
        with fd.Pool(Echo(), workers=3) as pool:
            assert pool.workers == 1
        for bad in (-1, 5000):
            with pytest.raises(fd.Error, match=f"expected 0 .no limit. to 4096, found {bad}"):
                fd.set_max_threads(bad)
    finally:
        fd.set_max_threads(0)
    assert fd.available_cores() == cores
