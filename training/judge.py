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
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier

from rag.embed import load_embedding
from rag.read.encoder import Encoder
from rag.read.features import NAMES
from rag.read.judge import FARTHEST, FURTHER, FURTHER_NAMES, Network, chance, further_rows, summary, token_sums
from rag.settings import Settings
from rag.trees import from_lightgbm
from rag.understand.frames import Frames
from training.examples import Example, collect, keep, kept_examples
from training.frames import counted
from training.rows import Row, read_rows, teaches_encoder
from training.turns import readings_of

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
AGAIN = _TREES | {
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.7,
    "lambda_l2": 5,
}
ROUNDS = {"sentence": 260, "further": 160}
HIDDEN, NETWORKS, PASSES, DECAY = 64, 4, 25, 0.3
"""The answerability score: units of the hidden layer, networks that are averaged, passes over the rows, weight decay."""
BROAD_WEIGHT = 0.35
"""Weight of a candidate of a broad question, whose labels are weak, for the sentence model."""
NEAREST = 24
"""Candidates of a question, the nearest, that all teach the sentence model."""
REFUSED_WRONGLY = 0.05
"""Share of answerable questions that may be refused: where the threshold is set, out of fold."""


def fit_sentence(examples: Sequence[Example]) -> lightgbm.Booster:
    """The chance that a sentence answers; what comes near a question without an answer does not."""
    used = [(e, learned_from(e)) for e in examples if e.gold.any() or not e.row.answerable]
    weight = np.concatenate([np.full(len(rows), BROAD_WEIGHT if e.row.kind == "broad" else 1.0) for e, rows in used])
    data = lightgbm.Dataset(
        np.concatenate([e.evidence.matrix[rows] for e, rows in used]),
        np.concatenate([e.gold[rows] for e, rows in used]),
        weight=weight,
    )
    return lightgbm.train(SENTENCE, data, ROUNDS["sentence"])


def learned_from(example: Example) -> NDArray[np.int64]:
    """The candidates of a question that teach: those that answer, the nearest to it, and every eighth of the others."""
    near = np.argsort(-example.evidence.matrix[:, NAMES.index("late")], kind="stable")
    return np.unique(np.concatenate([near[:NEAREST], near[NEAREST::8], np.flatnonzero(example.gold)]))


def out_of_fold(examples: Sequence[Example], fit: Callable[[Sequence[Example]], lightgbm.Booster]) -> list[Matrix]:
    """Each example's chances from a model that has not seen its place."""
    models = [fit([e for e in examples if e.fold != fold]) for fold in range(FOLDS)]
    return [np.asarray(models[e.fold].predict(e.evidence.matrix), np.float32) for e in examples]


def fit_answer(inputs: Matrix, labels: NDArray[np.int8]) -> Network:
    """Whether the report answers at all: networks that differ in their start alone."""
    middle, spread = inputs.mean(axis=0), np.where(inputs.std(axis=0) > 1e-6, inputs.std(axis=0), 1.0)
    scaled = np.clip((inputs - middle) / spread, -FARTHEST, FARTHEST)
    made = [
        MLPClassifier((HIDDEN,), alpha=DECAY, max_iter=PASSES, random_state=seed, batch_size=256).fit(scaled, labels)
        for seed in range(NETWORKS)
    ]
    return Network(
        {
            "middle": middle, "spread": spread,
            "into": np.stack([m.coefs_[0] for m in made]), "into_bias": np.stack([m.intercepts_[0] for m in made]),
            "out": np.stack([m.coefs_[1][:, 0] for m in made]), "out_bias": np.stack([m.intercepts_[1][0] for m in made]),
        }
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stacked:
    """What the later models learn from: all out of fold."""

    chances: list[Matrix]
    answerable: Matrix
    inputs: Matrix
    """What the answerability score sees of each question."""
    labels: NDArray[np.int8]
    folds: NDArray[np.int64]


def stack(examples: Sequence[Example]) -> Stacked:
    """Out-of-fold chances of sentences, and of an answer."""
    chances = out_of_fold(examples, fit_sentence)
    inputs = np.stack([inputs_of(e, c) for e, c in zip(examples, chances, strict=True)])
    labels = np.array([e.row.answerable for e in examples], np.int8)
    folds = np.array([e.fold for e in examples])
    answerable = np.zeros(len(examples), np.float32)
    for fold in range(FOLDS):
        inside = folds == fold
        if inside.any():
            answerable[inside] = chance(fit_answer(inputs[~inside], labels[~inside]).predict(inputs[inside]))
    return Stacked(chances, answerable, inputs, labels, folds)


def inputs_of(example: Example, chances: Matrix) -> Matrix:
    """What the answerability score sees of a question."""
    sums = token_sums(example.evidence, chances).reshape(-1)
    return np.concatenate([summary(example.evidence.matrix, chances), sums])


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
    refusable = stacked.labels == 0
    threshold = float(np.quantile(stacked.answerable[asked], REFUSED_WRONGLY))
    kinds = [kind_of(e.row) for e in examples]
    singles = np.array([k == "answerable" for k in kinds])
    near_miss = np.array([e.row.kind == "near_miss" for e in examples])
    refused = {
        k: round(float(np.mean([a < threshold for a, kk in zip(stacked.answerable, kinds, strict=True) if kk == k])), 3)
        for k in sorted(set(kinds))
    }
    keep_ = asked | refusable
    return {
        "questions": dict(Counter(kinds)),
        "first": {k: round(float(np.mean(v)), 3) for k, v in sorted(hits.items())},
        "area": round(float(roc_auc_score(stacked.labels[keep_], stacked.answerable[keep_])), 4),
        "threshold": round(threshold, 3),
        "touched": touched(examples),
        "refused": refused,
        "curve": {
            str(least): [
                round(float((stacked.answerable[which] < least).mean()), 3)
                for which in (singles, asked, refusable & near_miss, refusable)
            ]
            for least in (0.1, 0.15, 0.18, 0.2, 0.22, 0.24, 0.27, 0.3, 0.35, 0.4, 0.5)
        },
        "refused_all": round(float((stacked.answerable[refusable] < threshold).mean()), 3),
        "quoted": {str(t): quoted(examples, stacked, further, t) for t in (0.2, 0.3, 0.4, 0.5, 0.6)},
    }


def touched(examples: Sequence[Example]) -> float:
    """How near a sentence must come to a question for the report to touch its subject: as near as one in five questions
    that have nothing to do with the report find it."""
    at = NAMES.index("late")
    strange = [
        float(e.evidence.matrix[:, at].max()) for e in examples if e.row.kind == "off_report" and not e.row.history
    ]
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
        frames = Frames(weights)
        meant = readings_of(rows, frames)
        examples = collect(given.shared, teaching, meant, embedding, encoder, frames, given.kept / "tokens")
        keep(examples, file)
    stacked = stack(examples)
    further = further_out_of_fold(examples, stacked)
    told = report(examples, stacked, further)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    if given.scores:
        return
    sentence = fit_sentence(examples)
    fit_answer(stacked.inputs, stacked.labels).save(given.out / "answer.npz")
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
        "further": {
            "names": FURTHER_NAMES,
            "trees": from_lightgbm(fit_further([p for p in parts if len(p[0])]).dump_model()),
        },
        "thresholds": {"touched": told["touched"]},
    }
    (given.out / "judge.json").write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main()
