"""Search within some of the loaded reports: the same passages and vectors, and nothing of the others."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.domain import Report
from rag.embed import Embedding
from rag.find.search import Scores, Searcher, Vectors


class SomeRows:
    """Vectors of some sentences, held in memory and compared with every one of them."""

    def __init__(self, matrix: Scores) -> None:
        """`matrix` holds one row for each sentence."""
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        self._matrix = matrix
        self._unit: Scores = (matrix / np.where(lengths == 0, 1, lengths)).astype(np.float32)

    def nearest(self, vector: Scores, limit: int) -> tuple[NDArray[np.int64], Scores]:
        """As in `rag.index.VectorIndex`."""
        length = float(np.linalg.norm(vector))
        if not length or not len(self._unit):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        cosines = (self._unit @ (vector / length)).astype(np.float32)
        order = np.argsort(-cosines, kind="stable")[:limit]
        return order.astype(np.int64), cosines[order]

    def vectors(self, rows: Iterable[int]) -> Scores:
        """As in `rag.index.VectorIndex`."""
        return self._matrix[list(rows)]


class Narrowed:
    """Searchers within some reports, each made when it is first asked for. Safe to call from several threads."""

    def __init__(self, searcher: Searcher, vectors: Vectors, embedding: Embedding) -> None:
        """`searcher` searches all reports, over `vectors`."""
        self._searcher, self._vectors, self._embedding = searcher, vectors, embedding
        self._made: dict[tuple[str, ...], Searcher] = {}
        self._making = threading.Lock()

    def to(self, reports: Sequence[Report]) -> Searcher:
        """A searcher that knows these reports alone."""
        key = tuple(r.stem for r in reports)
        with self._making:
            if key not in self._made:
                self._made[key] = self._make(reports)
            return self._made[key]

    def _make(self, reports: Sequence[Report]) -> Searcher:
        own = {id(r) for r in reports}
        rows = [i for i, s in enumerate(self._searcher.sentences) if id(s.passage.report) in own]
        passages = [p for p in self._searcher.passages if id(p.report) in own]
        return Searcher(passages, SomeRows(self._vectors.vectors(rows)), self._embedding, frames=self._searcher.frames)
