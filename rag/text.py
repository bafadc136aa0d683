"""Normalising text, for people's questions and for matching; offsets survive where they must."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u00ad\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNREAD = frozenset({"Cc", "Zl", "Zp", "So", "Sk", "Cn", "Co", "Cs"})
_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|</?[A-Za-z][^<>]{0,200}>")
_TOKENS = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?%?|[\u3400-\u9fff\U00020000-\U0002ffff]+")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def clean(text: str) -> str:
    """A person's text as it is understood: NFKC, simplified Chinese, no invisible or control characters, no emoji, no
    markup, one space for any white space. Length changes; use for questions, never for a report."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _ESCAPE.sub("", text)))
    text = "".join(" " if unicodedata.category(c) in _UNREAD and c != "°" else c for c in _MARKUP.sub(" ", text))
    return re.sub(r"\s+", " ", _simplifier().convert(text)).strip()


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Full-width to half-width and lower case, character by character: `len(fold(t)) == len(t)`."""
    return "".join(map(_fold_char, text))


def grams(text: str) -> list[str]:
    """Tokens for keyword search: every Chinese character, every pair of neighbours, and whole Latin words or numbers.

    Characters and pairs found more than jieba words on this task: recall@5 0.86 against 0.78 (docs/search.md).
    """
    out: list[str] = []
    for run in _TOKENS.findall(fold(re.sub(r"\n", "", text))):
        if run[0].isascii():
            out.append(run)
        else:
            out.extend(run)
            out.extend(run[i : i + 2] for i in range(len(run) - 1))
    return out


def squeeze(text: str) -> str:
    """Text without any white space."""
    return re.sub(r"\s+", "", text)
