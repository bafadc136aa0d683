"""Pages, some of them recognised -> `SourceText`: which page each part stands on, and which lines a person should see."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from PIL import Image

from ingest.readers.ocr import LONGEST_SIDE, Pixels, look
from ingest.readers.ocr_columns import in_order
from ingest.readers.ocr_page import SeenLine, page_of
from ingest.readers.pdf_furniture import without_furniture
from ingest.readers.pdf_lines import PageLines
from ingest.readers.pdf_paragraphs import paragraphs
from ingest.readers.source import Doubt, LineWriter, SourceText
from rag.domain import Page

SURE: Final = 0.75
"""A line with a sign that is less sure is shown to a person. Set beforehand; `python -m evals.scan` shows what it catches."""
_ROOM: Final = 6
"""Pixels shown around a doubtful line."""
_FAR: Final = 400
"""A line found so many characters behind the one before is another that reads alike."""
_SMALL: Final = 1000
"""The longer side of a page in pixels from which on small print can be read."""


def page_seen(picture: Image.Image) -> tuple[PageLines, Pixels]:
    """The lines of one picture, and the picture as it was looked at. A page that lies on its side is turned."""
    picture = picture.convert("RGB")
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    elif max(picture.size) < _SMALL:
        picture = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)
    pixels = np.asarray(picture)
    seen = look(pixels)
    if seen and 2 * sum(_upright(one.corners) for one in seen) > len(seen):
        pixels = np.ascontiguousarray(np.rot90(pixels))
        seen = look(pixels)
    return page_of(seen, pixels.shape[1], pixels.shape[0]), pixels


def _upright(corners: Sequence[tuple[float, float]]) -> bool:
    """Whether a run is higher than wide."""
    (x0, _), (x1, y1), (_, y2), _ = corners
    return abs(y2 - y1) > 1.5 * abs(x1 - x0)


def text_of(
    pages: Sequence[PageLines],
    pictures: Mapping[int, Pixels],
    kind: str,
    title: str | None = None,
    warnings: tuple[str, ...] = (),
) -> SourceText:
    """Each paragraph becomes a line; page numbers and running heads go. `pictures` of recognised pages, by index."""
    kept = without_furniture(list(pages))
    parts = [(n, part) for n, page in enumerate(kept) for part in (in_order(page) if n in pictures else (page,))]
    writer = LineWriter()
    for paragraph in paragraphs([part for _, part in parts]):
        writer.add(paragraph)
    source = writer.source(kind, title, warnings)
    found = list(_places(source.text, parts))
    marks: list[Page] = []
    for number, start, _, _ in found:
        if not marks or marks[-1].number != number + 1:
            marks.append(Page(start if marks else 0, number + 1, number in pictures))
    doubts = tuple(
        Doubt(start, end, number + 1, line.score, _cut(pictures[number], line.box))
        for number, start, end, line in found
        if isinstance(line, SeenLine) and line.score < SURE
    )
    return SourceText(source.text, source.marks, kind, title, (*warnings, *_told(doubts)), tuple(marks), doubts)


def _places(text: str, parts: Sequence[tuple[int, PageLines]]) -> Iterator[tuple[int, int, int, object]]:
    """Index of the page, start and end in the text, of every line in order; one that was changed is left out."""
    at = 0
    for number, page in parts:
        for line in page.lines:
            words = line.text.strip()
            start = text.find(words, at)
            # A line that is not where the one before ends was changed, or put elsewhere: the next tells the page.
            if 0 <= start <= at + _FAR:
                at = start + len(words)
                yield number, start, at, line


def _cut(picture: Pixels, box: tuple[int, int, int, int]) -> bytes:
    """A line of the picture as PNG."""
    left, top, right, bottom = box
    part = picture[max(0, top - _ROOM) : bottom + _ROOM, max(0, left - _ROOM) : right + _ROOM]
    out = io.BytesIO()
    Image.fromarray(part).convert("L").save(out, "PNG")
    return out.getvalue()


def _told(doubts: Sequence[Doubt]) -> tuple[str, ...]:
    if not doubts:
        return ()
    numbers = sorted({doubt.page for doubt in doubts})
    some = "、".join(str(n) for n in numbers[:5]) + ("等" if len(numbers) > 5 else "")
    return (f"扫描件第 {some} 页有 {len(doubts)} 行识别把握不大，请对照图片核对后再发布",)
