"""What was found for a wording query -> Answer: the sentence that opens it, and the quotations under their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Answer, Citation, Claim, Report, Status
from rag.near import Near
from rag.places import Hit, Page
from rag.replies import reply
from rag.slogan_parts import Item
from rag.wording_query import WordingQuery

SHOWN = 500
"""Sentences that an answer holds at most; the lead counts them all."""
ANSWERED_FROM = 0.75
"""Nearness from which the nearest wording answers the query; below it is only partly what was asked."""


def places(query: WordingQuery, found: Sequence[tuple[Page, list[Hit]]], reports: Sequence[Report]) -> Answer:
    """Every place in the order of the reports; with several reports the lead says which have it and which have not."""
    hits = [hit for _, own in found for hit in own]
    if len(reports) > 1:
        lead = _by_report(query, found, reports)
    else:
        count = sum(h.places for h in hits)
        name = "places" if count == len(hits) else "places_in"
        lead = reply("wording", name, words=_bare(query.subject), count=count, sentences=len(hits))
    return _answer(Status.ANSWERED, query, lead, hits)


def together(query: WordingQuery, found: Sequence[tuple[Page, list[Hit]]]) -> Answer:
    hits = [hit for _, own in found for hit in own]
    paragraphs = len({h.passage.id for h in hits})
    lead = reply("wording", "together", paragraphs=paragraphs, count=sum(h.places for h in hits))
    return _answer(Status.PARTIAL, query, lead, hits)


def loose(query: WordingQuery, found: Sequence[tuple[Page, list[Hit]]]) -> Answer:
    hits = [hit for _, own in found for hit in own]
    if not hits:
        return none(query)
    lead = reply("wording", "loose", words=_bare(query.subject), count=sum(h.places for h in hits))
    return _answer(Status.PARTIAL, query, lead, hits)


def near(query: WordingQuery, found: Sequence[Near]) -> Answer:
    """The nearest wording, nearest first."""
    if not found:
        return none(query)
    name = "near" if any(n.differs for n in found) else "reordered"
    lead = reply("wording", name, words=_bare(query.subject), count=len(found))
    status = Status.ANSWERED if found[0].nearness >= ANSWERED_FROM else Status.PARTIAL
    return _answer(status, query, lead, [n.hit for n in found])


def meaning(query: WordingQuery, hits: Sequence[Hit], items: Sequence[Item], is_complete: bool) -> Answer:
    """What a slogan stands for; counted where every item of it was."""
    words = _bare(query.subject)
    if not is_complete:
        return _answer(Status.PARTIAL, query, reply("wording", "not_all", words=words), hits)
    if any(i.count is None for i in items):
        return _answer(Status.ANSWERED, query, reply("wording", "explained", words=words), hits)
    counts = f"共{items[0].count}项" if len(items) == 1 else "、".join(f"“{i.words}”{i.count}项" for i in items)
    return _answer(Status.ANSWERED, query, reply("wording", "spelled_out", words=words, counts=counts), hits)


def only_named(query: WordingQuery, hits: Sequence[Hit]) -> Answer:
    lead = reply("wording", "only_named", words=_bare(query.subject), count=sum(h.places for h in hits))
    return _answer(Status.PARTIAL, query, lead, hits)


def none(query: WordingQuery) -> Answer:
    return Answer(Status.NOT_FOUND, query.subject, reply("wording", "none", words=_bare(query.subject)))


def invalid(raw: str, problem: str, **values: object) -> Answer:
    """For a query that cannot be looked up."""
    return Answer(Status.INVALID, raw, reply("wording", problem, **values))


def _answer(status: Status, query: WordingQuery, lead: str, hits: Sequence[Hit]) -> Answer:
    if query.instead_of:
        lead = reply("wording", "instead", asked=_bare(query.instead_of)) + lead
    shown = hits[:SHOWN]
    claims = tuple(_claim(n, hit) for n, hit in enumerate(shown, 1))
    found = tuple({h.passage.id: h.passage for h in shown}.values())[:10]
    advice = [reply("wording", "more", shown=SHOWN)] if len(hits) > SHOWN else []
    if any(x.masked for c in claims for x in c.citations):
        advice.append(reply("notes", "masked"))
    return Answer(status, query.subject, lead, claims, "".join(advice), found=found)


def _claim(number: int, hit: Hit) -> Claim:
    citation = Citation(number, hit.passage, hit.start, hit.end, hit.marks)
    words = re.sub(r"\s*\n\s*", "", citation.quote)
    return Claim(f"“{words}”（{' › '.join(citation.path)}）", (citation,))


def _by_report(query: WordingQuery, found: Sequence[tuple[Page, list[Hit]]], reports: Sequence[Report]) -> str:
    counts = {id(page.report): sum(h.places for h in hits) for page, hits in found}
    having = "、".join(f"{_name(r)}{counts[id(r)]}处" for r in reports if id(r) in counts)
    without = [r for r in reports if id(r) not in counts]
    lacking = reply("wording", "lacking", count=len(without), list="、".join(map(_name, without))) if without else ""
    words = _bare(query.subject)
    total = sum(counts.values())
    return reply("wording", "reports", words=words, having=len(counts), count=total, list=having, lacking=lacking)


def _name(report: Report) -> str:
    return f"{report.place or ''}{report.year}年报告" if report.year else report.title


def _bare(subject: str) -> str:
    """The words to be set in quotation marks, without those they came in."""
    inner = re.fullmatch(r"[“「『]([^“”「」『』]*)[”」』]|[\"＂]([^\"＂]*)[\"＂]", subject.strip())
    return (inner[1] or inner[2] or "").strip("“”") if inner else subject.strip()
