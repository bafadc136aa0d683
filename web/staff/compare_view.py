"""What the page of 年度对照 shows: tables, tasks and lists of what is new and gone, as pieces of text.

The template escapes every piece; nothing here is HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.domain import PERIOD_LABELS, Report, Sentence
from rag.years.compare import Comparison
from rag.years.compare_indicators import IndicatorPair
from rag.years.compare_tasks import Part, TaskPair
from rag.years.indicators import Indicator
from web.plain import collapse, place_link, short_name

SURE = {"high": "高", "medium": "中", "low": "低"}
_PLACE_ENDS = ("特别行政区", "自治区", "省", "市", "县", "区")


@dataclass(frozen=True, slots=True)
class Place:
    """Something a report says, with where it stands."""

    text: str
    link: str
    path: str
    period: str
    label: str
    masked: bool = False
    name: str = ""
    plan: bool = False
    """Whether it is a figure of a five-year plan."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of indicators."""

    name: str
    was_named: str
    """What the older report calls it, where that is another name."""
    old: Place
    new: Place
    sure: str
    same: bool
    plan: bool
    """Whether both are figures of a five-year plan."""


@dataclass(frozen=True, slots=True)
class Table:
    """Pairs of one kind."""

    id: str
    title: str
    hint: str
    old: str
    new: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A pair of tasks, each wording cut where the two differ."""

    old: Place
    new: Place
    was: tuple[Part, ...]
    now: tuple[Part, ...]
    sure: str
    same: bool


def latest_two(reports: Sequence[Report]) -> tuple[str, str]:
    """Stems of the two latest reports of one place, the older first; of any places where no place has two; empty where
    there is one report at most. `reports` are newest first."""
    for i, newer in enumerate(reports):
        for older in reports[i + 1 :]:
            if _place(older) == _place(newer) and older.year != newer.year:
                return older.stem, newer.stem
    return (reports[1].stem, reports[0].stem) if len(reports) > 1 else ("", "")


def _place(report: Report) -> str:
    place = report.place or ""
    return next((place.removesuffix(end) for end in _PLACE_ENDS if place.endswith(end)), place)


def name_among(report: Report, among: Iterable[Report]) -> str:
    """A report's short name; its title where another one is called the same."""
    name = short_name(report)
    return report.title if sum(short_name(r) == name for r in among) > 1 else name


def view(found: Comparison, reports: Sequence[Report]) -> dict[str, object]:
    old, new = name_among(found.old, reports), name_among(found.new, reports)
    return {
        "found": found,
        "old": old,
        "new": new,
        "tables": [t for t in _tables(found, old, new) if t.rows],
        "tasks": [_task(pair) for pair in found.tasks.pairs],
        "lists": [
            ("fresh", "新增", new, [_value(i) for i in found.fresh], _by_heading(found.tasks.fresh)),
            ("gone", "不再出现", old, [_value(i) for i in found.gone], _by_heading(found.tasks.gone)),
        ],
    }


def _tables(found: Comparison, old: str, new: str) -> list[Table]:
    year = found.old.year
    told = f"{old}定的目标，{new}说完成了多少。"
    return [
        Table("kept", f"{year}年的目标与完成", told, f"{year}年目标", f"{year}年完成", _rows(found.kept)),
        Table("targets", "目标对目标", "两份报告都定了的目标。", old, new, _rows(found.targets)),
        Table("results", "完成对完成", "两份报告都说了的完成情况。", old, new, _rows(found.results)),
    ]


def _rows(pairs: Sequence[IndicatorPair]) -> tuple[Row, ...]:
    return tuple(
        Row(
            p.new.name,
            p.old.name if p.old.name != p.new.name else "",
            _value(p.old),
            _value(p.new),
            SURE[p.confidence],
            p.old.said == p.new.said,
            p.new.scope == "plan",
        )
        for p in pairs
    )


def _value(one: Indicator) -> Place:
    link = place_link(one.passage.report, *one.shown)
    label = PERIOD_LABELS[one.period] if one.period else ""
    return Place(
        one.said, link, _path(one.sentence), one.period or "", label, one.masked, one.name, one.scope == "plan"
    )


def _task(pair: TaskPair) -> Task:
    was, now = pair.parts()
    return Task(_sentence(pair.old), _sentence(pair.new), was, now, SURE[pair.confidence], pair.unchanged)


def _sentence(sentence: Sentence) -> Place:
    link = place_link(sentence.passage.report, sentence.start, sentence.end)
    period = sentence.passage.period
    return Place(collapse(sentence.text), link, _path(sentence), period or "", PERIOD_LABELS[period] if period else "")


def _by_heading(rows: Sequence[Sentence]) -> list[tuple[str, list[Place]]]:
    return [(path, [_sentence(s) for s in group]) for path, group in groupby(rows, key=_path)]


def _path(sentence: Sentence) -> str:
    """The headings that it stands under; of the part alone where there is none below it."""
    path = sentence.passage.path
    return " › ".join(collapse(title) for title in path[1:] or path)
