"""Keyword search: BM25 (bm25s) over characters and character pairs, what only frames a question weighing little."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from rag.text import grams
from rag.understand.frames import NO_FRAMES, Frames

Scores = NDArray[np.float32]


class Keywords:
    """BM25 over a fixed list of texts (Lucene's variant, k1 = 1.2, b = 0.75: the library's defaults but for k1)."""

    def __init__(self, texts: Sequence[str], *, frames: Frames = NO_FRAMES, k1: float = 1.2, b: float = 0.75) -> None:
        """Index `texts` in the order given. Texts without any token are found by nothing."""
        tokens = [grams(t) for t in texts]
        self._size, self._frames = len(texts), frames
        self._vocabulary: dict[str, int] = {}
        rows = [np.fromiter((self._id(t) for t in row), dtype=np.int64, count=len(row)) for row in tokens]
        document_count = np.zeros(len(self._vocabulary), dtype=np.int64)
        for row in rows:
            document_count[np.unique(row)] += 1
        self._idf = np.log(1 + (self._size - document_count + 0.5) / (document_count + 0.5)).astype(np.float32)
        self._unseen = float(np.log(1 + (self._size + 0.5) / 0.5))
        self._bm25 = bm25s.BM25(method="lucene", k1=k1, b=b)
        if self._vocabulary:
            ids = [row.tolist() for row in rows]
            self._bm25.index((ids, self._vocabulary), create_empty_token=False, show_progress=False)

    def _id(self, token: str) -> int:
        return self._vocabulary.setdefault(token, len(self._vocabulary))

    def weight(self, token: str) -> float:
        """Inverse document frequency of a token, 0 and more; a token never seen weighs the most."""
        at = self._vocabulary.get(token)
        return self._unseen if at is None else float(self._idf[at])

    def scores(self, question: str) -> Scores:
        """BM25 of every text divided by the weight of all the question's tokens, shape (n,), from 0 to about 2.2.

        The division makes scores comparable between questions: the share of what was asked that a text holds.
        """
        out = np.zeros(self._size, dtype=np.float32)
        framed = self._frames.weights(question)
        total = sum(self.weight(t) * w for t, w in framed.items())
        if not self._vocabulary or not total:
            return out
        held = self._bm25.scores  # one column of scores for each token, as bm25s keeps them
        for token, weight in framed.items():
            at = self._vocabulary.get(token)
            if at is not None:
                column = slice(held["indptr"][at], held["indptr"][at + 1])
                out[held["indices"][column]] += weight * held["data"][column]
        return np.asarray(out / np.float32(total), np.float32)
