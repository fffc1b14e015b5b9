# SPDX-License-Identifier: Apache-2.0
"""workers.py threads|processes FOLDER IMAGE WORKERS WAIT_MS SECONDS

Workers that in turn wait (in place of a disk or a network) and predict: threads with clones of one
classifier, or processes that each load it. Images/s, and the memory of all processes. One JSON row.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import cv2

import fastdeploy as fd

WAIT = 60


def load(folder: Path, option: fd.RuntimeOption) -> fd.vision.classification.PaddleClasModel:
    return fd.vision.classification.PaddleClasModel(
        folder / "inference.pdmodel",
        folder / "inference.pdiparams",
        folder / "inference_cls.yaml",
        runtime_option=option,
    )


def pss_mib(pid: int | str = "self") -> float:
    """Proportional set size: pages that processes share count in parts."""
    rollup = Path("/proc", str(pid), "smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:") / 1024


def work(
    model: Any, image: Any, wait: float, seconds: float, wait_for_all: Callable[[], Any]
) -> int:
    """How many images one worker does. Everybody starts and ends together."""
    model.predict(image)
    wait_for_all()
    images = 0
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        if wait:
            time.sleep(wait)
        model.predict(image)
        images += 1
    wait_for_all()
    return images


def in_threads(folder: Path, path: str, workers: int, wait: float, seconds: float) -> dict:
    model = load(folder, fd.RuntimeOption())
    image = cv2.imread(path)
    barrier = threading.Barrier(workers + 1)
    counts: list[int] = []

    def run(clone: Any) -> None:
        counts.append(work(clone, image, wait, seconds, lambda: barrier.wait(WAIT)))
        barrier.wait(WAIT)

    threads = [threading.Thread(target=run, args=(model.clone(),)) for _ in range(workers)]
    for thread in threads:
        thread.start()
    barrier.wait(WAIT)
    start = time.perf_counter()
    barrier.wait(WAIT)
    elapsed = time.perf_counter() - start
    memory = pss_mib()
    barrier.wait(WAIT)
    for thread in threads:
        thread.join()
    return {"images_per_second": sum(counts) / elapsed, "pss_mib": memory}


def _process(
    folder: Path,
    path: str,
    threads: int,
    wait: float,
    seconds: float,
    barrier: Barrier,
    counts: Any,
) -> None:
    option = fd.RuntimeOption()
    option.set_cpu_thread_num(threads)
    model = load(folder, option)
    image = cv2.imread(path)
    counts.put(work(model, image, wait, seconds, lambda: barrier.wait(WAIT)))
    barrier.wait(WAIT)


def in_processes(folder: Path, path: str, workers: int, wait: float, seconds: float) -> dict:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(workers + 1)
    counts: Any = context.SimpleQueue()
    # The cores are shared out: every process with all of them is slower (docs/tables.md).
    cores = max(1, (os.cpu_count() or 1) // workers)
    arguments = (folder, path, cores, wait, seconds, barrier, counts)
    processes = [context.Process(target=_process, args=arguments) for _ in range(workers)]
    for process in processes:
        process.start()
    barrier.wait(WAIT)
    start = time.perf_counter()
    barrier.wait(WAIT)
    elapsed = time.perf_counter() - start
    memory = pss_mib() + sum(pss_mib(process.pid or 0) for process in processes)
    barrier.wait(WAIT)
    images = sum(counts.get() for _ in processes)
    for process in processes:
        process.join()
    return {"images_per_second": images / elapsed, "pss_mib": memory}


def main() -> None:
    kind, folder, image, workers, wait_ms, seconds = sys.argv[1:]
    run = {"threads": in_threads, "processes": in_processes}[kind]
    row = run(Path(folder), image, int(workers), float(wait_ms) / 1000, float(seconds))
    print(json.dumps(row))


if __name__ == "__main__":
    main()
