"""BM25 over single characters and pairs of characters, as a share of what the question asks for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from training.vocabulary import WORD, fold_case


def ngrams(text: str) -> list[str]:
    """Single characters and pairs of neighbours; runs of ASCII letters and of digits stay whole."""
    units = WORD.findall(fold_case(text))
    return units + [a + b for a, b in itertools.pairwise(units)]


class Keywords:
    """BM25 (Robertson, Zaragoza 2009) divided by the idf of all the question's n-grams: 0 to 1."""

    def __init__(self, passages: Sequence[str], k1: float = 1.2, b: float = 0.75) -> None:
        """Index passages."""
        self._counter = CountVectorizer(analyzer=ngrams, dtype=np.float32)
        counts = self._counter.fit_transform(passages).tocsr()
        length = np.asarray(counts.sum(axis=1)).ravel()
        norm = k1 * (1 - b + b * length / max(length.mean(), 1e-9))
        held = np.diff(counts.tocsc().indptr)
        self._idf = np.log(1 + (len(passages) - held + 0.5) / (held + 0.5)).astype(np.float32)
        rows = np.repeat(np.arange(len(passages)), np.diff(counts.indptr))
        counts.data = counts.data / (counts.data + norm[rows])
        self._weights = counts.T.tocsr()
        self._unseen = float(np.log(1 + (len(passages) + 0.5) / 0.5))

    def scores(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Shape (questions, passages), 0 to 1: the share of the question's n-gram weight that a passage holds."""
        found = np.zeros((len(questions), self._weights.shape[1]), dtype=np.float32)
        known = self._counter.vocabulary_
        for row, question in enumerate(questions):
            asked = set(ngrams(question))
            ids = [known[g] for g in asked if g in known]
            total = float(self._idf[ids].sum()) + self._unseen * (len(asked) - len(ids))
            if ids:
                found[row] = self._weights[ids].T @ self._idf[ids] / total
        return found
