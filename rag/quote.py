"""Findings -> the sentences that answer, quoted from the report. No LLM."""

from __future__ import annotations

from dataclasses import dataclass

from rag.domain import Findings, Period, RankedSentence
from rag.question import Question, Wants


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How many sentences are quoted; chosen on half of the development questions (docs/search.md)."""

    at_most: int = 3
    close: float = 0.8
    """A further sentence is quoted when its score is at least this share of the best one's."""
    wrong_period: float = 0.75
    """What the score of a sentence of the other period is multiplied by."""


def choose(question: Question, findings: Findings, choice: Choice | None = None) -> list[RankedSentence]:
    """The sentences to quote, best first; empty where nothing was found.

    Where the question asks about both periods, the best sentence of each is there, done before planned.
    """
    choice = choice or Choice()
    scored = sorted(
        ((_fit(question, s, choice) * s.score, s) for s in findings.sentences), key=lambda pair: -pair[0]
    )
    if not scored:
        return []
    if question.periods == frozenset({"done", "planned"}) or (
        Wants.COMPARE in question.wants and not question.periods
    ):
        both = [_best(scored, "done"), _best(scored, "planned")]
        picked = [s for s in both if s is not None]
        if picked:
            return picked
    best = scored[0][0]
    return [s for value, s in scored[: choice.at_most] if value >= choice.close * best]


def _best(scored: list[tuple[float, RankedSentence]], period: Period) -> RankedSentence | None:
    return next((s for _, s in scored if s.sentence.passage.period == period), None)


def _fit(question: Question, ranked: RankedSentence, choice: Choice) -> float:
    period = ranked.sentence.passage.period
    if len(question.periods) == 1 and period is not None and period not in question.periods:
        return choice.wrong_period
    return 1.0
