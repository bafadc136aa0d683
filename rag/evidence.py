"""Features of a question and a sentence: is it about the thing asked, and does it hold the kind of thing asked?

Used by the ranker and by the answerability score (`rag.ranker`), which were trained on the very same numbers
(`training/ranker.py`): `NAMES` fixes their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.domain import Findings, Found, RankedSentence, Report
from rag.kinds import KINDS, asked, attributes_missing, held, places_missing, unit_held
from rag.lexicon import synonyms
from rag.question import Question, Wants
from rag.text import fold, grams
from rag.words import QuestionWords, ReportWords, words_of

Matrix = NDArray[np.float32]

NAMES: tuple[str, ...] = (
    "keyword", "dense", "score", "keyword_rank", "dense_rank", "keyword_gap", "dense_gap",
    "passage_keyword", "passage_dense", "passage_rank",
    "covered", "covered_exactly", "weakest", "second_weakest", "passage_covered", "clause_covered",
    "longest_common", "longest_share", "rarest_common",
    "numbers_common", "quoted_common",
    "period_fits", "period_wrong",
    "unit_there", "unit_in_clause", "list_marks", "numbers_there", "glossary",
    "compare", "whether", "length", "is_heading", "masked", "year_missing", "pool_weakest",
    "attributes_missing", "places_missing", "kinds_missing", "kinds_there", "kinds_in_clause",
    *(f"{k.name}_asked" for k in KINDS), *(f"{k.name}_missing" for k in KINDS),
)  # fmt: skip

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
    """How near each sentence comes to each word of the question, 0 to 1, shape (len(sentences), words)."""
    weights: Matrix
    """What each word of the question says about what is asked, shape (words,)."""
    vectors: Matrix = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    """Each word of the question in the embedding, shape (words, dimension)."""


def joined(parts: Sequence[Evidence]) -> Evidence:
    """Evidence of the same question from several findings as one; a sentence that stands in two counts once."""
    if len(parts) == 1:
        return parts[0]
    kept: dict[int, tuple[int, int]] = {}
    for i, part in enumerate(parts):
        for j, ranked in enumerate(part.sentences):
            kept.setdefault(id(ranked.sentence), (i, j))
    return Evidence(
        tuple(parts[i].sentences[j] for i, j in kept.values()),
        np.array([parts[i].matrix[j] for i, j in kept.values()], np.float32),
        np.array([parts[i].near[j] for i, j in kept.values()], np.float32),
        parts[0].weights,
        parts[0].vectors,
    )


def asked_words(text: str, skip: frozenset[str]) -> list[str]:
    """The words of a question, each once, but those in `skip`."""
    return [w for w in dict.fromkeys(words_of(text)) if w not in skip]


class Examiner:
    """Computes features over the sentences of one generation."""

    CANDIDATES = 60
    """Sentences examined for a question, best by search score."""

    def __init__(self, words: ReportWords, row_of: dict[tuple[str, int], int], question_words: QuestionWords) -> None:
        """`row_of` gives the row of a sentence in `words` by (report stem, start)."""
        self._words, self._row_of, self._weights = words, row_of, question_words

    def examine(self, question: Question, findings: Findings, skip: frozenset[str] = frozenset()) -> Evidence:
        """Features of the best sentences found; words in `skip` (the reports' own place names) count nothing."""
        chosen = findings.sentences[: self.CANDIDATES]
        if not chosen:
            nothing = np.zeros((0, 0), np.float32)
            return Evidence((), np.zeros((0, len(NAMES)), np.float32), nothing, np.zeros(0, np.float32))
        words = asked_words(question.text, skip)
        weights = np.array([self._weights.weight(w) for w in words], np.float32)
        ids = [self._word_ids(s) for s in chosen]
        all_ids = np.unique(np.concatenate(ids))
        vectors = self._words.encode(words)
        nearness = np.maximum(self._words.nearness(vectors, all_ids), 0)
        about = _About(question, words, weights, nearness)
        place = {id(f.passage): i for i, f in enumerate(findings.kept)}
        texts = [fold(s.sentence.text) for s in chosen]
        near = [about.near(t, np.searchsorted(all_ids, i)) for t, i in zip(texts, ids, strict=True)]
        passage_near: dict[int, Matrix] = {}
        for s, n in zip(chosen, near, strict=True):
            at = id(s.sentence.passage)
            passage_near[at] = np.maximum(passage_near[at], n) if at in passage_near else n
        scores = _Scores(chosen)
        rows = []
        for i, s in enumerate(chosen):
            at = place[id(s.sentence.passage)]
            whole = about.covered(passage_near[id(s.sentence.passage)])
            rows.append(_row(about, s, texts[i], near[i], scores.of(s), (findings.kept[at], at, whole)))
        return Evidence(chosen, np.array(rows, np.float32), np.array(near, np.float32), weights, vectors)

    def _word_ids(self, ranked: RankedSentence) -> NDArray[np.int64]:
        s = ranked.sentence
        return self._words.rows[self._row_of[s.passage.report.stem, s.start]]


class _Scores:
    """Search scores of the candidates against each other."""

    def __init__(self, chosen: Sequence[RankedSentence]) -> None:
        self._keyword = np.sort([s.keyword for s in chosen])
        self._dense = np.sort([s.dense for s in chosen])

    def of(self, s: RankedSentence) -> list[float]:
        """Scores, reciprocal ranks, and distances to the best."""
        above_keyword = len(self._keyword) - np.searchsorted(self._keyword, s.keyword, "right")
        above_dense = len(self._dense) - np.searchsorted(self._dense, s.dense, "right")
        return [
            s.keyword, s.dense, s.score, 1 / (1 + above_keyword), 1 / (1 + above_dense),
            s.keyword - self._keyword[-1], s.dense - self._dense[-1],
        ]  # fmt: skip


def _row(
    about: _About,
    ranked: RankedSentence,
    text: str,
    near: Matrix,
    scores: list[float],
    passage: tuple[Found, int, float],
) -> list[float]:
    """One row of the matrix; `passage` is the found passage, its rank from 0, and its share of the question covered."""
    question = about.question
    found, passage_at, whole = passage
    weak = np.sort(np.where(about.weights > 0.5, near, 1.0))
    return [
        *scores,
        found.keyword, found.dense, 1 / (1 + passage_at),
        about.covered(near), about.covered(np.where(near >= 0.999, 1.0, 0.0)),
        float(weak[0]) if len(weak) else 1.0, float(weak[1]) if len(weak) > 1 else 1.0,
        whole, about.best_clause(text),
        *about.common(text),
        about.numbers(text), about.quoted(text),
        *_period(question, ranked),
        *_kinds(about, ranked, text),
    ]  # fmt: skip


class _About:
    """What one question is about, prepared once for all its candidates."""

    def __init__(self, question: Question, words: list[str], weights: Matrix, nearness: Matrix) -> None:
        self.question, self._words, self.weights, self._nearness = question, words, weights, nearness
        heavy = weights > 0.5
        self.pool_weakest = float(nearness[heavy].max(axis=1).min()) if heavy.any() and nearness.size else 1.0
        """How near any candidate comes to the word of the question that all of them are farthest from."""
        self._total = float(weights.sum()) or 1.0
        self.text = fold(question.text)
        self._pairs = {g for g in grams(question.text) if len(g) > 1}
        self._numbers = {n for n in _NUMBER.findall(self.text) if not re.fullmatch(r"20\d\d", n)}
        self.asked = asked(question.text)
        others: dict[str, set[str]] = {}
        for term, names in synonyms(question.text):
            for word in words:
                if word in term or term in word:
                    others.setdefault(word, set()).update(names)
        self._names = {w: (w, *others.get(w, ())) for w in words}
        self._quoted = [fold(q) for q in _QUOTED.findall(question.text)]

    def near(self, text: str, ids: NDArray[np.int64]) -> Matrix:
        """For each word of the question, how near the sentence comes to it, 0 to 1; 1 where the word itself is there."""
        best = self._nearness[:, ids].max(axis=1) if len(ids) and len(self._words) else np.zeros(len(self._words))
        there = np.array([len(w) > 1 and any(name in text for name in self._names[w]) for w in self._words], bool)
        return np.asarray(np.where(there, 1.0, best), np.float32)

    def covered(self, near: Matrix) -> float:
        """Share of the question's weight that is covered, 0 to 1."""
        return float((self.weights * near).sum() / self._total) if len(self._words) else 0.0

    def clause(self, text: str) -> str:
        """The clause that holds most of the question's character pairs, with the one after it: figures trail names."""
        clauses = [c for c in re.split(r"[,，。;；:：]", text) if c]
        if not clauses:
            return text
        best = max(range(len(clauses)), key=lambda i: sum(p in clauses[i] for p in self._pairs))
        return "，".join(clauses[best : best + 2])

    def best_clause(self, text: str) -> float:
        """Greatest share of the question's character pairs that one clause holds."""
        if not self._pairs:
            return 0.0
        clauses = re.split(r"[,，。;；:：]", text)
        return max(sum(p in c for p in self._pairs) for c in clauses) / len(self._pairs)

    def common(self, text: str) -> tuple[float, float, float]:
        """Longest common run of characters: its length (to 12, as a share), its share of the question; weight of the
        weightiest word that both hold."""
        longest = _longest_common(self.text, text)
        rarest = max(
            (float(w) for word, w in zip(self._words, self.weights, strict=True) if len(word) > 1 and word in text),
            default=0.0,
        )
        return min(longest, 12) / 12, longest / max(1, len(self.text)), rarest

    def year_missing(self, ranked: RankedSentence) -> float:
        """1 where the question names years and none is the report's own, the one before, or in the sentence."""
        report = ranked.sentence.passage.report
        if not self.question.years or report.year is None:
            return 0.0
        known = {report.year, report.year - 1}
        return float(not any(y in known or str(y) in ranked.sentence.text for y in self.question.years))

    def numbers(self, text: str) -> float:
        """Share of the question's numbers and Latin names that the sentence holds; 1 where it has none."""
        return sum(n in text for n in self._numbers) / len(self._numbers) if self._numbers else 1.0

    def quoted(self, text: str) -> float:
        """1 where the sentence holds what the question puts in quotes, 0.5 where it quotes nothing, else 0."""
        return float(any(q in text for q in self._quoted)) if self._quoted else 0.5


def _period(question: Question, ranked: RankedSentence) -> tuple[float, float]:
    period = ranked.sentence.passage.period
    if not question.periods or period is None:
        return 0.0, 0.0
    return float(period in question.periods), float(period not in question.periods)


def _kinds(about: _About, ranked: RankedSentence, text: str) -> list[float]:
    """Which kinds of answer are wanted, and whether the sentence, and its clause nearest to the question, hold them."""
    question, clause = about.question, about.clause(text)
    there, near = held(text), held(clause)
    missing = [a and not t for a, t in zip(about.asked, there, strict=True)]
    return [
        unit_held(question.text, text), unit_held(question.text, clause),
        min(text.count("、"), 6) / 6, min(len(_NUMBERS_THERE.findall(text)), 6) / 6,
        float(ranked.sentence.passage.glossary),
        float(Wants.COMPARE in question.wants), float(Wants.WHETHER in question.wants),
        float(np.log(len(text))), float(_is_heading(ranked)), float("×" in text),
        about.year_missing(ranked), about.pool_weakest,
        float(attributes_missing(about.text, text)), float(places_missing(about.text, text)), float(sum(missing)), float(sum(a and t for a, t in zip(about.asked, there, strict=True))),
        float(sum(a and t for a, t in zip(about.asked, near, strict=True))),
        *map(float, about.asked), *map(float, missing),
    ]  # fmt: skip


def _is_heading(ranked: RankedSentence) -> bool:
    sentence = ranked.sentence
    return sentence.start in _heading_starts(sentence.passage.report)


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
