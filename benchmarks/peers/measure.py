# SPDX-License-Identifier: Apache-2.0
"""Measures this library beside its peers, for docs/benchmarks.md. ./dev bench peers

    measure.py [--rounds 5] [--only ocr networks] [--render] PEERS

PEERS is a folder with an environment of Python for each peer: rapidocr, faster-paddle, paddleocr.
Those that are compared take turns, so that other load on the machine affects all of them alike.

benchmarks/results/peers/{ocr,networks}.json   the rows
docs/benchmarks.md, docs/images/               tables and plots of these rows
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

import networks
import ocr
import yaml

import fastdeploy as fd

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "tables"), str(ROOT / "benchmarks" / "report")]
import machine  # noqa: E402
import report  # noqa: E402
import rows  # noqa: E402

RESULTS = report.RESULTS / "peers"
MADE = ROOT / "build" / "bench" / "peers"
OCR = ("ppocrv6-small", "ppocrv5-mobile", "ppocrv4")
PAGES = 4


def networks_of(name: str) -> Path:
    """A model of OCR with its networks as ONNX, which RapidOCR reads."""
    source, target = fd.models.folder() / name, MADE / name
    for part in ("det", "rec"):
        networks.as_onnx(source / part, target / part / "inference.onnx")
    characters = target / "rec" / "characters.txt"
    for file in (source / "rec").glob("*keys*.txt"):
        shutil.copyfile(file, characters)
    for file in (source / "rec").glob("inference.yml"):
        config = yaml.safe_load(file.read_text("utf-8"))["PostProcess"]
        if "character_dict" in config:
            characters.write_text("\n".join(config["character_dict"]) + "\n", "utf-8")
    return target


def measure_ocr(peers: Path, rounds: int) -> list[dict[str, Any]]:
    pythons = {
        kind: str(peers / kind / "bin" / "python")
        for kind in ("rapidocr", "faster-paddle", "paddleocr")
    }
    measured = []
    for name in OCR:
        model, source = networks_of(name), fd.models.folder() / name
        both = [f"fastdeploy:openvino:model={source}", "rapidocr:openvino"]
        others = ["rapidocr:onnxruntime"]
        if name == "ppocrv6-small":  # which faster-paddle brings along
            others.append("faster-paddle:onnxruntime")
        if (source / "rec" / "inference.json").exists():
            others.append(f"paddleocr:paddle:paddle={source}")
        groups = {
            "f32": [*both, *others],
            "bf16": both,
        }
        if name == OCR[0]:
            groups["f32, default sizes"] = [f"{e}:size=default" for e in (*both, *others)]
        for group, engines in groups.items():
            settings = ocr.DEFAULTS | {"precision": group.split(",")[0]}
            load = machine.watch()
            found = ocr.compare(
                model, engines, pythons, settings=settings, rounds=rounds, pages=PAGES
            )
            for row in found:
                for folder in ("model", "paddle"):
                    row["settings"].pop(folder, None)
                row["engine"] = ":".join(row["engine"].split(":")[:2])
                print(name, group, row["engine"], row["pages_per_second"], row["text_error"])
            measured += [{"model": name, "group": group, **row} for row in found]
            print(f"other programs: {load():.2f}", flush=True)
    return measured


def measure_networks(rounds: int) -> list[dict[str, Any]]:
    measured = []
    for name in networks.NETWORKS:
        measured.append(networks.measure(name, MADE, rounds))
        print({k: v for k, v in measured[-1].items() if k != "rounds"}, flush=True)
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench peers")
    parser.add_argument("peers", type=Path)
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (default: 5)")
    parser.add_argument("--only", nargs="+", choices=["ocr", "networks"])
    parser.add_argument("--render", action="store_true", help="only write the page")
    arguments = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    measures = {
        "ocr": lambda: measure_ocr(arguments.peers.resolve(), arguments.rounds),
        "networks": lambda: measure_networks(arguments.rounds),
    }
    for name, measure in measures.items():
        if not arguments.render and name in (arguments.only or measures):
            file = RESULTS / f"{name}.json"
            rows.write(file, [machine.describe() | row for row in measure()])
    report.write()


if __name__ == "__main__":
    main()
