# SPDX-License-Identifier: Apache-2.0
"""workers.py threads|processes MODEL PARAMS CONFIG WORKERS WAIT_MS SECONDS STREAMS THREADS [HOW]

Runs workers for SECONDS: threads with clones of one classifier, or processes (spawn) that each load
it. Each waits WAIT_MS (as if for a disk or network) and predicts, repeatedly. STREAMS and THREADS
are the model's settings; 0: the default. HOW is "onnxruntime" for that backend, or "share" for that
backend with weights shared between processes. Prints one JSON row: images/s, CPU time per image,
and the memory of all processes afterwards. The C++ counterpart is workers.cc.

With processes, the parent does not load the model, to add as little memory as possible.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

WARMUP = 5


def load(files: list[str], streams: int, threads: int, how: str) -> Any:
    import fastdeploy as fd

    option = fd.RuntimeOption()
    if how:
        option.use_ort_backend()
    if how == "share":
        option.enable_weight_sharing()
    if streams:
        option.set_openvino_streams(streams)
    if threads:
        option.set_cpu_thread_num(threads)
    model, params, config = files
    return fd.vision.classification.PaddleClasModel(model, params, config, option)


def work(connection: Connection, model: Any, wait: float, seconds: float) -> None:
    """One worker: sends "ready", waits for the start, sends what it did, waits for the end."""
    import numpy as np

    image = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)
    with connection:
        for _ in range(WARMUP):
            model.predict(image)
        connection.send("ready")
        connection.recv()
        images = 0
        start = now = time.perf_counter()
        while now < start + seconds:
            if wait:
                time.sleep(wait)
            model.predict(image)
            images += 1
            now = time.perf_counter()
        connection.send((images, now - start))
        connection.recv()


def process(
    connection: Connection, files: list[str], setting: list[Any], wait: float, seconds: float
) -> None:
    work(connection, load(files, *setting), wait, seconds)


def pss_mib(pid: int) -> float:
    """Proportional set size: a page that n processes share counts as 1/n in each of them."""
    rollup = Path("/proc", str(pid), "smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:") / 1024


def cpu_seconds(pid: int) -> float:
    """The CPU time of all threads of a process."""
    fields = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children() -> list[int]:
    own = os.getpid()
    return [int(pid) for pid in Path(f"/proc/{own}/task/{own}/children").read_text().split()]


def drive(connections: list[Connection]) -> dict[str, float]:
    """Starts all workers together; measures memory when all are done and none has ended."""
    for connection in connections:
        connection.recv()
    processes = [os.getpid(), *children()]
    before = sum(map(cpu_seconds, processes))
    for connection in connections:
        connection.send("start")
    done = [connection.recv() for connection in connections]
    cpu = sum(map(cpu_seconds, processes)) - before
    memory = [pss_mib(pid) for pid in processes]
    for connection in connections:
        connection.send("end")
    return {
        "images_per_second": sum(images / elapsed for images, elapsed in done),
        "cpu_ms_an_image": 1000 * cpu / sum(images for images, _ in done),
        "pss_mib": sum(memory),
        "pss_mib_of_first_process": memory[0],
    }


def main() -> None:
    kind, files, count = sys.argv[1], sys.argv[2:5], int(sys.argv[5])
    wait, seconds = float(sys.argv[6]) / 1000, float(sys.argv[7])
    how = sys.argv[10] if len(sys.argv) > 10 else ""
    setting = [*map(int, sys.argv[8:10]), how]
    context = multiprocessing.get_context("spawn")
    model = load(files, *setting) if kind == "threads" else None
    connections = []
    workers: list[Any] = []
    for _ in range(count):
        ours, theirs = context.Pipe()
        connections.append(ours)
        if model is not None:
            arguments = (theirs, model.clone(), wait, seconds)
            workers.append(threading.Thread(target=work, args=arguments))
        else:
            workers.append(
                context.Process(target=process, args=(theirs, files, setting, wait, seconds))
            )
        workers[-1].start()
        if model is None:
            theirs.close()  # so that recv() fails if the worker dies
    row = drive(connections)
    for worker in workers:
        worker.join()
    print(json.dumps(row))


if __name__ == "__main__":
    main()
