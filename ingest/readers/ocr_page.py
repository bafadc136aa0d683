"""What was seen on a picture -> printed lines as `pdf_lines` has them: set straight, rows whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from statistics import median
from typing import Final

from ingest.readers.ocr import Seen
from ingest.readers.pdf_lines import Line, PageLines, plain
from ingest.readers.source import is_cjk

POINTS_HIGH: Final = 842.0
"""Every page is taken to be as high as A4, in points, whatever its picture."""
_MOST_ASKEW: Final = math.radians(12)
_LONG: Final = 6.0
"""A run this many times longer than high tells how the page lies."""
_SAME_SIZE: Final = 0.2
"""Sizes that differ by less are the same: the height of a run is not exact."""
_SAME_ROW: Final = 0.5
"""Runs whose middles differ by less (em) stand in one row."""
_SPACED: Final = 1.5
"""A gap wider than this (em) within a row is a space."""
_WIDTH_OF_HALF: Final = 0.5
_BOX_TO_EM: Final = 0.95


@dataclass(frozen=True, slots=True)
class SeenLine(Line):
    """A line that was recognised, and how surely."""

    score: float = 1.0
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Left, top, right, bottom in the picture, in pixels."""


def page_of(seen: Sequence[Seen], width: int, height: int) -> PageLines:
    """Lines from top to bottom, rows of several columns still in pieces. `width` and `height` of the picture in pixels."""
    scale = POINTS_HIGH / height
    angle = _askew(seen)
    lines = [_line(one, angle, scale) for one in seen]
    lines = sorted(_one_size(lines), key=lambda line: (line.base, line.x0))
    chars = sum(len(line.text) for line in lines)
    return PageLines(tuple(lines), width * scale, POINTS_HIGH, chars, 0, True)


def _askew(seen: Sequence[Seen]) -> float:
    """The angle at which the page lies, in radians: that of most of its long runs."""
    angles = []
    for one in seen:
        (x0, y0), (x1, y1), (_, y2), _ = one.corners
        if x1 - x0 > _LONG * abs(y2 - y1):
            angles.append(math.atan2(y1 - y0, x1 - x0))
    angle = median(angles) if angles else 0.0
    return angle if abs(angle) < _MOST_ASKEW else 0.0


def _line(one: Seen, angle: float, scale: float) -> SeenLine:
    """One run, set straight by turning the page about its upper left corner."""
    cos, sin = math.cos(angle), math.sin(angle)
    straight = [((x * cos + y * sin) * scale, (y * cos - x * sin) * scale) for x, y in one.corners]
    x0, x1 = (straight[0][0] + straight[3][0]) / 2, (straight[1][0] + straight[2][0]) / 2
    top, base = (straight[0][1] + straight[1][1]) / 2, (straight[2][1] + straight[3][1]) / 2
    ems = sum(1.0 if is_cjk(c) else _WIDTH_OF_HALF for c in one.text)
    size = (x1 - x0) / ems if ems >= _LONG else (base - top) * _BOX_TO_EM
    xs, ys = [x for x, _ in one.corners], [y for _, y in one.corners]
    box = (int(min(xs)), int(min(ys)), math.ceil(max(xs)), math.ceil(max(ys)))
    return SeenLine(plain(one.text), x0, x1, top, base, max(size, 1.0), "", one.score, box)


def _one_size(lines: Sequence[SeenLine]) -> list[SeenLine]:
    """Sizes close to the usual one are the usual one."""
    usual = median([line.size for line in lines for _ in line.text]) if lines else 0.0
    return [_with(line, size=usual) if abs(line.size - usual) < _SAME_SIZE * usual else line for line in lines]


def rows(lines: Sequence[Line]) -> list[Line]:
    """Lines of one column with the runs of each row joined, a space where a gap parts them."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=_middle):
        near = bool(groups) and _middle(line) - _middle(groups[-1][0]) < _SAME_ROW * min(line.size, groups[-1][0].size)
        if near:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [reduce(_joined, sorted(group, key=lambda line: line.x0)) for group in groups]


def _joined(first: Line, second: Line) -> Line:
    gap = " " if second.x0 - first.x1 > first.size * _SPACED else ""
    one, two = _seen(first), _seen(second)
    box = (
        min(one.box[0], two.box[0]),
        min(one.box[1], two.box[1]),
        max(one.box[2], two.box[2]),
        max(one.box[3], two.box[3]),
    )
    return SeenLine(
        text=first.text + gap + second.text,
        x0=first.x0,
        x1=max(first.x1, second.x1),
        top=min(first.top, second.top),
        base=max(first.base, second.base),
        size=max(first.size, second.size),
        font="",
        score=min(one.score, two.score),
        box=box,
    )


def _seen(line: Line) -> SeenLine:
    return (
        line
        if isinstance(line, SeenLine)
        else SeenLine(line.text, line.x0, line.x1, line.top, line.base, line.size, line.font)
    )


def _middle(line: Line) -> float:
    return (line.top + line.base) / 2


def _with(line: SeenLine, *, size: float) -> SeenLine:
    return SeenLine(line.text, line.x0, line.x1, line.top, line.base, size, line.font, line.score, line.box)
