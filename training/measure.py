"""Measure an embedding on the development sets, alone and fused with keywords; needs no index.

python -m training.measure --shared ../shared --model models/wenbao-static
python -m training.measure --dimension 256    the same model on fewer dimensions
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.embed import load_embedding, unit
from training.bm25 import Keywords
from training.export import directions, read_table
from training.sets import Collection, read_collections

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]

FUSION = 0.3
"""Weight of the cosine beside the keyword share (BM25 / sum of the question's idf, 0 to about 1)."""


@dataclass(frozen=True)
class Scores:
    """Scores (questions, passages) of one collection by each half."""

    keywords: Floats
    dense: Floats


def dense_scores(collection: Collection, encode_questions: Encode, encode_passages: Encode) -> Floats:
    """Cosine (questions, passages) of each question and the best sentence of each passage."""
    questions = encode_questions([q.text for q in collection.questions])
    units = encode_passages(collection.sentences)
    owner = np.asarray(collection.owner)
    found = np.full((len(questions), len(collection.passages)), -1, dtype=np.float32)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    for at in range(0, len(questions), 32):
        cosine = questions[at : at + 32] @ units.T
        found[at : at + 32, owner[first]] = np.maximum.reduceat(cosine, first, axis=1)
    return found


def scores(collection: Collection, encode_questions: Encode, encode_passages: Encode) -> Scores:
    """Both halves' scores."""
    keywords = Keywords(collection.passages).scores([q.text for q in collection.questions])
    return Scores(keywords, dense_scores(collection, encode_questions, encode_passages))


def ranked(found: Floats, depth: int) -> NDArray[np.intp]:
    """Best `depth` passages of each question, best first; the earlier one where scores are equal."""
    return np.argsort(-found, axis=1, kind="stable")[:, :depth]


def figures(collection: Collection, found: Floats) -> dict[str, float]:
    """The collection's measure, over all questions and (`by_type`) by type of question; 0 to 1."""
    groups: dict[str, list[float]] = defaultdict(list)
    depth = min(found.shape[1], 400)
    for question, order in zip(collection.questions, ranked(found, depth), strict=True):
        value = collection.measure(question, [int(i) for i in order])
        groups["all"].append(value)
        if question.type:
            groups[question.type].append(value)
    return {name: round(float(np.mean(values)), 4) for name, values in groups.items()}


def measure(
    collections: Sequence[Collection], encode_questions: Encode, encode_passages: Encode, weight: float = FUSION
) -> dict[str, dict[str, dict[str, float]]]:
    """Figures by collection and way: keywords, dense, fused."""
    found = {}
    for collection in collections:
        halves = scores(collection, encode_questions, encode_passages)
        ways = {"keywords": halves.keywords, "dense": halves.dense}
        ways["fused"] = halves.keywords + weight * halves.dense
        found[collection.name] = {way: figures(collection, values) for way, values in ways.items()}
    return found


def projected(encode: Encode, onto: Floats) -> Encode:
    """An encoder whose unit vectors are projected (dimension, fewer) and made unit again."""
    return lambda texts: unit(encode(texts) @ onto)


def main() -> None:
    """Command line: one table, and JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", default="models/wenbao-static")
    parser.add_argument("--dimension", type=int, help="project a bundled model on its strongest directions")
    parser.add_argument("--weight", type=float, default=FUSION)
    parser.add_argument("--only", nargs="*", help="names of collections")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    model = load_embedding(given.model)
    collections = read_collections(given.shared, given.only)
    questions: Encode = model.encode_questions
    passages: Encode = model.encode_passages
    if given.dimension:
        onto = directions(read_table(Path(given.model)), given.dimension)
        questions, passages = projected(questions, onto), projected(passages, onto)
    found = measure(collections, questions, passages, given.weight)
    print(json.dumps(found, ensure_ascii=False) if given.json else table(found))


def table(found: dict[str, dict[str, dict[str, float]]]) -> str:
    """One line a collection and type of question: keywords, dense, fused."""
    lines = [f"{'':32}{'keywords':>10}{'dense':>10}{'fused':>10}"]
    for name, ways in found.items():
        for kind in ways["fused"]:
            values = "".join(f"{ways[way][kind]:10.3f}" for way in ("keywords", "dense", "fused"))
            lines.append(f"{name + ' ' + kind:32}{values}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
