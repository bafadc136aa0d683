"""Words that only frame a question (今年, 安排, 多少) weigh little in search; which they are is counted, not listed.

A token's weight is how often it stands in reports against how often it stands in questions (`training/judge.py`
counts both and writes the weights into models/wenbao-judge): 教育 is about as frequent in both, 多少 stands in
questions alone. Rare tokens, and those never counted, weigh 1.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.text import grams


class Frames:
    """Weights of tokens of questions, 0 to 1."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    def weights(self, question: str) -> dict[str, float]:
        """Weight of each token that keyword search looks for."""
        return {token: self._weights.get(token, 1.0) for token in dict.fromkeys(grams(question))}

    def of_words(self, words: list[str]) -> list[float]:
        """Weight of each word: the mean of its tokens', a third of it for a single character."""
        return [self._of(w) for w in words]

    def _of(self, word: str) -> float:
        weights = [self._weights.get(t, 1.0) for t in grams(word) if len(word) == 1 or len(t) > 1]
        return (sum(weights) / len(weights) if weights else 0.0) * (1.0 if len(word) > 1 else 0.33)


NO_FRAMES = Frames({})
