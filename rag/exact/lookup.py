"""One look-up in some of the reports: the sentences that hold words, in their order, and those that nearly do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rag.exact.filters import Filter
from rag.exact.folded import SENTENCE_END, fold_words
from rag.exact.near import Near, Nearest, joined
from rag.exact.places import Hit, Page, hits_of, literal
from rag.exact.slogan_parts import NUMERAL
from rag.exact.wording_query import Group, parts_of

Found = list[tuple[Page, list[Hit]]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """The pages that are looked through, and what of them is wanted. What is found is not filtered yet: see `kept`."""

    pages: Sequence[Page]
    near: Nearest
    within: Filter

    def kept(self, found: Found) -> Found:
        """What is wanted of what was found."""
        kept = [(page, self.within.kept(hits)) for page, hits in found]
        return [(page, hits) for page, hits in kept if hits]

    def exact(self, words: str, *, crossing: bool = False) -> Found:
        """Every place of folded words; those that run over a sentence's end where there are no others, or `crossing`."""
        for over in (crossing, True):
            found = [(page, hits_of(page, page.places(words, crossing=over))) for page in self.pages]
            if any(hits for _, hits in found):
                return [(page, hits) for page, hits in found if hits]
        return []

    def together(self, groups: Sequence[Group]) -> Found:
        """Sentences that hold all terms of one of the groups and none that they must not."""
        return _in_order([self._of_group(group) for group in groups])

    def same_paragraph(self, group: Group) -> Found:
        """Sentences with a term, of paragraphs that hold all of them; empty for a single term."""
        out: Found = []
        for page in self.pages if len(group.terms) > 1 and not group.without else []:
            found = [hits_of(page, page.places(term)) for term in group.terms]
            shared = set.intersection(*({h.passage.id for h in hits} for hits in found))
            places = [p for term in group.terms for p in page.places(term)]
            if hits := [h for h in hits_of(page, places) if h.passage.id in shared]:
                out.append((page, hits))
        return out

    def nearest(self, subject: str) -> list[Near]:
        """Nearest sentences of each of the subject's sentences, those that are wanted."""
        stretches = [s for s in SENTENCE_END.split(subject) if fold_words(s)]
        found = [self.near.find(fold_words(s), parts_of(s), self.pages) for s in stretches]
        return [n for n in joined([near for stretch in found for near in stretch]) if self.within.keeps(n.hit)]

    def named(self, words: str) -> tuple[str, Found]:
        """The words, or what of them begins with a numeral, where they stand: 支持民营经济的24条措施 -> 24条措施."""
        for start in (0, *(m.start() for m in re.finditer(NUMERAL, words))):
            stretch = words[start:]
            if (not start or len(stretch) > 2) and (found := self.exact(stretch)):
                return stretch, found
        return words, []

    def _of_group(self, group: Group) -> Found:
        out: Found = []
        for page in self.pages:
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
