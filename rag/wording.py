"""Wording look-up for staff: every place where words stand, to the letter; where nothing does, the nearest wording;
and what a slogan stands for. The answer's citations are the sentences, in the order of the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from rag.domain import Answer, Passage, Report
from rag.exact import slogan, wording_answer
from rag.exact.filters import Filter
from rag.exact.folded import SENTENCE_END, fold_words
from rag.exact.lookup import Lookup
from rag.exact.near import Nearest
from rag.exact.places import Page, page_of
from rag.exact.slogan_parts import items_of
from rag.exact.wording_answer import Looked
from rag.exact.wording_query import Asks, Group, WordingQuery, read_query, simplified, whether_said
from rag.text import clean
from rag.understand.places import Whose, whose

CLEARLY = 0.75
"""Nearness from which a slogan with a slip in it is taken for the one that is meant."""


class Wording:
    """Looks up wording in the reports of one generation. Holds no state of a query; safe to call from several threads."""

    def __init__(self, reports: Sequence[Report], passages: Sequence[Passage]) -> None:
        self._reports, self._passages = tuple(reports), passages

    @cached_property
    def _pages(self) -> list[Page]:
        """Made at the first look-up: most of those who serve a report never look up wording."""
        return [page_of(report, self._passages) for report in self._reports]

    @cached_property
    def _near(self) -> Nearest:
        return Nearest(self._pages)

    def look_up(self, raw: str, *, max_chars: int = 500) -> Answer:
        """Answer a query; `invalid` where it holds no words, or is longer than `max_chars`."""
        return self.find(raw, max_chars=max_chars).answer

    def find(self, raw: str, *, max_chars: int = 500, within: Filter | None = None) -> Looked:
        """The same, with how it was found and how often each report has it; `within`: only what is wanted."""
        if len(raw) > max_chars:
            return wording_answer.invalid(raw[:max_chars], "too_long", max_chars=max_chars)
        query = read_query(raw)
        if not fold_words(raw) or not query.groups:
            return wording_answer.invalid(raw, "empty")
        look = self._lookup(within or Filter())
        if not look.pages:
            return wording_answer.invalid(raw, "nothing_read")
        return self._whole(raw, query, look) or self._of_places(raw, query, look) or self._read(query, look)

    def _lookup(self, within: Filter) -> Lookup:
        return Lookup([p for p in self._pages if within.reads(p.report)], self._near, within)

    def _whole(self, raw: str, query: WordingQuery, look: Lookup) -> Looked | None:
        """Every place of the query just as it is; None where it stands nowhere."""
        if query.has_operators:
            return None
        crossing = bool(SENTENCE_END.search(raw.rstrip("。！？!?；; ")))
        if not (found := look.exact(fold_words(raw), crossing=crossing)):
            return None
        return wording_answer.places(WordingQuery(Asks.PLACES, raw.strip(), query.groups), found, look)

    def _of_places(self, raw: str, query: WordingQuery, look: Lookup) -> Looked | None:
        """What is asked of the reports of a place that the query names (天津提到X吗, 天津的X); None where it names none,
        or where the place is part of the wording."""
        if query.mention or query.has_operators:
            return None
        text = clean(raw)
        about = whose(text, [p.report for p in look.pages])
        if about is None or not fold_words(about.rest):
            return None
        own = self._lookup(replace(look.within, reports=frozenset(r.stem for r in about.reports)))
        if asked := whether_said(about.rest):
            return self._first(asked, own)
        return None if look.together(query.groups) else self._narrowed(about, own, look)

    def _first(self, asked: Sequence[WordingQuery], look: Lookup) -> Looked:
        """The first of several readings that is found; what there is of the last, where none is."""
        for query in asked[:-1]:
            if look.exact(fold_words(query.subject)) or look.together(query.groups):
                return self._places(query, look)
        return self._places(asked[-1], look)

    def _narrowed(self, about: Whose, own: Lookup, look: Lookup) -> Looked | None:
        """The rest of a query in the reports of the places it names; None where it is the wording of no report."""
        query = read_query(about.rest)
        if query.asks is Asks.MEANING:
            return self._meaning(query, own)
        if not query.groups or not (look.exact(fold_words(query.subject)) or own.together(query.groups)):
            return None
        return self._places(replace(query, mention=True), own)

    def _read(self, query: WordingQuery, look: Lookup) -> Looked:
        if query.asks is Asks.MEANING and (meant := self._meaning(query, look)):
            return meant
        return self._places(query, look)

    def _places(self, query: WordingQuery, look: Lookup) -> Looked:
        if not query.has_operators:
            (group,) = query.groups
            for words in dict.fromkeys((fold_words(query.subject), "".join(simplified(group, query.subject).terms))):
                if found := look.exact(words):
                    return wording_answer.places(query, found, look)
        if found := look.together(query.groups):
            return wording_answer.places(query, found, look)
        if any(g.literal for g in query.groups):  # what "…" finds when punctuation does not count
            return wording_answer.loose(query, look.together([Group(g.terms, g.without) for g in query.groups]), look)
        if paragraphs := look.kept(look.same_paragraph(query.groups[0])):
            return wording_answer.together(query, paragraphs, look)
        if query.has_operators:
            return wording_answer.none(query, look)
        return wording_answer.near(query, look.nearest(query.subject), look)

    def _meaning(self, query: WordingQuery, look: Lookup) -> Looked | None:
        """What a slogan stands for; None where the reports do not name it."""
        words, named = look.named(query.groups[0].terms[0])
        if not named:
            best = [n.said for n in look.nearest(query.subject)[:1] if n.nearness >= CLEARLY]
            if not best or not (named := look.exact(words := fold_words(best[0]))):
                return None
            query = replace(query, subject=best[0], instead_of=query.subject)
        items = items_of(words)
        told = [(page, slogan.explain(page, words, items)) for page, _ in named]
        known = [(page, meaning) for page, meaning in told if meaning.sentences]
        complete = [(page, meaning) for page, meaning in known if meaning.counted]
        if not known:
            return wording_answer.only_named(query, named, look)
        shown = [(page, slogan.hits(page, meaning)) for page, meaning in complete or known]
        looked = wording_answer.meaning(query, shown, items, bool(complete), look)
        return wording_answer.itemised(looked, [(page.report, meaning.lists) for page, meaning in complete])
