"""How near two wordings are, character by character: edit distance where the start and end in the text are free.

A sign inserted, left out or wrong costs 2, two neighbours that changed places cost 2, and a wrong sign that sounds the
same costs 1 (理 for 里): input by sound is how people misremember. A numeral wrong or left out costs 4: “六张网” is not “一张网”.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pypinyin import Style, lazy_pinyin

Rows = NDArray[np.int32]
WRONG = 2
ALIKE = 1
NUMERALS = "0123456789一二两三四五六七八九十百千万亿双"


@lru_cache(maxsize=65536)
def _sound(char: str) -> str:
    return str(lazy_pinyin(char, style=Style.NORMAL)[0]) if "\u3400" <= char <= "\u9fff" else char


def _wrong(char: str, other: str) -> int:
    """What it costs to read one character for another that it is not."""
    if char in NUMERALS or other in NUMERALS:
        return 2 * WRONG
    return ALIKE if _sound(char) == _sound(other) else WRONG


class Text:
    """A folded text, or several one after the other, ready to be aligned with many words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        self._alphabet, self._which = np.unique(self._codes, return_inverse=True)
        self._sounds = np.array([_sound(chr(c)) for c in self._alphabet], dtype=np.str_)
        self._numerals = np.isin(self._alphabet, [ord(c) for c in NUMERALS])

    def _substitution(self, char: str) -> Rows:
        """What it costs to read each character of the text for `char`."""
        costs = np.where(self._sounds == _sound(char), ALIKE, WRONG)
        costs[self._numerals | (char in NUMERALS)] = 2 * WRONG
        costs[self._alphabet == ord(char)] = 0
        return costs.astype(np.int32)[self._which]

    def rows(self, words: str) -> Rows:
        """`rows[i, j]`: least cost of reading `words[:i]` somewhere in the text so that it ends before `text[j]`."""
        size = len(self.text)
        steps = WRONG * np.arange(size + 1, dtype=np.int32)
        rows = np.zeros((len(words) + 1, size + 1), np.int32)
        for i, char in enumerate(words, 1):
            row = rows[i - 1] + (2 * WRONG if char in NUMERALS else WRONG)
            row[1:] = np.minimum(row[1:], rows[i - 1, :-1] + self._substitution(char))
            if i > 1 and size > 1:
                swapped = (self._codes[:-1] == ord(char)) & (self._codes[1:] == ord(words[i - 2]))
                row[2:] = np.where(swapped, np.minimum(row[2:], rows[i - 2, :-2] + WRONG), row[2:])
            rows[i] = np.minimum.accumulate(row - steps) + steps  # signs of the text that the words lack
        return rows


def similarity(cost: float, words: str) -> float:
    """1 where the words stand as they are, 0 where nothing of them does."""
    return max(0.0, 1 - cost / (WRONG * len(words)))


Step = tuple[int, int, int, int]
"""A stretch of the text and the stretch of the words that is read in it: start and end of each."""


def differences(text: str, words: str) -> tuple[float, tuple[int, int], list[tuple[int, int]]]:
    """The best reading of the words in a text: similarity, the range where it stands, and the ranges in it that
    differ. Where the words have a sign that the text lacks, the sign before the gap counts as differing."""
    score, steps = reading(text, words)
    where = (steps[0][0], steps[-1][1]) if steps else (0, 0)
    differing = [(a, b) if a < b else (max(a - 1, 0), max(a, 1)) for a, b, i, j in steps if text[a:b] != words[i:j]]
    return score, where, sorted((a, b) for a, b in differing if a < b)


def reading(text: str, words: str) -> tuple[float, list[Step]]:
    """The best reading of the words in a text, step by step: similarity, and for each stretch of the text the stretch of
    the words that it stands for; either may be empty."""
    aligned = Text(text)
    rows = aligned.rows(words)
    end = int(np.argmin(rows[-1]))
    while end < len(text) and rows[-1, end + 1] == rows[-1, end]:
        end += 1  # 引育留用 for 引育用留, not 引育留 with a sign missing
    i, j = len(words), end
    steps: list[Step] = []
    while i > 0:
        here = int(rows[i, j])
        if j and here == rows[i - 1, j - 1] and text[j - 1] == words[i - 1]:
            back = (1, 1)
        elif j > 1 and i > 1 and words[i - 2 : i] == text[j - 2 : j][::-1] and here == rows[i - 2, j - 2] + WRONG:
            back = (2, 2)
        elif j and here == rows[i - 1, j - 1] + _wrong(text[j - 1], words[i - 1]):
            back = (1, 1)
        elif j and here == rows[i, j - 1] + WRONG:
            back = (0, 1)
        else:
            back = (1, 0)
        steps.append((j - back[1], j, i - back[0], i))
        i, j = i - back[0], j - back[1]
    return similarity(float(rows[-1, end]), words), steps[::-1]
