"""Features of a question and a sentence: is it about the thing asked, and does it hold the kind of thing asked?

Used by the judge (`rag.read.judge`), which was trained on the very same numbers (`training/judge.py`): `NAMES` fixes
their order. Most come from the encoder, which reads question and sentence token by token; the others say what it cannot
see: search scores, periods, whether a number of the unit asked for is there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.domain import Findings, RankedSentence, Report
from rag.read.encoder import Asked, Encoder, TokenTable
from rag.read.kinds import KINDS, asked, held, unit_held
from rag.text import fold, long_grams
from rag.understand.frames import Frames
from rag.understand.question import Question, Wants
from rag.understand.words import words_of

Matrix = NDArray[np.float32]

OF_SEARCH = ("keyword", "dense", "score", "keyword_rank", "dense_rank", "keyword_gap", "dense_gap", "passage_keyword")
OF_ENCODER = (
    "late", "least", "second_least", "heavy_least", "late_gap", "late_rank", "least_gap",
    "passage_late", "passage_least", "beside_late", "pool_late", "pool_least", "pool_second_least", "top_late",
)  # fmt: skip
OF_TEXT = (
    "covered", "clause_covered", "longest_common", "longest_share", "numbers_common", "quoted_common",
    "period_fits", "period_wrong", "unit_there", "unit_in_clause", "list_marks", "numbers_there", "glossary",
    "length", "is_heading", "masked", "year_missing", "no_period", "place_in_passage",
)  # fmt: skip
OF_QUESTION = ("tokens", "carried", "both_periods", *(f"wants_{w}" for w in Wants))
OF_KINDS = ("kinds_missing", "kinds_there", *(f"{k.name}_asked" for k in KINDS), *(f"{k.name}_missing" for k in KINDS))
NAMES: tuple[str, ...] = (*OF_SEARCH, *OF_ENCODER, *OF_TEXT, *OF_QUESTION, *OF_KINDS)

CANDIDATES, NOMINATED = 60, 20
"""Sentences examined for a question: the best by search, and those that the encoder finds nearest."""
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,20})[”\"」』》]")
_NUMBERS_THERE = re.compile(r"[0-9×]+|[一二三四五六七八九十]+(?:个|项|大|条)")
_NUMBER = re.compile(r"[a-z]*\d+[a-z0-9.]*|[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Candidate sentences of one question with their features, row by row."""

    sentences: tuple[RankedSentence, ...]
    matrix: Matrix
    """Shape (len(sentences), len(NAMES))."""
    near: Matrix
    """How near each sentence comes to each token of the question, -1 to 1, shape (len(sentences), tokens)."""
    weights: Matrix
    """What each token of the question says about what is asked, shape (tokens,), sum 1."""
    vectors: Matrix
    """Each token of the question as the encoder reads it, shape (tokens, WIDTH)."""


class Examiner:
    """Computes features over the sentences of one generation."""

    def __init__(
        self, encoder: Encoder, tokens: TokenTable, row_of: dict[tuple[str, int], int], frames: Frames
    ) -> None:
        """`row_of` gives the row of a sentence in `tokens` by (report stem, start)."""
        self._encoder, self._tokens, self._row_of, self._frames = encoder, tokens, row_of, frames

    def examine(self, question: Question, findings: Findings, *, skip: frozenset[str] = frozenset()) -> Evidence:
        """Features of the sentences most likely to answer; words in `skip` (the reports' own places) count nothing."""
        text = _without(question.text, skip)
        read = self._encoder.ask(text)
        everything = findings.sentences
        if not everything or not len(read.worth):
            return nothing()
        rows = np.array([self._row_of[s.sentence.passage.report.stem, s.sentence.start] for s in everything], np.int64)
        all_near = self._tokens.near(read, rows)
        late = read.worth @ all_near
        nominated = np.argsort(-late, kind="stable")[:NOMINATED]
        chosen = np.array(sorted({*range(min(CANDIDATES, len(everything))), *nominated.tolist()}), np.int64)
        about = _About(question, text, self._frames, read)
        matrix = np.concatenate(
            [
                _of_search([everything[i] for i in chosen]),
                _of_encoder(read, everything, all_near, chosen),
                np.array([about.row(everything[i]) for i in chosen], np.float32),
            ],
            axis=1,
        )
        kept = tuple(everything[i] for i in chosen)
        return Evidence(kept, matrix, np.ascontiguousarray(all_near[:, chosen].T), read.worth, read.vectors)


def nothing() -> Evidence:
    """Evidence of a question for which there is no candidate."""
    none = np.zeros((0, 0), np.float32)
    return Evidence((), np.zeros((0, len(NAMES)), np.float32), none, np.zeros(0, np.float32), none)


def _without(text: str, skip: frozenset[str]) -> str:
    """A question without the names of the reports' own places; as it is where nothing else is left."""
    bare = text
    for name in sorted(skip, key=len, reverse=True):
        bare = bare.replace(name, "")
    return bare if len(bare.strip(" ?？。,，的")) > 1 else text


def _of_search(chosen: Sequence[RankedSentence]) -> Matrix:
    """Search scores, reciprocal ranks, and distances to the best."""
    keyword = np.array([s.keyword for s in chosen], np.float32)
    dense = np.array([s.dense for s in chosen], np.float32)
    score = np.array([s.score for s in chosen], np.float32)
    passage = np.array([s.passage_keyword for s in chosen], np.float32)
    return np.stack(
        [keyword, dense, score, _rank(keyword), _rank(dense), keyword - keyword.max(), dense - dense.max(), passage], 1
    )


def _rank(values: Matrix) -> Matrix:
    """Reciprocal rank, 1 for the greatest; equal values share the better rank."""
    above = len(values) - np.searchsorted(np.sort(values), values, "right")
    return np.asarray(1 / (1 + above), np.float32)


def _of_encoder(read: Asked, everything: Sequence[RankedSentence], near: Matrix, chosen: NDArray[np.int64]) -> Matrix:
    """What the encoder says of each chosen sentence; `near` is of all sentences, shape (tokens, sentences)."""
    worth = read.worth
    heavy = worth >= np.median(worth)
    late, ordered = worth @ near, np.sort(near, axis=0)
    second = ordered[min(1, len(ordered) - 1)]
    pool = np.sort(near.max(axis=1))
    by_passage: dict[int, list[int]] = {}
    for i, s in enumerate(everything):
        by_passage.setdefault(id(s.sentence.passage), []).append(i)
    whole: dict[int, tuple[float, float]] = {}
    for key, members in by_passage.items():
        union = near[:, members].max(axis=1)
        whole[key] = (float(worth @ union), float(union.min()))
    top = float(np.sort(late)[-3:].mean())
    pool_late, pool_least, pool_second = (
        float(worth @ near.max(axis=1)),
        float(pool[0]),
        float(pool[min(1, len(pool) - 1)]),
    )
    ranks, best_late, best_least = _rank(late), float(late.max()), float(ordered[0].max())
    rows = []
    for i in chosen:
        passage = everything[i].sentence.passage
        beside = [j for j in by_passage[id(passage)] if j != i]
        rows.append((
            late[i], ordered[0, i], second[i], near[heavy, i].min(), late[i] - best_late, ranks[i], ordered[0, i] - best_least,
            *whole[id(passage)], max((late[j] for j in beside), default=0.0), pool_late, pool_least, pool_second, top,
        ))  # fmt: skip
    return np.array(rows, np.float32)


class _About:
    """What one question is about, prepared once for all its candidates."""

    def __init__(self, question: Question, text: str, frames: Frames, read: Asked) -> None:
        self.question = question
        self.text = fold(text)
        self._words = list(dict.fromkeys(words_of(text)))
        self._weights = np.array(frames.of_words(self._words), np.float32)
        self._total = float(self._weights.sum()) or 1.0
        self._pairs = long_grams(text)
        self._numbers = {n for n in _NUMBER.findall(self.text) if not re.fullmatch(r"20\d\d", n)}
        self._quoted = [fold(q) for q in _QUOTED.findall(text)]
        self._asked = asked(text)
        self._of_question = [
            min(len(read.worth), 24) / 24, float(question.carried), float(len(question.periods) > 1),
            *(float(w in question.wants) for w in Wants),
        ]  # fmt: skip

    def row(self, ranked: RankedSentence) -> list[float]:
        """Features of one sentence that its words show, of the question alone, and of the kinds of thing asked for."""
        sentence, text = ranked.sentence, fold(ranked.sentence.text)
        passage, clause = sentence.passage, self._clause(text)
        fits = passage.period in self.question.periods
        dated = bool(self.question.periods) and passage.period is not None
        longest = _longest_common(self.text, text)
        there = held(text)
        missing = [a and not t for a, t in zip(self._asked, there, strict=True)]
        return [
            float(self._weights @ np.array([len(w) > 1 and w in text for w in self._words], np.float32)) / self._total if self._words else 0.0,
            self._share(clause), min(longest, 12) / 12, longest / max(1, len(self.text)),
            sum(n in text for n in self._numbers) / len(self._numbers) if self._numbers else 1.0,
            float(any(q in text for q in self._quoted)) if self._quoted else 0.5,
            float(dated and fits), float(dated and not fits),
            unit_held(self.question.text, text), unit_held(self.question.text, clause),
            min(text.count("、"), 6) / 6, min(len(_NUMBERS_THERE.findall(text)), 6) / 6, float(passage.glossary),
            float(np.log(len(text))), float(sentence.start in _heading_starts(passage.report)), float("×" in text),
            self._year_missing(ranked), float(passage.period is None),
            (sentence.start - passage.start) / max(1, passage.end - passage.start),
            *self._of_question,
            float(sum(missing)), float(sum(a and t for a, t in zip(self._asked, there, strict=True))),
            *map(float, self._asked), *map(float, missing),
        ]  # fmt: skip

    def _clause(self, text: str) -> str:
        """The clause that holds most of the question's character pairs, with the one after it: figures trail names."""
        clauses = [c for c in re.split(r"[,，。;；:：]", text) if c]
        if not clauses:
            return text
        best = max(range(len(clauses)), key=lambda i: sum(p in clauses[i] for p in self._pairs))
        return "，".join(clauses[best : best + 2])

    def _share(self, text: str) -> float:
        """Share of the question's character pairs that a text holds."""
        return sum(p in text for p in self._pairs) / len(self._pairs) if self._pairs else 0.0

    def _year_missing(self, ranked: RankedSentence) -> float:
        """1 where the question names years and none is the report's own, the one before, or in the sentence."""
        report = ranked.sentence.passage.report
        if not self.question.years or report.year is None:
            return 0.0
        known = {report.year, report.year - 1}
        return float(not any(y in known or str(y) in ranked.sentence.text for y in self.question.years))


@lru_cache(maxsize=256)
def _heading_starts(report: Report) -> frozenset[int]:
    return frozenset(b.start for b in report.blocks if b.is_heading)


def _longest_common(a: str, b: str) -> int:
    """Length of the longest run of characters that stands in both: a window over `a` that only ever grows."""
    best = 0
    for i in range(len(a)):
        while i + best < len(a) and a[i : i + best + 1] in b:
            best += 1
    return best
