# SPDX-License-Identifier: Apache-2.0
"""What the tests of the `fastdeploy` command have in common.

The command is $FASTDEPLOY_COMMAND; the models have been fetched (./dev models).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import unittest
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
MODELS = Path(os.environ.get("FASTDEPLOY_MODELS") or CACHE / "fastdeploy" / "models")
PAGE = MODELS / "images" / "page.png"
CAT = MODELS / "images" / "chelsea.png"
CLASSIFY = ("--model", "pplcnet_x0_25")
COMMAND = os.environ.get("FASTDEPLOY_COMMAND", "fastdeploy")

# Nothing that ran before matters, unless ./dev test names a folder.
os.environ.setdefault("FASTDEPLOY_COMPILED_CACHE", "off")


def run(*arguments, **options) -> subprocess.CompletedProcess:
    """Runs the command and waits for it to end."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        **options,
    )


def width_of(png: Path) -> int:
    """The width in the header of a PNG file."""
    return int.from_bytes(png.read_bytes()[16:20], "big")


def grey_pixels(png: Path) -> tuple[int, int, bytes]:
    """Width, height and pixels of an 8-bit grey PNG file."""
    data = png.read_bytes()
    assert data[24:26] == bytes([8, 0]), "expected 8 bits, grey"
    width, height = width_of(png), int.from_bytes(data[20:24], "big")
    packed, at = b"", 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    lines = zlib.decompress(packed)
    pixels, above = b"", bytes(width)
    for y in range(height):
        kind, *line = lines[y * (width + 1) : (y + 1) * (width + 1)]
        for x in range(width):
            left = line[x - 1] if x else 0
            corner = above[x - 1] if x else 0
            nearest = min(
                (left, above[x], corner), key=lambda one: abs(left + above[x] - corner - one)
            )
            line[x] = (line[x] + (0, left, above[x], (left + above[x]) // 2, nearest)[kind]) % 256
        above = bytes(line)
        pixels += above
    return width, height, pixels


class CommandTest(unittest.TestCase):
    """A test with a temporary folder."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def copy(self, picture: Path, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, path)
        return path

    def assert_refused(self, ran: subprocess.CompletedProcess, *words: str) -> None:
        """Expects exit code 2, no output, and one line with the reason on standard error."""
        self.assertEqual(ran.returncode, 2, ran)
        self.assertEqual(ran.stdout, "")
        self.assertEqual(ran.stderr.count("\n"), 1, ran.stderr)
        self.assertTrue(ran.stderr.startswith("error: "), ran.stderr)
        for word in words:
            self.assertIn(word, ran.stderr)
