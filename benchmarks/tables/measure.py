# SPDX-License-Identifier: Apache-2.0
"""Measures the tutorial's two tables: memory, and threads against processes. ./dev bench tables

Every cell is run in a process of its own; the cells of a group take turns, round after round, every
other round backwards, so that what else the machine does falls on all of them alike.

build/bench/tables/GROUP.json     one row a run
benchmarks/results/tables/        one row a cell: median, minimum and maximum; with the machine
docs/tables.md, docs/images/      the tables and plots of those
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import cells  # noqa: E402
import machine  # noqa: E402
import plots  # noqa: E402
import render  # noqa: E402
import rows  # noqa: E402


def run(command: list[str]) -> dict[str, float]:
    """The values that a program prints, and the share of the machine that others took meanwhile.

    Ends with the program's own words where it fails.
    """
    others = machine.watch()
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if ran.returncode != 0:
        raise SystemExit(f"failed ({ran.returncode}): {' '.join(command)}\n{ran.stderr}")
    return rows.values(json.loads(ran.stdout)) | {"others": others()}


def measure(name: str, group: list[cells.Cell], runs: int, path: Path) -> list[rows.Row]:
    """One row for every run of every cell, written as they come."""
    found = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(runs):
            for i, (key, command) in enumerate(group if number % 2 == 0 else group[::-1]):
                progress = f"{name}: round {number + 1} of {runs}, cell {i + 1} of {len(group)}"
                print(f"\r{progress}  ", end="", file=sys.stderr, flush=True)
                found.append(key | {"run": number} | run(command))
                file.write(json.dumps(found[-1]) + "\n")
                file.flush()
    print(file=sys.stderr)
    return found


def everything(args: argparse.Namespace, raw: Path, kept: Path) -> None:
    """Measures the groups that were asked for, and keeps them."""
    for name, group in cells.groups(args.seconds).items():
        if args.only is None or name in args.only:
            found = measure(name, group, args.runs, raw / f"{name}.json")
            rows.write(kept / f"{name}.json", rows.summaries(found))
            if name == "compute":
                rows.write(kept / "parity.json", rows.summaries(rows.parity(found)))
    rows.write(kept / "machine.json", [machine.describe()])


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench tables")
    parser.add_argument("--runs", type=int, default=5, help="of every cell (default: 5)")
    parser.add_argument("--seconds", type=float, default=2, help="a run of throughput (default: 2)")
    parser.add_argument("--only", nargs="+", choices=list(cells.groups(1)), metavar="GROUP")
    parser.add_argument("--render", action="store_true", help="measure nothing; write the page")
    parser.add_argument(
        "--draft", action="store_true", help="leave docs and benchmarks/results as they are"
    )
    args = parser.parse_args()
    raw = cells.ROOT / "build" / "bench" / "tables"
    kept = raw / "summary" if args.draft else cells.ROOT / "benchmarks" / "results" / "tables"
    docs = raw if args.draft else cells.ROOT / "docs"
    for folder in (raw, kept):
        folder.mkdir(parents=True, exist_ok=True)
    if not args.render:
        everything(args, raw, kept)
    render.write(kept, docs)
    plots.write(kept, docs / "images")
    print(f"rows: {raw.relative_to(cells.ROOT)}, {kept.relative_to(cells.ROOT)}")
    print(f"tables: {docs.relative_to(cells.ROOT) / 'tables.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
