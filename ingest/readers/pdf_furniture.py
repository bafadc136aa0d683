"""Page numbers and running heads of a PDF, which would break the paragraphs that go over a page."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from ingest.readers.pdf_lines import Line, PageLines

_ZONE: Final = 0.12
"""Heads and feet stand in this share of the page's height."""
_DEPTH: Final = 2
"""Lines at each end of a page that may be furniture."""
_MAX_NUMBER_CHARS: Final = 24
_ORNAMENT = re.compile(r"[-—–－―─_·•.~～|｜\s]+")
_PAGE_NUMBER = re.compile(
    r"第?(?:\d{1,4}|[ivxⅰ-ⅻ]{1,6}|[一二三四五六七八九十]{1,4})页?(?:[/／,，]?共?\d{1,4}页?)?", re.IGNORECASE
)


def without_furniture(pages: list[PageLines]) -> list[PageLines]:
    """The pages without page numbers and without lines that repeat at the same end of several pages."""
    repeated = _repeated(pages)
    out = []
    for page in pages:
        edge = _edges(page)
        kept = tuple(
            line
            for i, line in enumerate(page.lines)
            if i not in edge or not (is_page_number(line.text) or (edge[i], _shape(line)) in repeated)
        )
        out.append(PageLines(kept, page.width, page.height, page.chars, page.unknown, page.has_picture))
    return out


def is_page_number(text: str) -> bool:
    """Whether a line is a page number in any of the usual dresses: 3, — 3 —, 第3页 共20页, 3/20, iv."""
    return len(text) <= _MAX_NUMBER_CHARS and bool(_PAGE_NUMBER.fullmatch(_ORNAMENT.sub("", text)))


def _edges(page: PageLines) -> dict[int, str]:
    """Indexes of the lines that may be furniture, and at which end they stand."""
    top = {i: "head" for i in range(min(_DEPTH, len(page.lines))) if page.lines[i].base < page.height * _ZONE}
    last = range(max(0, len(page.lines) - _DEPTH), len(page.lines))
    return top | {i: "foot" for i in last if page.lines[i].base > page.height * (1 - _ZONE)}


def _repeated(pages: list[PageLines]) -> set[tuple[str, str]]:
    """Lines found at one end of at least 3 pages (2 in a file of up to 4): chapters may each have their own head."""
    found = Counter(
        seen for page in pages for seen in {(end, _shape(page.lines[i])) for i, end in _edges(page).items()}
    )
    least = 3 if len(pages) > 4 else 2
    return {seen for seen, count in found.items() if count >= least}


def _shape(line: Line) -> str:
    """The line's text without spaces and with every figure alike, so that a page number inside it does not tell."""
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))
