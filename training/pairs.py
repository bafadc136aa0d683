"""Pairs of texts that should lie close together, made from documents, pairs and citizen questions."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.corpora import CitizenQuestion, Document, is_heading, read_jsonl, sentences
from training.vocabulary import encode

Pair = tuple[str, str]
Ids = NDArray[np.int32]


@dataclass(frozen=True)
class PairSet:
    """One source of pairs as token ids; a batch is drawn from one source only."""

    name: str
    left: list[Ids]
    right: list[Ids]
    weight: float
    """Share of batches, relative to the other sources."""
    place: NDArray[np.int64] | None = None
    """For each pair (n, 2) the report and the paragraph it is on: a batch then takes whole reports, so that the
    negatives are other paragraphs of the same report, and pairs on one paragraph are no negatives of each other."""


def neighbours(documents: Sequence[Document]) -> Iterator[Pair]:
    """Each sentence and the one after it in the same paragraph."""
    for document in documents:
        for paragraph in document.paragraphs:
            parts = [s for s in sentences(paragraph) if len(s) >= 8]
            yield from itertools.pairwise(parts)


def headings(documents: Sequence[Document]) -> Iterator[Pair]:
    """Title and opening paragraph; heading and each of the first paragraphs that stand under it."""
    for document in documents:
        heading, left = document.title, 3
        for paragraph in document.paragraphs:
            if is_heading(paragraph):
                heading, left = paragraph, 3
            elif heading and left and len(paragraph) >= 12:
                yield heading, paragraph
                left -= 1


def clauses(documents: Sequence[Document], seed: int) -> Iterator[Pair]:
    """One clause of a sentence and the rest of the sentence (inverse cloze, https://arxiv.org/abs/1906.00300)."""
    draw = random.Random(seed)
    for document in documents:
        for paragraph in document.paragraphs:
            for sentence in sentences(paragraph):
                parts = [p for p in re.split(r"[，,、：:]", sentence) if p]
                if len(sentence) >= 24 and len(parts) >= 3:
                    at = draw.randrange(len(parts))
                    yield parts[at], "，".join(parts[:at] + parts[at + 1 :])


def citizen_set(questions: Sequence[CitizenQuestion], tokenizer: Tokenizer, weight: float) -> PairSet:
    """Each question with its clause, its sentence and its paragraph, and where they stand."""
    numbers: dict[str, int] = {}
    rows: list[Pair] = []
    places = []
    for q in questions:
        place = [numbers.setdefault(q.report, len(numbers)), numbers.setdefault(q.paragraph, len(numbers))]
        for answer in dict.fromkeys((q.clause, q.sentence, q.paragraph)):
            rows.append((q.question, answer))
            places.append(place)
    made = pair_set("citizen", rows, tokenizer, weight)
    if len(made.left) != len(rows):
        raise ValueError("a citizen question or its answer has no words")
    return PairSet(made.name, made.left, made.right, weight, np.array(places, dtype=np.int64))


def lay_pairs(path: Path) -> Iterator[Pair]:
    """Everyday wording and official wording, one pair a line, from the project's own list."""
    for row in read_jsonl(path):
        for lay in row["lay"]:
            yield str(lay), str(row["official"])


def pair_set(
    name: str, pairs: Sequence[Pair], tokenizer: Tokenizer, weight: float, limits: tuple[int, int] = (48, 96)
) -> PairSet:
    """Encode pairs, at most `limits` tokens (left, right); a pair with an empty side is left out."""
    left = encode(tokenizer, [a for a, _ in pairs], limits[0])
    right = encode(tokenizer, [b for _, b in pairs], limits[1])
    kept = [i for i in range(len(pairs)) if len(left[i]) and len(right[i])]
    return PairSet(name, [left[i] for i in kept], [right[i] for i in kept], weight)
