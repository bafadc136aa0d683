"""Wording look-up for staff: every place where words stand, to the letter; where nothing does, the nearest wording;
and what a slogan stands for. The answer's citations are the sentences, in the order of the reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

from rag import slogan, wording_answer
from rag.domain import Answer, Passage, Report
from rag.folded import SENTENCE_END, fold_words
from rag.near import Near, Nearest, joined
from rag.places import Hit, Page, hits_of, literal, page_of
from rag.slogan_parts import NUMERAL, items_of
from rag.wording_query import Asks, Group, WordingQuery, parts_of, read_query, simplified

CLEARLY = 0.75
"""Nearness from which a slogan with a slip in it is taken for the one that is meant."""
Found = list[tuple[Page, list[Hit]]]


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
        if len(raw) > max_chars:
            return wording_answer.invalid(raw[:max_chars], "too_long", max_chars=max_chars)
        query = read_query(raw)
        whole = fold_words(raw)
        if not whole or not query.groups:
            return wording_answer.invalid(raw, "empty")
        if not query.has_operators:
            crossing = bool(SENTENCE_END.search(raw.rstrip("。！？!?；; ")))
            if found := self._exact(whole, crossing=crossing):
                return wording_answer.places(WordingQuery(Asks.PLACES, raw.strip(), query.groups), found, self._reports)
        if query.asks is Asks.MEANING and (answer := self._meaning(query)):
            return answer
        return self._places(query)

    def _exact(self, words: str, *, crossing: bool = False) -> Found:
        """Every place of folded words; those that run over a sentence's end where there are no others, or `crossing`."""
        for over in (crossing, True):
            found = [(page, hits_of(page, page.places(words, crossing=over))) for page in self._pages]
            if any(hits for _, hits in found):
                return [(page, hits) for page, hits in found if hits]
        return []

    def _places(self, query: WordingQuery) -> Answer:
        if not query.has_operators:
            (group,) = query.groups
            for words in dict.fromkeys((fold_words(query.subject), "".join(simplified(group, query.subject).terms))):
                if found := self._exact(words):
                    return wording_answer.places(query, found, self._reports)
        found = _in_order([self._together(group) for group in query.groups])
        if found:
            return wording_answer.places(query, found, self._reports)
        if any(g.literal for g in query.groups):
            return self._loosely(query)
        if paragraphs := self._same_paragraph(query.groups[0]):
            return wording_answer.together(query, paragraphs)
        if query.has_operators:
            return wording_answer.none(query)
        return wording_answer.near(query, self._nearest(query.subject))

    def _together(self, group: Group) -> Found:
        """Sentences that hold all terms of a group and none that they must not."""
        out: Found = []
        for page in self._pages:
            places = [page.places(term) for term in group.terms]
            holding = [{i for p in found for i in page.sentences_at(p)} for found in places]
            chosen = set.intersection(*holding) - {
                i for t in group.without for p in page.places(t) for i in page.sentences_at(p)
            }
            hits = hits_of(page, (p for found in places for p in found if set(page.sentences_at(p)) <= chosen))
            hits = [h for h in hits if _literally(h, group)]
            if hits:
                out.append((page, hits))
        return out

    def _loosely(self, query: WordingQuery) -> Answer:
        """What "…" finds when punctuation does not count."""
        groups = [Group(g.terms, g.without) for g in query.groups]
        return wording_answer.loose(query, _in_order([self._together(g) for g in groups]))

    def _same_paragraph(self, group: Group) -> Found:
        """Sentences with a term, of paragraphs that hold all of them; empty for a single term."""
        out: Found = []
        for page in self._pages if len(group.terms) > 1 and not group.without else []:
            found = [hits_of(page, page.places(term)) for term in group.terms]
            shared = set.intersection(*({h.passage.id for h in hits} for hits in found))
            places = [p for term in group.terms for p in page.places(term)]
            if hits := [h for h in hits_of(page, places) if h.passage.id in shared]:
                out.append((page, hits))
        return out

    def _nearest(self, subject: str) -> list[Near]:
        """Nearest sentences of each of the subject's sentences."""
        stretches = [s for s in SENTENCE_END.split(subject) if fold_words(s)]
        found = [self._near.find(fold_words(s), parts_of(s)) for s in stretches]
        return joined([near for stretch in found for near in stretch])

    def _meaning(self, query: WordingQuery) -> Answer | None:
        """What a slogan stands for; None where the reports do not name it."""
        words, named = self._named(query.groups[0].terms[0])
        if not named:
            best = [n.said for n in self._nearest(query.subject)[:1] if n.nearness >= CLEARLY]
            if not best or not (named := self._exact(words := fold_words(best[0]))):
                return None
            query = replace(query, subject=best[0], instead_of=query.subject)
        items = items_of(words)
        told = [(page, slogan.explain(page, words, items)) for page, _ in named]
        known = [(page, meaning) for page, meaning in told if meaning.sentences]
        complete = [(page, meaning) for page, meaning in known if meaning.counted]
        if not known:
            return wording_answer.only_named(query, [h for _, hits in named for h in hits])
        shown = [hit for page, meaning in complete or known for hit in slogan.hits(page, meaning)]
        return wording_answer.meaning(query, shown, items, bool(complete))

    def _named(self, words: str) -> tuple[str, Found]:
        """The words, or what of them begins with a numeral, where they stand: 支持民营经济的24条措施 -> 24条措施."""
        for start in (0, *(m.start() for m in re.finditer(NUMERAL, words))):
            stretch = words[start:]
            if (not start or len(stretch) > 2) and (found := self._exact(stretch)):
                return stretch, found
        return words, []


def _literally(hit: Hit, group: Group) -> bool:
    """Whether what was put in "…" stands in a hit with its own punctuation."""
    text = literal(hit.passage.report.source[hit.start : hit.end])
    return all(literal(words) in text for words in group.literal)


def _in_order(found: Sequence[Found]) -> Found:
    """Hits of several groups as one, in the order of the reports, none twice."""
    rows = [(page, hit) for group in found for page, hits in group for hit in hits]
    if len(found) < 2:
        return list(found[0]) if found else []
    order = {id(page): i for i, page in enumerate(dict.fromkeys(page for page, _ in rows))}
    rows.sort(key=lambda row: (order[id(row[0])], row[1].start))
    out: Found = []
    for _, same in groupby(rows, key=lambda row: id(row[0])):
        listed = list(same)
        unique = {hit.start: hit for _, hit in listed}
        out.append((listed[0][0], list(unique.values())))
    return out
