"""Ranges of the reports' texts: where gold stands, and how much of it quotations cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.questions import Gold

COVERED_SHARE = 0.8
"""Share of a gold span's characters that must be quoted; a quote may leave off 今年 or a full stop."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of the text of the report named `report`."""

    report: str
    start: int
    end: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Span:
        """The range of a citation or found passage as answers.jsonl writes it."""
        return cls(row["report"], row["start"], row["end"])

    def touches(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.report == other.report and self.start < other.end and other.start < self.end


def locate(gold: Gold, texts: Mapping[str, str]) -> Span:
    """Find gold where it first stands in the first report that holds it.

    :param texts: text of each loaded report by its stem.
    :raises ValueError: if it stands in none, for then the question belongs to another report.
    """
    for stem in gold.reports or texts:
        at = texts[stem].find(gold.text) if stem in texts else -1
        if at >= 0:
            return Span(stem, at, at + len(gold.text))
    raise ValueError(f"所给报告中没有这段标准答案：{gold.text}")


def is_covered(gold: Span, quoted: Iterable[Span]) -> bool:
    """Whether the quoted spans together hold at least 80% of the gold span, no character counted twice."""
    total, reached = 0, gold.start
    for span in sorted((s for s in quoted if s.report == gold.report), key=lambda s: s.start):
        start, end = max(span.start, reached), min(span.end, gold.end)
        if end > start:
            total += end - start
            reached = end
    return total >= COVERED_SHARE * (gold.end - gold.start)


def coverage(gold: Sequence[Span], alternatives: Sequence[Span], quoted: Sequence[Span]) -> float:
    """Share of the gold spans that are covered, 0 to 1; a covered alternative makes up for one that is not.

        coverage = min(1, (covered gold + covered alternatives) / gold)

    :param gold: at least one span.
    """
    covered = sum(is_covered(span, quoted) for span in (*gold, *alternatives))
    return min(1.0, covered / len(gold))
