# SPDX-License-Identifier: Apache-2.0
"""The server started from Python, and the application of tutorials/serving."""

from __future__ import annotations

import asyncio
import importlib.util
import subprocess
import sys
import urllib.error
import urllib.request
from types import ModuleType
from typing import Any

import pytest
from conftest import MODELS, ROOT

import fastdeploy as fd

MODEL = MODELS / "pplcnet_x0_25"
CAT = MODELS / "images" / "chelsea.png"


def post(url: str, body: bytes, headers: dict[str, str] | None = None) -> str:
    request = urllib.request.Request(url, body, headers or {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def test_serve_answers_as_the_library() -> None:
    expected = fd.load(MODEL).predict(CAT)
    with fd.serve({"cls": MODEL}, port=0, workers=1) as server:
        assert server.running
        answer = post(f"{server.url}/predict/cls", CAT.read_bytes())
        assert answer == f'{{"image":"-","result":{expected.to_json()}}}'
        assert server.stop() == 0
        assert not server.running
        assert server.join() == 0


def test_serve_takes_options(tmp_path: Any) -> None:
    log = tmp_path / "access.jsonl"
    options = ["--set", "topk=2"]
    with fd.serve([MODEL], port=0, token="secret", access_log=log, options=options) as server:
        url = f"{server.url}/predict/{MODEL.name}"
        with pytest.raises(urllib.error.HTTPError, match="401"):
            post(url, CAT.read_bytes())
        answer = post(url, CAT.read_bytes(), {"Authorization": "Bearer secret"})
        assert answer.count(",") > 2
    assert log.read_text().count('"status":200') == 1


def test_serve_raises_what_is_wrong() -> None:
    with pytest.raises(fd.Error, match="no model could be loaded"):
        fd.serve("/no/such/model", port=0)
    with pytest.raises(fd.Error, match="unknown option '--nonsense'"):
        fd.serve(MODEL, port=0, options=["--nonsense"])
    server = fd.serve("/no/such/model", port=0, wait=False)
    with pytest.raises(fd.Error, match="no model could be loaded"):
        server.wait_ready()
    assert server.join() == 2


def test_module_is_the_command() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "fastdeploy", "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Serves models of any family over HTTP" in ran.stdout


def application() -> ModuleType:
    path = ROOT / "tutorials" / "serving" / "asgi.py"
    spec = importlib.util.spec_from_file_location("asgi", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_application_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastapi", reason="FastAPI is not installed: Ray brings it")
    httpx = pytest.importorskip("httpx", reason="it is in the group `test`")
    monkeypatch.setenv("FASTDEPLOY_MODEL", str(MODEL))
    monkeypatch.setenv("FASTDEPLOY_QUEUE", "1")
    app = application().app
    expected = fd.load(MODEL).predict(CAT).to_dict()

    async def ask() -> list[Any]:
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://app") as client,
        ):
            bad = await client.post("/predict", content=b"no picture")
            many = [client.post("/predict", content=CAT.read_bytes()) for _ in range(30)]
            return [bad, *await asyncio.gather(*many)]

    bad, *many = asyncio.run(ask())
    assert bad.status_code == 400
    assert {answer.status_code for answer in many} <= {200, 503}
    good = [answer.json() for answer in many if answer.status_code == 200]
    assert good
    assert all(answer == expected for answer in good)
    refused = [answer for answer in many if answer.status_code == 503]
    assert all(answer.headers["Retry-After"] == "1" for answer in refused)
