"""Source text -> Report: body, headings, paragraphs, and which parts look back or ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest import furniture, headings, metadata, periods
from ingest.headings import PART, Heading
from ingest.paragraphs import Span, paragraphs
from rag.domain import Block, Period, Report, Section
from rag.errors import OutlineError

OPENING = "开头"
"""Title of the section before the first heading: address and opening formula."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph or heading of the body; `heading` is relative to `start`."""

    start: int
    end: int
    heading: Heading | None

    @property
    def whole(self) -> bool:
        """The piece is a heading and nothing else."""
        return self.heading is not None and self.heading.end == self.end - self.start


def outline(
    source: str,
    *,
    stem: str,
    marks: Sequence[tuple[int, int, int]] = (),
    file_title: str | None = None,
    title: str | None = None,
    year: int | None = None,
    place: str | None = None,
    warnings: Sequence[str] = (),
) -> Report:
    """Find the report in a source text.

    `warnings` are the reader's, and go with the report. `marks` are headings that the file's format knows: start and end of the words, and level, 1 highest. `title`,
    `year` and `place` given by a person win over what is found. Raises OutlineError where no report is found.
    """
    known = {(start, end): level for start, end, level in marks}
    spans = paragraphs(source, tuple(known))
    first, last = furniture.body_range(source, spans)
    if first >= last:
        raise OutlineError("这份文件里没有找到报告正文（没有“各位代表”，也没有“一、”这样的标题）。请确认文件内容后重试。")
    pieces = _demoted(source, [_piece(source, span, known) for span in spans[first:last]])
    head = [source[a:b] for a, b in spans[: first + 2]]
    tops = [source[p.start : p.end] for p in pieces if p.whole and p.heading and p.heading.rank <= headings.NUMBERED]
    year = year or metadata.year_of(head, tops, stem)
    place = place or metadata.place_of(head, stem)
    sections = _sections(source, pieces, year)
    return Report(
        stem=stem,
        source=source,
        title=title or metadata.title_of(head, file_title, year, place),
        year=year,
        place=place,
        body=(pieces[0].start, pieces[-1].end),
        blocks=tuple(_blocks(pieces, sections)),
        sections=sections,
        warnings=(*warnings, *_warnings(pieces, year, place)),
    )


def _piece(source: str, span: Span, marks: Mapping[Span, int]) -> _Piece:
    start, end = span
    text = source[start:end]
    if span in marks and not furniture.is_furniture(text):
        number = headings.numbered(text)
        return _Piece(start, end, Heading(number[0] if number else PART + marks[span] - 1, 0, end - start))
    return _Piece(start, end, headings.heading_line(text) or headings.run_in(text))


def _demoted(source: str, pieces: list[_Piece]) -> list[_Piece]:
    """An unnumbered heading below a numbered one is no part of its own, unless a glossary or an appendix."""
    out, numbered = [], False
    for piece in pieces:
        heading = piece.heading
        text = source[piece.start : piece.end]
        if numbered and piece.whole and heading and heading.rank == PART and not furniture.opens_tail(text):
            piece = replace(piece, heading=replace(heading, rank=headings.BRACKETED))
        numbered = numbered or (heading is not None and heading.rank == headings.NUMBERED)
        out.append(piece)
    return out


def _sections(source: str, pieces: Sequence[_Piece], year: int | None) -> tuple[Section, ...]:
    """One section a heading, nested by rank; the text before the first heading is the section `开头`."""
    end_of_body = pieces[-1].end
    opened: list[tuple[int, str, int]] = []  # rank, title, index into `found`
    found: list[Section] = []
    ends: list[int] = []
    period: Period | None = None
    top: Period | str | None = None
    glossary = False

    if not pieces[0].whole:
        found.append(Section(pieces[0].start, end_of_body, OPENING, 1, (OPENING,)))
        ends.append(end_of_body)
        opened.append((0, OPENING, 0))
    parts = 0
    for piece in pieces:
        _close(opened, ends, piece, source[piece.start : piece.end])
        if piece.heading is None:
            continue
        heading = piece.heading
        words = headings.title_of(source[piece.start + heading.start : piece.start + heading.end])
        while opened and (opened[-1][0] >= heading.rank or opened[-1][0] == 0):
            ends[opened.pop()[2]] = piece.start
        if not opened:
            glossary = bool(headings.GLOSSARY_WORDS.search(words))
            top = None if glossary else periods.of_title(words, first=parts == 0, year=year)
            parts += 1
        elif headings.GLOSSARY_WORDS.search(words):
            glossary = True
        period = None if top == "mixed" else top  # type: ignore[assignment]
        opened.append((heading.rank, words, len(found)))
        path = tuple(t for _, t, _ in opened)
        found.append(Section(piece.start, end_of_body, words, len(opened), path, period, glossary))
        ends.append(end_of_body)
    return tuple(
        Section(s.start, e, s.title, s.level, s.path, s.period, s.glossary) for s, e in zip(found, ends, strict=True)
    )


def _close(opened: list[tuple[int, str, int]], ends: list[int], piece: _Piece, text: str) -> None:
    """End the sections that do not reach `piece`: a run-in heading holds its own paragraph only, and an address to
    the deputies (“各位代表，……”) in the middle of a part speaks for the whole part."""
    address = text.startswith("各位代表") and piece.heading is None
    while opened and (opened[-1][0] >= headings.RUN_IN or (address and len(opened) > 1)):
        ends[opened.pop()[2]] = piece.start


def _blocks(pieces: Sequence[_Piece], sections: Sequence[Section]) -> list[Block]:
    level_at = {s.start: s.level for s in sections if s.title != OPENING}
    return [Block(p.start, p.end, level_at.get(p.start, 0) if p.whole else 0) for p in pieces]


def _warnings(pieces: Sequence[_Piece], year: int | None, place: str | None) -> tuple[str, ...]:
    out = []
    if not any(p.whole for p in pieces):
        out.append("没有找到分级标题，引文将只标出报告名；请检查文件是否完整。")
    if year is None:
        out.append("没有找到年份，无法区分去年和今年；可用 --year 指定。")
    if place is None:
        out.append("没有找到地名；可用 --place 指定。")
    return tuple(out)
