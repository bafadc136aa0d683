"""Which sentences answer, and does any: what was learned over the features of `rag.read.features`.

Three models: the chance that a sentence answers (boosted trees); the chance that the report answers at all (a small
network that also sees the question's tokens themselves); and whether a further sentence answers beside the better ones
(boosted trees).
Trained by `python -m training.judge` on questions of real reports, by place so that nothing leaks; the model card in
models/wenbao-judge says how and with what result.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.domain import Passage
from rag.errors import JudgeUnavailable
from rag.read.encoder import FOLDER, REMEDY, WIDTH
from rag.read.features import NAMES, Evidence
from rag.trees import Trees
from rag.understand.frames import Frames
from rag.understand.words import QuestionWords

Matrix = NDArray[np.float32]
MODEL = FOLDER / "judge.json"
TOP = 3
"""Sentences that the answerability score looks at."""
FURTHER = 16
"""Sentences, the likeliest, of which it is judged whether they answer beside the better ones."""
FARTHEST = 4.0
"""Spreads from the middle beyond which an input says no more."""
SUMS = 3
"""Sums of the question's tokens: see `token_sums`."""
OF_FURTHER = (
    "chance", "share_of_best", "rank", "gain", "gain_share", "lack", "same_passage", "beside", "same_period",
    "period_turned", "same_section", "like_best", "answerable", "half_as_likely", "fifth_as_likely", "second_chance",
)  # fmt: skip
_TAKEN = (
    "wants_list", "wants_figure", "wants_count", "wants_compare", "wants_define", "wants_whether", "both_periods",
    "period_fits", "period_wrong", "tokens", "list_marks", "numbers_there", "length", "is_heading", "late", "covered", "no_period",
)  # fmt: skip
FURTHER_NAMES: tuple[str, ...] = (*OF_FURTHER, *_TAKEN)
_TAKEN_AT = [NAMES.index(name) for name in _TAKEN]


@dataclass(frozen=True, slots=True)
class Judged:
    """Sentences with the chance that each answers, and the chance that the question is answered at all."""

    evidence: Evidence
    chances: Matrix
    """Shape (n,), 0 to 1, in the order of `evidence.sentences`."""
    answerable: float
    """0 to 1."""
    further: Matrix
    """The chance that each answers beside those that are likelier, shape (n,); 1 for the likeliest."""

    def near(self, passages: Sequence[Passage], least: float) -> list[Passage]:
        """Those of the passages, in their order, of which a sentence has at least that chance."""
        likely = {
            s.sentence.passage.id for s, c in zip(self.evidence.sentences, self.chances, strict=True) if c >= least
        }
        return [p for p in passages if p.id in likely]


class Network:
    """A few networks of one hidden layer (ReLU) over the same inputs; their log-odds are averaged."""

    PARTS = ("middle", "spread", "into", "into_bias", "out", "out_bias")

    def __init__(self, parts: Mapping[str, Matrix]) -> None:
        """middle and spread (inputs,) bring each input near 0 to 1; into (networks, inputs, hidden), out (networks, hidden)
        and the biases are the layers."""
        self._parts = {name: np.asarray(parts[name], np.float32) for name in self.PARTS}

    @classmethod
    def load(cls, path: Path) -> Network:
        """Raises OSError, ValueError or KeyError where the file is missing or damaged."""
        with np.load(path, allow_pickle=False) as held:
            return cls(held)

    def save(self, path: Path) -> None:
        """Write an .npz file; the layers in half precision, which moves no chance by more than a thousandth or so."""
        half = {k: v if k in ("middle", "spread") else v.astype(np.float16) for k, v in self._parts.items()}
        np.savez_compressed(path, **half)  # type: ignore[arg-type]

    def predict(self, rows: Matrix) -> Matrix:
        """Log-odds of each row of shape (n, inputs); shape (n,)."""
        p = self._parts
        inputs = np.clip((rows - p["middle"]) / p["spread"], -FARTHEST, FARTHEST)
        hidden = np.maximum(np.einsum("ni,kih->knh", inputs, p["into"]) + p["into_bias"][:, None, :], 0)
        odds = np.einsum("knh,kh->kn", hidden, p["out"]) + p["out_bias"][:, None]
        return np.asarray(odds.mean(axis=0), np.float32)


class Judge:
    """All that was learned, read from one file. Stateless; safe to call from several threads."""

    def __init__(self, path: Path = MODEL) -> None:
        """Raises JudgeUnavailable where the file is missing, damaged, or made for other features."""
        try:
            row = json.loads(path.read_text("utf-8"))
            fits = tuple(row["names"]) == NAMES and tuple(row["further"]["names"]) == FURTHER_NAMES
            self.frames = Frames(row["frames"])
            self.question_words = QuestionWords(row["question_words"]["counts"], row["question_words"]["total"])
            self._sentence, self._further = Trees(row["sentence"]["trees"]), Trees(row["further"]["trees"])
            self.thresholds: dict[str, float] = row["thresholds"]
            self._answer = Network.load(path.with_name("answer.npz"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise JudgeUnavailable("判断模型文件缺失或损坏。", REMEDY) from error
        if not fits:
            raise JudgeUnavailable("判断模型与程序版本不一致。", REMEDY)

    def judge(self, evidence: Evidence, fit: Matrix | None = None) -> Judged:
        """Chances for one question's evidence; `fit`: what each sentence's chance is multiplied by, shape (n,)."""
        if not evidence.sentences:
            return Judged(evidence, np.zeros(0, np.float32), 0.0, np.zeros(0, np.float32))
        chances = chance(self._sentence.predict(evidence.matrix))
        if fit is not None:
            chances = chances * fit
        seen = np.concatenate([summary(evidence.matrix, chances), token_sums(evidence, chances).reshape(-1)])
        answerable = float(chance(self._answer.predict(seen[None, :]))[0])
        further = np.zeros(len(chances), np.float32)
        order = np.argsort(-chances, kind="stable")[:FURTHER]
        further[order[0]] = 1.0
        if len(order) > 1:
            rows = further_rows(evidence, chances, answerable, order)
            further[order[1:]] = chance(self._further.predict(rows))
        return Judged(evidence, chances, answerable, further)


def together(one: Judged, other: Judged) -> Judged:
    """Two readings of one question judged as one, over the sentences of the first: chances are averaged. A sentence that
    the other reading did not come near has none there."""
    if not one.evidence.sentences or not other.evidence.sentences:
        return one if one.evidence.sentences else other
    at = {(s.sentence.passage.id, s.sentence.start): i for i, s in enumerate(other.evidence.sentences)}
    found = [at.get((s.sentence.passage.id, s.sentence.start), -1) for s in one.evidence.sentences]
    there = (np.array(found) >= 0).astype(np.float32)
    chances, further = (
        np.asarray((own + there * theirs[found]) / 2, np.float32)
        for own, theirs in ((one.chances, other.chances), (one.further, other.further))
    )
    further[int(np.argmax(chances))] = 1.0
    return replace(one, chances=chances, further=further, answerable=(one.answerable + other.answerable) / 2)


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


def token_sums(evidence: Evidence, chances: Matrix) -> Matrix:
    """What the answerability score sees of the question's tokens, as sums of their vectors, shape (SUMS, WIDTH): all of
    them, those that the best few sentences lack, and those that all candidates lack. A word such as 门票 or 电话 tells by
    itself that reports seldom answer, and more so when nothing near it is said."""
    vectors, near = evidence.vectors, evidence.near
    if not len(vectors):
        return np.zeros((SUMS, WIDTH), np.float32)
    order = np.argsort(-chances, kind="stable")[:TOP]
    lacking = evidence.weights * (1 - near[order].max(axis=0))
    absent = (1 - near.max(axis=0)) / len(vectors)
    return np.asarray(np.stack([vectors.mean(axis=0), lacking @ vectors, absent @ vectors]), np.float32)


def further_rows(evidence: Evidence, chances: Matrix, answerable: float, order: NDArray[np.int64]) -> Matrix:
    """Features of all but the first of `order` (likeliest first), each beside those before it.

    Shape (len(order) - 1, len(FURTHER_NAMES)).
    """
    best = chances[order[0]]
    first = evidence.sentences[order[0]].sentence
    counts = [float((chances >= share * best).sum()) for share in (0.5, 0.2)]
    second = float(chances[order[1]])
    covered, rows = evidence.near[order[0]].copy(), []
    for rank, i in enumerate(order[1:], 1):
        sentence, near = evidence.sentences[i].sentence, evidence.near[i]
        gain = float(evidence.weights @ np.maximum(near - covered, 0))
        passage, other = sentence.passage, first.passage
        rows.append([
            chances[i], chances[i] / max(best, 1e-6), rank, gain, gain / max(1e-6, 1 - float(evidence.weights @ covered)),
            1 - float(evidence.weights @ covered), float(passage is other),
            float(passage is other and min(abs(sentence.start - first.end), abs(first.start - sentence.end)) < 3),
            float(passage.period == other.period), float({passage.period, other.period} == {"done", "planned"}),
            float(passage.path == other.path), float(np.abs(near - evidence.near[order[0]]).mean()), answerable, *counts, second,
            *evidence.matrix[i, _TAKEN_AT],
        ])  # fmt: skip
        covered = np.maximum(covered, near)
    return np.array(rows, np.float32).reshape(len(rows), len(FURTHER_NAMES))
