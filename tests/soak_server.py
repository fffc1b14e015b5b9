#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`fastdeploy serve` under mixed load for some minutes, and SIGTERM at the end.

    python tests/soak_server.py MINUTES [--clients 64] [--json FILE]

Clients ask, send broken pictures, cut connections and read slowly, while the models are loaded
again and again. Every answer is compared with the server's first one, which is compared with the
command's. Fails if one is wrong, if what was accepted is lost, or if the exit code is not 0; prints
the memory every ten seconds. Needs what python/tests needs.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "python" / "tests"))
from running_server import CAT, CLASSIFIER, MODELS, OCR, PAGE, Server, results_of
from serve_load_test import Clients


def main() -> None:
    parser = argparse.ArgumentParser(description="Soaks fastdeploy serve.")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    models = [f"cls={MODELS / CLASSIFIER}", f"ocr={MODELS / OCR}"]
    rows = []
    with Server(*models, "--access-log", "none") as server:
        first = server.post("/predict/cls", CAT.read_bytes()).json["result"]
        assert first == results_of(CLASSIFIER, CAT)[0]
        page = results_of(OCR, PAGE)[0]
        start = time.monotonic()
        clients = Clients(server, options.clients)
        while (seconds := time.monotonic() - start) < 60 * options.minutes:
            rows.append(
                {
                    "seconds": round(seconds),
                    "resident_mb": round(server.metric("process_resident_memory_bytes") / 1e6),
                    "connections": server.metric("fastdeploy_connections"),
                    "answered": clients.good,
                    "refused": clients.refused,
                }
            )
            print(json.dumps(rows[-1]), flush=True)
            for name in ("cls", "ocr"):
                assert server.post(f"/v2/repository/models/{name}/load").status == 200
            answer = server.post("/predict/ocr", PAGE.read_bytes())
            assert answer.status == 200, answer.body
            assert answer.json["result"] == page
            time.sleep(10)
        clients.stop.set()
        server.process.send_signal(signal.SIGTERM)
        clients.join()
        assert server.stop() == 0, server.log
    print(f"{clients.good} answers were right, {clients.refused} requests were refused")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
