"""Whether a report answers a question at all: boosted trees and a logistic regression, their log-odds averaged.

The regression also sees the question's words (`rag.ranker.word_sums`), on the strongest directions of their vectors; its
weights are turned back into three vectors of the embedding, so that nothing but those is needed to use them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from rag.ranker import summary, word_sums
from training.examples import Example
from training.export import directions

Matrix = NDArray[np.float32]
ANSWERABLE = {"citizen", "keyword", "answerable"}
WEIGHTS = {"answerable": 3.0, "off_report": 2.0, "citizen": 0.2, "keyword": 0.05, "removed": 0.1}
"""Weight of a question in the answerability score by its kind; 1 for the others. Look-alike controls count most."""
_TREES: dict[str, Any] = {
    "objective": "binary",
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "num_threads": 2,
}
SENTENCE: dict[str, Any] = {
    **_TREES, "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 60, "feature_fraction": 0.7, "lambda_l2": 5
}  # fmt: skip
ANSWER: dict[str, Any] = {
    **_TREES, "num_leaves": 7, "learning_rate": 0.04, "min_data_in_leaf": 40, "feature_fraction": 0.5, "lambda_l2": 10
}  # fmt: skip
SENTENCE_ROUNDS, ANSWER_ROUNDS, FOLDS = 250, 150, 5
DIRECTIONS = 96
"""Of the words' vectors, for the regression."""
TRUST, TRUST_WORDS = 0.003, 0.03
"""Inverse strength of the regression's penalty, on the features and on the words (each scaled to a spread of 1)."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What the answerability score sees of some questions."""

    seen: Matrix
    """`rag.ranker.summary` of each, shape (n, features)."""
    words: Matrix
    """`rag.ranker.word_sums` of each, shape (n, 3, dimension)."""
    labels: NDArray[np.int8]
    """1 where the report answers."""
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerModel:
    """Boosted trees and a logistic regression; their log-odds are averaged."""

    trees: lightgbm.Booster
    weights: Matrix
    """Shape (features of `rag.ranker.summary`,)."""
    words: Matrix
    """Shape (3, dimension), as `rag.ranker.word_sums`."""
    bias: float

    def odds(self, rows: Rows) -> Matrix:
        """Log-odds of each row, shape (n,)."""
        by_trees = np.asarray(self.trees.predict(rows.seen, raw_score=True), np.float32)
        by_words = np.einsum("nkd,kd->n", rows.words, self.words)
        return np.asarray((by_trees + rows.seen @ self.weights + by_words + self.bias) / 2, np.float32)


def fit_sentence(examples: Sequence[Example]) -> lightgbm.Booster:
    """Which candidate answers: trained on questions whose answer is among the candidates."""
    rows = [e for e in examples if e.gold.any()]
    matrix = np.concatenate([e.evidence.matrix for e in rows])
    data = lightgbm.Dataset(matrix, np.concatenate([e.gold for e in rows]))
    return lightgbm.train(SENTENCE, data, SENTENCE_ROUNDS)


def answer_rows(examples: Sequence[Example], sentence: lightgbm.Booster) -> Rows:
    """What the score sees; an answerable question whose answer was not found teaches nothing."""
    seen, words, labels, kinds = [], [], [], []
    for e in examples:
        lost = e.kind in ("citizen", "keyword") and not e.gold.any()
        if len(e.evidence.matrix) and not lost:
            chances = np.asarray(sentence.predict(e.evidence.matrix), np.float32)
            seen.append(summary(e.evidence.matrix, chances))
            words.append(word_sums(e.evidence, chances))
            labels.append(e.kind in ANSWERABLE)
            kinds.append(e.kind)
    return Rows(np.array(seen, np.float32), np.array(words, np.float32), np.array(labels, np.int8), tuple(kinds))


def fit_answer(examples: Sequence[Example]) -> AnswerModel:
    """Whether the report answers at all. The chances it sees are those of a ranker that has not seen the report: what
    a ranker says of its own training questions is too good."""
    folds = [[e for e in examples if fold_of(e.report) == fold] for fold in range(FOLDS)]
    parts = [
        answer_rows(inside, fit_sentence([e for e in examples if fold_of(e.report) != fold]))
        for fold, inside in enumerate(folds)
        if inside
    ]
    rows = Rows(
        np.concatenate([p.seen for p in parts]),
        np.concatenate([p.words for p in parts]),
        np.concatenate([p.labels for p in parts]),
        tuple(kind for p in parts for kind in p.kinds),
    )
    return fit_rows(rows)


def fit_rows(rows: Rows) -> AnswerModel:
    """Both models on the same rows."""
    weight = np.array([WEIGHTS.get(kind, 1.0) for kind in rows.kinds])
    trees = lightgbm.train(ANSWER, lightgbm.Dataset(rows.seen, rows.labels, weight=weight), ANSWER_ROUNDS)
    axes = directions(rows.words.reshape(-1, rows.words.shape[2]), DIRECTIONS)
    inputs = np.concatenate([rows.seen, (rows.words @ axes).reshape(len(rows.words), -1)], axis=1)
    middle, spread = inputs.mean(axis=0), np.where(inputs.std(axis=0) > 1e-6, inputs.std(axis=0), 1.0)
    trust = np.full(inputs.shape[1], TRUST_WORDS**0.5)
    trust[: rows.seen.shape[1]] = TRUST**0.5
    regression = LogisticRegression(C=1.0, max_iter=3000)
    regression.fit((inputs - middle) / spread * trust, rows.labels, sample_weight=weight)
    slopes = regression.coef_[0] / spread * trust
    of_features, of_words = np.split(slopes, [rows.seen.shape[1]])
    words = of_words.reshape(3, -1) @ axes.T
    return AnswerModel(
        trees,
        np.asarray(of_features, np.float32),
        np.asarray(words, np.float32),
        float(regression.intercept_[0] - middle @ slopes),
    )


def fold_of(report: str) -> int:
    """Fold of a report, by its place: both years of a place are in one."""
    return hashlib.md5(report.split("_")[0].encode()).digest()[0] % FOLDS
