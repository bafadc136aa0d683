"""How the reports at hand use words: which stand together, how often each stands there, what a question is answered
with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from rag.domain import Sentence
from rag.embed import Embedding
from rag.quote import Quote
from rag.text import fold

Ask = Callable[[str], Sequence[Quote]]
"""A standalone question -> what would be quoted for it."""


def words_of_quote(quote: Quote) -> str:
    """What a quotation says, as it stands in the report."""
    return quote.passage.report.source[quote.start : quote.end]


class Usage:
    """Of one generation's reports. Safe to call from several threads."""

    def __init__(self, sentences: Sequence[Sentence], embedding: Embedding, ask: Ask) -> None:
        self._sentences = [fold(s.text) for s in sentences]
        self._embedding = embedding
        self._ask = lru_cache(maxsize=256)(lambda text: tuple(ask(text)))

    def quotes(self, question: str) -> tuple[Quote, ...]:
        """What is quoted for a standalone question."""
        return self._ask(question)

    def chance(self, question: str) -> float:
        """Chance of the best quotation for a standalone question; 0 where there is none."""
        return max((q.chance for q in self._ask(question)), default=0.0)

    def together(self, word: str, others: Sequence[str]) -> bool:
        """Whether some sentence of the reports holds the word and one of the others."""
        word, others = fold(word), [fold(o) for o in others]
        return any(word in s and any(o in s for o in others) for s in self._sentences)

    def count(self, word: str) -> int:
        """How many sentences of the reports hold the word."""
        word = fold(word)
        return sum(word in s for s in self._sentences)

    def nearest(self, word: str, others: Sequence[str]) -> int:
        """Which of the others is most like the word."""
        vectors = self._embedding.encode_questions([word, *others])
        return int(np.argmax(vectors[1:] @ vectors[0]))
