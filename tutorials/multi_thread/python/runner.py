# SPDX-License-Identifier: Apache-2.0
"""What both programs do with a model: images over threads with clones, or over processes."""

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
    parser.add_argument("--image_path", required=True, help="an image, or a folder of images")
    parser.add_argument("--thread_num", type=int, default=1, help="threads, each with a clone")
    parser.add_argument(
        "--use_multi_process",
        type=ast.literal_eval,
        default=False,
        help="True: processes in place of threads; each loads the model",
    )
    parser.add_argument("--process_num", type=int, default=1)
    parser.add_argument(
        "--start_method", default="spawn", choices=["spawn", "fork"], help="of processes"
    )


def list_images(path: str) -> list[str]:
    if not Path(path).is_dir():
        return [path]
    return sorted(str(file) for file in Path(path).iterdir() if file.suffix.lower() in SUFFIXES)


def predict(model: Any, image: str) -> str | None:
    """The result's text, or None for what cannot be read as an image."""
    im = cv2.imread(image)
    return None if im is None else str(model.predict(im))


def memory_mib() -> float:
    """Of this process and its children: pages that several share count in parts (PSS)."""
    pids = ["self", *(str(child.pid) for child in multiprocessing.active_children())]
    total = 0
    for pid in pids:
        rollup = Path("/proc", pid, "smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:")
    return total / 1024


# The results, the seconds that they took, and the memory while the models are there.
Ran = tuple[list[str | None], float, float]


def in_threads(load: Load, images: list[str], threads: int) -> Ran:
    """Thread i does images i, i + threads, ...: each of them once, whatever their number."""
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


_model: Any = None  # of a worker process


def _start(load: Load) -> None:
    global _model
    _model = load()  # after the fork: threads of a model do not survive one


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
    """Prints every result, then images/s and memory. Gives the exit status."""
    if min(args.thread_num, args.process_num) < 1:
        raise SystemExit("--thread_num and --process_num are 1 or more")
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
