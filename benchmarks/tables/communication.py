# SPDX-License-Identifier: Apache-2.0
"""communication.py threads|processes HEIGHT WIDTH COUNT

What it costs to hand a picture to a worker and to get a result back, in ms an image: the worker
does nothing else. One JSON row with the median of COUNT round trips.
"""

from __future__ import annotations

import json
import multiprocessing
import queue
import statistics
import sys
import threading
import time
from typing import Any

import numpy as np

import fastdeploy as fd


def serve(images: Any, results: Any) -> None:
    while (image := images.get()) is not None:
        results.put(fd.vision.ClassifyResult(label_ids=[int(image[-1, -1, 0])], scores=[1.0]))


def main() -> None:
    kind, height, width, count = sys.argv[1], *map(int, sys.argv[2:])
    image = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    images: Any
    results: Any
    worker: threading.Thread | multiprocessing.process.BaseProcess
    if kind == "threads":
        images, results = queue.SimpleQueue(), queue.SimpleQueue()
        worker = threading.Thread(target=serve, args=(images, results))
    else:
        context = multiprocessing.get_context("spawn")
        images, results = context.SimpleQueue(), context.SimpleQueue()
        worker = context.Process(target=serve, args=(images, results))
    worker.start()
    times = []
    for i in range(count + 10):
        start = time.perf_counter()
        images.put(image)
        assert results.get().label_ids == [int(image[-1, -1, 0])]
        if i >= 10:  # the first ones start the worker
            times.append((time.perf_counter() - start) * 1000)
    images.put(None)
    worker.join()
    print(json.dumps({"ms_an_image": statistics.median(times)}))


if __name__ == "__main__":
    main()
