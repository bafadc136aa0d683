"""Text made safe and fit to show: collapsed white space, escaped Markdown, links to a place in a report."""

from __future__ import annotations

import html
import re
import string
from urllib.parse import quote

from rag.domain import Report

_SPACE = re.compile(r"\s+")
_PUNCTUATION = str.maketrans({sign: f"&#{ord(sign)};" for sign in string.punctuation})


def _wide(char: str) -> bool:
    """Whether no space belongs beside this character: Chinese, full-width signs and ×."""
    return char == "×" or ord(char) >= 0x2E80 or char in "“”‘’—…·"


def hidden_spaces(text: str) -> list[tuple[int, int]]:
    """Ranges of white space that a reader does not see: broken lines and indents beside a Chinese character."""
    gone = []
    for run in _SPACE.finditer(text):
        start, end = run.span()
        at_edge = start == 0 or end == len(text)
        if at_edge or _wide(text[start - 1]) or _wide(text[end]):
            gone.append((start, end))
    return gone


def kept(text: str) -> list[tuple[int, str]]:
    """The characters of `text` that are shown, each with its position."""
    hidden = {i for start, end in hidden_spaces(text) for i in range(start, end)}
    return [
        (i, " " if char.isspace() else char)
        for i, char in enumerate(text)
        if i not in hidden and not (char.isspace() and i > 0 and text[i - 1].isspace())
    ]


def collapse(text: str) -> str:
    """Text as a reader sees it: broken lines whole again, no run of spaces.

    >>> collapse("增长5%;\\n  财政收入")
    '增长5%;财政收入'
    >>> collapse("GDP  and\\nCPI")
    'GDP and CPI'
    """
    return "".join(char for _, char in kept(text))


def safe(text: str) -> str:
    """Collapsed and escaped for HTML, in text and in attribute values."""
    return html.escape(collapse(text))


def markdown_safe(text: str) -> str:
    """One line, every ASCII sign of it written as an entity: Markdown sees neither syntax nor tags nor links."""
    return " ".join(text.split()).translate(_PUNCTUATION)


def markdown_plain(text: str) -> str:
    """What `markdown_safe` was given, on one line."""
    return html.unescape(text)


def place_link(report: Report, start: int, end: int) -> str:
    """Permanent link to a range of a report."""
    return f"/r/{quote(report.stem, safe='')}#{start}-{end}"


def short_name(report: Report) -> str:
    """A report in a few characters, for where its full title would not fit."""
    return f"{report.place or ''}{report.year}年报告" if report.year else report.title
