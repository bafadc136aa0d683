"""What false sentences are made from, and the steps that makers share."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import rjieba

from rag.domain import OWNED, Passage

_CLAUSE = re.compile(r"[，；。！？：]")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a report, and the passage it stands in."""

    text: str
    passage: Passage

    @property
    def planned(self) -> bool:
        return self.passage.period == "planned"

    @property
    def done(self) -> bool:
        """Told as done; problems that the report owns are not."""
        return self.passage.period == "done" and not OWNED.search(self.passage.text)


@dataclass(frozen=True, slots=True)
class Material:
    """The lines that mutants are made of, and a passage of another place, if there is one."""

    lines: tuple[Line, ...]
    elsewhere: tuple[Passage, ...] = ()


Made = Iterator[tuple[str, str]]
"""What is said, and the words of its fault."""
Maker = Callable[[Line, Material, random.Random], Made]


def around(text: str, at: int, reach: int = 4) -> str:
    """What stands on both sides of a place where words were left out."""
    return text[max(0, at - reach) : at + reach]


def swaps(text: str, old: str, new: str) -> Made:
    for match in re.finditer(re.escape(old), text):
        said = text[: match.start()] + new + text[match.end() :]
        yield said, said[max(0, match.start() - 2) : match.start() + len(new) + 2]


def drops(text: str, words: str) -> Made:
    for match in re.finditer(words, text):
        said = text[: match.start()] + text[match.end() :]
        yield said, around(said, match.start())


def nouns(text: str) -> list[str]:
    return [w for w, tag in rjieba.tag(text) if tag[0] == "n" and len(w) > 1 and re.fullmatch(r"[\u4e00-\u9fff]+", w)]


def clauses(text: str) -> list[str]:
    return [c for c in _CLAUSE.split(text) if c.strip()]


def clause_of(text: str, word: str) -> str:
    return next((c for c in clauses(text) if word in c), "")
