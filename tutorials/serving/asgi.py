# SPDX-License-Identifier: Apache-2.0
"""A model in a FastAPI application of your own: a pool of clones that says when it is full.

    pip install fastapi uvicorn
    FASTDEPLOY_MODEL=ppocrv6-small uvicorn asgi:app

`fastdeploy serve` needs no Python in between and does more; this is for programs that have an
application already.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, HTTPException, Request

import fastdeploy as fd

QUEUE = int(os.environ.get("FASTDEPLOY_QUEUE", "32"))


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Loads the model once, and finishes what was accepted at the end."""
    model = fd.load(os.environ["FASTDEPLOY_MODEL"])
    with fd.Pool(model, queue_size=QUEUE) as pool:  # a thread per core, each with a clone
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/predict")
async def predict(request: Request) -> Any:
    """The result for the picture in the body."""
    future = request.app.state.pool.try_submit(await request.body())
    if future is None:  # the queue is full: say so at once, rather than wait without a limit
        raise HTTPException(503, "busy", {"Retry-After": "1"})
    try:
        return (await future).to_dict()
    except (fd.InvalidArgumentError, fd.InvalidFileError) as error:
        raise HTTPException(400, str(error)) from error
