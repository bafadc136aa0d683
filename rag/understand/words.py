"""Words of a text, and how much a word of a question says."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import rjieba

from rag.text import fold

_WORD = re.compile(r"[a-z0-9\u3400-\u9fff×]")


def words_of(text: str) -> list[str]:
    """Words of a text in order, folded, without punctuation (rjieba's dictionary; a name it does not know falls apart
    into characters)."""
    return [w for w in (w.strip() for w in rjieba.cut(fold(text))) if _WORD.search(w)]


class QuestionWords:
    """How much each word of a question says about what is asked: rare in questions, much; “多少” or “请问”, little."""

    def __init__(self, document_counts: Mapping[str, int], total: int) -> None:
        """`document_counts`: in how many of `total` questions a word stands (counted in training)."""
        self.counts, self._total = document_counts, total

    def weight(self, word: str) -> float:
        """0 to about 1; a single character counts a third, since words that fall apart are many."""
        seen = self.counts.get(word, 0)
        value = math.log(self._total / (1 + seen)) / math.log(self._total)
        return max(0.0, value) * (1.0 if len(word) > 1 else 0.33)
