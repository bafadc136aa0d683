"""Synonyms that are true of the language, from prompts/同义词.txt."""

from __future__ import annotations

from functools import lru_cache

from rag.settings import HOME
from rag.text import fold


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, ...], ...]:
    lines = (HOME / "prompts" / "同义词.txt").read_text("utf-8").splitlines()
    return tuple(tuple(fold(line).split()) for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1024)
def synonyms(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each term of the lexicon that `text` holds: the term, folded, and what else it is called."""
    folded = fold(text)
    return tuple(
        (term, tuple(other for other in group if other != term))
        for group in _groups()
        for term in group
        if term in folded
    )


def expanded(text: str) -> str:
    """A question with the other names of what it speaks of added at the end, for search; at most twelve are added."""
    others = [other for _, group in synonyms(text) for other in group if other not in fold(text)]
    return " ".join([text, *dict.fromkeys(others[:12])])
