# SPDX-License-Identifier: Apache-2.0
"""Pages whose text is known, drawn with Pillow: the same ones on every machine with the font."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts/truetype/dejavu")
FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf")
WORDS = str.split("""
image text model thread memory weight batch result page line number value speed server process
network layer input output kernel stream queue cache field record invoice total amount price
order client address street city country date due paid balance account bank transfer quantity
item unit discount rate tax summary the of and to in for with by from at is are was has more
than each every other first last next between within above below 2024 2025 17 42 365 1,024 3.14
99.5% No. A4 B-12 x86 (a) (b) [1] e-mail: www.example.org
""")


def sentence(random_: random.Random, characters: int) -> str:
    words = [random_.choice(WORDS)]
    while len(" ".join(words)) < characters:
        words.append(random_.choice(WORDS))
    return " ".join(words)


def page(seed: int) -> tuple[Image.Image, list[str]]:
    """A page and its lines from top to bottom: text of several sizes, with short lines between."""
    random_ = random.Random(seed)
    width, height = random_.choice([(1240, 1754), (1000, 1400), (1600, 1200), (900, 1300)])
    image = Image.new("RGB", (width, height), (random_.randint(235, 255),) * 3)
    draw = ImageDraw.Draw(image)
    lines: list[str] = []
    top = 60
    while True:
        size = random_.choice([20, 22, 24, 26, 32])
        font = ImageFont.truetype(str(FONTS / random_.choice(FACES)), size)
        if top + 2 * size > height - 40:
            return image, lines
        room = int((width - 140) / font.getlength("n"))
        text = sentence(random_, random_.choice([8, 20, room * 2 // 3, room - 12, room - 12]))
        while font.getlength(text) > width - 140:
            text = text.rsplit(" ", 1)[0]
        draw.text((70, top), text, font=font, fill=(random_.randint(0, 60),) * 3)
        lines.append(text)
        top += int(size * random_.choice([1.7, 1.9, 2.3]))
