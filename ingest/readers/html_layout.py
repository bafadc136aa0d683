"""Which parts of a web page are furniture, and which are read as a whole: headings, tables of data."""

from __future__ import annotations

import re
from typing import Any, Final

from ingest.readers.source import MAX_HEADING_CHARS, tidy

HEADINGS: Final = {f"h{n}": n for n in range(1, 7)}
"""Heading tags and their levels."""
Element = Any
"""An lxml.html element: lxml-stubs knows too little of them to be of use."""

_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MAX_CELL_CHARS: Final = 300
_MAX_CELL_PARTS: Final = 3
"""A table with a longer cell, or with more paragraphs in one, is page layout, not data."""
_FURNITURE_SHARE: Final = 0.2
"""A part of the page with more of its text than this is kept, whatever its tag says."""


def drop_furniture(body: Element) -> None:
    """Drop small navigation, asides, footers, headers without a heading, and hidden parts."""
    most = len(body.text_content()) * _FURNITURE_SHARE
    for part in list(body.iter("nav", "aside", "footer", "header", "div", "ul", "p", "span")):
        tagged = part.tag in {"nav", "aside", "footer"} or (part.tag == "header" and not _has_heading(part))
        hidden = part.get("hidden") is not None or _HIDDEN.search(part.get("style") or "")
        if part.getparent() is not None and (tagged or hidden) and len(part.text_content()) <= most:
            part.drop_tree()


def _has_heading(part: Element) -> bool:
    return next(part.iter(*HEADINGS), None) is not None


def is_whole(element: Element) -> bool:
    """Whether it is a heading, or a table of data rather than page layout."""
    if element.tag in HEADINGS:
        return len(tidy(element.text_content())) <= MAX_HEADING_CHARS
    if element.tag != "table" or element.find(".//table") is not None or _has_heading(element):
        return False
    cells = list(element.iter("td", "th"))
    return len(cells) > 1 and all(_is_data(cell) for cell in cells)


def _is_data(cell: Element) -> bool:
    parts = sum(1 for _ in cell.iter("p", "div", "br", "li"))
    return parts <= _MAX_CELL_PARTS and len(tidy(cell.text_content())) <= _MAX_CELL_CHARS
