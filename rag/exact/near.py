"""Where wording stands that is near to what was looked up: misremembered, reordered, in part, a sign wrong or missing.

nearness(sentence) = the best of
    the alignment of the whole words (`rag.exact.align`)
    REORDERED * the alignments of their parts between marks, weighed by length
    SHARED    * the share of their pairs of neighbours that the sentence has
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag.exact.align import WRONG, Text, differences
from rag.exact.places import Hit, Page, Range, merged

LEAST = 0.6
"""Nearness from which a sentence is shown at all."""
WITHIN = 0.07
"""How far a sentence may stay behind the nearest one."""
REORDERED = 0.97
SHARED = 0.92
SHORTEST = 3
LONGEST = 60
"""Words longer than this are compared by their parts and pairs alone, in characters."""
SHOWN = 200

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence that is near, how near, and whether its marks show what differs (else: the words themselves)."""

    hit: Hit
    nearness: float
    differs: bool
    said: str
    """What the report says where the words were expected."""


class Nearest:
    """Near look-up over several reports. Holds no state of a query."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = [(p, Text(p.folded.text)) for p in pages if p.sentences]

    def find(self, words: str, parts: Sequence[str] = (), among: Sequence[Page] | None = None) -> list[Near]:
        """The nearest sentences, best first; those as near as each other in the order of the reports.

        words: folded, with nothing exact to be found. parts: their stretches between marks, folded. among: the pages
        that are looked through, all of them where it is None."""
        if len(words) < SHORTEST:
            return []
        wanted = {id(page) for page in (among if among is not None else [p for p, _ in self._pages])}
        pages = [(page, text) for page, text in self._pages if id(page) in wanted]
        scored = [(score, page, i) for page, text in pages for i, score in _scores(page, text, words, parts)]
        least = max(LEAST, max((s for s, _, _ in scored), default=0.0) - WITHIN)
        best = sorted((row for row in scored if row[0] >= least), key=lambda row: -row[0])[:SHOWN]
        return [_shown(page, i, score, words, parts) for score, page, i in best]


def _scores(page: Page, text: Text, words: str, parts: Sequence[str]) -> list[tuple[int, float]]:
    """Nearness of each sentence that is near at all."""
    shared = _shared_pairs(page, words)
    nearness = SHARED * shared
    if len(words) <= LONGEST:
        nearness = np.maximum(nearness, _aligned(page, text, words))
    if parts and sum(map(len, parts)) <= 4 * LONGEST:
        weights = np.array([len(p) for p in parts], np.float64)
        aligned = np.array([_aligned(page, text, p) for p in parts])
        aligned = np.where(aligned >= LEAST, aligned, 0.0)
        nearness = np.maximum(nearness, REORDERED * (weights @ aligned) / weights.sum())
    return [(int(i), float(nearness[i])) for i in np.flatnonzero(nearness >= LEAST)]


def _aligned(page: Page, text: Text, words: str) -> Scores:
    """Similarity of each sentence's best reading of the words that ends in it."""
    costs = text.rows(words)[-1, 1:]
    starts = np.array([start for start, _ in page.spans])
    least = np.minimum.reduceat(costs, starts)
    return np.maximum(0.0, 1 - least / (WRONG * len(words)))


def _shared_pairs(page: Page, words: str) -> Scores:
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    if len(pairs) < 3:
        return np.zeros(len(page.sentences))
    return np.array([sum(p in page.text_of(i) for p in pairs) / len(pairs) for i in range(len(page.sentences))])


def _shown(page: Page, number: int, score: float, words: str, parts: Sequence[str]) -> Near:
    """The sentence with what differs marked; where only the order does, the words themselves are."""
    sentence, text, at = page.sentences[number], page.text_of(number), page.spans[number][0]
    whole = differences(text, words)
    chosen = [whole]
    if not whole[0] >= score - 1e-9:
        by_part = [differences(text, p) for p in parts]
        chosen = [p for p in by_part if p[0] >= LEAST] or [(0.0, r, []) for r in _common(text, words)]
    differing: list[Range] = [r for _, _, ranges in chosen for r in ranges]
    marks = differing or [place for _, place, _ in chosen if place[0] < place[1]]
    ranges = merged(page.folded.source_range(at + a, at + b) for a, b in marks)
    hit = Hit(sentence.passage, sentence.start, sentence.end, ranges)
    start, end = (at + whole[1][0], at + whole[1][1])
    said = page.report.source[slice(*page.folded.source_range(start, end))] if start < end else ""
    return Near(hit, score, bool(differing), said)


def _common(text: str, words: str) -> list[Range]:
    """Ranges of the text whose pairs of neighbours are all among the words'."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return list(merged((i, i + 2) for i in range(len(text) - 1) if text[i : i + 2] in pairs))


def joined(found: Sequence[Near]) -> list[Near]:
    """The same, sentences that are shown twice only once."""
    seen: dict[tuple[str, int], Near] = {}
    for near in found:
        key = near.hit.passage.id, near.hit.start
        known = seen.get(key)
        if known:
            marks = merged((*known.hit.marks, *near.hit.marks))
            near = replace(near, hit=replace(near.hit, marks=marks), differs=known.differs or near.differs)
        seen[key] = near
    return list(seen.values())
