# SPDX-License-Identifier: Apache-2.0
"""The interpreter ends while other threads are at work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

START = """
import sys, threading, time
sys.path.insert(0, sys.argv[1])
import numpy as np
import fastdeploy as fd
import conftest
model = conftest.classifier()
picture = conftest.made_picture(64, 64)
class Slow:  # a model in Python
    def clone(self): return Slow()
    def predict(self, image): time.sleep(0.01); return image.shape
"""


def run(script: str) -> str:
    """Runs a program to its end, and returns what it printed."""
    ran = subprocess.run(
        [sys.executable, "-c", START + script, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (ran.returncode, "terminate" in ran.stderr) == (0, False), ran.stderr
    return ran.stdout


def test_daemon_threads_that_predict_do_not_abort() -> None:
    out = run(
        """
begun = threading.Barrier(4)
def work(clone):
    clone.predict(picture)
    begun.wait()
    while True: clone.predict(picture)
for _ in range(3): threading.Thread(target=work, args=(model.clone(),), daemon=True).start()
begun.wait()
print("end")
"""
    )
    assert out == "end\n"


def test_daemon_threads_that_wait_for_room_do_not_abort() -> None:
    out = run(
        """
def work(pool):
    while True: pool.submit(picture)
pools = [fd.Pool(model, workers=1, queue_size=1), fd.Pool(Slow(), workers=1, queue_size=1)]
for pool in pools: threading.Thread(target=work, args=(pool,), daemon=True).start()
for pool in pools: pool.submit(picture).result()
print("end")
"""
    )
    assert out == "end\n"


@pytest.mark.parametrize("kind", ["model", "Slow()"])
def test_images_of_a_pool_dropped_in_its_callback_are_finished(kind: str) -> None:
    out = run(
        f"""
done = []
dropped = threading.Event()
def drop(future):
    pools.clear()
    dropped.set()
pools = [fd.Pool({kind}, workers=1, queue_size=50)]
futures = [pools[0].submit(picture) for _ in range(9)]
for future in futures[1:]: future.add_done_callback(lambda future: done.append(future.result()))
import atexit
atexit.register(lambda: (fd.pool._close_all(), print(len(done))))
futures[0].add_done_callback(drop)
dropped.wait()
"""
    )
    assert out == "8\n"
