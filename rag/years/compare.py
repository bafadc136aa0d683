"""Two reports side by side: indicators paired, the year's tasks aligned, what is new and what is gone.

Everything in a comparison is a range of one of the two reports; what finds no counterpart stays unpaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Passage, Period, Report, Sentence
from rag.embed import Embedding
from rag.sentences import sentences
from rag.years.compare_indicators import IndicatorPair, paired
from rag.years.compare_tasks import Tasks, aligned
from rag.years.indicators import Indicator, indicators_of, scopes_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two reports say of the same things, the older one first."""

    old: Report
    new: Report
    targets: tuple[IndicatorPair, ...]
    """What is planned in both."""
    results: tuple[IndicatorPair, ...]
    """What is told as done in both."""
    kept: tuple[IndicatorPair, ...]
    """What the old report planned, and the result that the new one tells; none unless it is the year after."""
    gone: tuple[Indicator, ...]
    """Planned in the old report, without a counterpart among the plans of the new one."""
    fresh: tuple[Indicator, ...]
    """Planned in the new report alone."""
    tasks: Tasks

    @property
    def pairs(self) -> tuple[IndicatorPair, ...]:
        """All pairs of indicators."""
        return self.targets + self.results + self.kept


def compare(old: Report, new: Report, passages: Sequence[Passage], embedding: Embedding) -> Comparison:
    """Compare two reports; `passages` are those of both, others are left aside."""
    if (old.year or 0) > (new.year or 0):
        old, new = new, old
    before, after = ([p for p in passages if p.report is report] for report in (old, new))
    was, now = indicators_of(before), indicators_of(after)
    targets = paired(_of(was, "planned"), _of(now, "planned"), embedding)
    follows = old.year is not None and new.year == old.year + 1
    this_year = [i for i in _of(was, "planned") if i.scope == "year"]
    return Comparison(
        old,
        new,
        targets,
        paired(_of(was, "done"), _of(now, "done"), embedding),
        paired(this_year, _of(now, "done"), embedding) if follows else (),
        _left(_of(was, "planned"), [p.old for p in targets]),
        _left(_of(now, "planned"), [p.new for p in targets]),
        aligned(_planned(before), _planned(after), embedding),
    )


def _of(indicators: Sequence[Indicator], period: Period) -> list[Indicator]:
    return [i for i in indicators if i.period == period]


def _left(all_of_them: Sequence[Indicator], in_pairs: Sequence[Indicator]) -> tuple[Indicator, ...]:
    taken = {id(i) for i in in_pairs}
    return tuple(i for i in all_of_them if id(i) not in taken)


def _planned(passages: Sequence[Passage]) -> list[Sentence]:
    """Sentences of what is planned for the year; five-year plans are not set beside a year's work."""
    return [
        sentence
        for passage, scope in zip(passages, scopes_of(passages), strict=True)
        if passage.period == "planned" and scope == "year" and not passage.glossary
        for sentence in sentences(passage)
    ]
