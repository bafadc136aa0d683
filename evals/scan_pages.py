"""Text -> pictures of printed pages as a scanner gives them: straight or askew, clean or with a stamp over the text."""

from __future__ import annotations

import io
import math
import random
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

A4: Final = (595, 842)
EM: Final = 16
"""Size of the print, in points."""
STEP: Final = 28
"""From one line to the next, in points."""
SIGNS: Final = 27
"""Signs in a line."""
_LEFT, _TOP, _LINES = 80, 90, 24
_NOT_FIRST: Final = "，。、；：！？”’）》%"
_NOISE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is printed and scanned."""

    dpi: int
    askew: float = 0.0
    """Degrees."""
    stamp: bool = False

    @property
    def name(self) -> str:
        return f"{self.dpi} dpi" + (f", {self.askew}° askew" if self.askew else "") + (", stamp" if self.stamp else "")


def font_file() -> Path | None:
    """A printed Chinese typeface of this machine; None where it has none."""
    try:
        told = subprocess.run(
            ["fc-match", "-f", "%{file}", "Noto Serif CJK SC:lang=zh-cn"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return Path(told) if "cjk" in told.lower() and Path(told).is_file() else None


def set_in_lines(paragraphs: list[str]) -> list[str]:
    """Lines of one page, two signs of indent where a paragraph begins; no line begins with a closing sign."""
    lines: list[str] = []
    for paragraph in paragraphs:
        rest = "　　" + paragraph
        while rest and len(lines) < _LINES:
            cut = SIGNS
            while cut > 1 and rest[cut : cut + 1] and rest[cut] in _NOT_FIRST:
                cut -= 1
            lines.append(rest[:cut])
            rest = rest[cut:]
    return lines


def printed(lines: list[str], way: Way, font: Path, number: int = 1, left: int = _LEFT) -> Image.Image:
    """One page with its number below."""
    scale = way.dpi / 72
    page = Image.new("RGB", (round(A4[0] * scale), round(A4[1] * scale)), "white")
    draw = ImageDraw.Draw(page)
    face = ImageFont.truetype(str(font), round(EM * scale))
    for i, line in enumerate(lines):
        draw.text((left * scale, (_TOP + i * STEP) * scale), line, font=face, fill="black")
    small = ImageFont.truetype(str(font), round(12 * scale))
    draw.text((A4[0] / 2 * scale, 790 * scale), f"— {number} —", font=small, fill="black", anchor="mm")
    if way.stamp:
        page = _stamped(page, scale, face)
    return scanned(page, way)


def scanned(page: Image.Image, way: Way) -> Image.Image:
    """The page turned, with the noise of a scanner and the loss of JPEG."""
    if way.askew:
        page = page.rotate(-way.askew, Image.Resampling.BICUBIC, fillcolor="white")
    noise = np.random.default_rng(1).normal(0, _NOISE, (page.height, page.width, 1))
    pixels = np.clip(np.asarray(page, np.float32) + noise, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=80)
    return Image.open(io.BytesIO(out.getvalue()))


def _stamped(page: Image.Image, scale: float, face: ImageFont.FreeTypeFont) -> Image.Image:
    """A round red stamp of 42 mm over the text of the lower right."""
    ink = Image.new("RGBA", page.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(ink)
    cx, cy, r = 420 * scale, 560 * scale, 60 * scale
    red = (214, 30, 40, 205)
    draw.ellipse((cx - r, cy - r, cx + r, cy + r), outline=red, width=round(3 * scale))
    star = [
        (
            cx + (0.3 if i % 2 == 0 else 0.12) * r * math.sin(i * math.pi / 5),
            cy - (0.3 if i % 2 == 0 else 0.12) * r * math.cos(i * math.pi / 5),
        )
        for i in range(10)
    ]
    draw.polygon(star, fill=red)
    for i, sign in enumerate("云汀市人民政府"):
        turn = math.radians(-120 + 40 * i)
        draw.text(
            (cx + 0.75 * r * math.sin(turn), cy - 0.75 * r * math.cos(turn)), sign, font=face, fill=red, anchor="mm"
        )
    return Image.alpha_composite(page.convert("RGBA"), ink).convert("RGB")


def pages_of(text: str, count: int, seed: int = 7) -> list[list[str]]:
    """Lines of some pages, from places in the text chosen by chance."""
    paragraphs = [line.strip() for line in text.splitlines() if len(line.strip()) > 60]
    rng = random.Random(seed)
    starts = sorted(rng.sample(range(max(1, len(paragraphs) - 6)), count))
    return [set_in_lines(paragraphs[start : start + 8]) for start in starts]
