"""Which of the places where wording stands are wanted: of which reports, in which part, told as what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.domain import MASKED, Period, Report
from rag.exact.places import Hit
from rag.exact.source_line import part_number

Told = Literal["done", "planned", "neither"]
"""Period of a sentence, with a word for what is neither."""

_DATE = re.compile(r"\d{4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?|20\d\d\s*[-—–~至]\s*20\d\d")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Every condition must hold; one that is empty always does."""

    reports: frozenset[str] = frozenset()
    """Stems."""
    years: frozenset[int] = frozenset()
    places: frozenset[str] = frozenset()
    parts: frozenset[int] = frozenset()
    """Numbers of 部分; 0 for what stands in none (开头, 名词解释)."""
    told: frozenset[Told] = frozenset()
    figure: bool = False
    """Only sentences with a figure; a date is none."""
    masked: bool = False
    """Only sentences in which something is masked."""

    def reads(self, report: Report) -> bool:
        """Whether a report is looked through at all."""
        return (
            (not self.reports or report.stem in self.reports)
            and (not self.years or report.year in self.years)
            and (not self.places or report.place in self.places)
        )

    def keeps(self, hit: Hit) -> bool:
        """Whether a place in such a report is wanted."""
        text = hit.passage.report.source[hit.start : hit.end]
        return (
            (not self.parts or _part(hit) in self.parts)
            and (not self.told or _told(hit.passage.period) in self.told)
            and (not self.figure or bool(_FIGURE.search(_DATE.sub("", text))))
            and (not self.masked or MASKED.search(text) is not None)
        )

    def kept(self, hits: Iterable[Hit]) -> list[Hit]:
        """Those of the places that are wanted."""
        return [h for h in hits if self.keeps(h)] if self.narrows else list(hits)

    def among(self, reports: Sequence[Report]) -> tuple[Report, ...]:
        """Those of the reports that are looked through."""
        return tuple(r for r in reports if self.reads(r))

    @property
    def narrows(self) -> bool:
        """Whether there is a condition on places, and not only on reports."""
        return bool(self.parts or self.told or self.figure or self.masked)

    @property
    def is_empty(self) -> bool:
        return self == Filter()


def _part(hit: Hit) -> int:
    path = hit.passage.path
    return part_number(hit.passage.report, path[0]) if path else 0


def _told(period: Period | None) -> Told:
    return period or "neither"
