"""Where training starts: word vectors from co-occurrence, beside random ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd
from tqdm import tqdm

Floats = NDArray[np.float32]


def cooccurrence(texts: Sequence[NDArray[np.int32]], size: int, window: int) -> sparse.csr_matrix:
    """Symmetric counts (size, size) of words at most `window` apart in a text, weighted by 1 / distance."""
    # -1 between texts, so that no pair crosses a border.
    stream = np.concatenate([np.append(t, np.int32(-1)) for t in texts])
    total = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in tqdm(range(1, window + 1), desc="co-occurrence"):
        left, right = stream[:-distance], stream[distance:]
        inside = (left >= 0) & (right >= 0) & ~_crossed(stream, distance)
        weight = np.full(int(inside.sum()), 1 / distance, dtype=np.float32)
        total = total + sparse.coo_matrix((weight, (left[inside], right[inside])), shape=(size, size)).tocsr()
    return (total + total.T).tocsr()


def _crossed(stream: NDArray[np.int32], distance: int) -> NDArray[np.bool_]:
    borders = np.concatenate([[0], np.cumsum(stream < 0)])
    return np.asarray(borders[distance:-1] != borders[: -distance - 1])


def ppmi(counts: sparse.csr_matrix, smoothing: float = 0.75) -> sparse.csr_matrix:
    """Positive pointwise mutual information, context counts raised to `smoothing`.

    Levy, Goldberg, Dagan 2015, https://aclanthology.org/Q15-1016.
    """
    rows = np.maximum(np.asarray(counts.sum(axis=1)).ravel(), 1e-9)
    columns = rows**smoothing
    matrix = counts.tocoo()
    value = np.log(matrix.data * columns.sum() / (rows[matrix.row] * columns[matrix.col]))
    kept = value > 0
    parts = (value[kept].astype(np.float32), (matrix.row[kept], matrix.col[kept]))
    return sparse.csr_matrix(parts, shape=counts.shape)


def word_vectors(texts: Sequence[NDArray[np.int32]], size: int, dimension: int, window: int, seed: int) -> Floats:
    """Unit vectors (size, dimension) by a truncated SVD of PPMI, singular values to the power 0.5.

    A word that never occurs gets zeros.
    """
    matrix = ppmi(cooccurrence(texts, size, window))
    left, values, _ = randomized_svd(matrix, dimension, n_iter=3, random_state=seed)
    vectors = unit(left * np.sqrt(values))
    vectors[np.diff(matrix.indptr) == 0] = 0
    return vectors


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length 1; zero rows stay zero."""
    norm = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norm, 1e-9), dtype=np.float32)


def rarity(texts: Sequence[NDArray[np.int32]], size: int, a: float = 1e-3) -> Floats:
    """Weight a / (a + p) of each word, p its share of all words; between 0 and 1.

    Smooth inverse frequency: Arora, Liang, Ma 2017, https://openreview.net/forum?id=SyK00v5xx.
    """
    counts = np.bincount(np.concatenate(list(texts)), minlength=size).astype(np.float64)
    return np.asarray(a / (a + counts / counts.sum()), dtype=np.float32)


def start_table(vectors: Floats, weights: Floats, random: int, seed: int) -> Floats:
    """Starting table: word vectors beside `random` random dimensions, each half of length 1, times the weight.

    The random half keeps words apart, which exact matches and questions of many parts need; the other half
    brings words of one subject together. Row 0 (the unknown) is zero.
    """
    noise = unit(np.random.default_rng(seed).standard_normal((len(vectors), random)).astype(np.float32))
    table = np.concatenate([vectors, noise], axis=1) if random else vectors.copy()
    table *= weights[:, None]
    table[0] = 0
    return np.asarray(table, dtype=np.float32)
