"""Learn to read later turns of a conversation: whether one leans on those before it, and which words it takes over.

    python -m training.turns --shared ../shared --out models/wenbao-judge

From conversations whose leaning turns were written out as questions that stand alone; and from questions of no
conversation put after others at random, which lean on nothing. Cross-validated by place.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from rag.text import clean
from rag.trees import from_lightgbm
from rag.understand.frames import Frames
from rag.understand.turn import WORD_FEATURES, Reading, candidates, lean_features, read_with
from training.broad import DONE, OPEN, PLANNED, SUBJECTS
from training.frames import counted
from training.rows import Row, fold_of, read_rows

FOLDS, STRENGTH, ROUNDS = 5, 0.3, 120
SEEN = 8
"""Turns in which a feature must be seen: rarer ones are accidents, or name somebody."""
TAKEN, WIDER = 0.6, 0.45
"""Least chance of a word that is taken over; and in the second, wider reading (docs/answers.md)."""
MISTAKEN = 0.015
"""Share of the questions that stand alone which may be read as leaning: where the threshold is set, out of fold."""
WORDS: dict[str, Any] = {
    "objective": "binary", "num_leaves": 11, "learning_rate": 0.06, "min_data_in_leaf": 25, "feature_fraction": 0.7,
    "lambda_l2": 5, "verbose": -1, "seed": 1, "deterministic": True, "num_threads": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn with what came before it."""

    text: str
    before: tuple[Reading, ...]
    leans: bool
    meant: str
    fold: int
    row: Row | None
    """The row of a conversation; None where it was put together by chance."""

    @property
    def real(self) -> bool:
        return self.row is not None


def turns_of(rows: Sequence[Row], draw: random.Random) -> list[Turn]:
    """Turns of the conversations, and chance ones. What came before is read as it was meant."""
    out: list[Turn] = []
    by_talk: dict[str, list[Row]] = {}
    for row in rows:
        if row.conversation:
            by_talk.setdefault(row.conversation, []).append(row)
    for talk in by_talk.values():
        before: list[Reading] = []
        for row in talk:
            if before:
                out.append(
                    Turn(
                        clean(row.question),
                        tuple(before),
                        row.standalone is not None,
                        row.standalone or "",
                        fold_of(row.report),
                        row,
                    )
                )
            before.append(Reading(row.standalone or row.question, "x" if row.standalone else ""))
    by_report: dict[str, list[Row]] = {}
    for row in rows:
        if not row.history:
            by_report.setdefault(row.report, []).append(row)
    for stem, own in by_report.items():
        questions = [r.question for r in draw.sample(own, min(90, len(own)))]
        questions += [draw.choice((*DONE, *PLANNED, *OPEN)).format(draw.choice(list(SUBJECTS))) for _ in range(25)]
        for question in questions:
            earlier = [r.question for r in draw.sample(own, min(draw.choice((1, 1, 2, 3)), len(own)))]
            before = [Reading(q) for q in earlier if q != question]
            if before:
                out.append(Turn(clean(question), tuple(before), False, "", fold_of(stem), None))
    return out


def fit_leans(turns: Sequence[Turn]) -> tuple[DictVectorizer, LogisticRegression]:
    found = [lean_features(t.text, [r.text for r in t.before]) for t in turns]
    seen = Counter(name for features in found for name in features)
    common = [{n: v for n, v in features.items() if seen[n] >= SEEN} for features in found]
    names = DictVectorizer()
    inputs = names.fit_transform(common)
    weight = [1.0 if t.real else 0.6 for t in turns]
    return names, LogisticRegression(C=STRENGTH, max_iter=2000).fit(
        inputs, [t.leans for t in turns], sample_weight=weight
    )


def leaning(model: tuple[DictVectorizer, LogisticRegression], turns: Sequence[Turn]) -> NDArray[np.float64]:
    names, regression = model
    inputs = names.transform([lean_features(t.text, [r.text for r in t.before]) for t in turns])
    return np.asarray(regression.predict_proba(inputs)[:, 1])


def word_rows(
    turns: Sequence[Turn], chances: Sequence[float], frames: Frames
) -> tuple[list[Any], list[NDArray[np.int8]]]:
    """Candidate words of each leaning turn, and which of them its meaning holds beyond its own words."""
    found = [candidates(t.text, t.before, float(c), frames) for t, c in zip(turns, chances, strict=True)]
    labels = [np.array([_meant(w.text, t) for w, _ in row], np.int8) for t, row in zip(turns, found, strict=True)]
    return found, labels


def _meant(words: str, turn: Turn) -> bool:
    """Whether most of the words stand, as one run, in what the turn means, and not in the turn itself."""
    run = next(
        (
            words[i : i + n]
            for n in range(len(words), 0, -1)
            for i in range(len(words) - n + 1)
            if words[i : i + n] in turn.meant
        ),
        "",
    )
    return 5 * len(run) >= 3 * len(words) and words not in turn.text


def fit_words(found: Sequence[Any], labels: Sequence[NDArray[np.int8]]) -> lightgbm.Booster:
    inputs = np.array([f for row in found for _, f in row], np.float32)
    return lightgbm.train(WORDS, lightgbm.Dataset(inputs, np.concatenate(labels)), ROUNDS)


@dataclass(frozen=True, slots=True)
class Crossed:
    """What models that have not seen a turn's place say of it."""

    leans: NDArray[np.float64]
    """Chance that each turn leans, shape (turns,)."""
    readings: dict[int, Reading]
    """Reading of each leaning turn, by its place among the turns."""
    signs: tuple[int, int, int]
    """Words taken over rightly, wrongly, and missed."""


def crossed(turns: Sequence[Turn], frames: Frames) -> Crossed:
    """Both models, out of fold."""
    folds = np.array([t.fold for t in turns])
    chances = np.zeros(len(turns))
    for fold in range(FOLDS):
        model = fit_leans([t for t in turns if t.fold != fold])
        inside = [i for i, t in enumerate(turns) if t.fold == fold]
        chances[inside] = leaning(model, [turns[i] for i in inside])
    lean = [i for i, t in enumerate(turns) if t.leans]
    found, labels = word_rows([turns[i] for i in lean], chances[lean].tolist(), frames)
    readings, told = dict[int, Reading](), np.zeros(3, int)
    for fold in range(FOLDS):
        apart = [k for k, i in enumerate(lean) if folds[i] != fold and found[k]]
        model_w = fit_words([found[k] for k in apart], [labels[k] for k in apart])
        for k, i in enumerate(lean):
            if folds[i] == fold and found[k]:
                p = np.asarray(model_w.predict(np.array([f for _, f in found[k]], np.float32)))
                readings[i] = read_with([w for w, _ in found[k]], p, turns[i].text, TAKEN, WIDER)
                taken, right = p >= TAKEN, labels[k].astype(bool)
                told += ((taken & right).sum(), (taken & ~right).sum(), (~taken & right).sum())
    return Crossed(chances, readings, (int(told[0]), int(told[1]), int(told[2])))


def readings_of(rows: Sequence[Row], frames: Frames) -> dict[Row, tuple[str, ...]]:
    """How each leaning turn would be read by models that have not seen its place: one text or two."""
    turns = turns_of(rows, random.Random(1))
    found: dict[Row, tuple[str, ...]] = {}
    for i, reading in crossed(turns, frames).readings.items():
        if (row := turns[i].row) is not None:
            found[row] = tuple(filter(None, (reading.text, reading.wider)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("models/wenbao-judge"))
    given = parser.parse_args()
    rows = read_rows(given.shared)
    frames = Frames(counted(given.shared, rows)[0])
    turns = turns_of(rows, random.Random(1))
    labels, real = np.array([t.leans for t in turns]), np.array([t.real for t in turns])
    out = crossed(turns, frames)
    chances, (hits, wrong, missed) = out.leans, out.signs
    least = float(np.quantile(chances[~labels & ~real], 1 - MISTAKEN))
    within = roc_auc_score(labels[real], chances[real])
    print(f"{len(turns)} turns, {real.sum()} of conversations, {labels.sum()} lean")
    print(f"area {roc_auc_score(labels, chances):.4f}, within conversations {within:.4f}")
    print(f"at {least:.3f}: leaning found {(chances[labels] >= least).mean():.3f}", end=", ")
    print(f"mistaken in conversations {(chances[~labels & real] >= least).mean():.3f}", end=", ")
    print(f"by chance {(chances[~labels & ~real] >= least).mean():.3f}")
    print(f"words taken over: precision {hits / (hits + wrong):.3f}, recall {hits / (hits + missed):.3f}")
    for i in random.Random(3).sample(sorted(out.readings), 25):
        before = " | ".join(r.text for r in turns[i].before[-2:])
        print("   ", " => ".join((before, turns[i].text, out.readings[i].text, turns[i].meant)))
    save(turns, chances, least, frames, given.out / "turns.json")


def save(turns: Sequence[Turn], chances: NDArray[np.float64], least: float, frames: Frames, file: Path) -> None:
    """Fit both models on all turns, and write them."""
    names, regression = fit_leans(turns)
    weights = zip(names.get_feature_names_out(), regression.coef_[0], strict=True)
    lean = [i for i, t in enumerate(turns) if t.leans]
    words = fit_words(*word_rows([turns[i] for i in lean], chances[lean].tolist(), frames))
    model = {
        "leans": {
            "weights": {n: round(float(w), 3) for n, w in weights if abs(w) > 0.02},
            "bias": float(regression.intercept_[0]),
            "least": round(least, 4),
        },
        "words": {
            "names": WORD_FEATURES, "least": TAKEN, "wider": WIDER, "trees": from_lightgbm(words.dump_model()),
        },
    }  # fmt: skip
    file.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main()
