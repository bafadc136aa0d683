"""Printed lines -> paragraphs, by their places on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.pdf_lines import Line, PageLines

_INDENT: Final = 0.8
"""A line that starts this many em right of the margin is indented."""
_SHORT: Final = 1.6
"""A line that ends this many em before the margin may end a paragraph: Chinese rules move at most one sign down."""
_VERY_SHORT: Final = 6.0
"""A line that ends this many em before the margin ends a paragraph whatever its last sign: no word is so long."""
_GAP: Final = 1.35
"""A step down this many times the usual one parts paragraphs."""
_FULL_CHARS: Final = 10
"""Shorter lines do not tell where the margins are."""
_NUMBERED = re.compile(r"(?:第[一二三四五六七八九十百]+[章节部]|[（(]?[一二三四五六七八九十]{1,3}[、．.）)])")
_END = re.compile(r"[。！？!?：:；;…][”’」』）)]*$")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the text of a page stands, in points from its left edge."""

    left: float
    right: float


def paragraphs(pages: list[PageLines]) -> Iterator[str]:
    """Paragraphs in order, each without a line break; those that go over a page are whole."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return
    frames = _frames(pages)
    step = _usual_step(pages)
    marked = _has_indents(pages, frames) or _has_gaps(pages, step)
    text, last, last_frame = "", lines[0], frames[0]
    for page, frame in zip(pages, frames, strict=True):
        previous: Line | None = None
        for line in page.lines:
            # The first line of a page has no step down from the line above.
            high = previous is not None and not -0.5 < line.base - previous.base < step * _GAP
            if text and (high or _starts(line, frame, last, last_frame, marked)):
                yield text
                text = ""
            text = _joined(text, line.text)
            last, last_frame, previous = line, frame, line
    yield text


def _starts(line: Line, frame: _Frame, last: Line, last_frame: _Frame, marked: bool) -> bool:
    """Whether `line` starts a paragraph after `last`, vertical distance left aside."""
    if abs(line.size - last.size) > 0.12 * max(line.size, last.size):
        return True
    room = (last_frame.right - last.x1) / last.size
    ended = _END.search(last.text) is not None
    if room > _VERY_SHORT:
        return True
    if line.x0 - frame.left > _INDENT * line.size:
        # A full line that stops mid-sentence goes on in a hanging or set-in line; a heading has a number or its own font.
        heading = _NUMBERED.match(last.text) and abs(line.x0 - last.x0) < 0.5 * line.size
        return bool(ended or room > _SHORT or line.font != last.font or heading)
    # Where indents or gaps mark paragraphs, a line at the margin goes on, unless the one above was clearly the last.
    return room > _SHORT and (ended or not marked)


def _frames(pages: list[PageLines]) -> list[_Frame]:
    """One frame a page; left and right pages, and sheets of another width, have margins of their own."""
    kinds = [(n % 2, round(page.width)) for n, page in enumerate(pages)]
    size = _body_size(pages)
    found: dict[tuple[int, int], _Frame] = {}
    for kind in set(kinds):
        lines = [line for k, page in zip(kinds, pages, strict=True) if k == kind for line in page.lines]
        body = [x for x in lines if len(x.text) >= _FULL_CHARS and abs(x.size - size) <= 0.12 * size] or lines
        found[kind] = _frame(body)
    return [found[kind] for kind in kinds]


def _frame(lines: list[Line]) -> _Frame:
    if not lines:
        return _Frame(0.0, 0.0)
    starts = sorted(line.x0 for line in lines)
    ends = sorted(line.x1 for line in lines)
    # One stray line (a page number, a table) must not move a margin: some others have to share it.
    share = max(1, len(lines) // 20)
    return _Frame(starts[min(share, len(starts) - 1)], ends[-1 - len(ends) // 10])


def _body_size(pages: list[PageLines]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _has_indents(pages: list[PageLines], frames: list[_Frame]) -> bool:
    """Whether the text marks paragraphs by an indent of 1 to 4 em, in at least 1 line of 12."""
    offsets = [
        (line.x0 - frame.left) / line.size
        for page, frame in zip(pages, frames, strict=True)
        for line in page.lines
        if len(line.text) >= _FULL_CHARS
    ]
    return sum(1 for o in offsets if _INDENT < o < 4) * 12 >= len(offsets) > 0


def _steps(pages: list[PageLines]) -> list[float]:
    steps = (b.base - a.base for page in pages for a, b in pairwise(page.lines))
    return [step for step in steps if step > 0]


def _usual_step(pages: list[PageLines]) -> float:
    steps = _steps(pages)
    return median(steps) if steps else float("inf")


def _has_gaps(pages: list[PageLines], usual: float) -> bool:
    """Whether the text marks paragraphs by space between them, at least at 1 line of 12."""
    steps = _steps(pages)
    return sum(1 for step in steps if step > usual * _GAP) * 12 >= len(steps) > 0


def _joined(text: str, line: str) -> str:
    """Two lines as one: a space only between Latin words, none after a word cut by a hyphen."""
    if re.fullmatch(r"[a-z]-", text[-2:]) and re.match(r"[a-z]", line):
        return text[:-1] + line
    # Two figures never meet without a sign between them, so they are one figure that was cut.
    apart = re.fullmatch(r"[A-Za-z,.)]", text[-1:]) and re.match(r"[A-Za-z(]", line)
    return text + (" " if apart else "") + line
