"""A text whose line breaks were lost in copying, split again: at its numbering, its indents and its addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.paragraphs import Span

MOST_OF_TEXT: Final = 0.5
"""A paragraph that holds so much of a text, and headings, is a text without line breaks."""
_CN = "[一二三四五六七八九十]{1,3}"
_PLACES = re.compile(
    rf"(?<=[。！？!?：:；\s])(?=(?:{_CN}、(?!{_CN}、)|[（(]{_CN}[）)]))"  # before a number that follows a sentence or a gap
    r"|(?<=[^\s])(?:\u3000+|[ \t\xa0]{2,})(?=\S)"  # at an indent
    r"|(?<=[。！？!])\s+(?=\S)"  # at a gap behind a sentence
    r"|(?:(?<=各位代表[：:！!])|(?<=请予审议。)|(?<=提出意见。))(?=\S)"
)
_NUMBER = re.compile(rf"(?:^|[。！？!?：:；\s])({_CN})、")


def relined(source: str, spans: Sequence[Span]) -> list[Span]:
    """The same ranges, each that holds most of the text and two numbered headings in order cut into its paragraphs."""
    whole = sum(end - start for start, end in spans)
    out: list[Span] = []
    for start, end in spans:
        lost = end - start > MOST_OF_TEXT * whole and _has_parts(source[start:end])
        out.extend(_cut(source, start, end) if lost else [(start, end)])
    return out


def _has_parts(text: str) -> bool:
    numbers = [m[1] for m in _NUMBER.finditer(text)]
    return "一" in numbers and "二" in numbers[numbers.index("一") :]


def _cut(source: str, start: int, end: int) -> list[Span]:
    out, at = [], start
    for match in _PLACES.finditer(source, start, end):
        if match.start() > at:
            out.append((at, match.start()))
        at = match.end()
    return [_stripped(source, a, b) for a, b in (*out, (at, end)) if source[a:b].strip()]


def _stripped(source: str, start: int, end: int) -> Span:
    text = source[start:end]
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())
