"""What a ranking of passages is worth: the referees' measures, all 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `gold` holds, for each piece of evidence, the passages that have it."""

    text: str
    type: str
    gold: tuple[frozenset[int], ...]


def found_at_5(question: Question, order: Sequence[int]) -> float:
    """Share of the pieces of evidence that the first five passages hold."""
    top = set(order[:5])
    return sum(bool(top & g) for g in question.gold) / len(question.gold)


def by_document(
    documents: Sequence[int], gain: Callable[[Sequence[int], set[int]], float]
) -> Callable[[Question, Sequence[int]], float]:
    """A measure over documents: each at the rank of its best passage."""

    def judge(question: Question, order: Sequence[int]) -> float:
        listed = list(dict.fromkeys(documents[i] for i in order))
        return gain(listed, {next(iter(g)) for g in question.gold})

    return judge


def ndcg_10(listed: Sequence[int], gold: set[int]) -> float:
    """Normalised discounted cumulative gain at 10, binary gains."""
    best = sum(1 / math.log2(i + 2) for i in range(min(10, len(gold))))
    return sum(1 / math.log2(i + 2) for i, d in enumerate(listed[:10]) if d in gold) / best


def recall_10(listed: Sequence[int], gold: set[int]) -> float:
    """Share of the right documents among the first ten."""
    return len(gold & set(listed[:10])) / len(gold)
