"""The sentences of several sides, chosen together: what two reports say about the same thing is worded alike.

weight(sentences) = product of their chances * e ** (ALIKE * how alike they are, 0 to 1)

A target that stands beside another target says more than a likelier sentence about something near by. What is chosen
because it is alike is also the more certain for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from rag.domain import Sentence
from rag.pairs import pairs
from rag.read.features import Evidence
from rag.text import fold

ALIKE = 7.0
SURER = 2.0
"""The same for the odds of a sentence that another side has the like of."""
CANDIDATES = 8
"""Sentences of each side that are tried."""
LONGEST = 8
"""A run of this many characters of the question, in both sentences, is all that can be wished for."""
PARTS = (0.5, 0.3, 0.2)

Scored = tuple[float, Sentence]


class Alongside:
    """Chooses one sentence of each side of one question."""

    def __init__(self, asked: str, evidence: Evidence) -> None:
        self._asked = fold(asked)
        self._near = {id(r.sentence): near for r, near in zip(evidence.sentences, evidence.near, strict=True)}
        self._weights = evidence.weights / (float(evidence.weights.sum()) or 1.0)

    def choose(self, by_side: Sequence[Sequence[Scored]]) -> list[Scored]:
        """One sentence of each side, in the order of the sides, each with its chance after the others were seen.

        by_side: for each side its sentences with their chances, best first, at least one.
        """
        rows = [side[:CANDIDATES] for side in by_side]
        tried = [self._around(i, anchor, rows) for i, side in enumerate(rows) for anchor in side]
        chosen = max(tried, key=lambda one: one[0])[1]
        return [self._surer(one, [s for _, s in chosen if s is not one[1]]) for one in chosen]

    def alike(self, a: Sentence, b: Sentence) -> float:
        """How alike two sentences are, 0 to 1: the words of the question that both have, the longest run of its
        characters that both have, and their wording."""
        both = float((self._weights * np.minimum(self._near[id(a)], self._near[id(b)])).sum())
        return float(np.dot(PARTS, (both, _run(self._asked, fold(a.text), fold(b.text)), _dice(a.text, b.text))))

    def _around(self, at: int, anchor: Scored, rows: Sequence[Sequence[Scored]]) -> tuple[float, list[Scored]]:
        """What goes best with a sentence of one side, and its weight."""
        chosen = [anchor if i == at else max(r, key=lambda one: self._weight(one, anchor)) for i, r in enumerate(rows)]
        return _log(anchor[0]) + sum(self._weight(one, anchor) for i, one in enumerate(chosen) if i != at), chosen

    def _weight(self, one: Scored, anchor: Scored) -> float:
        return _log(one[0]) + ALIKE * self.alike(anchor[1], one[1])

    def _surer(self, one: Scored, others: Sequence[Sentence]) -> Scored:
        chance, sentence = one
        most = max((self.alike(sentence, other) for other in others), default=0.0)
        odds = chance / max(1 - chance, 1e-6) * math.exp(SURER * most)
        return odds / (1 + odds), sentence


def _log(chance: float) -> float:
    return math.log(max(chance, 1e-4))


def _dice(a: str, b: str) -> float:
    first, second = pairs(a), pairs(b)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _run(asked: str, a: str, b: str) -> float:
    best = 0
    for i in range(len(asked)):
        while best < LONGEST and i + best < len(asked) and (run := asked[i : i + best + 1]) in a and run in b:
            best += 1
    return best / LONGEST if best > 2 else 0.0
