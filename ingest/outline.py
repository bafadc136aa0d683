"""Source text -> Report: body, headings, paragraphs, and which parts look back or ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest import furniture, headings, metadata, periods
from ingest.headings import ENUMERATED
from ingest.paragraphs import paragraphs
from ingest.pieces import Piece, pieces
from rag.domain import Block, Period, Report, Section
from rag.errors import OutlineError

OPENING = "开头"
"""Title of the section before the first heading: address and opening formula."""


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

    `marks` are headings that the file's format knows: start and end of the words, and level, 1 highest. `warnings` are
    the reader's, and go with the report. `title`, `year` and `place` given by a person win over what is found. Raises
    OutlineError where no report is found.
    """
    known = {(start, end): level for start, end, level in marks}
    spans = paragraphs(source, tuple(known))
    first, last = furniture.body_range(source, spans, frozenset(known))
    found = pieces(source, spans[first:last], known)
    if not any(p.heading for p in found):
        raise OutlineError("这份文件里没有找到报告的提纲（“一、”“（一）”这样的标题），请确认文件内容后重试。")
    head = [source[a:b] for a, b in spans[: first + 2]]
    year = year or metadata.year_of(head, _top_titles(found), stem)
    place = place or metadata.place_of(head, stem)
    sections = _sections(found, year)
    return Report(
        stem=stem,
        source=source,
        title=title or metadata.title_of(head, file_title, year, place),
        year=year,
        place=place,
        body=(found[0].start, found[-1].end),
        blocks=tuple(_blocks(found, sections)),
        sections=sections,
        warnings=(*warnings, *_warnings(found, year, place)),
    )


def _top_titles(found: Sequence[Piece]) -> list[str]:
    """Words of the highest headings."""
    ranks = [p.heading.rank for p in found if p.heading and p.whole]
    return [p.text for p in found if p.heading and p.whole and p.heading.rank == min(ranks)]


@dataclass(slots=True)
class _Draft:
    """A section in the making."""

    rank: int
    title: str
    start: int
    end: int
    path: tuple[str, ...]
    period: Period | None = None
    mixed: bool = False
    """It looks both ways: its paragraphs say which."""
    glossary: bool = False


def _sections(found: Sequence[Piece], year: int | None) -> tuple[Section, ...]:
    """One section a heading, nested by rank; the text before the first heading is the section `开头`."""
    end = found[-1].end
    made: list[_Draft] = []
    opened: list[_Draft] = []
    if found[0].heading is None:
        made.append(_Draft(0, OPENING, found[0].start, end, (OPENING,)))
        opened.append(made[0])
    parts = 0
    for i, piece in enumerate(found):
        _close(opened, piece, found[i - 1] if i else None)
        if piece.heading is None:
            continue
        while opened and (opened[-1].rank >= piece.heading.rank or opened[-1].rank == 0):
            opened.pop().end = piece.start
        title = headings.title_of(piece.text[: piece.heading.end])
        path = (*(d.title for d in opened), title)
        draft = _Draft(piece.heading.rank, title, piece.start, end, path)
        below = found[i + 1].text if piece.whole and i + 1 < len(found) else ""
        _look(draft, opened[-1] if opened else None, first=parts == 0, below=below, year=year)
        parts += not opened
        made.append(draft)
        opened.append(draft)
    return tuple(Section(d.start, d.end, d.title, len(d.path), d.path, d.period, d.glossary) for d in made)


def _look(draft: _Draft, above: _Draft | None, *, first: bool, below: str, year: int | None) -> None:
    """Which way a section looks: a part by its title, what stands in it as the part does; a subsection of a part that
    looks both ways by its own title."""
    draft.glossary = bool(headings.GLOSSARY_WORDS.search(draft.title)) or bool(above and above.glossary)
    if draft.glossary:
        return
    if above is None:
        says = periods.of_title(draft.title, first=first, year=year, below=below)
    elif above.mixed:
        says = periods.of_words(draft.title, year=year) or "mixed"
    else:
        draft.period = above.period
        return
    draft.mixed = says == "mixed"
    draft.period = None if says == "mixed" else says


def _close(opened: list[_Draft], piece: Piece, before: Piece | None) -> None:
    """End the sections that do not reach a paragraph of text: a run-in heading holds its own paragraph only (one that
    stands on a line of its own, the next), and an address to the deputies (“各位代表，……”) in the middle of a part
    speaks for the whole part."""
    if piece.heading is not None or (before is not None and before.whole):
        return
    address = furniture.is_address(piece.text)
    while opened and (opened[-1].rank >= ENUMERATED or (address and len(opened) > 1)):
        opened.pop().end = piece.start


def _blocks(found: Sequence[Piece], sections: Sequence[Section]) -> list[Block]:
    level_at = {s.start: s.level for s in sections if s.title != OPENING}
    return [Block(p.start, p.end, level_at.get(p.start, 0) if p.whole else 0) for p in found]


def _warnings(found: Sequence[Piece], year: int | None, place: str | None) -> tuple[str, ...]:
    out = []
    if not any(p.whole for p in found):
        out.append("没有找到独立成行的标题，引文的位置可能标得不细；请检查文件是否完整。")
    if year is None:
        out.append("没有找到年份，无法区分去年和今年；可用 --year 指定。")
    if place is None:
        out.append("没有找到地名；可用 --place 指定。")
    return tuple(out)
