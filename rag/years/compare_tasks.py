"""Tasks of two reports side by side: sentences of what is planned for the year, aligned by wording, meaning and heading.

score = WORDING * share of pairs of characters in common + MEANING * cosine + HEADING * the same share of the headings
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rag.domain import Sentence
from rag.embed import Embedding
from rag.text import fold

Confidence = Literal["high", "medium", "low"]
Matrix = NDArray[np.float32]

WORDING, MEANING, HEADING = 0.6, 0.3, 0.1
HIGH, MEDIUM, LOW = 0.75, 0.6, 0.45
SHORTEST = 10
"""Characters of a sentence at least; a shorter one says no task."""
_TOKENS = re.compile(r"[\d.×]+%?|[a-z]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one sentence, and whether the other report has it too."""

    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class TaskPair:
    """The same task in two reports."""

    old: Sentence
    new: Sentence
    score: float

    @property
    def confidence(self) -> Confidence:
        return "high" if self.score >= HIGH else "medium" if self.score >= MEDIUM else "low"

    @property
    def unchanged(self) -> bool:
        return fold(_shown(self.old.text)) == fold(_shown(self.new.text))

    def parts(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """Both wordings, cut where they differ."""
        return differing(_shown(self.old.text), _shown(self.new.text))


@dataclass(frozen=True, slots=True)
class Tasks:
    """What is planned in two reports."""

    pairs: tuple[TaskPair, ...]
    """In the order of the new report."""
    gone: tuple[Sentence, ...]
    """Sentences of the old report without a counterpart."""
    fresh: tuple[Sentence, ...]


def aligned(old: Sequence[Sentence], new: Sequence[Sentence], embedding: Embedding) -> Tasks:
    """Sentences paired one to one, the nearest first; a pair too weak is left unpaired."""
    old, new = _tasks(old), _tasks(new)
    if not old or not new:
        return Tasks((), tuple(old), tuple(new))
    scores = _scores(old, new, embedding)
    pairs, used_old, used_new = [], set(), set()
    for at in np.argsort(-scores, axis=None, kind="stable"):
        i, j = divmod(int(at), len(new))
        if scores[i, j] < LOW:
            break
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((j, TaskPair(old[i], new[j], float(scores[i, j]))))
    return Tasks(
        tuple(pair for _, pair in sorted(pairs, key=lambda p: p[0])),
        tuple(s for i, s in enumerate(old) if i not in used_old),
        tuple(s for j, s in enumerate(new) if j not in used_new),
    )


def differing(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Two wordings cut where they differ, figures and Latin words whole; width and case make no difference, and one
    character in common between two changes counts as changed. The parts joined are the wordings themselves."""
    first, second = _tokens(old), _tokens(new)
    folded = ([fold(t) for t in first], [fold(t) for t in second])
    cut_old: list[Part] = []
    cut_new: list[Part] = []
    for kind, a, b, c, d in SequenceMatcher(None, *folded, autojunk=False).get_opcodes():
        whole = "".join(first[a:b])
        same = kind == "equal" and (len(whole) > 1 or a == 0 or b == len(first) or not whole.isalnum())
        _add(cut_old, whole, same)
        _add(cut_new, "".join(second[c:d]), same)
    return tuple(cut_old), tuple(cut_new)


def _tokens(text: str) -> list[str]:
    return [text[slice(*m.span())] for m in _TOKENS.finditer(fold(text))]


def _add(parts: list[Part], text: str, same: bool) -> None:
    if text and parts and parts[-1].same == same:
        parts[-1] = Part(parts[-1].text + text, same)
    elif text:
        parts.append(Part(text, same))


def _tasks(rows: Sequence[Sentence]) -> list[Sentence]:
    """Sentences that can say a task: long enough, and no heading."""
    return [s for s in rows if len(s.text) >= SHORTEST and not _is_heading(s)]


def _is_heading(sentence: Sentence) -> bool:
    return any(sentence.text.strip("。；： ") == title for title in sentence.passage.path)


def _scores(old: Sequence[Sentence], new: Sequence[Sentence], embedding: Embedding) -> Matrix:
    texts = [fold(_shown(s.text)) for s in (*old, *new)]
    vectors = embedding.encode_passages(texts)
    titles = ["".join(s.passage.path[1:]) for s in (*old, *new)]
    at = len(old)
    wording, heading = _common(texts, at), _common(titles, at)
    return np.asarray(WORDING * wording + MEANING * vectors[:at] @ vectors[at:].T + HEADING * heading, np.float32)


def _common(texts: Sequence[str], at: int) -> Matrix:
    """Share of pairs of neighbouring characters that texts before `at` and from it on have in common (Dice)."""
    ids: dict[str, int] = {}
    rows = [{ids.setdefault(t[i : i + 2], len(ids)) for i in range(len(t) - 1)} for t in texts]
    held = np.zeros((len(texts), len(ids) or 1), np.float32)
    for i, row in enumerate(rows):
        held[i, list(row)] = 1
    sizes = held.sum(axis=1)
    total = sizes[:at, None] + sizes[None, at:]
    return np.asarray(2 * (held[:at] @ held[at:].T) / np.maximum(total, 1), np.float32)


def _shown(text: str) -> str:
    """A sentence without broken lines, as it is read."""
    return re.sub(r"(?<![!-~])\s+|\s+(?![!-~])", "", text)
