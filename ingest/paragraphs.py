"""Source text -> ranges of whole paragraphs: broken lines are joined by the range, the text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.headings import heading_line, numbered

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_GOES_ON = re.compile(r"[；;，,、]$")
_CLOSED = re.compile(r"[。！？!?：:…”’」』》）)\]】]$")
WRAPPED_FROM = 24
"""A line at least this long that ends without punctuation was broken by a page's width, in characters."""


def lines(source: str) -> Iterator[Span]:
    """Ranges of the lines that are not blank, white space at both ends left out."""
    for match in _LINE.finditer(source):
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        end = match.end() - (len(text) - len(text.rstrip()))
        if start < end:
            yield start, end


def paragraphs(source: str, marked: Sequence[Span] = ()) -> list[Span]:
    """Ranges of whole paragraphs in order; `marked` ranges (words of headings known from the format, each within a
    line) stand alone, and what else their line holds (the `#` of Markdown) is left out.

    A line goes on in the next when it ends in ；，、 (web pages break paragraphs there), or when it is long and ends
    without any punctuation (broken by the width of a page); never across a numbered heading.
    """
    out: list[Span] = []
    fixed = set(marked)
    for start, end in _marked_lines(source, marked):
        if out and _joins(source, out[-1], (start, end), fixed):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _marked_lines(source: str, marked: Sequence[Span]) -> Iterator[Span]:
    """The lines, a line with a marked range cut down to it."""
    waiting = iter(sorted(marked))
    mark = next(waiting, None)
    for start, end in lines(source):
        while mark and mark[1] <= start:
            mark = next(waiting, None)
        yield mark if mark and start <= mark[0] and mark[1] <= end else (start, end)


def _joins(source: str, before: Span, after: Span, fixed: set[Span]) -> bool:
    if before in fixed or after in fixed:
        return False
    text, following = source[slice(*before)], source[slice(*after)]
    number = numbered(following)
    if number and heading_line(following):
        return False
    if _GOES_ON.search(text):
        return not (number and number[0] <= 30)
    last_line = text.rsplit("\n", 1)[-1].strip()
    return (
        len(last_line) >= WRAPPED_FROM
        and not _CLOSED.search(text)
        and not heading_line(text)
        and not number
        and source.count("\n", before[1], after[0]) == 1
    )
