"""A second opinion on the sentences found: any sentence-transformers CrossEncoder, off unless settings name one.

Slow beside the rest (a transformer reads the question with every candidate), so only the likeliest are read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.embed import load_cross_encoder
from rag.read.judge import Judged

Scores = NDArray[np.float32]
READ = 20
"""Candidates read for a question, the likeliest by the ranker."""


class CrossEncoder(Protocol):
    """Reads two texts together."""

    def predict(self, pairs: list[tuple[str, str]]) -> Scores:
        """How well the second text of each pair answers the first, 0 to 1, shape (len(pairs),)."""


class Reranker:
    """Averages the ranker's chances with a CrossEncoder's for the likeliest candidates; the others stay as they are."""

    def __init__(self, model: str) -> None:
        """Load a folder, or a hub name whose files are on this machine. Raises EmbeddingUnavailable."""
        self._encoder: CrossEncoder = load_cross_encoder(model)

    def judge(self, question: str, judged: Judged) -> Judged:
        """The same sentences with new chances; whether the question is answered at all is left to the ranker."""
        order = np.argsort(-judged.chances, kind="stable")[:READ]
        if not len(order):
            return judged
        pairs = [(question, judged.evidence.sentences[int(i)].sentence.text) for i in order]
        chances = judged.chances.copy()
        chances[order] = (chances[order] + self._encoder.predict(pairs)) / 2
        return replace(judged, chances=chances)
