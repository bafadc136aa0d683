"""One run of text of an OFD page -> a line, in points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ingest.readers.pdf_lines import Line, plain
from ingest.readers.source import is_cjk

POINT: Final = 72 / 25.4
"""Points in a millimetre."""
_SLANT: Final = 0.1
"""More slanted text is a watermark."""
_WORD_GAP: Final = 1.5
"""A step wider than this many widths of a sign parts cells."""


def run_of(code: Any, box: Sequence[float], size: float, matrix: Sequence[float]) -> Line | None:  # noqa: ANN401
    """The line of a `TextCode`, None where it is empty, slanted or set downwards.

    :param box: of its object on the page: left, top, width, height, in mm.
    :param size: em in mm, before `matrix` (6 numbers), which places the object in its box.
    """
    text = "".join(code.itertext())
    a, b, c, d, e, f = matrix
    if not text.strip() or size <= 0 or abs(b) > _SLANT * abs(a) or a <= 0 or d <= 0:
        return None
    steps = _steps(code.get("DeltaX", ""), len(text) - 1)
    if not any(steps) and any(_steps(code.get("DeltaY", ""), len(text) - 1)) and len(text) > 1:
        return None
    x, y = float(code.get("X") or 0), float(code.get("Y") or 0)
    steps = steps or [size * _em(sign) for sign in text[:-1]]
    left = box[0] + a * x + c * y + e
    base = box[1] + b * x + d * y + f
    right = left + a * (sum(steps) + size * _em(text[-1]))
    return Line(
        text=plain(_spaced(text, steps, size)),
        x0=left * POINT,
        x1=right * POINT,
        top=(base - size * d) * POINT,
        base=base * POINT,
        size=round(size * d * POINT, 1),
        font="",
    )


def _spaced(text: str, steps: Sequence[float], size: float) -> str:
    """The text with a space where the step to the next sign is far wider than the sign."""
    out = ""
    for sign, step in zip(text, [*steps, 0.0], strict=False):
        out += sign + (" " if step > size * (_em(sign) + _WORD_GAP) else "")
    return out.strip()


def _steps(raw: str, count: int) -> list[float]:
    """Distances between signs; `g 3 4.2` stands for 4.2 4.2 4.2. Empty where none are given; the last one goes on."""
    words, out = raw.split(), []
    while words:
        word = words.pop(0)
        if word == "g" and len(words) >= 2:
            out += [float(words[1])] * min(int(words[0]), count)
            del words[:2]
        else:
            out.append(float(word))
    return (out + out[-1:] * count)[:count] if out else []


def _em(sign: str) -> float:
    return 1.0 if is_cjk(sign) else 0.5
