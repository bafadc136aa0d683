"""Chosen sentences -> Answer, or a refusal. Here the promises are kept.

For quoted answers the promise "nothing that is not in the report" holds by construction: a citation reads its quote
from the report. What is decided here is whether the quotes answer the question at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Answer, Citation, Claim, Findings, RankedSentence, Report, Status
from rag.question import Question
from rag.replies import reply
from rag.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Least evidence of the best sentence (keyword + cosine, as in `rag.search`) for each status."""

    answered: float = 0.45
    partial: float = 0.30


def compose(
    question: Question,
    findings: Findings,
    chosen: Sequence[RankedSentence],
    settings: Settings,
    thresholds: Thresholds | None = None,
) -> Answer:
    """The answer that the chosen sentences give: answered, partial or not_found by their evidence."""
    thresholds = thresholds or Thresholds()
    found = tuple(f.passage for f in findings.kept)
    evidence = max((s.keyword + 0.5 * s.dense for s in chosen), default=0.0)
    if not chosen or evidence < thresholds.partial:
        return Answer(
            Status.NOT_FOUND,
            question.text,
            reply("not_found", "lead"),
            advice=reply("not_found", "advice", hotline=settings.hotline),
            found=found,
        )
    claims = tuple(_claim(i, s) for i, s in enumerate(chosen, 1))
    answered = evidence >= thresholds.answered
    return Answer(
        Status.ANSWERED if answered else Status.PARTIAL,
        question.text,
        _lead(claims) if answered else reply("partial", "lead"),
        claims,
        advice=_advice(claims, answered, settings),
        found=found,
    )


def refuse(question: Question, settings: Settings) -> Answer:
    """The reply to what cannot be taken as a question."""
    words = reply("invalid", question.problem or "unreadable", max_chars=settings.max_question_chars)
    return Answer(Status.INVALID, question.text[: settings.max_question_chars], words)


def _claim(number: int, ranked: RankedSentence) -> Claim:
    sentence = ranked.sentence
    citation = Citation(number, sentence.passage, sentence.start, sentence.end)
    words = re.sub(r"\s*\n\s*", "", citation.quote)
    return Claim(f"“{words}”", (citation,))


def _lead(claims: Sequence[Claim]) -> str:
    citations = [c for claim in claims for c in claim.citations]
    periods = {c.period for c in citations}
    years = {c.report.year for c in citations}
    year = next(iter(years)) if len(years) == 1 else None
    words = {
        "last_year": f"{year - 1}年" if year else "上一年",
        "this_year": f"{year}年" if year else "当年",
    }
    if periods >= {"done", "planned"}:
        return reply("answered", "both", **words)
    if periods == {"done"}:
        return reply("answered", "done", **words)
    if periods == {"planned"}:
        return reply("answered", "planned", **words)
    return reply("answered", "plain")


def _advice(claims: Sequence[Claim], answered: bool, settings: Settings) -> str:
    notes = []
    if any(c.masked for claim in claims for c in claim.citations):
        notes.append(reply("notes", "masked"))
    if not answered:
        notes.append(reply("partial", "advice", hotline=settings.hotline))
    return "".join(notes)


def reports_of(answer: Answer) -> tuple[Report, ...]:
    """Reports that an answer quotes, each once."""
    return tuple({id(c.report): c.report for c in answer.citations}.values())
