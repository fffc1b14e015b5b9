#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes fastdeploy/vision/ocr/internal/bidi_tables.inc: what the Unicode Character Database says
of characters below U+10000 that are not simply written from left to right.

usage: python tools/bidi_tables.py
"""

from __future__ import annotations

import contextlib
import unicodedata
from pathlib import Path

TARGET = Path(__file__).parents[1] / "fastdeploy/vision/ocr/internal/bidi_tables.inc"
# Formatting characters without a place in a line of text: they are removed.
REMOVED = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF"}
NEUTRAL = {"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"}


def kind(code: int) -> str:
    of_unicode = unicodedata.bidirectional(chr(code))
    if of_unicode in REMOVED:
        return "BN"
    if of_unicode in NEUTRAL:
        return "WS" if of_unicode == "WS" else "S" if of_unicode in "BS" else "ON"
    return of_unicode or "L"


def ranges() -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for code in range(0x10000):
        if found and found[-1][2] == kind(code):
            found[-1] = (found[-1][0], code, found[-1][2])
        else:
            found.append((code, code, kind(code)))
    return [row for row in found if row[2] != "L"]


def mirrored() -> list[tuple[int, int]]:
    """Pairs of brackets, which the names of characters tell; those of mathematics are left out."""
    swaps = [("LEFT", "RIGHT"), ("LESS-THAN", "GREATER-THAN")]
    pairs = set()
    for code in [*range(0x2768), *range(0x3000, 0x10000)]:
        if not unicodedata.mirrored(chr(code)):
            continue
        name = unicodedata.name(chr(code))
        for left, right in swaps:
            other = name.replace(left, "*").replace(right, left).replace("*", right)
            if other != name:
                with contextlib.suppress(KeyError):
                    pairs.add((code, ord(unicodedata.lookup(other))))
    return sorted(pairs)


def rows(items: list[str]) -> str:
    text, line = "", "   "
    for item in items:
        if len(line) + len(item) + 1 > 100:
            text, line = text + line + "\n", "   "
        line += " " + item
    return text + line + "\n"


def main() -> None:
    classes = rows([f"{{0x{a:X}, 0x{b:X}, Bidi::k{name}}}," for a, b, name in ranges()])
    pairs = rows([f"{{0x{a:X}, 0x{b:X}}}," for a, b in mirrored()])
    TARGET.write_text(
        "// SPDX-License-Identifier: Apache-2.0\n"
        f"// Made by tools/bidi_tables.py from Unicode {unicodedata.unidata_version}.\n"
        "// clang-format off\n\n"
        f"constexpr ClassRange kClasses[] = {{\n{classes}}};\n\n"
        f"constexpr Mirror kMirrors[] = {{\n{pairs}}};\n"
    )


if __name__ == "__main__":
    main()
