"""Markdown -> `SourceText`. The text is left as it is; headings are only pointed at."""

from __future__ import annotations

import re

from ingest.readers.decode import Decoded
from ingest.readers.source import CJK, MAX_HEADING_CHARS, HeadingMark, SourceText

# `#标题` without the space is no heading to CommonMark, but to many who write Chinese.
_ATX = re.compile(rf" {{0,3}}(#{{1,6}})(?:[ \t\u3000]+|(?=[{CJK}]))(?P<words>.*?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_MAX_LINE_CHARS = 1000
"""A longer line is no heading; the pattern would also take its time over it."""
_TRIM = " \t\u3000*_"


def read_markdown(decoded: Decoded) -> SourceText:
    """Mark `#` headings and underlined ones (level 1 to 6), outside code fences; never raises."""
    marks: list[HeadingMark] = []
    start, fence = 0, ""
    before, last = "", ""  # the two lines above
    for line in decoded.text.split("\n"):
        opened = _FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        elif not fence and len(line) <= _MAX_LINE_CHARS and (atx := _ATX.fullmatch(line)):
            _add(marks, start + atx.start("words"), atx["words"], len(atx[1]))
        elif not fence and not before.strip() and (under := _UNDERLINE.fullmatch(line)):
            _add(marks, start - len(last) - 1, last, 1 if under[1][0] == "=" else 2)
        before, last = last, line
        start += len(line) + 1
    return SourceText(decoded.text, tuple(marks), "md", _title(decoded.text, marks), decoded.warnings)


def _add(marks: list[HeadingMark], start: int, words: str, level: int) -> None:
    """Add the range of the heading's words, without emphasis signs and spaces around them."""
    bare = words.strip(_TRIM)
    start += len(words) - len(words.lstrip(_TRIM))
    twice = bool(marks) and marks[-1].end > start
    if bare and not twice and len(bare) <= MAX_HEADING_CHARS and not bare.startswith(("#", "|", "-", ">")):
        marks.append(HeadingMark(start, start + len(bare), level))


def _title(text: str, marks: list[HeadingMark]) -> str | None:
    """The one heading of level 1 that opens the text."""
    tops = [m for m in marks if m.level == 1]
    return text[tops[0].start : tops[0].end] if len(tops) == 1 and marks[0] == tops[0] else None
