"""Chosen sentences -> Answer, or a refusal. Here the promises are kept.

For quoted answers the promise "nothing that is not in the report" holds by construction: a citation reads its quote
from the report. What is decided here is whether the quotes answer the question at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from rag.answer.elsewhere import another_place, another_year
from rag.answer.marks import marks_of
from rag.answer.quote import Quote
from rag.answer.said_years import said_years
from rag.domain import MASKED, Answer, Citation, Claim, Findings, Passage, Status
from rag.read.features import NAMES
from rag.read.judge import Judged
from rag.replies import reply
from rag.settings import Settings
from rag.understand.decline import MARKUP
from rag.understand.question import INVALID, Question, Wants


def compose(
    question: Question, findings: Findings, judged: Judged, quotes: Sequence[Quote], settings: Settings, touched: float
) -> Answer:
    """The answer that the chosen quotes give: answered, partial or not_found by their evidence.

    touched: least share of the question that the encoder finds in one sentence for `partial`.
    """
    found = ranked_passages(findings, judged, quotes)
    place = another_place(question, quotes)
    elsewhere = another_year(question, quotes) or place
    answered = (
        bool(quotes)
        and judged.answerable >= settings.answered_from + CARRIED * question.carried
        and not question.lacking
        and not elsewhere
    )
    if not answered and (not quotes or elsewhere or _touched(judged) < touched):
        return Answer(
            Status.NOT_FOUND,
            question.text,
            elsewhere or reply("not_found", "whether" if Wants.WHETHER in question.wants else "lead"),
            advice=reply("not_found", "advice", hotline=settings.hotline),
            nearest=None if place else _nearest(judged),
            found=found,
        )
    quotes = quotes if answered else quotes[:SHOWN]
    claims = claims_of(question, quotes)
    return Answer(
        Status.ANSWERED if answered else Status.PARTIAL,
        question.text,
        lead_of(question, claims) if answered else reply("partial", "lead"),
        claims,
        advice=_advice(question, claims, answered, settings),
        found=found,
    )


def ranked_passages(
    findings: Findings, judged: Judged, quotes: Sequence[Quote], limit: int = 10
) -> tuple[Passage, ...]:
    """Passages in their final order: those quoted, then by the chance of their best sentence, then by search score."""
    order: dict[str, Passage] = {q.passage.id: q.passage for q in quotes}
    rows = zip(judged.chances, judged.evidence.sentences, strict=True)
    for _, ranked in sorted(((float(c), s) for c, s in rows), key=lambda pair: -pair[0]):
        order.setdefault(ranked.sentence.passage.id, ranked.sentence.passage)
    for found in findings.kept:
        order.setdefault(found.passage.id, found.passage)
    return tuple(order.values())[:limit]


def _touched(judged: Judged) -> float:
    """Share of the question that the sentence which comes nearest to it holds, as the encoder reads it."""
    return float(judged.evidence.matrix[:, NAMES.index("late")].max(initial=0.0))


def _nearest(judged: Judged) -> Passage | None:
    """The passage of the likeliest sentence, where that is about something of the question."""
    if not len(judged.chances):
        return None
    best = int(np.argmax(judged.chances))
    near = judged.evidence.matrix[best, NAMES.index("late")] >= NEAREST
    return judged.evidence.sentences[best].sentence.passage if near else None


NEAREST = 0.616
"""Least share of the question that the likeliest sentence holds, as the encoder reads it, for a refusal to link to its
passage: out of fold 0.05 of refused questions that are not about the report get a link, 0.21 of the near misses that are
refused with nothing shown, and of these 0.82 get the range that people named as nearest (`training.nearest`)."""
CARRIED = 0.13
"""What a question with words taken over from earlier turns needs above `Settings.answered_from`: its reading is less sure
(docs/answers.md has what it brings)."""
SHOWN = 2
"""Quotations shown where the report only touches what was asked."""


def refuse(question: Question, settings: Settings, starters: Sequence[str] = (), titles: str = "") -> Answer:
    """The one calm reply to what is not answered: no question, or none for this bot."""
    problem = question.problem or "unreadable"
    section = "invalid" if problem in INVALID else "declined"
    starter = starters[0] if starters else reply("starters", "neutral")
    words = reply(
        section,
        problem,
        max_chars=settings.max_question_chars,
        hotline=settings.hotline,
        starter=starter,
        titles=titles,
    )
    offered = (question.text,) if problem == MARKUP and len(question.text) > 3 else ()
    return Answer(Status(section), question.text, words, suggestions=offered)


def claims_of(question: Question, quotes: Sequence[Quote]) -> tuple[Claim, ...]:
    """The quotes as claims, numbered from 1."""
    return tuple(_claim(question, i, q) for i, q in enumerate(quotes, 1))


def _claim(question: Question, number: int, quote: Quote) -> Claim:
    citation = Citation(number, quote.passage, quote.start, quote.end, marks_of(question, quote))
    words = re.sub(r"\s*\n\s*", "", citation.quote)
    return Claim(f"“{words}”", (citation,))


def _asks_for_masked(question: Question, claims: Sequence[Claim]) -> bool:
    """Whether a figure is asked for and the first quotation shows it masked: in the clause that answers, where one is
    marked. The × in a name (数据要素×) hides nothing."""
    if not question.wants & {Wants.FIGURE, Wants.COUNT}:
        return False
    return any(
        MASKED.search(c.report.source[start:end])
        for c in claims[0].citations
        for start, end in (c.marks or ((c.start, c.end),))
    )


def lead_of(question: Question, claims: Sequence[Claim]) -> str:
    """The words before the quotations: whose time they speak of. What a sentence says of its own time (过去五年,
    到2030年) wins over what its paragraph and its headings say, and these over the year of the report."""
    if _asks_for_masked(question, claims):
        return reply("answered", "masked")
    citations = [c for claim in claims for c in claim.citations]
    periods = {c.period for c in citations}
    words = {
        "last_year": said_years([c for c in citations if c.period == "done"]) or "上一年",
        "this_year": said_years([c for c in citations if c.period == "planned"]) or "当年",
    }
    if periods >= {"done", "planned"}:
        return reply("answered", "both", **words)
    if periods == {"done"}:
        return reply("answered", "done", **words)
    if periods == {"planned"}:
        aims = words["this_year"].startswith("到")
        return reply("answered", "aims" if aims else "planned", **words)
    return reply("answered", "plain")


def _advice(question: Question, claims: Sequence[Claim], answered: bool, settings: Settings) -> str:
    notes = []
    told = answered and _asks_for_masked(question, claims)
    if not told and any(c.masked for claim in claims for c in claim.citations):
        notes.append(reply("notes", "masked"))
    if any(c.recognised for claim in claims for c in claim.citations):
        notes.append(reply("notes", "recognised"))
    if not answered:
        notes.append(reply("partial", "advice", hotline=settings.hotline))
    return "".join(notes)
