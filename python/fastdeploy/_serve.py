# SPDX-License-Identifier: Apache-2.0
"""The server of `fastdeploy serve`, started from Python."""

from __future__ import annotations

import atexit
import logging
import os
import signal
import subprocess
import threading
import weakref
from collections.abc import Mapping, Sequence
from types import TracebackType

from ._command import find
from .errors import Error

_log = logging.getLogger("fastdeploy.serve")

Model = str | os.PathLike[str]


class Server:
    """A server of models over HTTP, in a process of its own. Made by serve().

    As a context manager, it is stopped on exit, and otherwise when the program ends. Any thread may
    call any method. What the server says is logged, by the logger "fastdeploy.serve".
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        program, own = find()
        self._process = subprocess.Popen(
            [program, "serve", *arguments],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env=own | dict(environment),
            start_new_session=True,  # Ctrl-C is this program's; it then stops the server
        )
        _running.add(self)
        self._url = ""
        self._last = ""
        self._listens = threading.Event()
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._listens.wait()
        if not self._url:
            raise Error(self._reason())

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            line = line.rstrip("\n")
            self._last = line
            _log.info("%s", line)
            if line.startswith("listening at "):
                self._url = line.split()[-1]
                self._listens.set()
            elif line.startswith("ready: "):
                self._ready.set()
        self._process.wait()
        self._listens.set()
        self._ready.set()

    def _reason(self) -> str:
        return f"the server has ended: {self._last.removeprefix('error: ')}"

    @property
    def url(self) -> str:
        """Its address, such as "http://127.0.0.1:8000"."""
        return self._url

    @property
    def running(self) -> bool:
        """Whether its process runs."""
        return self._process.poll() is None

    def wait_ready(self, timeout: float | None = None) -> None:
        """Waits until the models are loaded, at most `timeout` seconds.

        Raises TimeoutError after that, and fastdeploy.Error if the server has ended: no model could
        be loaded.
        """
        if not self._ready.wait(timeout):
            raise TimeoutError(f"the models are not loaded after {timeout} s")
        if not self.running:
            raise Error(self._reason())

    def join(self) -> int:
        """Waits until it ends by itself, or is stopped. Returns its exit code."""
        return self._process.wait()

    def stop(self, timeout: float | None = None) -> int:
        """Stops it: what is in hand is finished. Returns its exit code, 0 if all went well.

        timeout: seconds after which it is killed; None: as long as it takes.
        """
        if self.running:
            self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._reader.join()
        return code

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


# Servers end with the program.
_running: weakref.WeakSet[Server] = weakref.WeakSet()


@atexit.register
def _stop_all() -> None:
    for server in list(_running):
        server.stop()


def serve(
    models: Model | Sequence[Model] | Mapping[str, Model],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 0,
    queue: int = 64,
    timeout: float = 60,
    token: str = "",
    access_log: Model | None = None,
    options: Sequence[str] = (),
    wait: bool = True,
) -> Server:
    """Starts `fastdeploy serve` in a process of its own, and returns it.

    models: the folder or the name of a model, or several; a mapping gives them names of their own.
    host, port: where it listens; port 0: one that is free. See Server.url.
    workers: clones of each model, each with a thread; 0: one per core.
    queue: requests that may wait for each model; further ones are refused (503).
    timeout: seconds for a request, waiting included.
    token: bearer token that requests need; "": none.
    access_log: file for a line of JSON for each request; "-": standard output; None: nothing.
    options: further options of the command, such as ["--set", "ocr.words=true"].
    wait: wait until the models are loaded. Otherwise see Server.wait_ready.

    Raises fastdeploy.Error if it cannot listen there, or if no model can be loaded.
    """
    if isinstance(models, Mapping):
        named = [f"{name}={os.fspath(model)}" for name, model in models.items()]
    elif isinstance(models, str | os.PathLike):
        named = [os.fspath(models)]
    else:
        named = [os.fspath(model) for model in models]
    arguments = ["--host", host, "--port", str(port), "--workers", str(workers)]
    arguments += ["--queue", str(queue), "--timeout", str(timeout)]
    arguments += ["--access-log", "none" if access_log is None else os.fspath(access_log)]
    environment = {"FASTDEPLOY_TOKEN": token} if token else {}
    server = Server([*arguments, *options, *named], environment)
    try:
        if wait:
            server.wait_ready()
    except BaseException:
        server.stop()
        raise
    return server
