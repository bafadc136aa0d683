"""Contrastive training of a table of word vectors on token ids: numpy and scipy, no trainer.

One step of 1,024 pairs takes a quarter of a second on one core, several times less than the same step through
torch's EmbeddingBag, whose backward pass and dense Adam touch every row of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from tqdm import tqdm

from training.loss import info_nce
from training.pairs import Ids, PairSet

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Settings of one stage of training."""

    steps: int
    batch: int = 1024
    rate: float = 2e-3
    """Adam's learning rate at its peak: up over the first tenth, then down to 0 in a line."""
    scale: float = 20.0
    """Cosines are multiplied by this before the softmax."""
    drop: float = 0.5
    """Chance that a word of the left text that also stands in the right one is dropped."""


class Table:
    """Word vectors with lazy Adam: a step reads and updates only the rows that its batch uses."""

    def __init__(self, rows: Floats) -> None:
        """Copy `rows` (words, dimension)."""
        self.rows = rows.astype(np.float32, copy=True)
        self._mean = np.zeros_like(self.rows)
        self._square = np.zeros_like(self.rows)
        self._step = 0

    def update(self, ids: NDArray[np.int64], gradient: Floats, rate: float) -> None:
        """One step of Adam (https://arxiv.org/abs/1412.6980) on the rows `ids`, which are distinct."""
        self._step += 1
        mean = 0.9 * self._mean[ids] + 0.1 * gradient
        square = 0.99 * self._square[ids] + 0.01 * gradient * gradient
        self._mean[ids], self._square[ids] = mean, square
        deviation = np.sqrt(square / np.float32(1 - 0.99**self._step)) + np.float32(1e-8)
        self.rows[ids] -= np.float32(rate / (1 - 0.9**self._step)) * mean / deviation


def train(table: Floats, sources: Sequence[PairSet], stage: Stage, seed: int) -> Floats:
    """Train a table (words, dimension) on batches drawn from one source each; returns a new table.

    Row 0 (the unknown) is zero. Deterministic for a seed and number of threads.
    """
    draw = np.random.default_rng(seed)
    learned = Table(table)
    shares = np.array([s.weight for s in sources]) / sum(s.weight for s in sources)
    losses: list[float] = []
    with tqdm(range(stage.steps), desc="training", mininterval=5) as progress:
        for step in progress:
            source = sources[draw.choice(len(sources), p=shares)]
            losses.append(_learn(learned, source, stage, stage.rate * _warmth(step / stage.steps), draw))
            progress.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}", refresh=False)
    learned.rows[0] = 0
    return learned.rows


def _warmth(done: float) -> float:
    return min(done / 0.1, (1 - done) / 0.9) + 1e-3


def _learn(table: Table, source: PairSet, stage: Stage, rate: float, draw: np.random.Generator) -> float:
    """One batch: updates the table and returns the loss."""
    chosen = chosen_rows(source, stage.batch, draw)
    right = [source.right[i] for i in chosen]
    left = dropped([source.left[i] for i in chosen], right, stage.drop, draw)
    same = same_text(right) | same_text([source.left[i] for i in chosen])
    if source.place is not None:
        paragraph = source.place[chosen, 1]
        same |= (paragraph[:, None] == paragraph) & ~np.eye(len(chosen), dtype=bool)
    ids, bags = bag(left + right)
    means = np.asarray(bags @ table.rows[ids], dtype=np.float32)
    loss, gradient = info_nce(means[: len(left)], means[len(left) :], same, stage.scale)
    table.update(ids, np.asarray(bags.T @ gradient, dtype=np.float32), rate)
    return loss


def chosen_rows(source: PairSet, size: int, draw: np.random.Generator) -> NDArray[np.int64]:
    """Pairs of one batch, at most `size`: at random, or report by report where the pairs know their place."""
    order = draw.permutation(len(source.left))
    if source.place is not None:
        turn = draw.permutation(int(source.place[:, 0].max()) + 1)
        order = order[np.argsort(turn[source.place[order, 0]], kind="stable")]
    return np.asarray(order[:size], dtype=np.int64)


def bag(texts: Sequence[Ids]) -> tuple[NDArray[np.int64], sparse.csr_matrix]:
    """The distinct ids of `texts`, and a matrix (texts, distinct ids) that takes the mean of each text's rows."""
    lengths = np.array([len(t) for t in texts])
    ids, local = np.unique(np.concatenate(list(texts)), return_inverse=True)
    weights = np.repeat((1 / lengths).astype(np.float32), lengths)
    shape = (len(texts), len(ids))
    return ids.astype(np.int64), sparse.csr_matrix((weights, local, np.r_[0, np.cumsum(lengths)]), shape=shape)


def dropped(left: list[Ids], right: list[Ids], chance: float, draw: np.random.Generator) -> list[Ids]:
    """Each left text without some of the words it shares with its right text; never empty."""
    if chance <= 0:
        return left
    lengths = np.array([len(t) for t in left])
    shared = np.isin(_keys(left), _keys(right))
    kept = np.split(~(shared & (draw.random(len(shared)) < chance)), np.cumsum(lengths)[:-1])
    return [t[k] if k.any() else t for t, k in zip(left, kept, strict=True)]


def _keys(texts: Sequence[Ids]) -> NDArray[np.int64]:
    """One number for each (text, word)."""
    rows = np.repeat(np.arange(len(texts), dtype=np.int64), [len(t) for t in texts])
    return np.asarray((rows << 32) + np.concatenate(list(texts)), dtype=np.int64)


def same_text(texts: Sequence[Ids]) -> NDArray[np.bool_]:
    """Where two different rows hold the same text (n, n): these are no negatives of each other."""
    codes: dict[bytes, int] = {}
    numbers = np.array([codes.setdefault(t.tobytes(), len(codes)) for t in texts])
    same = numbers[:, None] == numbers[None, :]
    np.fill_diagonal(same, False)
    return np.asarray(same)
