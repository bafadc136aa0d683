"""Source text -> Report: body, headings, paragraphs, and which parts look back or ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest import furniture, headings, metadata
from ingest.guard import cautions
from ingest.halves import halves
from ingest.headings import ENUMERATED, NUMBERED
from ingest.note_pieces import with_notes
from ingest.paragraphs import paragraphs
from ingest.periods import of_words
from ingest.piece import Piece
from ingest.pieces import pieces
from ingest.relined import relined
from ingest.tables import names_both, period_of, tables, with_tables
from rag.domain import Block, Period, Report, Section, Years, rows
from rag.errors import OutlineError
from rag.years import spoken

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
    periods: Sequence[tuple[str, Period]] = (),
    warnings: Sequence[str] = (),
) -> Report:
    """Find the report in a source text.

    `marks` are headings that the file's format knows: start and end of the words, and level, 1 highest. `warnings` are
    the reader's, and go with the report. `title`, `year`, `place` and `periods` (heading path of a part, and which way it
    looks) given by a person win over what is found. Raises OutlineError where no report is found.
    """
    known = {(start, end): level for start, end, level in marks}
    spans = with_tables(relined(source, paragraphs(source, tuple(known))), found_tables := tables(source))
    first, last = furniture.body_range(source, spans, frozenset(known))
    inside = [s for s in spans[first:last] if not furniture.stands_between(source[slice(*s)])]
    found = with_notes(pieces(source, inside, known, {(t.start, t.end): t.columns for t in found_tables}))
    if not any(p.heading for p in found):
        raise OutlineError("这份文件里没有找到报告的提纲（“一、”“（一）”这样的标题），请确认文件内容后重试。")
    head = [source[a:b] for a, b in spans[: first + 2]]
    told = metadata.year_of(head, _top_titles(found), stem, [p.text for p in found])
    year = year or told.year
    place = place or metadata.place_of(head, stem)
    states = _states(found, year)
    sections = _sections(found, states, year)
    if periods:
        states = _given(found, states, sections, dict(periods))
        sections = _sections(found, states, year)
    report = Report(
        stem=stem,
        source=source,
        title=title or metadata.title_of(head, file_title, year, place),
        year=year,
        place=place,
        body=(found[0].start, found[-1].end),
        blocks=tuple(_blocks(found, states, sections)),
        sections=sections,
        warnings=(*warnings, *_warnings(found, year, place)),
    )
    return replace(report, warnings=(*report.warnings, *cautions(report, told, periods_given=bool(periods))))


def _states(found: Sequence[Piece], year: int | None) -> list[Period | None]:
    """Period of each piece; a footnote has none, and no say in that of others. A table's head says it of its figures,
    and where it names results and targets side by side, of neither."""
    states = iter(halves([p for p in found if not p.note], year))
    out = [None if p.note else next(states) for p in found]
    for i, piece in enumerate(found):
        if piece.columns:
            head = piece.text[: rows(piece.text, Block(0, len(piece.text), columns=piece.columns))[0][1]]
            out[i] = None if names_both(head) else period_of(head) or out[i]
    return out


def _top_titles(found: Sequence[Piece]) -> list[str]:
    """Words of the highest headings; a glossary and what stands below it is none."""

    def is_tail(text: str) -> bool:
        return furniture.opens_glossary(text) or (furniture.opens_tail(text) and headings.numbered(text) is None)

    tail = next((i for i, p in enumerate(found) if i and p.whole and is_tail(p.text)), len(found))
    whole = [p for p in found[:tail] if p.heading and p.whole]
    ranks = [p.heading.rank for p in whole if p.heading]
    return [p.text for p in whole if p.heading and p.heading.rank == min(ranks, default=0)]


def path_of(section: Section) -> str:
    """How a person names a part: its headings from the top down."""
    return " / ".join(section.path)


def _given(
    found: Sequence[Piece], states: Sequence[Period | None], sections: Sequence[Section], given: Mapping[str, Period]
) -> list[Period | None]:
    """The periods, those of the parts that a person spoke of as they said; an inner part's over an outer one's."""
    out = list(states)
    for section in sections:
        if said := given.get(path_of(section)):
            out = [said if section.start <= p.start < section.end else s for p, s in zip(found, out, strict=True)]
    return out


@dataclass(slots=True)
class _Draft:
    """A section in the making."""

    rank: int
    title: str
    start: int
    end: int
    path: tuple[str, ...]
    glossary: bool = False
    years: Years | None = None


def _sections(found: Sequence[Piece], states: Sequence[Period | None], year: int | None) -> tuple[Section, ...]:
    """One section a heading, nested by rank; the text before the first heading is the section `开头`.

    A plan that begins within a part without any heading of its own ends the sections that it begins in.
    """
    end = found[-1].end
    made: list[_Draft] = []
    opened: list[_Draft] = []
    if found[0].heading is None:
        made.append(_Draft(0, OPENING, found[0].start, end, (OPENING,)))
        opened.append(made[0])
    turns = _turns(found, states, year)
    for i, piece in enumerate(found):
        if piece.note:
            continue
        _close(opened, piece, found[i - 1] if i else None)
        if i == turns and opened and opened[0].rank:
            while opened:
                opened.pop().end = piece.start
        if piece.heading is None:
            continue
        while opened and (opened[-1].rank >= piece.heading.rank or opened[-1].rank == 0):
            opened.pop().end = piece.start
        title = headings.title_of(piece.text[: piece.heading.end])
        path = (*(d.title for d in opened), title)
        draft = _Draft(piece.heading.rank, title, piece.start, end, path)
        draft.glossary = furniture.opens_glossary(title) or bool(opened and opened[-1].glossary)
        if year and not draft.glossary:
            draft.years = spoken.all_spoken(title, year) or (opened[-1].years if opened else None)
        made.append(draft)
        opened.append(draft)
    periods_at = [(p.start, s) for p, s in zip(found, states, strict=True) if not (p.note or p.columns)]
    return tuple(_section(d, periods_at) for d in made)


def _turns(found: Sequence[Piece], states: Sequence[Period | None], year: int | None) -> int | None:
    """Index of the paragraph with which the plan begins, where that stands within a part which its title does not let
    expect it."""
    for i in range(1, len(found)):
        if states[i - 1] == "done" and states[i] == "planned":
            title = next(
                (p.text for p in reversed(found[:i]) if p.whole and p.heading and p.heading.rank <= NUMBERED), ""
            )
            whole = found[i].whole or (found[i].heading is not None and found[i - 1].whole)
            looks_both_ways = of_words(title, year=year) != "done"
            return None if whole or looks_both_ways else i
    return None


def _section(draft: _Draft, periods_at: Sequence[tuple[int, Period | None]]) -> Section:
    """The finished section: which way all of it looks, if it does."""
    inside = {state for start, state in periods_at if draft.start <= start < draft.end}
    period = None if draft.glossary or draft.title == OPENING or len(inside) != 1 else next(iter(inside))
    return Section(
        draft.start, draft.end, draft.title, len(draft.path), draft.path, period, draft.glossary, draft.years
    )


def _close(opened: list[_Draft], piece: Piece, before: Piece | None) -> None:
    """End the sections that do not reach a paragraph of text: a run-in heading holds its own paragraph only (one that
    stands on a line of its own, the next), and an address to the deputies (“各位代表，……”) in the middle of a part
    speaks for the whole part."""
    if piece.heading is not None or (before is not None and before.whole):
        return
    address = furniture.is_address(piece.text)
    while opened and (opened[-1].rank >= ENUMERATED or (address and len(opened) > 1)):
        opened.pop().end = piece.start


def _blocks(found: Sequence[Piece], states: Sequence[Period | None], sections: Sequence[Section]) -> list[Block]:
    level_at = {s.start: s.level for s in sections if s.title != OPENING}
    return [
        Block(p.start, p.end, level_at.get(p.start, 0) if p.whole else 0, state, p.note, p.columns)
        for p, state in zip(found, states, strict=True)
    ]


def _warnings(found: Sequence[Piece], year: int | None, place: str | None) -> tuple[str, ...]:
    out = []
    if not any(p.whole for p in found):
        out.append("没有找到独立成行的标题，引文的位置可能标得不细；请检查文件是否完整。")
    if year is None:
        out.append("没有找到年份，无法区分去年和今年；可用 --year 指定。")
    if place is None:
        out.append("没有找到地名；可用 --place 指定。")
    return tuple(out)
