"""Train the judge: which sentences answer, does any, and which answer beside the best.

    python -m training.judge --shared ../shared --out models/wenbao-judge [--kept out/judge] [--scores]

The encoder must be in place (`training.sharpen`, `training.onnx_file`). It was taught on other places than those that
teach the judge (`training.rows`), so its numbers look as they will in life. What one model says of the rows it learned from
is too good for the next to learn from, so each sees the others' chances out of fold (by place); so are all figures printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from rag.embed import load_embedding
from rag.find.frames import Frames
from rag.read.encoder import WIDTH, Encoder
from rag.read.features import NAMES
from rag.read.judge import FURTHER, FURTHER_NAMES, SUMS, chance, further_rows, summary, token_sums
from rag.sentences import sentences
from rag.settings import Settings
from rag.trees import from_lightgbm
from rag.understand.words import words_of
from training import frames as framing
from training.examples import Example, collect, keep, kept_examples
from training.rows import Row, read_rows, report_file, teaches_encoder

Matrix = NDArray[np.float32]
FOLDS = 5
_TREES: dict[str, Any] = {
    "objective": "binary", "bagging_fraction": 0.8, "bagging_freq": 1, "verbose": -1, "seed": 1, "deterministic": True,
    "num_threads": 2, "force_row_wise": True,
}  # fmt: skip
SENTENCE = _TREES | {
    "num_leaves": 23,
    "learning_rate": 0.06,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.6,
    "lambda_l2": 5,
}
ANSWER = _TREES | {
    "num_leaves": 7,
    "learning_rate": 0.04,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
    "lambda_l2": 10,
}
AGAIN = _TREES | {
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.7,
    "lambda_l2": 5,
}
ROUNDS = {"sentence": 260, "answer": 220, "further": 160}
TRUST, TRUST_TOKENS = 0.003, 0.03
"""Inverse strength of the regression's penalty, on the features and on the tokens (each scaled to a spread of 1)."""
WEIGHTS = {"off_report": 0.7, "broad": 0.5, "near_miss": 1.3}
"""Weight of a question in the answerability score by its kind; 1 for the others."""
REFUSED_WRONGLY = 0.05
"""Share of answerable questions that may be refused: where the threshold is set, out of fold."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Trees and a regression; their log-odds are averaged."""

    trees: lightgbm.Booster
    weights: Matrix
    tokens: Matrix
    bias: float

    def odds(self, seen: Matrix, sums: Matrix) -> Matrix:
        """Log-odds of each row, shape (n,)."""
        by_trees = np.asarray(self.trees.predict(seen, raw_score=True), np.float32)
        by_weights = seen @ self.weights + np.einsum("nkd,kd->n", sums, self.tokens) + self.bias
        return np.asarray((by_trees + by_weights) / 2, np.float32)


def fit_sentence(examples: Sequence[Example]) -> lightgbm.Booster:
    """The chance that a sentence answers; what comes near a question without an answer does not."""
    used = [e for e in examples if e.gold.any() or not e.row.answerable]
    weight = np.concatenate([np.full(len(e.gold), 0.35 if e.row.kind == "broad" else 1.0) for e in used])
    data = lightgbm.Dataset(
        np.concatenate([e.evidence.matrix for e in used]), np.concatenate([e.gold for e in used]), weight=weight
    )
    return lightgbm.train(SENTENCE, data, ROUNDS["sentence"])


def out_of_fold(examples: Sequence[Example], fit: Callable[[Sequence[Example]], lightgbm.Booster]) -> list[Matrix]:
    """Each example's chances from a model that has not seen its place."""
    models = [fit([e for e in examples if e.fold != fold]) for fold in range(FOLDS)]
    return [np.asarray(models[e.fold].predict(e.evidence.matrix), np.float32) for e in examples]


def fit_answer(seen: Matrix, sums: Matrix, labels: NDArray[np.int8], weight: Matrix) -> Answering:
    """Whether the report answers at all."""
    trees = lightgbm.train(ANSWER, lightgbm.Dataset(seen, labels, weight=weight), ROUNDS["answer"])
    inputs = np.concatenate([seen, sums.reshape(len(sums), -1)], axis=1)
    middle, spread = inputs.mean(axis=0), np.where(inputs.std(axis=0) > 1e-6, inputs.std(axis=0), 1.0)
    trust = np.full(inputs.shape[1], TRUST_TOKENS**0.5)
    trust[: seen.shape[1]] = TRUST**0.5
    regression = LogisticRegression(C=1.0, max_iter=2000)
    regression.fit((inputs - middle) / spread * trust, labels, sample_weight=weight)
    slopes = np.asarray(regression.coef_[0] / spread * trust, np.float32)
    of_features, of_tokens = np.split(slopes, [seen.shape[1]])
    bias = float(regression.intercept_[0] - middle @ slopes)
    return Answering(trees, of_features, of_tokens.reshape(SUMS, WIDTH), bias)


@dataclass(frozen=True, slots=True)
class Stacked:
    """What the later models learn from: all out of fold."""

    chances: list[Matrix]
    answerable: Matrix
    seen: Matrix
    sums: Matrix
    labels: NDArray[np.int8]
    weight: Matrix
    folds: NDArray[np.int64]


def stack(examples: Sequence[Example]) -> Stacked:
    """Out-of-fold chances of sentences, and of an answer."""
    chances = out_of_fold(examples, fit_sentence)
    seen = np.stack([summary(e.evidence.matrix, c) for e, c in zip(examples, chances, strict=True)])
    sums = np.stack([token_sums(e.evidence, c) for e, c in zip(examples, chances, strict=True)])
    labels = np.array([e.row.answerable for e in examples], np.int8)
    weight = np.array([WEIGHTS.get(e.row.kind, 1.0) for e in examples], np.float32)
    folds = np.array([e.fold for e in examples])
    answerable = np.zeros(len(examples), np.float32)
    for fold in range(FOLDS):
        a, b = folds != fold, folds == fold
        if b.any():
            answerable[b] = chance(fit_answer(seen[a], sums[a], labels[a], weight[a]).odds(seen[b], sums[b]))
    return Stacked(chances, answerable, seen, sums, labels, weight, folds)


def further_of(
    example: Example, chances: Matrix, answerable: float
) -> tuple[Matrix, NDArray[np.int8], NDArray[np.int64]]:
    """Features and labels of the likelier sentences after the first, and their places."""
    order = np.argsort(-chances, kind="stable")[:FURTHER]
    if len(order) < 2:
        return np.zeros((0, len(FURTHER_NAMES)), np.float32), np.zeros(0, np.int8), order[1:]
    return further_rows(example.evidence, chances, answerable, order), example.gold[order[1:]], order[1:]


def fit_further(parts: Sequence[tuple[Matrix, NDArray[np.int8], NDArray[np.int64]]]) -> lightgbm.Booster:
    """Whether a sentence answers beside those that are likelier."""
    data = lightgbm.Dataset(np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]))
    return lightgbm.train(AGAIN, data, ROUNDS["further"])


def kind_of(row: Row) -> str:
    """What figures are told apart by."""
    if row.kind == "answerable" and len(row.spans) > 1:
        return "several"
    if row.conversation and row.history:
        return "turn" if row.answerable else "turn_refused"
    return row.kind


def report(examples: Sequence[Example], stacked: Stacked, further: list[Matrix]) -> dict[str, Any]:
    """Figures, all out of fold."""
    hits: dict[str, list[float]] = defaultdict(list)
    for e, c in zip(examples, stacked.chances, strict=True):
        if e.row.answerable:
            hits[kind_of(e.row)].append(float(e.gold[int(np.argmax(c))]) if len(c) else 0.0)
    asked = np.array([e.row.answerable and e.row.kind != "broad" for e in examples])
    broad = np.array([e.row.kind == "broad" for e in examples])
    refusable = stacked.labels == 0
    threshold = float(np.quantile(stacked.answerable[asked], REFUSED_WRONGLY))
    kinds = [kind_of(e.row) for e in examples]
    refused = {
        k: round(float(np.mean([a < threshold for a, kk in zip(stacked.answerable, kinds, strict=True) if kk == k])), 3)
        for k in sorted(set(kinds))
    }
    keep_ = asked | refusable
    del broad
    return {
        "questions": dict(Counter(kinds)),
        "first": {k: round(float(np.mean(v)), 3) for k, v in sorted(hits.items())},
        "area": round(float(roc_auc_score(stacked.labels[keep_], stacked.answerable[keep_])), 4),
        "threshold": round(threshold, 3),
        "touched": touched(examples),
        "refused": refused,
        "refused_all": round(float((stacked.answerable[refusable] < threshold).mean()), 3),
        "quoted": {str(t): quoted(examples, stacked, further, t) for t in (0.2, 0.3, 0.4, 0.5, 0.6)},
    }


def touched(examples: Sequence[Example]) -> float:
    """How near a sentence must come to a question for the report to touch its subject: as near as one in five questions
    that have nothing to do with the report find it."""
    at = NAMES.index("late")
    strange = [float(e.evidence.matrix[:, at].max()) for e in examples if e.row.kind == "off_report" and not e.row.history]
    return round(float(np.quantile(strange, 0.8)), 3)


def quoted(examples: Sequence[Example], stacked: Stacked, further: list[Matrix], least: float) -> dict[str, Any]:
    """Recall of the spans, precision of the sentences and their number, by kind, at a threshold of `further`."""
    found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for e, c, f in zip(examples, stacked.chances, further, strict=True):
        if e.row.answerable and len(c):
            picked = [int(np.argmax(c)), *(int(i) for i in np.flatnonzero(f >= least))][:6]
            texts = [e.evidence.sentences[i].sentence for i in picked]
            spans = e.row.spans
            covered = np.mean([any(s.start < b and a < s.end for s in texts) for a, b in spans])
            right = float(np.mean(e.gold[picked]))
            found[kind_of(e.row)].append((float(covered), right, float(len(picked))))
    return {k: [round(float(x), 3) for x in np.mean(v, axis=0)] for k, v in sorted(found.items())}


def further_out_of_fold(examples: Sequence[Example], stacked: Stacked) -> list[Matrix]:
    """For each candidate, the chance that it answers beside the likelier ones."""
    parts = [further_of(e, c, float(a)) for e, c, a in zip(examples, stacked.chances, stacked.answerable, strict=True)]
    usable = [e.row.answerable and e.gold.any() and e.row.kind != "broad" for e in examples]
    out = [np.zeros(len(e.gold), np.float32) for e in examples]
    for fold in range(FOLDS):
        model = fit_further(
            [p for p, e, u in zip(parts, examples, usable, strict=True) if u and e.fold != fold and len(p[0])]
        )
        for i, e in enumerate(examples):
            if e.fold == fold and len(parts[i][0]):
                out[i][parts[i][2]] = np.asarray(model.predict(parts[i][0]), np.float32)
    return out


def counted(shared: Path, rows: Sequence[Row]) -> tuple[dict[str, float], dict[str, int], int]:
    """Weights of tokens that frame questions; in how many questions each word stands (5 or more); how many there are."""
    said = []
    for stem in sorted({r.report for r in rows}):
        from ingest.outline import outline
        from ingest.split import split

        parts = split(outline(report_file(shared, stem).read_text("utf-8"), stem=stem))
        said += [s.text for p in parts for s in sentences(p)]
    words: Counter[str] = Counter()
    for row in rows:
        words.update(set(words_of(row.question)))
    return (
        framing.weights([r.question for r in rows], said),
        {w: n for w, n in sorted(words.items()) if n >= 5},
        len(rows),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--encoder", type=Path, default=Path("models/wenbao-judge"))
    parser.add_argument("--out", type=Path, default=Path("models/wenbao-judge"))
    parser.add_argument("--kept", type=Path, default=Path("out/judge"))
    parser.add_argument("--scores", action="store_true", help="print the figures out of fold and stop")
    given = parser.parse_args()
    given.kept.mkdir(parents=True, exist_ok=True)
    rows = read_rows(given.shared)
    weights, words, total = counted(given.shared, rows)
    file = given.kept / "examples.pkl"
    if file.exists():
        examples = kept_examples(file)
    else:
        teaching = [r for r in rows if not teaches_encoder(r) and r.kind not in ("citizen", "keyword")]
        encoder = Encoder(given.encoder)
        embedding = load_embedding(Settings().embedding_model)
        examples = collect(given.shared, teaching, embedding, encoder, Frames(weights), given.kept / "tokens")
        keep(examples, file)
    stacked = stack(examples)
    further = further_out_of_fold(examples, stacked)
    told = report(examples, stacked, further)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    if given.scores:
        return
    sentence = fit_sentence(examples)
    answer = fit_answer(stacked.seen, stacked.sums, stacked.labels, stacked.weight)
    parts = [
        further_of(e, c, float(a))
        for e, c, a in zip(examples, stacked.chances, stacked.answerable, strict=True)
        if e.row.answerable and e.gold.any() and e.row.kind != "broad"
    ]
    model = {
        "names": NAMES,
        "frames": weights,
        "question_words": {"counts": words, "total": total},
        "sentence": {"trees": from_lightgbm(sentence.dump_model())},
        "answer": {
            "trees": from_lightgbm(answer.trees.dump_model()),
            "weights": answer.weights.tolist(),
            "tokens": answer.tokens.tolist(),
            "bias": answer.bias,
        },
        "further": {
            "names": FURTHER_NAMES,
            "trees": from_lightgbm(fit_further([p for p in parts if len(p[0])]).dump_model()),
        },
        "thresholds": {"answered": told["threshold"], "touched": told["touched"]},
    }
    (given.out / "judge.json").write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main()
