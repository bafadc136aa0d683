"""Indicators of a report: what is measured, the value with its unit, and where both stand.

地区生产总值1958亿元，增长5.7%                地区生产总值 1958亿元; 地区生产总值 增长5.7%
城镇、农村居民人均可支配收入分别增长5%、6%    one indicator with both values: only their order says which belongs to which
建设改造90家敬老院                            建设改造…敬老院 90家
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import MASKED, Passage, Period, Sentence
from rag.sentences import sentences
from rag.text import fold
from rag.years.measures import Kind, Range, measured

Scope = Literal["year", "plan", "total"]
"""A year's figure, one of a five-year plan (年均, “十五五”, 到2030年), or one since the beginning (累计)."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of a report and what it measures."""

    sentence: Sentence
    names: tuple[Range, ...]
    """Where its name stands: one range, or two where the value stands between them."""
    value: Range
    """The figure with its unit and the words that lead up to it (增长, 控制在)."""
    kind: Kind
    unit: str
    """Without the scale: 元 of 亿元."""
    scope: Scope
    values: int = 1
    """How many values stand in the range (分别增长5%、6%)."""

    @property
    def passage(self) -> Passage:
        return self.sentence.passage

    @property
    def period(self) -> Period | None:
        return self.passage.period

    @property
    def name(self) -> str:
        """Its name as the report words it, … where the value stands between."""
        return "…".join(self._read(r) for r in self.names)

    @property
    def said(self) -> str:
        """The value as the report words it."""
        return self._read(self.value)

    @property
    def shown(self) -> Range:
        """From the first word of its name or value to the last: what a reader is shown in the report. A name that is
        told once for several values (A 100亿元、增长5%) reaches over those before."""
        places = (*self.names, self.value)
        return min(a for a, _ in places), max(b for _, b in places)

    @property
    def masked(self) -> bool:
        return MASKED.search(self.said) is not None

    def _read(self, place: Range) -> str:
        return re.sub(r"\s+", "", self.passage.report.source[place[0] : place[1]])


def indicators_of(passages: Sequence[Passage]) -> tuple[Indicator, ...]:
    """Every indicator of the passages of one report, in order; of the same figure told twice only the first."""
    found: dict[tuple[str, str, Kind, Period | None, Scope], Indicator] = {}
    for passage, scope in zip(passages, scopes_of(passages), strict=True):
        if passage.period is None or passage.glossary:
            continue
        for sentence in sentences(passage):
            for m in measured(sentence):
                now: Scope = "plan" if _OF_PLAN.search(m.stretch) else scope
                if now == "year" and "累计" in m.stretch:
                    now = "total"
                one = Indicator(sentence, m.names, m.value, m.kind, m.unit, now, m.values)
                found.setdefault((one.name, one.said, one.kind, one.period, one.scope), one)
    return tuple(found.values())


_FIVE_YEARS = re.compile(r"五年(?!级)|[“\"]?十[一二三四五六七八九]五[”\"]?")
_ONE_YEAR = re.compile(r"去年|今年|20\d\d年")
_TURNS = re.compile(
    r"(?P<plan>五年来|[这了]五年|过去(?:的)?五年|五年(?:历程|接续)|[今未][后来]五年|的五年|回[望顾首][“\"]十.五[”\"]|[“\"]十.五[”\"](?:时期|期间|以来|发展的|末)|"
    r"展望|20[3-9][05]年)|(?P<year>一年来|过去一年|刚刚过去的20\d\d年|20\d\d年[^。]{0,40}的一年|今年|去年|上年|全年)"
)
_OF_PLAN = re.compile(r"年均|五年|20[3-9][05]年|[“\"]十.五[”\"](?:时期|期间|以来|末)")
_OPENING = 120
"""Characters of a paragraph in which it says of which time it speaks."""


def scopes_of(passages: Sequence[Passage]) -> list[Scope]:
    """For each passage of one report whether it speaks of one year or of a five-year plan.

    The title of its part says so at first; after that a paragraph which opens with 五年来 or 过去一年 speaks for those
    that follow.
    """
    out: list[Scope] = []
    part, now = "", "year"
    for passage in passages:
        if passage.path[0] != part:
            part = passage.path[0]
            now = "plan" if _FIVE_YEARS.search(part) and not _ONE_YEAR.search(part) else "year"
        text = fold(passage.text)
        for title in passage.path:
            text = text.replace(fold(title), "", 1)
        for turn in _TURNS.finditer(text[:_OPENING]):
            now = turn.lastgroup or now
        out.append("plan" if now == "plan" else "year")
    return out
