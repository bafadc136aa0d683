"""The pretrained encoder, read by onnxruntime: a text -> a vector for each of its tokens. No torch, no network.

multilingual-e5-small (MIT), its vocabulary cut to Chinese and taught on questions about work reports; the model card in
models/wenbao-judge says how (`training/sharpen.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.domain import Sentence
from rag.errors import JudgeUnavailable
from rag.read.texts import passage_text, question_text
from rag.settings import HOME

Matrix = NDArray[np.float32]
Bytes = NDArray[np.int8]
FOLDER = HOME / "models" / "wenbao-judge"
WIDTH = 128
"""Numbers of a token's vector."""
QUESTION_TOKENS, PASSAGE_TOKENS = 48, 112
QUESTION_PREFIX, PASSAGE_PREFIX = 5, 6
"""Tokens of <s> and "query:", of <s> and "passage:", which say nothing."""
STEP = 254.0
"""A number of a passage's vector is kept as a byte of this many steps; the few beyond 0.5 are cut there, in training too."""
TOKENS = "tokens.npz"
"""File of a generation that holds what was read of its sentences."""
_BATCH = 16
REMEDY = "git checkout -- models/wenbao-judge"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the encoder reads it."""

    vectors: Matrix
    """Shape (tokens, WIDTH), rows of length 1."""
    worth: Matrix
    """What each token says about what is asked, shape (tokens,), sum 1."""


class Encoder:
    """Safe to call from several threads."""

    def __init__(self, folder: Path = FOLDER, *, threads: int = 0) -> None:
        """`threads`: 0 for one a core. Raises JudgeUnavailable where a file is missing or damaged."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
            with (folder / "encoder.onnx").open("rb") as file:
                self.identity = hashlib.file_digest(file, "sha256").hexdigest()
        except Exception as error:  # each library raises its own kinds
            raise JudgeUnavailable("阅读模型文件缺失或损坏。", REMEDY) from error
        self.ask = lru_cache(maxsize=1024)(self._ask)

    def _ask(self, question: str) -> Asked:
        """One question, about 10 ms."""
        (vectors,), (worth,) = self._run([question_text(question)], QUESTION_TOKENS)
        vectors, worth = vectors[QUESTION_PREFIX:-1], worth[QUESTION_PREFIX:-1]
        if not len(worth):
            return Asked(np.zeros((0, WIDTH), np.float32), np.zeros(0, np.float32))
        weight = np.exp(worth - worth.max())
        return Asked(vectors, np.asarray(weight / weight.sum(), np.float32))

    def read(self, sentences: Sequence[Sentence], told: Callable[[int], None] = lambda done: None) -> list[Bytes]:
        """Each sentence's tokens, shape (tokens, WIDTH); about 13 ms a sentence on 2 cores. `told`: how many are done."""
        texts = [passage_text(s) for s in sentences]
        out: list[Bytes] = [np.zeros((0, WIDTH), np.int8)] * len(texts)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for at in range(0, len(order), _BATCH):
            part = order[at : at + _BATCH]
            for i, vectors in zip(part, self._run([texts[i] for i in part], PASSAGE_TOKENS)[0], strict=True):
                kept = vectors[PASSAGE_PREFIX:-1]
                out[i] = np.clip(np.round(kept * STEP), -127, 127).astype(np.int8)
            told(len(part))
        return out

    def _run(self, texts: Sequence[str], longest: int) -> tuple[list[Matrix], list[Matrix]]:
        rows = [
            e.ids for e in self._tokenizer.encode_batch_fast([t.encode("utf-8", "replace").decode() for t in texts])
        ]
        rows = [r if len(r) <= longest else [*r[: longest - 1], r[-1]] for r in rows]
        ids = np.ones((len(rows), max(map(len, rows))), np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)], mask[i, : len(row)] = row, 1
        vectors, worth = self._session.run(None, {"ids": ids, "mask": mask})
        lengths = list(map(len, rows))
        return [v[:n] for v, n in zip(vectors, lengths, strict=True)], [
            w[:n] for w, n in zip(worth, lengths, strict=True)
        ]


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The bundled encoder, once a process. Raises JudgeUnavailable."""
    return Encoder()


class TokenTable:
    """The tokens of every sentence of a generation, in the order of its sentences."""

    def __init__(self, vectors: Bytes, starts: NDArray[np.int64]) -> None:
        """`vectors` (all tokens, WIDTH); sentence i has those from starts[i] to starts[i + 1]."""
        self._vectors, self._starts = vectors, starts

    @classmethod
    def of(cls, read: Sequence[Bytes]) -> TokenTable:
        """A table of what `Encoder.read` gave."""
        vectors = np.concatenate([*read, np.zeros((0, WIDTH), np.int8)])
        return cls(vectors, np.concatenate([[0], np.cumsum([len(r) for r in read])]).astype(np.int64))

    @classmethod
    def load(cls, path: Path) -> TokenTable:
        """Raises OSError, ValueError or KeyError where the file is missing or damaged."""
        with np.load(path, allow_pickle=False) as held:
            return cls(held["vectors"], held["starts"])

    def save(self, path: Path) -> None:
        """Write an .npz file."""
        np.savez(path, vectors=self._vectors, starts=self._starts)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def row(self, i: int) -> Bytes:
        """Tokens of one sentence."""
        return self._vectors[self._starts[i] : self._starts[i + 1]]

    def near(self, asked: Asked, rows: NDArray[np.int64]) -> Matrix:
        """The greatest cosine of each token of a question in each of some sentences, shape (tokens, len(rows))."""
        out = np.zeros((len(asked.worth), len(rows)), np.float32)
        lengths = self._starts[rows + 1] - self._starts[rows]
        full = np.flatnonzero(lengths > 0)
        if not len(full) or not len(asked.worth):
            return out
        taken = np.concatenate([np.arange(self._starts[r], self._starts[r + 1]) for r in rows[full]])
        cosines = asked.vectors @ (self._vectors[taken].astype(np.float32) / STEP).T
        firsts = np.concatenate([[0], np.cumsum(lengths[full])[:-1]])
        out[:, full] = np.maximum.reduceat(cosines, firsts, axis=1)
        return out
