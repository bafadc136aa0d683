"""A text folded for looking up wording, with a map back: what a reader hears as the same becomes the same.

Width, case, traditional signs, radicals that stand for a sign (⻓ for 长), white space, line breaks, quotes and other punctuation do not matter; digits never run
together (“1.5万” is not “15万”, “2、3” is not “23”). The text itself stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC

from rag.signs import plain_signs

KEPT = frozenset("×%‰")
"""Punctuation and signs that are words of a report."""
SENTENCE_END = re.compile(r"[。！？!?；;]")

_DROPPED = ("P", "Z", "C", "M")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text[i]` was made from the character at `at[i]` of the source; `at` never falls."""

    text: str
    at: tuple[int, ...]

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Range of the source that the folded range [start, end), not empty, was made from."""
        return self.at[start], self.at[end - 1] + 1

    def find_all(self, words: str) -> list[tuple[int, int]]:
        """Every place, as folded ranges in order, where folded words stand; those that overlap as well."""
        out = []
        at = self.text.find(words) if words else -1
        while at >= 0:
            out.append((at, at + len(words)))
            at = self.text.find(words, at + 1)
        return out


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """What one character becomes; empty where it is dropped."""
    normal = unicodedata.normalize("NFKC", plain_signs(char)).casefold()
    kept = "".join(c for c in normal if c in KEPT or unicodedata.category(c)[0] not in _DROPPED)
    return str(_simplifier().convert(kept)) if kept and not kept.isascii() else kept


def folded(text: str, start: int = 0, end: int | None = None) -> Folded:
    """Fold `text[start:end]`; offsets are into `text`."""
    chars: list[str] = []
    at: list[int] = []
    end = len(text) if end is None else end
    for i in range(start, end):
        for char in _fold_char(text[i]) or _between_digits(text, i, end, chars):
            chars.append(char)
            at.append(i)
    return Folded("".join(chars), tuple(at))


def _between_digits(text: str, i: int, end: int, before: list[str]) -> str:
    """What keeps two numbers apart where the mark at `i` is all that stands between them, else nothing."""
    if not before or not before[-1].isdigit() or text[i].isspace():
        return ""
    if unicodedata.category(text[i])[0] != "P":
        return ""
    after = i + 1
    while after < end and text[after].isspace():
        after += 1
    following = _fold_char(text[after]) if after < end else ""
    if not following[:1].isdigit():
        return ""
    return "." if text[i] in ".．" else "、"


def fold_words(text: str) -> str:
    """A person's words as they are looked up."""
    return folded(text).text
