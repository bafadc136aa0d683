"""Lines of a source text that are put elsewhere or joined, and that still know where each of their signs stood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.readers.source import Doubt, SourceText
from rag.domain import Page


@dataclass(frozen=True, slots=True)
class Line:
    """One line."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Ranges of the text as it was read; one after the other they are `text`."""

    def __add__(self, other: Line) -> Line:
        return Line(self.text + other.text, self.spans + other.spans)

    def stripped(self, *, left: bool = True, right: bool = True) -> Line:
        """Without white space at its ends."""
        line = self
        if left:
            line = line._without(len(line.text) - len(line.text.lstrip()), 0)
        if right:
            line = line._without(0, len(line.text) - len(line.text.rstrip()))
        return line

    def _without(self, first: int, last: int) -> Line:
        kept, at, end = [], 0, len(self.text) - last
        for start, stop in self.spans:
            a, b = max(start, start + first - at), min(stop, start + end - at)
            if a < b:
                kept.append((a, b))
            at += stop - start
        return Line(self.text[first:end], tuple(kept))


@dataclass(frozen=True, slots=True)
class _Move:
    """`[start, end)` of the text as it was read begins at `to` now."""

    start: int
    end: int
    to: int


def lines_of(text: str) -> list[Line]:
    """The lines of a text."""
    found, at = [], 0
    for line in text.split("\n"):
        found.append(Line(line, ((at, at + len(line)),)))
        at += len(line) + 1
    return found


def put(source: SourceText, lines: Sequence[Line]) -> SourceText:
    """The source with these lines for its text; it must have no marks. Doubtful lines that are not among them go."""
    moves, at = [], 0
    for line in lines:
        for start, end in line.spans:
            moves.append(_Move(start, end, at))
            at += end - start
        at += 1
    text = "\n".join(line.text for line in lines)
    doubts = sorted(_doubts(source.doubts, moves), key=lambda doubt: doubt.start)
    return replace(source, text=text, pages=tuple(_pages(source.pages, moves)), doubts=tuple(doubts))


def _doubts(doubts: Sequence[Doubt], moves: Sequence[_Move]) -> Iterator[Doubt]:
    for doubt in doubts:
        for move in moves:
            if move.start <= doubt.start and doubt.end <= move.end:
                by = move.to - move.start
                yield replace(doubt, start=doubt.start + by, end=doubt.end + by)


def _pages(pages: Sequence[Page], moves: Sequence[_Move]) -> Iterator[Page]:
    """Where each page begins now; one that is cut by words of another begins twice."""
    last: Page | None = None
    for move in moves:
        first = bisect_right(pages, move.start, key=lambda page: page.start)
        for page in pages[max(0, first - 1) :]:
            begins = max(page.start, move.start)
            if begins >= move.end:
                break
            if last is None or (last.number, last.recognised) != (page.number, page.recognised):
                last = replace(page, start=begins - move.start + move.to)
                yield last
