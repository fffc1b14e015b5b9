# SPDX-License-Identifier: Apache-2.0
"""RapidOCR behind FastAPI and uvicorn, as its users write it.

    python rapidocr_server.py MODEL PORT THREADS

One reader, one call at a time, since calls of several threads would share its state; uvicorn takes
the others meanwhile. OpenVINO, float32, all cores.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import cv2
import numpy as np
import uvicorn
from engines import rapidocr
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool

SETTINGS = {"backend": "openvino", "precision": "f32", "side": "960", "limit": "max"}


def main() -> None:
    model, port = Path(sys.argv[1]), int(sys.argv[2])
    read = rapidocr(model, SETTINGS | {"threads": sys.argv[3]})
    lock = threading.Lock()
    app = FastAPI()

    def answer(body: bytes) -> dict[str, list[str]]:
        image = cv2.imdecode(np.frombuffer(body, np.uint8), cv2.IMREAD_COLOR)
        with lock:
            return {"text": read(image)}

    @app.post("/predict")
    async def predict(request: Request) -> dict[str, list[str]]:
        return await run_in_threadpool(answer, await request.body())

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    main()
