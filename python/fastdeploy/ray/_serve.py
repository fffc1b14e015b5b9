# SPDX-License-Identifier: Apache-2.0
"""A model behind HTTP, as a deployment of Ray Serve."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from .. import _core
from ._predictor import Model, Predictor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class Deployment:
    """Answers requests with the results of a model: a class for `ray.serve.deployment`.

        app = serve.deployment(Deployment, num_replicas=2).bind("ppocrv5")
        serve.run(app)

    The arguments are those of Predictor. Each replica computes with as many threads as it has CPUs
    (`ray_actor_options={"num_cpus": 2}`), and one picture at a time.
    """

    def __init__(
        self, model: Model, family: str = "", option: _core.RuntimeOption | None = None
    ) -> None:
        self._predictor = Predictor(model, family, option)
        self._turn = asyncio.Lock()

    async def predict(self, picture: bytes) -> list[dict[str, Any]]:
        """The pages of a picture, the contents of a file: page, and result or error.

        Other deployments call it through a handle: `await handle.predict.remote(contents)`. page is
        null for a picture of one page; result has the fields of the result.
        """
        async with self._turn:
            rows = await asyncio.to_thread(lambda: list(self._predictor.rows(picture)))
        return [_answer(row) for row in rows]

    async def __call__(self, request: Request) -> Response:
        """Answers a request whose body is a picture file with predict()'s list as JSON.

        Its status is 400 if no page of the picture has a result.
        """
        from starlette.responses import JSONResponse

        pages = await self.predict(await request.body())
        good = any("result" in page for page in pages)
        return JSONResponse(pages, status_code=200 if good else 400)


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    if row["error"] is not None:
        return {"page": row["page"], "error": row["error"]}
    return {"page": row["page"], "result": json.loads(row["result"])}
