"""Which sentence answers, and does any: two small models of boosted trees over the features of `rag.evidence`.

Trained by `python -m training.ranker` on questions of real reports, by report so that nothing leaks; the model card in
models/wenbao-ranker says how and with what result.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.domain import Passage
from rag.errors import RankerUnavailable
from rag.evidence import NAMES, Evidence
from rag.settings import HOME
from rag.trees import Trees
from rag.words import QuestionWords

Matrix = NDArray[np.float32]
MODEL = HOME / "models" / "wenbao-ranker" / "ranker.json"
_REMEDY = "git checkout -- models/wenbao-ranker"
TOP = 3
"""Sentences that the answerability score looks at."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Sentences with the chance that each answers, and the chance that the question is answered at all."""

    evidence: Evidence
    chances: Matrix
    """Shape (n,), 0 to 1, in the order of `evidence.sentences`."""
    answerable: float
    """0 to 1."""

    def near(self, passages: Sequence[Passage], least: float) -> list[Passage]:
        """Those of the passages, in their order, of which a sentence has at least that chance."""
        likely = {
            s.sentence.passage.id for s, c in zip(self.evidence.sentences, self.chances, strict=True) if c >= least
        }
        return [p for p in passages if p.id in likely]


class Ranker:
    """Both models, read from one file. Stateless; safe to call from several threads."""

    def __init__(self, path: Path = MODEL, *, embedding: str = "") -> None:
        """`embedding` is the identity of the one that encodes: what was learned of words holds for that one only, and is
        left out with any other. Raises RankerUnavailable where the file is missing, damaged, or made for other features.
        """
        try:
            row = json.loads(path.read_text("utf-8"))
            fits = tuple(row["names"]) == NAMES
        except (OSError, ValueError, KeyError) as error:
            raise RankerUnavailable("排序模型文件缺失或损坏。", _REMEDY) from error
        if not fits:
            raise RankerUnavailable("排序模型与程序版本不一致。", _REMEDY)
        self.question_words = QuestionWords(row["question_words"]["counts"], row["question_words"]["total"])
        self._sentence, self._answer = Trees(row["sentence"]["trees"]), Trees(row["answer"]["trees"])
        self._weights = np.array(row["answer"]["weights"], np.float32)
        self._bias = float(row["answer"]["bias"])
        of_words = row["answer"]["words"]
        self._of_words = np.array(of_words["vectors"], np.float32) if of_words["embedding"] == embedding else None

    def judge(self, evidence: Evidence) -> Judged:
        """Chances for one question's evidence."""
        if not evidence.sentences:
            return Judged(evidence, np.zeros(0, np.float32), 0.0)
        chances = chance(self._sentence.predict(evidence.matrix))
        seen = summary(evidence.matrix, chances)
        by_trees = float(self._answer.predict(seen[None, :])[0])
        by_weights = float(seen @ self._weights) + self._bias
        if self._of_words is not None:
            by_weights += float((word_sums(evidence, chances) * self._of_words).sum())
        return Judged(evidence, chances, float(chance(np.array([(by_trees + by_weights) / 2], np.float32))[0]))


def chance(raw: Matrix) -> Matrix:
    """Log-odds to probability."""
    return np.asarray(1 / (1 + np.exp(-raw)), np.float32)


def summary(matrix: Matrix, chances: Matrix) -> Matrix:
    """What the answerability score sees: the chances of the best sentences, the best one's features, and over the
    best few the greatest of each feature. Shape (TOP + 2 * len(NAMES),)."""
    order = np.argsort(-chances, kind="stable")[:TOP]
    best = np.zeros(TOP, np.float32)
    best[: len(order)] = chances[order]
    return np.concatenate([best, matrix[order[0]], matrix[order].max(axis=0)]).astype(np.float32)


def word_sums(evidence: Evidence, chances: Matrix) -> Matrix:
    """What the answerability score sees of the question's words, as sums of their vectors, shape (3, dimension): all of
    them, those that the best few sentences lack, and those that all candidates lack. A word such as 门票 or 电话 tells by
    itself that reports seldom answer, and more so when nothing near it is said."""
    vectors, near = evidence.vectors, evidence.near
    if not len(vectors):
        return np.zeros((3, vectors.shape[1]), np.float32)
    order = np.argsort(-chances, kind="stable")[:TOP]
    lacking = evidence.weights * (1 - near[order].max(axis=0))
    absent = 1 - near.max(axis=0)
    return np.asarray(np.stack([vectors.sum(axis=0), lacking @ vectors, absent @ vectors]), np.float32)
