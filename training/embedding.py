"""Rebuild the bundled embedding from the shared corpora.

    python -m training.embedding --shared ../shared --out models/wenbao-static

Steps: count words -> tokenizer -> word vectors -> contrastive training (documents and pairs) -> a second stage
with citizen questions -> mean of several seeds -> int8. Each step is a module of this package. Seeded.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training import corpora, pairs, start
from training.contrastive import Stage, train
from training.export import reduce, save
from training.pairs import PairSet
from training.vocabulary import build_tokenizer, count_words, encode

LAY_WORDS = Path(__file__).with_name("lay_words.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every choice of a run; what `runs.jsonl` remembers."""

    words: int = 40_000
    """Entries of the tokenizer."""
    vectors: int = 256
    """Dimensions that start from co-occurrence."""
    random: int = 256
    """Dimensions that start at random."""
    window: int = 6
    everyday: int = 5
    """How often everyday words count, so that they get into the tokenizer."""
    first: Stage = field(default_factory=lambda: Stage(steps=500))
    second: Stage = field(default_factory=lambda: Stage(steps=300, rate=1e-3))
    dimension: int = 512
    """Dimensions that are shipped."""
    seeds: tuple[int, ...] = (1,)
    """One run each, from one start; their tables are averaged."""


def sources_of(shared: Path, recipe: Recipe) -> tuple[Tokenizer, list[NDArray[np.int32]], list[PairSet], list[PairSet]]:
    """Tokenizer, texts for word vectors, pair sets of the first stage, and of everyday questions."""
    documents = corpora.read_documents(shared)
    asked = corpora.read_citizen_questions(shared)
    given = corpora.read_pairs(shared)
    texts = [p for group in documents.values() for d in group for p in d.paragraphs]
    lay = list(pairs.lay_pairs(LAY_WORDS))
    words = count_words(texts + [s for rows in given.values() for row in rows for s in row])
    words += count_words([q.question for q in asked] + [s for row in lay for s in row], weight=recipe.everyday)
    tokenizer = build_tokenizer(words, recipe.words)
    first = document_sets(documents, tokenizer) + [
        pairs.pair_set(name, rows, tokenizer, weight=1.5 if name == "stard" else 0.75) for name, rows in given.items()
    ]
    second = [
        pairs.pair_set("citizen", list(pairs.citizen_pairs(asked)), tokenizer, 1.0),
        pairs.pair_set("lay", lay, tokenizer, 0.25),
    ]
    return tokenizer, encode(tokenizer, texts), first, second


def document_sets(documents: dict[str, list[corpora.Document]], tokenizer: Tokenizer) -> list[PairSet]:
    """Neighbouring sentences, headings and clauses of each source of documents."""
    shares = {"laws": 1.0, "policies": 1.0, "council": 1.0, "reports": 2.0}
    found = []
    for name, group in documents.items():
        for kind, made in (
            ("neighbours", pairs.neighbours(group)),
            ("headings", pairs.headings(group)),
            ("clauses", pairs.clauses(group, seed=0)),
        ):
            rows = list(made)
            if len(rows) >= 500:
                found.append(pairs.pair_set(f"{name} {kind}", rows, tokenizer, shares[name]))
    return found


def mixed(first: Sequence[PairSet], second: Sequence[PairSet]) -> list[PairSet]:
    """Both stages' sources, each stage with half of the batches, so that the first is not forgotten."""
    found = []
    for group in (first, second):
        total = sum(s.weight for s in group)
        found += [PairSet(s.name, s.left, s.right, s.weight / total) for s in group]
    return found


def build(shared: Path, recipe: Recipe) -> tuple[Tokenizer, NDArray[np.float32]]:
    """Run a recipe; returns the tokenizer and the table (words, dimension)."""
    tokenizer, texts, first, second = sources_of(shared, recipe)
    size = tokenizer.get_vocab_size()
    vectors = start.word_vectors(texts, size, recipe.vectors, recipe.window, seed=0)
    table = start.start_table(vectors, start.rarity(texts, size), recipe.random, seed=0)
    trained = []
    for seed in recipe.seeds:
        one = train(table, first, recipe.first, seed)
        trained.append(train(one, mixed(first, second), recipe.second, seed))
    return tokenizer, reduce(np.mean(trained, axis=0, dtype=np.float32), recipe.dimension)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with corpora/ and reports/")
    parser.add_argument("--out", type=Path, default=Path("models/wenbao-static"))
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    tokenizer, table = build(given.shared, Recipe())
    save(table, tokenizer, given.out)
    print(given.out, table.shape, hashlib.sha256(table.tobytes()).hexdigest()[:16])


if __name__ == "__main__":
    main()
