"""Chosen sentences -> Answer, or a refusal. Here the promises are kept.

For quoted answers the promise "nothing that is not in the report" holds by construction: a citation reads its quote
from the report. What is decided here is whether the quotes answer the question at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Answer, Citation, Claim, Findings, Passage, Status
from rag.evidence import NAMES
from rag.lists import follows
from rag.many.whose import PROVINCES
from rag.marks import marks_of
from rag.question import INVALID, Question, Wants
from rag.quote import Quote, on_a_side
from rag.ranker import Judged
from rag.reading.decline import MARKUP
from rag.replies import reply
from rag.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Chosen on half of the development questions. The one that matters most is `rag.settings.Settings.answered_from`."""

    sure: float = 0.08
    """Least chance of the best quote itself: below it every second quote was beside the point."""
    each_side: float = 0.25
    """Least chance of each quote where two sides are asked for and both are quoted."""
    touched: float = 0.38
    """Least share of the question's weight that the best sentence covers, for `partial` and not `not_found`."""


def compose(
    question: Question,
    findings: Findings,
    judged: Judged,
    quotes: Sequence[Quote],
    settings: Settings,
    thresholds: Thresholds | None = None,
) -> Answer:
    """The answer that the chosen quotes give: answered, partial or not_found by their evidence."""
    thresholds = thresholds or Thresholds()
    found = ranked_passages(question, findings, judged, quotes)
    likely = (
        judged.answerable >= settings.answered_from
        or _lists_what_is_asked(question, judged, quotes)
        or _shows_each_side(question, quotes, thresholds)
        or _names_a_heading(question, quotes)
        or follows(quotes)
    )
    sure = max((q.chance for q in quotes), default=0.0) >= thresholds.sure
    answered = (
        sure
        and likely
        and not question.lacking
        and not _another_year(question, quotes)
        and not _another_place(question, quotes)
    )
    if not answered and (not quotes or _touched(judged) < thresholds.touched):
        return Answer(
            Status.NOT_FOUND,
            question.text,
            reply("not_found", "lead"),
            advice=reply("not_found", "advice", hotline=settings.hotline),
            found=found,
        )
    claims = tuple(_claim(question, i, q) for i, q in enumerate(quotes, 1))
    return Answer(
        Status.ANSWERED if answered else Status.PARTIAL,
        question.text,
        _lead(question, claims) if answered else reply("partial", "lead"),
        claims,
        advice=_advice(question, claims, answered, settings),
        found=found,
    )


def _shows_each_side(question: Question, quotes: Sequence[Quote], thresholds: Thresholds) -> bool:
    """Whether two sides are asked for (去年 and 今年) and each is quoted with some certainty: “分别是什么” then asks for
    the two quotations, not for a list in either."""
    sides = len(question.sides)
    return 1 < sides <= len(quotes) and min(q.chance for q in quotes) >= thresholds.each_side


def _names_a_heading(question: Question, quotes: Sequence[Quote]) -> bool:
    """Whether the question puts a heading in quotation marks and the first quote stands under it: “扩大内需”做了什么."""
    named = re.findall(r"“([^”]{4,})”", question.text)
    return bool(quotes) and any(words in title for words in named for title in quotes[0].passage.path)


def _another_year(question: Question, quotes: Sequence[Quote]) -> bool:
    """Whether the question names years and none is one that the quoted reports speak for or that a quote names: what
    was so in 2018 is not said by a report of 2022."""
    spoken_for = {y for q in quotes if (year := q.passage.report.year) for y in (year, year - 1)}
    text = "".join(q.passage.report.source[q.start : q.end] for q in quotes)
    return bool(question.years) and not any(y in spoken_for or str(y) in text for y in question.years)


def _another_place(question: Question, quotes: Sequence[Quote]) -> bool:
    """Whether the question names a province that is not the reports' own and that no quote speaks of."""
    said = "".join(q.passage.report.source[q.start : q.end] + "".join(q.passage.path) for q in quotes)
    own = {q.passage.report.place or "" for q in quotes}
    named = [p for p in PROVINCES if p in question.text and not any(p in place for place in own)]
    return any(p not in said for p in named)


def _lists_what_is_asked(question: Question, judged: Judged, quotes: Sequence[Quote]) -> bool:
    """Whether a list or a count is asked for, and the first quote enumerates three or more things, speaks of nearly all
    that the question does, and lacks nothing else that is asked for."""
    if not (quotes and question.wants & {Wants.LIST, Wants.COUNT}):
        return False
    first = quotes[0]
    row = next(
        (
            dict(zip(NAMES, values, strict=True))
            for values, s in zip(judged.evidence.matrix, judged.evidence.sentences, strict=True)
            if s.sentence.passage is first.passage and first.start <= s.sentence.start < first.end
        ),
        None,
    )
    items = len(re.findall("[、─；;]", first.passage.report.source[first.start : first.end]))
    return (
        row is not None
        and items >= 2
        and row["covered"] >= 0.7
        and row["kinds_missing"] + row["attributes_missing"] == 0
    )


def ranked_passages(
    question: Question, findings: Findings, judged: Judged, quotes: Sequence[Quote], limit: int = 10
) -> tuple[Passage, ...]:
    """Passages in their final order: those quoted, then by the chance of their best sentence (half of it for a sentence
    of a side that is not asked about, which was judged among its own kind), then by search score."""
    order: dict[str, Passage] = {q.passage.id: q.passage for q in quotes}
    by_chance = sorted(
        (
            (float(c) * (1.0 if on_a_side(question.sides, s.sentence) else 0.5), s)
            for c, s in zip(judged.chances, judged.evidence.sentences, strict=True)
        ),
        key=lambda pair: -pair[0],
    )
    for _, ranked in by_chance:
        order.setdefault(ranked.sentence.passage.id, ranked.sentence.passage)
    for found in findings.kept:
        order.setdefault(found.passage.id, found.passage)
    return tuple(order.values())[:limit]


def _touched(judged: Judged) -> float:
    """Share of the question that the best covering sentence covers."""
    return float(judged.evidence.matrix[:, NAMES.index("covered")].max(initial=0.0))


def refuse(question: Question, settings: Settings, starters: Sequence[str] = ()) -> Answer:
    """The one calm reply to what is not answered: no question, or none for this bot."""
    problem = question.problem or "unreadable"
    section = "invalid" if problem in INVALID else "declined"
    starter = starters[0] if starters else reply("starters", "neutral")
    words = reply(section, problem, max_chars=settings.max_question_chars, hotline=settings.hotline, starter=starter)
    offered = (question.text,) if problem == MARKUP and len(question.text) > 3 else ()
    return Answer(Status(section), question.text, words, suggestions=offered)


def _claim(question: Question, number: int, quote: Quote) -> Claim:
    citation = Citation(number, quote.passage, quote.start, quote.end, marks_of(question, quote))
    words = re.sub(r"\s*\n\s*", "", citation.quote)
    return Claim(f"“{words}”", (citation,))


def _asks_for_masked(question: Question, claims: Sequence[Claim]) -> bool:
    """Whether a figure is asked for and the first quotation shows it masked."""
    return bool(question.wants & {Wants.FIGURE, Wants.COUNT}) and any(c.masked for c in claims[0].citations)


def _lead(question: Question, claims: Sequence[Claim]) -> str:
    if _asks_for_masked(question, claims):
        return reply("answered", "masked")
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


def _advice(question: Question, claims: Sequence[Claim], answered: bool, settings: Settings) -> str:
    notes = []
    told = answered and _asks_for_masked(question, claims)
    if not told and any(c.masked for claim in claims for c in claim.citations):
        notes.append(reply("notes", "masked"))
    if not answered:
        notes.append(reply("partial", "advice", hotline=settings.hotline))
    return "".join(notes)
