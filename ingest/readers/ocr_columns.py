"""A page set in two columns, or a sheet with two pages -> its columns in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from ingest.readers.ocr_page import rows
from ingest.readers.pdf_lines import Line, PageLines

_MIDDLE: Final = (0.3, 0.7)
"""The space between two columns lies in this part of what is printed."""
_FEWEST: Final = 4
"""Lines that a column has at least."""
_FULL: Final = 0.7
"""Half of a column's lines are at least this share of it wide: cells of a table are not."""
_CROSSING: Final = 0.15
"""At most this share of the lines, headlines over both columns, cross the space between them."""


def in_order(page: PageLines) -> Iterator[PageLines]:
    """The page itself; or, where it has two columns, each stretch of it: headline, left column, right column, …"""
    gutter = _gutter(page.lines)
    if gutter is None:
        yield replace(page, lines=tuple(rows(page.lines)))
        return
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(page.lines, key=lambda line: line.top):
        if line.x0 < gutter < line.x1:
            yield from _columns(page, left, right)
            left, right = [], []
            yield replace(page, lines=(line,))
        else:
            (left if line.x1 <= gutter else right).append(line)
    yield from _columns(page, left, right)


def _columns(page: PageLines, left: Sequence[Line], right: Sequence[Line]) -> Iterator[PageLines]:
    """Both columns, each moved to the left edge, so that they have their margins in common."""
    for lines in (left, right):
        if lines:
            edge = min(line.x0 for line in lines)
            moved = [replace(line, x0=line.x0 - edge, x1=line.x1 - edge) for line in rows(lines)]
            yield replace(page, lines=tuple(moved), width=page.width / 2)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the space between two columns is; None where there is no such space."""
    if len(lines) < 2 * _FEWEST:
        return None
    first, last = min(line.x0 for line in lines), max(line.x1 for line in lines)
    candidates = sorted({line.x1 + 1 for line in lines if _MIDDLE[0] < (line.x1 - first) / (last - first) < _MIDDLE[1]})
    best = min(candidates, key=lambda x: (_crossing(lines, x), abs(x - (first + last) / 2)), default=None)
    if best is None or _crossing(lines, best) > _CROSSING * len(lines):
        return None
    left = [line for line in lines if line.x1 <= best]
    right = [line for line in lines if line.x0 >= best]
    return best if all(len(side) >= _FEWEST and _is_full(side) for side in (left, right)) else None


def _crossing(lines: Sequence[Line], x: float) -> int:
    return sum(line.x0 < x < line.x1 for line in lines)


def _is_full(side: Sequence[Line]) -> bool:
    width = max(line.x1 for line in side) - min(line.x0 for line in side)
    return median(line.x1 - line.x0 for line in side) >= _FULL * width
