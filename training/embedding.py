"""Rebuild the bundled embedding from the shared corpora.

    python -m training.embedding --shared ../shared --out models/wenbao-static

Steps: count words -> tokenizer -> word vectors by co-occurrence -> contrastive training on documents, question and
answer pairs and citizen questions -> mean of several seeds -> int8. Each step is a module of this package. Seeded.
The run's settings and its scores on the development sets are added to `training/runs.jsonl`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.embed import load_embedding
from training import corpora, measure, pairs, runs, start
from training.contrastive import Stage, train
from training.export import reduce, save
from training.pairs import PairSet
from training.sets import read_collections
from training.vocabulary import build_tokenizer, count_words, encode

LAY_WORDS = Path(__file__).with_name("lay_words.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every choice of a run; what `runs.jsonl` remembers."""

    words: int = 40_000
    """Entries of the tokenizer."""
    everyday: int = 5
    """How often everyday words count, so that they get into the tokenizer."""
    vectors: int = 256
    """Dimensions that start from co-occurrence."""
    window: int = 6
    """Words to each side that co-occurrence looks at."""
    random: int = 256
    """Dimensions that start at random."""
    stage: Stage = field(default_factory=lambda: Stage(steps=350))
    citizen: float = 0.25
    """Share of batches with citizen questions of all reports."""
    by_report: float = 0.25
    """Share of batches with all citizen questions of a few reports, so that the negatives are near."""
    lay: float = 0.05
    """Share of batches with everyday and official wording."""
    seeds: tuple[int, ...] = (1, 2, 3)
    """One training each, from one start; their tables are averaged."""
    dimension: int = 512
    """Dimensions that are shipped."""


def read_sources(
    shared: Path, recipe: Recipe, keep: frozenset[str] | None = None
) -> tuple[Tokenizer, list[NDArray[np.int32]], list[PairSet]]:
    """Tokenizer, texts for word vectors, and the sources of pairs with their shares of batches. `keep`: reports whose
    citizen questions are used, None for all that may be."""
    documents = corpora.read_documents(shared)
    asked = corpora.read_citizen_questions(shared, keep)
    given = corpora.read_pairs(shared)
    lay = list(pairs.lay_pairs(LAY_WORDS))
    texts = [p for group in documents.values() for d in group for p in d.paragraphs]
    words = count_words(texts + [s for rows in given.values() for row in rows for s in row])
    words += count_words([q.question for q in asked] + [s for row in lay for s in row], weight=recipe.everyday)
    tokenizer = build_tokenizer(words, recipe.words)
    general = document_sets(documents, tokenizer)
    for name, rows in given.items():
        general.append(pairs.pair_set(name, rows, tokenizer, weight=1.5 if name == "stard" else 0.75))
    near = pairs.citizen_set(asked, tokenizer, recipe.by_report)
    sources = [
        *shared_out(general, 1 - recipe.citizen - recipe.by_report - recipe.lay),
        near,
        replace(near, weight=recipe.citizen, place=None),
        pairs.pair_set("lay", lay, tokenizer, recipe.lay),
    ]
    return tokenizer, encode(tokenizer, texts), sources


def document_sets(documents: dict[str, list[corpora.Document]], tokenizer: Tokenizer) -> list[PairSet]:
    """Neighbouring sentences, headings and clauses of each source of documents."""
    found = []
    for name, group in documents.items():
        made = {
            "neighbours": pairs.neighbours(group),
            "headings": pairs.headings(group),
            "clauses": pairs.clauses(group, seed=0),
        }
        for kind, rows in made.items():
            weight = 2.0 if name == "reports" else 1.0
            found.append(pairs.pair_set(f"{name} {kind}", list(rows), tokenizer, weight))
    return [s for s in found if s.left]


def shared_out(sources: Sequence[PairSet], share: float) -> list[PairSet]:
    """The same sources with weights that add up to `share`."""
    total = sum(s.weight for s in sources)
    return [replace(s, weight=s.weight / total * share) for s in sources]


def build(shared: Path, recipe: Recipe, keep: frozenset[str] | None = None) -> tuple[Tokenizer, NDArray[np.float32]]:
    """Run a recipe; returns the tokenizer and the table (words, dimension). `keep` as in `read_sources`."""
    tokenizer, texts, sources = read_sources(shared, recipe, keep)
    size = tokenizer.get_vocab_size()
    vectors = start.word_vectors(texts, size, recipe.vectors, recipe.window, seed=0)
    table = start.start_table(vectors, start.rarity(texts, size), recipe.random, seed=0)
    trained = [train(table, sources, recipe.stage, seed) for seed in recipe.seeds]
    return tokenizer, reduce(np.mean(trained, axis=0, dtype=np.float32), recipe.dimension)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="has corpora/ and reports/")
    parser.add_argument("--out", type=Path, default=Path("models/wenbao-static"))
    parser.add_argument("--name", default="recipe", help="what runs.jsonl calls this run")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(Recipe().seeds))
    parser.add_argument("--steps", type=int, default=Recipe().stage.steps)
    given = parser.parse_args()
    recipe = Recipe(seeds=tuple(given.seeds), stage=Stage(steps=given.steps))
    tokenizer, table = build(given.shared, recipe)
    save(table, tokenizer, given.out)
    model = load_embedding(str(given.out))
    found = measure.measure(read_collections(given.shared), model.encode_questions, model.encode_passages)
    runs.append(given.name, asdict(recipe) | {"fusion": measure.FUSION}, found)
    print(f"{given.out}: {table.shape[0]} words, {table.shape[1]} dimensions, {model.identity[:16]}")
    print(measure.table(found))


if __name__ == "__main__":
    main()
