"""Synonyms that are true of the language, from prompts/同义词.txt, and those that staff added."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rag.settings import HOME
from rag.text import fold

Groups = tuple[tuple[str, ...], ...]
"""Words of one group mean the same; folded."""


def _none() -> Groups:
    return ()


_added: Callable[[], Groups] = _none


def extend(added: Callable[[], Groups] | None) -> None:
    """Look up the groups that `added` gives, too, from now on and in the whole process; None: no longer.

    It is asked at every look-up, from several threads, and gives the same object while nothing changed.
    """
    global _added
    _added = added or _none


@lru_cache(maxsize=1)
def written() -> Groups:
    """The groups of prompts/同义词.txt."""
    lines = (HOME / "prompts" / "同义词.txt").read_text("utf-8").splitlines()
    return tuple(tuple(fold(line).split()) for line in lines if line.strip() and not line.startswith("#"))


def synonyms(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each term of the lexicon that `text` holds: the term, folded, and what else it is called. Those that staff
    added come first."""
    return _synonyms(text, _added())


@lru_cache(maxsize=1024)
def _synonyms(text: str, added: Groups) -> tuple[tuple[str, tuple[str, ...]], ...]:
    folded = fold(text)
    return tuple(
        (term, tuple(other for other in group if other != term))
        for group in (*added, *written())
        for term in group
        if term in folded
    )


def expanded(text: str) -> str:
    """A question with the other names of what it speaks of added at the end, for search; at most twelve are added."""
    others = [other for _, group in synonyms(text) for other in group if other not in fold(text)]
    return " ".join([text, *dict.fromkeys(others[:12])])
