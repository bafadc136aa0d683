"""Counts of the journal, put together where the wording is alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.desk.journal import Counted
from rag.desk.screen import GONE
from rag.desk.topics import Weight, topics
from rag.embed import Embedding

ALIKE = 0.7
"""Likeness of two wordings that count as one; at 0.68 地铁什么时候通车 meets 大桥什么时候通车."""
MOST = 5000
"""Wordings that are compared, the commonest; each of the others stands alone."""
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of similar wording."""

    words: str
    """The commonest wording, by spaces."""
    others: tuple[str, ...]
    """The other wordings, commonest first."""
    partial: int
    not_found: int
    down: int
    first: str
    last: str

    @property
    def times(self) -> int:
        """All that was counted."""
        return self.partial + self.not_found + self.down


def groups_of(counted: Sequence[Counted], embedding: Embedding, weight: Weight) -> tuple[Group, ...]:
    """Groups, the most frequent first; the same for the same counts. Memory is 25 MB at most.

    The commonest wording takes all that are like it, then the commonest of what is left, and so on: a chain of small
    steps never joins two things.
    """
    by_words: dict[str, list[Counted]] = {}
    for one in counted:
        by_words.setdefault(one.words, []).append(one)
    wordings = sorted(by_words, key=lambda w: (-sum(c.times for c in by_words[w]), w))
    like = _like(wordings[:MOST], embedding, weight)
    free = np.ones(len(like), bool)
    groups = [_group([w], by_words[w]) for w in wordings[MOST:]]
    for i in range(len(like)):
        if free[i]:
            taken = like[i] & free
            taken[i] = True  # a wording of nothing but “…” is like none
            free &= ~taken
            members = [wordings[j] for j in np.flatnonzero(taken)]
            groups.append(_group(members, [c for w in members for c in by_words[w]]))
    return tuple(sorted(groups, key=lambda g: (-g.times, g.words)))


def _like(wordings: Sequence[str], embedding: Embedding, weight: Weight) -> NDArray[np.bool_]:
    """Which wordings are like an earlier one, shape (n, n), by row: all that is said counts half, and what names the
    subject counts half."""
    said = [w.replace(GONE, "").replace(" ", "") for w in wordings]
    named = [" ".join(word for word, _ in topics(s, weight)) or s for s in said]
    vectors = np.hstack([embedding.encode_questions(said), embedding.encode_questions(named)])
    like = np.zeros((len(said), len(said)), bool)
    for start in range(0, len(said), _BLOCK):
        rows = slice(start, start + _BLOCK)
        like[rows, start:] = vectors[rows] @ vectors[start:].T >= 2 * ALIKE
    return like


def _group(members: Sequence[str], counted: Sequence[Counted]) -> Group:
    def times(status: str) -> int:
        return sum(c.times for c in counted if c.status == status and not c.down)

    days = [c.day for c in counted]
    down = sum(c.times for c in counted if c.down)
    return Group(members[0], tuple(members[1:]), times("partial"), times("not_found"), down, min(days), max(days))
