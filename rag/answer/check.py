"""Chosen sentences -> Answer, or a refusal. Here the promises are kept.

For quoted answers the promise "nothing that is not in the report" holds by construction: a citation reads its quote
from the report. What is decided here is whether the quotes answer the question at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.marks import marks_of
from rag.answer.quote import Quote
from rag.domain import MASKED, Answer, Citation, Claim, Findings, Passage, Status
from rag.read.features import NAMES
from rag.read.judge import Judged
from rag.replies import reply
from rag.settings import Settings
from rag.understand.decline import MARKUP
from rag.understand.places import PROVINCES
from rag.understand.question import INVALID, Question, Wants


def compose(
    question: Question, findings: Findings, judged: Judged, quotes: Sequence[Quote], settings: Settings, touched: float
) -> Answer:
    """The answer that the chosen quotes give: answered, partial or not_found by their evidence.

    touched: least share of the question that the encoder finds in one sentence for `partial`.
    """
    found = ranked_passages(findings, judged, quotes)
    elsewhere = _another_year(question, quotes) or _another_place(question, quotes)
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
            elsewhere or reply("not_found", "lead"),
            advice=reply("not_found", "advice", hotline=settings.hotline),
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


def _another_year(question: Question, quotes: Sequence[Quote]) -> str:
    """What is said where the question names years and none is one that the quoted reports speak for or that a quote
    names: what was so in 2018 is not said by a report of 2022. Empty where there is no such year."""
    spoken_for = {y for q in quotes if (year := q.passage.report.year) for y in (year, year - 1)}
    text = "".join(q.passage.report.source[q.start : q.end] for q in quotes)
    if not question.years or not spoken_for or any(y in spoken_for or str(y) in text for y in question.years):
        return ""
    asked = "、".join(f"{y}年" for y in sorted(question.years))
    return reply("not_found", "year", own=f"{max(spoken_for)}年", asked=asked)


def _another_place(question: Question, quotes: Sequence[Quote]) -> str:
    """What is said where the question names a province that is not the reports' own and that no quote speaks of."""
    said = "".join(q.passage.report.source[q.start : q.end] + "".join(q.passage.path) for q in quotes)
    own = {q.passage.report.place or "" for q in quotes}
    named = [p for p in PROVINCES if p in question.text and not any(p in place for place in own)]
    place = next((p for p in named if p not in said), "")
    return reply("not_found", "place", own="、".join(sorted(filter(None, own))) or "本地", asked=place) if place else ""


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


CARRIED = 0.13
"""What a question with words taken over from earlier turns needs above `Settings.answered_from`: its reading is less sure
(on training conversations 0.87 in place of 0.80 of what has no answer is refused, for 1 in 100 right answers)."""
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


_FIVE_YEARS = re.compile(r"过去(?:的)?五年|(?:这|近|前)五年|五年来|五年间")
_AHEAD = re.compile(
    r"今后五年|未来五年|(?:这|下)?个?五年(?:规划|目标)|十[四五六]五[”\"]?(?:时期|期间|末)|到20(?:[3-9]\d)年|20[3-9]\d年[，,]"
)


def lead_of(question: Question, claims: Sequence[Claim]) -> str:
    """The words before the quotations: whose time they speak of. What a sentence or its heading says of its own time
    (过去五年, 到2030年) wins over the year of the report."""
    if _asks_for_masked(question, claims):
        return reply("answered", "masked")
    citations = [c for claim in claims for c in claim.citations]
    periods = {c.period for c in citations}
    years = {c.report.year for c in citations}
    year = next(iter(years)) if len(years) == 1 else None
    said = ["".join(c.path) + c.quote for c in citations]
    if periods == {"done"} and all(map(_FIVE_YEARS.search, said)):
        return reply("answered", "five_years")
    if periods == {"planned"} and all(map(_AHEAD.search, said)):
        return reply("answered", "ahead")
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
