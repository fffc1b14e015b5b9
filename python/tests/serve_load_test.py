# SPDX-License-Identifier: Apache-2.0
"""`fastdeploy serve` under load, with clients that misbehave, and at its end."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from running_server import CAT, CLASSIFIER, MODELS, OCR, PAGE, Server, results_of

MODEL = f"cls={MODELS / CLASSIFIER}"
PICTURE = CAT.read_bytes()


def pictures(count: int) -> list[bytes]:
    """Different pictures, as PNG."""
    cat = cv2.imread(str(CAT))
    cuts = [cat[i * 7 : i * 7 + 200, i * 5 : i * 5 + 220] for i in range(count)]
    return [cv2.imencode(".png", cut)[1].tobytes() for cut in cuts]


def request(path: str, body: bytes) -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def test_overload_is_refused_at_once() -> None:
    ocr = f"ocr={MODELS / OCR}"
    with Server(ocr, "--workers", "1", "--queue", "2") as server, ThreadPoolExecutor(20) as pool:
        asked = [pool.submit(server.post, "/predict/ocr", PAGE.read_bytes()) for _ in range(20)]
        health = []
        while not all(one.done() for one in asked):
            start = time.monotonic()
            assert server.get("/v2/health/ready").status == 200
            health.append(time.monotonic() - start)
        answers = [one.result() for one in asked]
        refused = [one for one in answers if one.status == 503]
        good = [one for one in answers if one.status == 200]
        assert len(refused) + len(good) == 20
        assert len(good) >= 3
        assert refused
        assert all(int(one.headers["Retry-After"]) >= 1 for one in refused)
        assert {one.body for one in good} == {good[0].body}
        assert good[0].json["result"] == results_of(OCR, PAGE)[0]
        assert sorted(health)[len(health) // 2] < 1  # it answers while the model is busy
        assert server.metric('fastdeploy_refused_total{model="ocr",reason="queue"}') == len(refused)
        assert server.stop() == 0


def test_deadline() -> None:
    with Server(f"ocr={MODELS / OCR}", "--timeout", "0.001") as server:
        answer = server.post("/predict/ocr", PAGE.read_bytes())
        assert answer.status == 504
        assert "within 0.001 s" in answer.json["error"]
        assert server.stop() == 0


def test_limits() -> None:
    with Server(MODEL, "--max-body", "0.01", "--max-pixels", "0.01") as server:
        too_long = server.post("/predict/cls", b"x" * 20000)
        assert (too_long.status, list(too_long.json)) == (413, ["error"])
        small = cv2.imencode(".png", np.zeros((200, 200, 3), np.uint8))[1].tobytes()
        assert server.post("/predict/cls", small).status == 413
        pixels = {"name": "image", "datatype": "UINT8", "shape": [200, 200, 3], "data": []}
        assert server.post("/v2/models/cls/infer", json.dumps({"inputs": [pixels]})).status == 413
        with socket.create_connection((server.host, server.port), timeout=30) as client:
            # A body of unknown length ends the same way.
            client.sendall(b"POST /predict/cls HTTP/1.1\r\nHost: x\r\n")
            client.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
            client.sendall(b"5000\r\n" + b"x" * 0x5000)
            assert client.recv(100).startswith(b"HTTP/1.1 413")
        assert server.stop() == 0


def test_large_body_with_expect() -> None:
    with (
        Server(MODEL) as server,
        socket.create_connection((server.host, server.port), timeout=30) as client,
    ):
        head = f"POST /predict/cls HTTP/1.1\r\nHost: x\r\nContent-Length: {len(PICTURE)}\r\n"
        client.sendall((head + "Expect: 100-continue\r\n\r\n").encode())
        assert client.recv(100).startswith(b"HTTP/1.1 100 Continue")
        client.sendall(PICTURE)
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
        # What is refused by its header is not asked for.
        client.sendall(b"POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n")
        client.sendall(b"Expect: 100-continue\r\n\r\n")
        received = client.recv(4096)
        while b"HTTP/1.1 404" not in received:
            more = client.recv(4096)
            assert more
            received += more


class Clients:
    """Clients that behave and misbehave until they are told to stop."""

    def __init__(self, server: Server, count: int, seed: int = 0) -> None:
        self.server = server
        self.files = pictures(6)
        self.expected = [server.post("/predict/cls", file).json for file in self.files]
        self.good = self.refused = self.stopped = 0
        self.wrong: list[str] = []
        self.stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, args=(random.Random(seed + i),))
            for i in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def _work(self, random_: random.Random) -> None:
        while not self.stop.is_set():
            try:
                random_.choices(
                    [self._ask, self._break, self._cut, self._read_slowly], [8, 1, 1, 1]
                )[0](random_)
            except (OSError, AssertionError) as error:
                if isinstance(error, OSError) and self.stop.is_set():
                    return  # the server has ended
                with self._lock:
                    self.wrong.append(f"{type(error).__name__}: {error}")
                return

    def _ask(self, random_: random.Random) -> None:
        connection = self.server.connection()
        try:
            for _ in range(random_.randrange(1, 5)):
                number = random_.randrange(len(self.files))
                try:
                    connection.request("POST", "/predict/cls", self.files[number])
                    response = connection.getresponse()
                    answer = response.read()
                except OSError:
                    if not self.stop.is_set():
                        raise
                    with self._lock:
                        self.stopped += 1
                    return
                with self._lock:
                    if response.status == 200:
                        self.good += 1
                        if json.loads(answer) != self.expected[number]:
                            self.wrong.append("another result")
                    elif response.status == 503:
                        self.refused += 1
                    else:
                        self.wrong.append(f"{response.status} {answer!r}")
        finally:
            connection.close()

    def _break(self, random_: random.Random) -> None:
        body = bytearray(random_.choice(self.files))
        del body[random_.randrange(1, len(body)) :]
        answer = self.server.post(random_.choice(["/predict/cls", "/ocr", "/v2/x"]), bytes(body))
        assert answer.status in (400, 404, 415, 503), answer.status

    def _cut(self, random_: random.Random) -> None:
        whole = request("/predict/cls", random_.choice(self.files))
        with socket.create_connection((self.server.host, self.server.port), timeout=60) as client:
            client.sendall(whole[: random_.randrange(1, len(whole))])
            if random_.random() < 0.5:  # with a reset in place of an orderly end
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    def _read_slowly(self, random_: random.Random) -> None:
        with socket.create_connection((self.server.host, self.server.port), timeout=60) as client:
            client.sendall(request("/predict/cls", random_.choice(self.files)))
            received = b""
            while b"}}" not in received and b"error" not in received:
                part = client.recv(16)
                if not part and not received and self.stop.is_set():
                    return  # the server has ended before it took the connection
                assert part, received
                received += part
                time.sleep(0.001)

    def join(self) -> None:
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive()
        assert not self.wrong, self.wrong[:5]


def test_nothing_is_lost_while_models_are_loaded_again() -> None:
    with Server(MODEL, "--queue", "100") as server:
        clients = Clients(server, 8)
        for _ in range(3):
            assert server.post("/v2/repository/models/cls/load").status == 200
            time.sleep(0.3)
        clients.stop.set()
        clients.join()
        assert clients.good > 20
        assert clients.refused == 0
        assert server.metric('fastdeploy_model_loads_total{model="cls",outcome="ready"}') == 4
        # Every connection that was cut is gone.
        end = time.monotonic() + 30
        while server.metric("fastdeploy_connections") > 1:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert server.stop() == 0


def test_work_in_hand_is_finished_at_the_end() -> None:
    with Server(f"ocr={MODELS / OCR}", "--workers", "1") as server:
        sockets = [
            socket.create_connection((server.host, server.port), timeout=60) for _ in range(4)
        ]
        idle = socket.create_connection((server.host, server.port), timeout=60)
        for client in sockets:
            client.sendall(request("/predict/ocr", PAGE.read_bytes()))
        end = time.monotonic() + 30
        waiting = ['fastdeploy_queue_depth{model="ocr"}', 'fastdeploy_running{model="ocr"}']
        while sum(map(server.metric, waiting)) < 4 and len(server.lines) < 40:
            assert time.monotonic() < end
        server.process.send_signal(signal.SIGTERM)
        expected = results_of(OCR, PAGE)[0]
        for client in sockets:
            with client:
                received = b""
                while part := client.recv(65536):
                    received += part
            head, _, body = received.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200")
            assert json.loads(body)["result"] == expected
        assert idle.recv(1) == b""
        idle.close()
        assert server.stop() == 0
        assert "stopping" in server.log
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((server.host, server.port), timeout=5)


def test_drain() -> None:
    """Before connections are refused, the server is not ready for a while, and still answers."""
    with Server(MODEL, "--drain", "2") as server:
        server.process.send_signal(signal.SIGTERM)
        end = time.monotonic() + 1.5
        while server.get("/v2/health/ready").status == 200:
            assert time.monotonic() < end
        assert server.post("/predict/cls", PICTURE).status == 200
        assert server.stop() == 0


def test_processes() -> None:
    option = ["--processes", "2", "--backend", "onnxruntime", "--share-weights"]
    with Server(MODEL, *option) as server:
        expected = results_of(CLASSIFIER, CAT)[0]["label_ids"]

        def children() -> set[str]:
            own = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
            return set(own.read_text().split())

        first = children()
        assert len(first) == 2
        for _ in range(20):
            answer = server.post("/predict/cls", PICTURE)
            if answer.status != 503:  # the other process is loading still
                assert answer.json["result"]["label_ids"] == expected
        assert server.post("/v2/repository/models/cls/load").status == 403
        os.kill(int(min(first)), signal.SIGKILL)
        end = time.monotonic() + 60
        while len(children() - first) != 1 or len(children()) != 2:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert "was ended by signal 9" in server.log
        assert server.stop() == 0
