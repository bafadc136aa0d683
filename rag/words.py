"""Words of the reports and how near a question's words come to them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
import rjieba
from numpy.typing import NDArray

from rag.embed import Embedding
from rag.text import fold

Scores = NDArray[np.float32]
_WORD = re.compile(r"[a-z0-9\u3400-\u9fff×]")


def words_of(text: str) -> list[str]:
    """Words of a text in order, folded, without punctuation (rjieba's dictionary; a name it does not know falls apart
    into characters)."""
    return [w for w in (w.strip() for w in rjieba.cut(fold(text))) if _WORD.search(w)]


class QuestionWords:
    """How much each word of a question says about what is asked: rare in questions, much; “多少” or “请问”, little."""

    def __init__(self, document_counts: Mapping[str, int], total: int) -> None:
        """`document_counts`: in how many of `total` questions a word stands (models/ranker: counted in training)."""
        self.counts, self._total = document_counts, total

    def weight(self, word: str) -> float:
        """0 to about 1; a single character counts a third, since words that fall apart are many."""
        seen = self.counts.get(word, 0)
        value = math.log(self._total / (1 + seen)) / math.log(self._total)
        return max(0.0, value) * (1.0 if len(word) > 1 else 0.33)


class ReportWords:
    """Every word of a list of sentences, with its vector."""

    def __init__(self, texts: Sequence[str], embedding: Embedding) -> None:
        """One pass over `texts`; memory is (words, dimension) float32, a few MB for a shelf of reports."""
        self._embedding = embedding
        ids: dict[str, int] = {}
        self.rows = [
            np.array(sorted({ids.setdefault(w, len(ids)) for w in words_of(t)}), dtype=np.int64) for t in texts
        ]
        self.vectors = embedding.encode_passages(list(ids)) if ids else np.zeros((0, embedding.dimension), np.float32)

    def encode(self, words: Sequence[str]) -> Scores:
        """Vectors of a question's words, shape (len(words), dimension)."""
        if not words:
            return np.zeros((0, self._embedding.dimension), np.float32)
        return np.asarray(self._embedding.encode_questions(list(words)), np.float32)

    def nearness(self, vectors: Scores, rows: NDArray[np.int64]) -> Scores:
        """Cosine of question words, encoded, with some words of the reports, shape (len(vectors), len(rows)).

        `rows` are word numbers, as in `self.rows`.
        """
        return np.asarray(vectors @ self.vectors[rows].T, np.float32)
