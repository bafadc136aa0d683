"""What the page of the wording look-up shows: conditions to choose from, and places as pieces of text.

The template escapes every piece; nothing here is HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import cast

from starlette.datastructures import FormData

from rag.domain import Citation, Report
from rag.exact.difference import difference
from rag.exact.filters import Filter, Told
from rag.exact.source_line import OPENING, source_line
from rag.exact.wording_answer import Looked, Way
from web.plain import collapse, kept, place_link, short_name

Pieces = tuple[tuple[str, str], ...]
"""Stretches of text, each after its kind: plain, hit, said, asked, lit."""

_NUMERALS = "一二三四五六七八九十"
MOST_PARTS = 10


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the loaded reports give to choose from; a list with one entry is not shown."""

    reports: tuple[Option, ...]
    years: tuple[Option, ...]
    places: tuple[Option, ...]
    parts: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One place."""

    number: int
    key: str
    quote: Pieces
    context: Pieces
    source: str
    path: str
    period: str
    period_label: str
    masked: bool
    link: str
    copied: str


@dataclass(frozen=True, slots=True)
class Group:
    """The places of one report."""

    report: Report
    name: str
    count: int
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ItemList:
    """What a numbered part of a slogan stands for: each item with its link."""

    name: str
    """The part, or the report, where there are several lists; else empty."""
    items: tuple[tuple[str, str], ...]


def choices(reports: Sequence[Report]) -> Choices:
    """Reports newest first within a place; years newest first; parts by their number, with their title where there is
    one report."""
    years = sorted({r.year for r in reports if r.year}, reverse=True)
    parts = max((len(_parts(r)) for r in reports), default=0)
    titles = [f"：{collapse(t)}" for t in _parts(reports[0])] if len(reports) == 1 else [""] * parts
    return Choices(
        tuple(Option(r.stem, collapse(r.title)) for r in reports),
        tuple(Option(str(y), f"{y}年") for y in years),
        tuple(Option(p, p) for p in dict.fromkeys(r.place for r in reports if r.place)),
        (
            *(Option(str(n), f"第{_NUMERALS[n - 1]}部分{titles[n - 1]}") for n in range(1, min(parts, MOST_PARTS) + 1)),
            Option("0", "开头、名词解释等"),
        ),
    )


def _parts(report: Report) -> list[str]:
    return [s.title for s in report.sections if s.level == 1 and s.title != OPENING and not s.glossary]


def filter_of(form: FormData) -> Filter:
    """The conditions of a form; what is none of ours is left out."""

    def chosen(name: str) -> list[str]:
        return [value for value in form.getlist(name) if isinstance(value, str) and value]

    return Filter(
        reports=frozenset(chosen("report")),
        years=frozenset(int(y) for y in chosen("year") if y.isdecimal()),
        places=frozenset(chosen("place")),
        parts=frozenset(int(p) for p in chosen("part") if p.isdecimal()),
        told=frozenset(cast(Told, t) for t in chosen("period") if t in ("done", "planned", "neither")),
        figure=bool(chosen("figure")),
        masked=bool(chosen("masked")),
    )


def groups(looked: Looked) -> list[Group]:
    """The places by report, in the order in which they were found."""
    counts = {report.stem: count for report, count in looked.tally}
    by_report: dict[str, list[Shown]] = {}
    reports = {c.report.stem: c.report for c in looked.answer.citations}
    names = short_names([report for report, _ in looked.tally])
    for citation in looked.answer.citations:
        by_report.setdefault(citation.report.stem, []).append(_shown(citation, looked))
    return [Group(reports[stem], names[stem], counts[stem], tuple(s)) for stem, s in by_report.items()]


def item_lists(looked: Looked) -> list[ItemList]:
    """Named by what tells them apart: the part of the slogan, the report, or both."""
    names = short_names([report for report, _ in looked.tally])
    words, stems = {one.words for one in looked.spelled}, {one.report.stem for one in looked.spelled}
    return [
        ItemList(
            (names[one.report.stem] if len(stems) > 1 else "") + (f"“{one.words}”" if len(words) > 1 else ""),
            tuple((collapse(c.quote), place_link(c.report, c.start, c.end)) for c in one.items),
        )
        for one in looked.spelled
    ]


def short_names(reports: Sequence[Report]) -> dict[str, str]:
    """Each report by its place alone where no two are of the same."""
    places = {r.place for r in reports if r.place}
    return {r.stem: (r.place or "") if len(places) == len(reports) > 1 else short_name(r) for r in reports}


def key_of(citation: Citation) -> str:
    """Names a place in a form, whatever else was found."""
    return f"{citation.report.stem}:{citation.start}-{citation.end}"


def _shown(citation: Citation, looked: Looked) -> Shown:
    source, link = source_line(citation), place_link(citation.report, citation.start, citation.end)
    passage = citation.passage
    return Shown(
        number=citation.number,
        key=key_of(citation),
        quote=_quote(citation, looked),
        context=_marked(passage.text, passage.start, [(citation.start, citation.end)], "lit"),
        source=source,
        path=" › ".join(collapse(title) for title in citation.path),
        period=citation.period or "",
        period_label=citation.period_label,
        masked=citation.masked,
        link=link,
        copied=f"“{collapse(citation.quote)}”（{source}）",
    )


def _quote(citation: Citation, looked: Looked) -> Pieces:
    """With the words marked; where they are only near, what the report says and what was asked for, each as such."""
    if looked.way is Way.NEAR and (pieces := difference(citation, looked.answer.question)):
        kinds = {"around": "plain", "same": "plain"}
        return tuple((kinds.get(p.kind, p.kind), text) for p in pieces if (text := collapse(p.text)))
    return _marked(citation.quote, citation.start, citation.marks, "hit")


def _marked(text: str, start: int, marks: Iterable[tuple[int, int]], kind: str) -> Pieces:
    inside = {i - start for first, last in marks for i in range(first, last)}
    shown = [(kind if position in inside else "plain", char) for position, char in kept(text)]
    return tuple((of, "".join(char for _, char in run)) for of, run in groupby(shown, key=itemgetter(0)))
