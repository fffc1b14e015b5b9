# SPDX-License-Identifier: Apache-2.0
"""Code of both programs: runs a model on images, in threads with clones or in processes."""

from __future__ import annotations

import argparse
import ast
import functools
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import Any

import cv2

SUFFIXES = {".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}

Load = Callable[[], Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--image_path", required=True, help="an image or a folder of images")
    parser.add_argument(
        "--thread_num", type=int, default=1, help="number of threads, each with a clone"
    )
    parser.add_argument(
        "--use_multi_process",
        type=ast.literal_eval,
        default=False,
        help="True: use processes instead of threads; each loads the model",
    )
    parser.add_argument("--process_num", type=int, default=1, help="number of processes")
    parser.add_argument(
        "--start_method",
        default="spawn",
        choices=["spawn", "fork"],
        help="how processes are started",
    )


def list_images(path: str) -> list[str]:
    if not Path(path).is_dir():
        return [path]
    return sorted(str(file) for file in Path(path).iterdir() if file.suffix.lower() in SUFFIXES)


def predict(model: Any, image: str) -> str | None:
    """The text of the result, or None if the file cannot be read as an image."""
    im = cv2.imread(image)
    return None if im is None else str(model.predict(im))


def memory_mib() -> float:
    """PSS of this process and its children: a page that n of them share counts as 1/n in each."""
    pids = ["self", *(str(child.pid) for child in multiprocessing.active_children())]
    total = 0
    for pid in pids:
        rollup = Path("/proc", pid, "smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:")
    return total / 1024


# The results, the time in seconds, and the memory (MiB) while the models are loaded.
Ran = tuple[list[str | None], float, float]


def in_threads(load: Load, images: list[str], threads: int) -> Ran:
    """Thread i predicts images i, i + threads, ..., so that each image is predicted once."""
    model = load()
    results: list[str | None] = [None] * len(images)

    def work(thread: int, clone: Any) -> None:
        for i in range(thread, len(images), threads):
            results[i] = predict(clone, images[i])

    workers = [threading.Thread(target=work, args=(i, model.clone())) for i in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results, time.perf_counter() - start, memory_mib()


_model: Any = None  # the model of a worker process


def _start(load: Load) -> None:
    global _model
    _model = load()  # after the fork, which a model's threads would not survive


def _predict(image: str) -> str | None:
    return predict(_model, image)


def _ready(_: int) -> None:
    time.sleep(0.1)


def in_processes(load: Load, images: list[str], processes: int, method: str) -> Ran:
    with multiprocessing.get_context(method).Pool(processes, _start, (load,)) as pool:
        waiting: AsyncResult[list[None]] = pool.map_async(_ready, range(processes), chunksize=1)
        waiting.get()  # the models are loaded
        start = time.perf_counter()
        results = pool.map(_predict, images, chunksize=1)
        return results, time.perf_counter() - start, memory_mib()


def run(load_model: Callable[[argparse.Namespace], Any], args: argparse.Namespace) -> int:
    """Prints each result, then images/s and memory. Returns the exit status."""
    if min(args.thread_num, args.process_num) < 1:
        raise SystemExit("--thread_num and --process_num must be at least 1")
    images = list_images(args.image_path)
    load = functools.partial(load_model, args)
    if args.use_multi_process:
        results, seconds, memory = in_processes(load, images, args.process_num, args.start_method)
        workers = f"{args.process_num} process(es)"
    else:
        results, seconds, memory = in_threads(load, images, args.thread_num)
        workers = f"{args.thread_num} thread(s)"
    for i, (image, result) in enumerate(zip(images, results, strict=True)):
        if result is None:
            print(f"cannot read {image}", file=sys.stderr)
        elif args.use_multi_process:
            print(result)
        else:
            print("thread:", i % args.thread_num, ", result: ", result)
    done = len(images) - results.count(None)
    print(f"{done} image(s), {workers}: {done / seconds:.1f} images/s, {memory:.0f} MiB")
    return 0 if done == len(images) else 1
