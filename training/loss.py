"""InfoNCE with in-batch negatives, its gradient written out.

van den Oord et al. 2018, https://arxiv.org/abs/1807.03748.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def info_nce(left: Floats, right: Floats, masked: NDArray[np.bool_], scale: float) -> tuple[float, Floats]:
    """Loss of pairs (n, dimension) against each other both ways, and its gradient (2n, dimension).

    Cosines times `scale`; row i of `left` belongs to row i of `right`; `masked` (n, n) are no negatives.
    """
    a, a_length = _unit(left)
    b, b_length = _unit(right)
    cosines = np.where(masked, np.float32(-1e9), np.float32(scale) * (a @ b.T))
    rows, columns = _softmax(cosines, 1), _softmax(cosines, 0)
    diagonal = np.arange(len(a))
    hit = rows[diagonal, diagonal], columns[diagonal, diagonal]
    loss = -float(np.mean(np.log(np.maximum(hit, 1e-30))))
    slope = (rows + columns) / 2
    slope[diagonal, diagonal] -= 1
    slope *= np.float32(scale / len(a))
    to_a: Floats = np.asarray(slope @ b, dtype=np.float32)
    to_b: Floats = np.asarray(slope.T @ a, dtype=np.float32)
    return loss, np.concatenate([_through_unit(to_a, a, a_length), _through_unit(to_b, b, b_length)])


def _unit(vectors: Floats) -> tuple[Floats, Floats]:
    length = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))
    return vectors / length, length


def _through_unit(gradient: Floats, direction: Floats, length: Floats) -> Floats:
    along = np.einsum("ij,ij->i", gradient, direction)[:, None]
    return np.asarray((gradient - along * direction) / length, dtype=np.float32)


def _softmax(scores: Floats, axis: int) -> Floats:
    raised = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return np.asarray(raised / raised.sum(axis=axis, keepdims=True), dtype=np.float32)
