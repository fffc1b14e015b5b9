# SPDX-License-Identifier: Apache-2.0
"""memory.py MODEL PARAMS CONFIG MODELS clones|separate in-turn|threads

The Python counterpart of benchmarks/memory.cc. Measures the resident memory of this process (MB =
2^20 bytes) with MODELS models of one classifier, before and after loading, and after all of them
have predicted. Prints one JSON row.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np

import fastdeploy as fd


def resident_mib() -> float:
    resident = int(Path("/proc/self/statm").read_text().split()[1])
    return resident * os.sysconf("SC_PAGESIZE") / 2**20


def main() -> None:
    model, params, config = sys.argv[1:4]
    count, kind, predict = int(sys.argv[4]), sys.argv[5], sys.argv[6]
    image = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)
    start = resident_mib()
    models: list[Any] = []
    for i in range(count):
        if kind == "clones" and i > 0:
            models.append(models[0].clone())
        else:
            models.append(fd.vision.classification.PaddleClasModel(model, params, config))
    loaded = resident_mib()

    def work(model: Any) -> None:
        for _ in range(10):
            model.predict(image)

    threads = [threading.Thread(target=work, args=(model,)) for model in models]
    for thread in threads:
        thread.start()
        if predict == "in-turn":
            thread.join()
    for thread in threads:
        thread.join()
    row = {"models": count, "kind": kind, "predict": predict, "start_mib": start}
    print(json.dumps(row | {"loaded_mib": loaded, "predicted_mib": resident_mib()}))


if __name__ == "__main__":
    main()
