"""The years that quotations speak of, in words."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Citation, Years
from rag.years.spoken import spoken

OPENING_CHARS = 20
"""A sentence says whose time it speaks of in its first words; a year behind them is one it counts from."""


def said_years(citations: Sequence[Citation]) -> str:
    """The years that quotations speak of, in words (2016年, 过去五年, 2016年至2020年, 到2030年); empty where reports of
    several years are quoted, or none is known."""
    years = {c.report.year for c in citations}
    year = next(iter(years)) if len(years) == 1 else None
    spans = [span for c in citations if year and (span := _years_of(c, year))]
    if not year or not spans:
        return ""
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    if first == last:
        return f"{first}年"
    if citations[0].period == "planned" and last > year:
        return f"到{last}年"
    return "过去五年" if (first, last) == (year - 5, year - 1) else f"{first}年至{last}年"


def _years_of(citation: Citation, year: int) -> Years | None:
    """Years that a quotation speaks of. A year it only mentions (2020年以来立项的) may lie on the wrong side of the
    report: then its paragraph's count."""
    said = spoken(citation.quote, year, opening=OPENING_CHARS)
    known = citation.passage.years
    if said and (said[0] < year if citation.period == "done" else said[1] >= year):
        return said
    return known or ((year - 1, year - 1) if citation.period == "done" else (year, year))
