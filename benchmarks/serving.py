#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast `fastdeploy serve` answers, beside a Pool in this process: images/s, p50 and p99.

    python benchmarks/serving.py [--seconds 5] [--rounds 3] [--clients 1 8 64] [--json FILE]
        [--peers FOLDER] [MODEL...]

Each model, by its name in the folder of models, is asked over HTTP by so many clients, each with a
connection that it keeps, in a process of their own, and by as many requests at a time in a Pool,
without HTTP. Both get the bytes of a picture file and give the JSON of its result. They take turns,
round by round; the medians of rounds are printed. At last, twice as many clients as the queue has
room for ask at once: how long do those wait that are answered, and those that are refused?

--peers: a folder of environments as `./dev bench peers` makes them (build/peers). With it, a server
of RapidOCR behind FastAPI and PaddleX's own server take their turns, too, with the same networks,
where these are in a format that they read: ONNX, or Paddle's with an inference.yml.

Needs the installed package and fetched models (`./dev models`). Figures mean nothing while other
programs keep the cores busy.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import http.client
import json
import multiprocessing
import os
import platform
import resource
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import fastdeploy as fd

PICTURES = {
    "pplcnet_x0_25": "chelsea.png",
    "picodet_s_320_nonms": "chelsea.png",
    "ppocrv6-small": "page.png",
    "ppocrv5-mobile": "page.png",
}


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def row_of(model: str, way: str, clients: int, took: list[float], seconds: float) -> dict[str, Any]:
    return {
        "model": model,
        "way": way,
        "clients": clients,
        "images_per_second": round(len(took) / seconds, 2),
        "p50_ms": round(1000 * percentile(took, 0.5), 2),
        "p99_ms": round(1000 * percentile(took, 0.99), 2),
    }


def ask(url: str, body: bytes, seconds: float, results: Any) -> None:
    """One client: asks again and again, and puts each status and its time into `results`."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=300)
    headers = {"Content-Type": "application/json" if body.startswith(b"{") else "image/png"}
    answers = []
    end = time.monotonic() + seconds
    while (start := time.monotonic()) < end:
        connection.request("POST", address.path, body, headers)
        response = connection.getresponse()
        response.read()
        answers.append((response.status, time.monotonic() - start))
    results.append((answers, time.monotonic()))


def client_process(url: str, body: bytes, clients: int, seconds: float, pipe: Any) -> None:
    """The clients, in threads: what they compute is little beside the models."""
    results: list[Any] = []
    start = time.monotonic()
    threads = [
        threading.Thread(target=ask, args=(url, body, seconds, results)) for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = [answer for client, _ in results for answer in client]
    pipe.send((answers, max(end for _, end in results) - start))


def over_http(url: str, body: bytes, clients: int, seconds: float) -> tuple[list[Any], float]:
    """What the clients were answered, (status, seconds), and how long all of it took."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=client_process, args=(url, body, clients, seconds, there)
    )
    process.start()
    answers, took = here.recv()
    process.join()
    return answers, took


def in_pool(pool: fd.Pool[Any], body: bytes, clients: int, seconds: float) -> tuple[Any, float]:
    """The same number of requests at a time, without a server."""
    took: list[float] = []

    def work() -> None:
        while (start := time.monotonic()) < end:
            pool.submit(body).result().to_json()
            took.append(time.monotonic() - start)

    start = time.monotonic()
    end = start + seconds
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, time.monotonic() - start


@contextlib.contextmanager
def peer(python: Path, program: str, folder: Path) -> Iterator[int]:
    """A server of another product; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = Path(__file__).parent / "peers" / program
    threads = str(fd.available_cores())
    server = subprocess.Popen([str(python), str(script), str(folder), str(port), threads])
    try:
        while server.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def peers_of(folder: Path, peers: Path | None, body: bytes, stack: Any) -> dict[str, Way]:
    """Servers of other products that can serve this model."""
    ways: dict[str, Way] = {}
    if peers and (folder / "rec" / "inference.onnx").exists():
        python = peers / "rapidocr" / "bin" / "python"
        port = stack.enter_context(peer(python, "rapidocr_server.py", folder))
        ways["RapidOCR with FastAPI"] = http_way(f"http://127.0.0.1:{port}/predict", body)
    if peers and (folder / "rec" / "inference.json").exists():
        python = peers / "paddleocr" / "bin" / "python"
        port = stack.enter_context(peer(python, "paddlex_server.py", folder))
        form = {"file": base64.b64encode(body).decode(), "fileType": 1, "visualize": False}
        ways["PaddleX"] = http_way(f"http://127.0.0.1:{port}/ocr", json.dumps(form).encode())
    return ways


Way = Callable[[int, float], tuple[list[float], float]]  # (clients, seconds) -> times, duration


def http_way(url: str, body: bytes) -> Way:
    def run(clients: int, seconds: float) -> tuple[list[float], float]:
        answers, took = over_http(url, body, clients, seconds)
        assert {status for status, _ in answers} == {200}
        return [time_ for _, time_ in answers], took

    return run


def measure(
    folder: Path, body: bytes, clients: list[int], seconds: float, rounds: int, peers: Path | None
) -> list[dict[str, Any]]:
    """Those that do not have their turn wait, and take no time."""
    queue = max(64, *clients)
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(fd.serve(folder, port=0, queue=queue))
        pool = stack.enter_context(fd.Pool(fd.load(folder), queue_size=queue))
        ways: dict[str, Way] = {
            "server": http_way(f"{server.url}/predict/{folder.name}", body),
            "pool": lambda clients, seconds: in_pool(pool, body, clients, seconds),
        }
        ways |= peers_of(folder, peers, body, stack)
        for run in ways.values():
            run(2, 1)  # to warm up
        rows = []
        for count in clients:
            measured: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
            for _ in range(rounds):
                for way, run in ways.items():
                    measured[way].append(row_of(folder.name, way, count, *run(count, seconds)))
            for way in ways:
                rates = [row["images_per_second"] for row in measured[way]]
                middle = sorted(rates)[len(rates) // 2]
                rows.append(
                    next(row for row in measured[way] if row["images_per_second"] == middle)
                    | {"rounds": rates}
                )
    return rows


def overload(folder: Path, body: bytes, seconds: float) -> dict[str, Any]:
    """Twice the clients that the queue and the clones have room for."""
    queue = 16
    with fd.serve(folder, port=0, queue=queue) as server:
        clients = 2 * (queue + fd.available_cores())
        answers, took = over_http(f"{server.url}/predict/{folder.name}", body, clients, seconds)
    good = [time_ for status, time_ in answers if status == 200]
    refused = [time_ for status, time_ in answers if status == 503]
    assert len(good) + len(refused) == len(answers)
    row = row_of(folder.name, f"overload, queue of {queue}", clients, good, took)
    return row | {
        "refused_per_second": round(len(refused) / took, 2),
        "refused_p99_ms": round(1000 * percentile(refused, 0.99), 2) if refused else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures fastdeploy serve.")
    parser.add_argument("models", nargs="*", metavar="MODEL", default=list(PICTURES))
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", metavar="FOLDER", type=Path)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = []
    for model in options.models:
        folder = fd.models.folder()
        body = (folder / "images" / PICTURES.get(model, "chelsea.png")).read_bytes()
        new = measure(
            folder / model, body, options.clients, options.seconds, options.rounds, options.peers
        )
        new.append(overload(folder / model, body, options.seconds))
        for row in new:
            print(json.dumps(row), flush=True)
        rows += new
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    whole = {
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "server_peak_bytes": memory,
        "rows": rows,
    }
    if options.json:
        options.json.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
