# SPDX-License-Identifier: Apache-2.0
"""What the tests of `fastdeploy serve` share: a server in a process of its own, and its answers.

The command is $FASTDEPLOY_COMMAND, or the one that was installed beside this Python.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

COMMAND = os.environ.get("FASTDEPLOY_COMMAND") or str(Path(sys.executable).parent / "fastdeploy")
MODELS = Path(
    os.environ.get("FASTDEPLOY_MODELS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fastdeploy" / "models"
)
PAGE = MODELS / "images" / "page.png"
CAT = MODELS / "images" / "chelsea.png"
CLASSIFIER, DETECTOR, SEGMENTER = "pplcnet_x0_25", "picodet_s_320_nonms", "pphumanseg_lite_softmax"
OCR = "ppocrv6-small"


class Answer:
    """The answer to a request."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """A server that has loaded its models, if `wait`. As a context manager, it ends on exit."""

    def __init__(self, *arguments: str, wait: bool = True, **environment: str) -> None:
        self.log = ""
        self.process = subprocess.Popen(
            [COMMAND, "serve", *arguments, "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | environment,
        )
        self.lines: list[dict[str, Any]] = []
        self._readers = [
            threading.Thread(target=self._read_log, daemon=True),
            threading.Thread(target=self._read_lines, daemon=True),
        ]
        self._listening = threading.Event()
        for reader in self._readers:
            reader.start()
        assert self._listening.wait(60), self.log
        address = re.search(r"listening at (https?)://(.+):(\d+)", self.log)
        assert address, self.log
        self.scheme, self.host, self.port = address[1], address[2], int(address[3])
        self.url = f"{self.host}:{self.port}"
        if wait:
            self.wait()

    def _read_log(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.log += line
            if "listening at" in line:
                self._listening.set()
        self._listening.set()

    def _read_lines(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def wait(self) -> None:
        """Waits until the models are loaded."""
        end = time.monotonic() + 120
        while self.get("/v2/health/ready").status != 200:
            assert time.monotonic() < end, self.log
            time.sleep(0.05)

    def connection(self, **arguments: Any) -> http.client.HTTPConnection:
        if self.scheme == "https":
            return http.client.HTTPSConnection(self.host, self.port, timeout=120, **arguments)
        return http.client.HTTPConnection(self.host, self.port, timeout=120)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        **arguments: Any,
    ) -> Answer:
        connection = self.connection(**arguments)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **arguments: Any) -> Answer:
        return self.ask("GET", path, **arguments)

    def post(self, path: str, body: bytes | str = b"", **arguments: Any) -> Answer:
        return self.ask("POST", path, body, **arguments)

    def metric(self, sample: str) -> float:
        """The value of a sample of /metrics, such as 'fastdeploy_clones{model="a"}'; 0: none."""
        for line in self.get("/metrics").body.decode().splitlines():
            if line.startswith(sample + " "):
                return float(line.rpartition(" ")[2])
        return 0

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ends the server; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=60)
        for reader in self._readers:
            reader.join(10)
        return code

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def results_of(
    model: str, *pictures: Path, command: str = "predict", options: Sequence[str] = ()
) -> list[Any]:
    """The results of pictures as the command gives them."""
    ran = subprocess.run(
        [COMMAND, command, *map(str, pictures), "--model", str(MODELS / model), "--json", *options],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [json.loads(line)["result"] for line in ran.stdout.splitlines()]
