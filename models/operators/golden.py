# SPDX-License-Identifier: Apache-2.0
"""The file of all cases: a JSON text, as the pixels of a grey PNG image to be small.

    python models/operators/golden.py          (prints the text)

tests/operators_test.cc reads it with OpenCV alone; here, only Python is needed.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "golden" / "operators"
CASES = FOLDER / "cases.png"
REFUSED = FOLDER / "refused.json"
WIDTH = 4096


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def write(golden: dict) -> int:
    """Writes the cases; returns the size of the file."""
    data = json.dumps(golden, separators=(",", ":")).encode()
    height = -(-len(data) // WIDTH)
    data = data.ljust(WIDTH * height)
    rows = b"".join(b"\0" + data[i : i + WIDTH] for i in range(0, len(data), WIDTH))
    header = struct.pack(">IIBBBBB", WIDTH, height, 8, 0, 0, 0, 0)
    CASES.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )
    return CASES.stat().st_size


def read() -> dict:
    """The cases, or an empty file's."""
    if not CASES.exists():
        return {"reference": {}, "cases": {}}
    data, place, pixels = CASES.read_bytes(), 8, b""
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        if data[place + 4 : place + 8] == b"IDAT":
            pixels += data[place + 8 : place + 8 + length]
        place += length + 12
    rows = zlib.decompress(pixels)
    return json.loads(b"".join(rows[i + 1 : i + 1 + WIDTH] for i in range(0, len(rows), WIDTH + 1)))


if __name__ == "__main__":
    json.dump(read(), sys.stdout, indent=1)
