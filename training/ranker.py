"""Train the ranker and the answerability score that choose what is quoted.

    python -m training.ranker --shared ../shared --out models/wenbao-ranker [--scores]

The cosine of a question that the embedding was trained on looks better than life. So an embedding is trained here, by
the recipe of the bundled one, on the citizen questions of half of the places, and the ranker learns from the questions
of the other half (and of the reports held out from both), and from `near_misses.jsonl`, which no embedding sees. Every answerable question also gives an unanswerable one: the same question with the passages that
answer it taken out of what was found. Cross-validated by place, so that no report is on both sides.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import lightgbm
import numpy as np

from rag.embed import Embedding, load_embedding
from rag.evidence import NAMES
from rag.settings import Settings
from rag.trees import from_lightgbm
from rag.words import QuestionWords
from training import export
from training.answering import FOLDS, AnswerModel, answer_rows, fit_answer, fit_sentence, fold_of
from training.corpora import DEVELOPMENT, HELD_OUT
from training.embedding import Recipe, build
from training.examples import Example, collect, question_words


def cross_validate(examples: Sequence[Example]) -> dict[str, float]:
    """Share of questions whose best candidate answers, by search alone and by the ranker, and the share refused at
    the threshold that refuses 6% of the look-alike controls."""
    hits: dict[str, list[float]] = {}
    chances: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        train = [e for e in examples if fold_of(e.report) != fold]
        test = [e for e in examples if fold_of(e.report) == fold]
        sentence = fit_sentence(train)
        answer = fit_answer(train)
        for e in test:
            if e.gold.any():
                best = int(np.argmax(np.asarray(sentence.predict(e.evidence.matrix))))
                hits.setdefault(f"{e.kind} ranked", []).append(float(e.gold[best]))
                by_search = int(np.argmax(e.evidence.matrix[:, NAMES.index("score")]))
                hits.setdefault(f"{e.kind} by search", []).append(float(e.gold[by_search]))
        rows = answer_rows(test, sentence)
        for kind, value in zip(rows.kinds, answer.odds(rows), strict=True):
            chances.setdefault(kind, []).append(float(value))
    threshold = float(np.quantile(chances["answerable"], 0.06))
    found = {f"first right, {k}": round(float(np.mean(v)), 3) for k, v in sorted(hits.items())}
    refused = {f"refused, {k}": round(float(np.mean(np.array(v) < threshold)), 3) for k, v in sorted(chances.items())}
    return found | refused | {"questions": len(examples), "threshold": round(threshold, 3)}


def save(
    path: Path, words: tuple[dict[str, int], int], sentence: lightgbm.Booster, answer: AnswerModel, embedding: str
) -> None:
    """Write the model that `rag.ranker` reads; `embedding` is the identity of the one whose words were learned."""
    row = {
        "names": list(NAMES),
        "question_words": {"counts": words[0], "total": words[1]},
        "sentence": {"trees": _rounded(from_lightgbm(sentence.dump_model()))},
        "answer": {
            "trees": _rounded(from_lightgbm(answer.trees.dump_model())),
            "words": {"embedding": embedding, "vectors": [[round(float(x), 5) for x in row] for row in answer.words]},
            "weights": [round(float(w), 5) for w in answer.weights],
            "bias": round(answer.bias, 5),
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(row, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _rounded(trees: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fewer digits: a third of the file, and the same predictions to 1e-3."""
    for tree in trees:
        tree["threshold"] = [float(f"{x:.7g}") for x in tree["threshold"]]
        tree["value"] = [round(x, 5) for x in tree["value"]]
    return trees


def of_first_half(report: str) -> bool:
    """Whether a report's place is in the half whose questions train the embedding."""
    return hashlib.md5(report.split("_")[0].encode()).digest()[0] % 2 == 0


def half_embedding(shared: Path, reports: frozenset[str], folder: Path) -> Embedding:
    """The bundled embedding's recipe, one seed, with the citizen questions of the first half of the places only."""
    keep = frozenset(r for r in reports - DEVELOPMENT - HELD_OUT if of_first_half(r))
    tokenizer, table = build(shared, replace(Recipe(), seeds=(1,)), keep)
    export.save(table, tokenizer, folder)
    return load_embedding(str(folder))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("models/wenbao-ranker"))
    parser.add_argument(
        "--scores", action="store_true", help="cross-validate and print the scores, about 7 minutes more"
    )
    given = parser.parse_args()
    words = question_words(given.shared)
    reports = frozenset(p.stem for p in (given.shared / "reports").glob("*.txt"))
    asked = frozenset(r for r in reports if r in HELD_OUT or not of_first_half(r))
    with TemporaryDirectory() as folder:
        embedding = half_embedding(given.shared, reports, Path(folder))
        bundled = load_embedding(Settings().embedding_model)
        examples = collect(given.shared, embedding, bundled, QuestionWords(*words), asked)
    save(given.out / "ranker.json", words, fit_sentence(examples), fit_answer(examples), bundled.identity)
    if given.scores:
        print(json.dumps(cross_validate(examples), indent=1))


if __name__ == "__main__":
    main()
