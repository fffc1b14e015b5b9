# SPDX-License-Identifier: Apache-2.0
"""Measures memory, and threads against processes, for docs/tables.md. ./dev bench tables

Each cell runs in its own process. The cells of a group take turns, every other round in reverse
order, so that other load on the machine affects all of them alike.

build/bench/tables/GROUP.json     one row per run
benchmarks/results/tables/        one row per cell: median, minimum and maximum; and the machine
docs/tables.md, docs/images/      tables and plots of these rows
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
    """The values that a program prints, and the share of the machine that other programs used.

    If the program fails, exits with its error message.
    """
    others = machine.watch()
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if ran.returncode != 0:
        raise SystemExit(f"failed ({ran.returncode}): {' '.join(command)}\n{ran.stderr}")
    return rows.values(json.loads(ran.stdout)) | {"others": others()}


def measure(name: str, group: list[cells.Cell], runs: int, path: Path) -> list[rows.Row]:
    """Returns one row per run of each cell. Each is also written to `path` when it is measured."""
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
    """Measures the selected groups and writes their rows."""
    for name, group in cells.groups(args.seconds).items():
        if args.only is None or name in args.only:
            found = measure(name, group, args.runs, raw / f"{name}.json")
            rows.write(kept / f"{name}.json", rows.summaries(found))
            if name == "compute":
                rows.write(kept / "parity.json", rows.summaries(rows.parity(found)))
    rows.write(kept / "machine.json", [machine.describe()])


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench tables")
    parser.add_argument("--runs", type=int, default=5, help="runs of each cell (default: 5)")
    parser.add_argument(
        "--seconds", type=float, default=2, help="length of a throughput run (default: 2)"
    )
    parser.add_argument("--only", nargs="+", choices=list(cells.groups(1)), metavar="GROUP")
    parser.add_argument(
        "--render", action="store_true", help="only write the page, from stored rows"
    )
    parser.add_argument(
        "--draft", action="store_true", help="do not change docs and benchmarks/results"
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
