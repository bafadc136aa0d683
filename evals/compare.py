"""What changed from one run to another, and whether it is more than chance.

    python -m evals.compare A B

A and B are folders that `evals.run` wrote. The figures stand side by side; where both folders hold figures.jsonl,
the questions that both answered are compared one by one: a bootstrap interval of the mean difference, and a sign
test of how many got better or worse.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

from evals.questions import Row, read_jsonl
from evals.tables import cell, table

RESAMPLES = 10_000
SEED = 20260101
LABELS = frozenset({"id", "type"})
"""Fields of figures.jsonl that are not figures."""


@dataclass(frozen=True, slots=True)
class Paired:
    """The same figure of the same questions in two runs; differences are B - A."""

    low: float
    """The mean difference lies between `low` and `high` in 95 of 100 resamples of the questions."""
    high: float
    better: int
    worse: int
    p: float
    """Two-sided sign test: how often chance alone would part better and worse at least so far."""


def paired(before: Sequence[float], after: Sequence[float]) -> Paired:
    """Compare two equally long, non-empty lists of values, question by question."""
    change = np.asarray(after) - np.asarray(before)
    chance = np.random.default_rng(SEED)
    means = change[chance.integers(len(change), size=(RESAMPLES, len(change)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    better, worse = int((change > 0).sum()), int((change < 0).sum())
    return Paired(float(low), float(high), better, worse, sign_test(better, worse))


def sign_test(better: int, worse: int) -> float:
    """p = min(1, 2 * P(X <= min(better, worse))), X binomial over better + worse fair coins; ties left out."""
    n = better + worse
    tail = sum(comb(n, k) for k in range(min(better, worse) + 1))
    return float(min(1.0, 2 * tail / 2**n))


def differences(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[list[str]]:
    """Rows of figure, A, B, B - A for the numbers of two summaries, those of each type included."""
    before, after = _flat(a), _flat(b)
    rows = []
    for name in dict.fromkeys([*before, *after]):
        x, y = before.get(name), after.get(name)
        change = f"{y - x:+.4f}" if x is not None and y is not None else "–"
        rows.append([name, cell(x), cell(y), change])
    return rows


def paired_rows(a: Sequence[Row], b: Sequence[Row]) -> list[list[str]]:
    """Rows of figure, n, interval, better, worse, p for each figure that both runs measured on a question."""
    before = {row["id"]: row for row in a}
    both = [(before[row["id"]], row) for row in b if row["id"] in before]
    rows = []
    for name in [key for key in (b[0] if b else {}) if key not in LABELS]:
        pairs = [(x[name], y[name]) for x, y in both if x.get(name) is not None and y[name] is not None]
        if not pairs:
            continue
        found = paired(*zip(*pairs, strict=True))
        interval = f"[{found.low:+.4f}, {found.high:+.4f}]"
        rows.append([name, str(len(pairs)), interval, str(found.better), str(found.worse), f"{found.p:.3f}"])
    return rows


def main(argv: Sequence[str] | None = None) -> int:
    """Print both tables; 1 where a folder holds no summary."""
    parser = argparse.ArgumentParser(prog="python -m evals.compare", description="两次评测的差别")
    parser.add_argument("a", type=Path), parser.add_argument("b", type=Path)
    options = parser.parse_args(argv)
    try:
        a, b = (json.loads((folder / "summary.json").read_text("utf-8")) for folder in (options.a, options.b))
    except OSError as error:
        print(f"没有评测结果：{error.filename}", file=sys.stderr)
        return 1
    print(table([["figure", "A", "B", "B - A"], *differences(a, b)]))
    files = [folder / "figures.jsonl" for folder in (options.a, options.b)]
    rows = paired_rows(*map(read_jsonl, files)) if all(file.exists() for file in files) else []
    if rows:
        print("\n" + table([["B - A, paired", "n", "95%", "better", "worse", "p"], *rows]))
    return 0


def _flat(summary: Mapping[str, Any], under: str = "") -> dict[str, float | None]:
    flat: dict[str, float | None] = {}
    for name, value in summary.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{under}{name}.")
        elif value is None or isinstance(value, int | float):
            flat[under + name] = value
    return flat


if __name__ == "__main__":
    sys.exit(main())
