#!/usr/bin/env python3
"""Draws the pictures of tables in this folder: ruled with merged cells, and with few lines.

    python models/tables/make.py

Needs Pillow (10.4.0: its built-in font is drawn).
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
INK = (20, 20, 30)

# Text, column, row, columns, rows.
RULED = [
    ("City", 0, 0, 1, 2),
    ("Rainfall in mm", 1, 0, 2, 1),
    ("Days", 3, 0, 1, 2),
    ("January", 1, 1, 1, 1),
    ("July", 2, 1, 1, 1),
    ("Bergen", 0, 2, 1, 1),
    ("190.5", 1, 2, 1, 1),
    ("148.0", 2, 2, 1, 1),
    ("231", 3, 2, 1, 1),
    ("Lisbon", 0, 3, 1, 1),
    ("99.9", 1, 3, 1, 1),
    ("4.2", 2, 3, 1, 1),
    ("77", 3, 3, 1, 1),
    ("Oslo & Moss", 0, 4, 1, 1),
    ("", 1, 4, 1, 1),
    ("81.3", 2, 4, 1, 1),
    ("113", 3, 4, 1, 1),
]
OPEN = [
    ("Model", "Size (MB)", "Time (ms)", "Score"),
    ("Detector", "4.7", "31.2", "0.912"),
    ("Classifier", "2.1", "1.4", "0.981"),
    ("Recogniser", "10.8", "9.6", "0.874"),
    ("Table", "7.2", "220.5", "0.958"),
    ("Layout", "7.0", "18.3", "0.935"),
    ("Total", "31.8", "281.0", ""),
]


def ruled(width: int, height: int) -> Image.Image:
    """A table whose cells have borders; text in the middle."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(22)
    column, row = (width - 20) / 4, (height - 20) / 5
    for text, x, y, columns, rows in RULED:
        left, top = 10 + x * column, 10 + y * row
        right, bottom = left + columns * column, top + rows * row
        draw.rectangle((left, top, right, bottom), outline=INK, width=2)
        draw.text(((left + right) / 2, (top + bottom) / 2), text, INK, font, "mm")
    return picture


def open_table(width: int, height: int) -> Image.Image:
    """A table with a line above and below the heading and at its end; text at the left."""
    picture = Image.new("RGB", (width, height), (250, 250, 245))
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(20)
    row = (height - 20) / len(OPEN)
    for index, texts in enumerate(OPEN):
        for x, text in enumerate(texts):
            draw.text((20 + x * (width - 30) / 4, 10 + (index + 0.5) * row), text, INK, font, "lm")
    for index in (0, 1, len(OPEN)):
        draw.line((10, 10 + index * row, width - 10, 10 + index * row), INK, 2)
    return picture


def main() -> None:
    ruled(640, 260).save(HERE / "ruled.png", optimize=True)
    open_table(440, 600).save(HERE / "open.png", optimize=True)


if __name__ == "__main__":
    main()
