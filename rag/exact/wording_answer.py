"""What was found for a wording query -> Answer: the sentence that opens it, and the quotations under their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.domain import Answer, Citation, Claim, Report, Status
from rag.exact.lookup import Found, Lookup
from rag.exact.near import Near
from rag.exact.places import Hit
from rag.exact.slogan_items import Listed
from rag.exact.slogan_parts import Item
from rag.exact.wording_query import WordingQuery
from rag.replies import reply

SHOWN = 500
"""Sentences that an answer holds at most; the lead counts them all."""
ANSWERED_FROM = 0.75
"""Nearness from which the nearest wording answers the query; below it is only partly what was asked."""


class Way(StrEnum):
    """How the quotations go with the words that were looked up."""

    EXACT = "exact"
    PARAGRAPH = "paragraph"
    """The words stand in one paragraph, not in one sentence."""
    LOOSE = "loose"
    """What was put in "…" stands with other punctuation."""
    NEAR = "near"
    REORDERED = "reordered"
    MEANING = "meaning"
    NAMED = "named"
    """A slogan is named and not spelled out."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Spelled:
    """What one numbered part of a slogan stands for in one report."""

    report: Report
    words: str
    items: tuple[Citation, ...]
    """Each with the number of the answer's citation that it is a stretch of."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An answer to a wording query, with what a page or a table tells besides."""

    answer: Answer
    way: Way = Way.NONE
    counts: tuple[int, ...] = ()
    """How many times the words stand in each of the answer's citations."""
    tally: tuple[tuple[Report, int], ...] = ()
    """The same for every report that was looked through, in their order; 0 where a report has nothing of it."""
    spelled: tuple[Spelled, ...] = ()
    """The items of a slogan one by one, where it is certain what they are."""


def places(query: WordingQuery, found: Found, look: Lookup) -> Looked:
    """Every place in the order of the reports; with several reports the lead says which have it and which have not."""
    kept = look.kept(found)
    if not kept:
        return _outside(query, found, look)
    hits = _hits(kept)
    if len(look.pages) > 1:
        lead = _by_report(query, hits, look)
    else:
        count = sum(h.places for h in hits)
        name = "places" if count == len(hits) else "places_in"
        whose = _name(look.pages[0].report) if query.mention else "报告"
        lead = reply("wording", name, words=_bare(query.subject), report=whose, count=count, sentences=len(hits))
    return _looked(Status.ANSWERED, query, lead, hits, Way.EXACT, look)


def together(query: WordingQuery, kept: Found, look: Lookup) -> Looked:
    hits = _hits(kept)
    paragraphs = len({h.passage.id for h in hits})
    lead = reply("wording", "together", paragraphs=paragraphs, count=sum(h.places for h in hits))
    return _looked(Status.PARTIAL, query, lead, hits, Way.PARAGRAPH, look)


def loose(query: WordingQuery, found: Found, look: Lookup) -> Looked:
    hits = _hits(look.kept(found))
    if not hits:
        return _outside(query, found, look) if found else none(query, look)
    lead = reply("wording", "loose", words=_bare(query.subject), count=sum(h.places for h in hits))
    return _looked(Status.PARTIAL, query, lead, hits, Way.LOOSE, look)


def near(query: WordingQuery, found: Sequence[Near], look: Lookup) -> Looked:
    """The nearest wording, nearest first. Who asks whether words are said is told no, and shown a slip at most."""
    if query.mention:
        found = [n for n in found if n.nearness >= ANSWERED_FROM]
    if not found:
        return none(query, look)
    way = Way.NEAR if any(n.differs for n in found) else Way.REORDERED
    lead = reply("wording", way.value, words=_bare(query.subject), count=len(found))
    status = Status.ANSWERED if found[0].nearness >= ANSWERED_FROM else Status.PARTIAL
    if query.mention:
        status = Status.PARTIAL
        lead = reply("wording", "unmentioned_near", none=_unmentioned(query, look), count=len(found))
    return _looked(status, query, lead, [n.hit for n in found], way, look)


def meaning(query: WordingQuery, found: Found, items: Sequence[Item], is_complete: bool, look: Lookup) -> Looked:
    """What a slogan stands for; counted where every item of it was."""
    words, hits = _bare(query.subject), _hits(look.kept(found))
    if not hits:
        return _outside(query, found, look)
    if not is_complete:
        status, lead = Status.PARTIAL, reply("wording", "not_all", words=words)
    elif any(i.count is None for i in items):
        status, lead = Status.ANSWERED, reply("wording", "explained", words=words)
    else:
        counts = f"共{items[0].count}项" if len(items) == 1 else "、".join(f"“{i.words}”{i.count}项" for i in items)
        status, lead = Status.ANSWERED, reply("wording", "spelled_out", words=words, counts=counts)
    return _looked(status, query, lead, hits, Way.MEANING, look)


def itemised(looked: Looked, lists: Sequence[tuple[Report, Sequence[Listed]]]) -> Looked:
    """With the items one by one; a list of which an item stands in no quotation is left out."""
    spelled = []
    for report, listed in lists:
        own = [c for c in looked.answer.citations if c.report is report]
        for one in listed:
            held = [next((c for c in own if c.start <= a < b <= c.end), None) for a, b in one.ranges]
            items = tuple(
                Citation(c.number, c.passage, a, b) for c, (a, b) in zip(held, one.ranges, strict=True) if c is not None
            )
            if len(items) == len(one.ranges):
                spelled.append(Spelled(report, one.words, items))
    return replace(looked, spelled=tuple(spelled))


def only_named(query: WordingQuery, found: Found, look: Lookup) -> Looked:
    hits = _hits(look.kept(found))
    if not hits:
        return _outside(query, found, look)
    lead = reply("wording", "only_named", words=_bare(query.subject), count=sum(h.places for h in hits))
    return _looked(Status.PARTIAL, query, lead, hits, Way.NAMED, look)


def none(query: WordingQuery, look: Lookup) -> Looked:
    lead = _unmentioned(query, look) if query.mention else reply("wording", "none", words=_bare(query.subject))
    return Looked(Answer(Status.NOT_FOUND, query.subject, lead), tally=_tally([], look))


def invalid(raw: str, problem: str, **values: object) -> Looked:
    """For a query that cannot be looked up."""
    return Looked(Answer(Status.INVALID, raw, reply("wording", problem, **values)))


def _outside(query: WordingQuery, found: Found, look: Lookup) -> Looked:
    """The words stand in the reports, but nowhere that is wanted."""
    lead = reply("wording", "outside", words=_bare(query.subject), count=sum(h.places for h in _hits(found)))
    return Looked(Answer(Status.NOT_FOUND, query.subject, lead), tally=_tally([], look))


def _hits(found: Found) -> list[Hit]:
    return [hit for _, own in found for hit in own]


def _looked(status: Status, query: WordingQuery, lead: str, hits: Sequence[Hit], way: Way, look: Lookup) -> Looked:
    if query.instead_of:
        lead = reply("wording", "instead", asked=_bare(query.instead_of)) + lead
    shown = hits[:SHOWN]
    claims = tuple(_claim(n, hit) for n, hit in enumerate(shown, 1))
    found = tuple({h.passage.id: h.passage for h in shown}.values())[:10]
    advice = [reply("wording", "more", shown=SHOWN)] if len(hits) > SHOWN else []
    if any(x.masked for c in claims for x in c.citations):
        advice.append(reply("notes", "masked"))
    if any(x.recognised for c in claims for x in c.citations):
        advice.append(reply("notes", "recognised"))
    answer = Answer(status, query.subject, lead, claims, "".join(advice), found=found)
    return Looked(answer, way, tuple(h.places for h in shown), _tally(hits, look))


def _claim(number: int, hit: Hit) -> Claim:
    citation = Citation(number, hit.passage, hit.start, hit.end, hit.marks)
    words = re.sub(r"\s*\n\s*", "", citation.quote)
    return Claim(f"“{words}”（{' › '.join(citation.path)}）", (citation,))


def _tally(hits: Sequence[Hit], look: Lookup) -> tuple[tuple[Report, int], ...]:
    counts = {page.report.stem: 0 for page in look.pages}
    for hit in hits:
        counts[hit.passage.report.stem] += hit.places
    return tuple((page.report, counts[page.report.stem]) for page in look.pages)


def _by_report(query: WordingQuery, hits: Sequence[Hit], look: Lookup) -> str:
    tally = _tally(hits, look)
    having = [f"{_name(report)}{count}处" for report, count in tally if count]
    without = [_name(report) for report, count in tally if not count]
    lacking = reply("wording", "lacking", count=len(without), list="、".join(without)) if without else ""
    if query.negated and without:
        return reply("wording", "lack", words=_bare(query.subject), count=len(without), list="、".join(without))
    name = "reports_filtered" if look.within.narrows else "reports"
    total, listed = sum(count for _, count in tally), "、".join(having)
    return reply(
        "wording", name, words=_bare(query.subject), having=len(having), count=total, list=listed, lacking=lacking
    )


def _unmentioned(query: WordingQuery, look: Lookup) -> str:
    words, pages = _bare(query.subject), look.pages
    if len(pages) == 1:
        return reply("wording", "unmentioned_one", report=_name(pages[0].report), words=words)
    return reply("wording", "unmentioned", reports=len(pages), words=words)


def _name(report: Report) -> str:
    return f"{report.place or ''}{report.year}年报告" if report.year else report.title


def _bare(subject: str) -> str:
    """The words to be set in quotation marks, without those they came in."""
    inner = re.fullmatch(r"[“「『]([^“”「」『』]*)[”」』]|[\"＂]([^\"＂]*)[\"＂]", subject.strip())
    return (inner[1] or inner[2] or "").strip("“”") if inner else subject.strip()
