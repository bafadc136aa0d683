"""Weights of the signs in `ingest.tense`, from real reports.

    python -m evals.tense --shared ../shared

Sentences before the plan count as looking back, those behind it as looking ahead; where the plan begins is what
`evals.ingest_rules` finds. Reports that are kept to check with (`plan_begins.json`, aside) are left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.ingest import BY_EYE, FOLDERS
from evals.ingest_rules import Tense, Truth, named
from ingest.read import read
from ingest.tense import SIGNS, counts


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line a sign: name and weight; then the constant, and how many sentences are on their side."""
    parser = argparse.ArgumentParser(prog="python -m evals.tense")
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args(argv).shared
    by_eye = json.loads(BY_EYE.read_text("utf-8"))
    texts = {p.stem: read(p).text for name in FOLDERS for p in sorted((shared / name).glob("*.txt"))}
    tense = Tense.learn([text for stem, text in texts.items() if stem not in by_eye["aside"]])
    rows, sides = [], []
    for stem, text in texts.items():
        if stem in by_eye["aside"]:
            continue
        truth = Truth(text, tense, named(stem)[1] or 0, by_eye["chosen"].get(stem, [None])[0])
        for paragraph in truth.lines:
            if not truth.body[0] <= paragraph.start < truth.body[1]:
                continue
            for sentence in re.findall("[^。！？；]{6,}", paragraph.text):
                rows.append(counts(sentence))
                sides.append(paragraph.start < truth.plan_start)
    model = LogisticRegression(max_iter=2000, class_weight="balanced").fit(np.array(rows), np.array(sides))
    for (name, _, _), weight in zip(SIGNS, model.coef_[0], strict=True):
        print(f"{name:10} {weight:5.1f}")
    print(f"constant   {model.intercept_[0]:5.1f}")
    print(f"{len(rows)} sentences, {model.score(np.array(rows), np.array(sides)):.3f} on their side")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
