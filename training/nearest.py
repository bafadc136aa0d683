"""The link that a refusal shows: how often it is there, and how often it leads to the range that people named as nearest.

    python -m training.nearest [--kept out/judge]

Refused are the questions that out of fold get nothing quoted. The threshold is chosen on four fifths of the places, as low
as 0.05 of the questions that are not about the report allow, and counted on the other fifth.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.domain import Status
from rag.read.features import NAMES
from rag.replies import reply
from training.judge import FOLDS
from training.replay import Case, cases, shared

SHOWN_WRONGLY = 0.05
_PLAIN = (reply("not_found", "lead"), reply("not_found", "whether"))


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused question."""

    fold: int
    is_strange: bool
    """It has nothing to do with the report."""
    late: float
    """Share of the question in the likeliest sentence."""
    is_right: bool
    """The sentence's passage holds the nearest range."""


def refused(case: Case) -> Refused | None:
    """None where something is quoted, another year or place is told, or no range was named as nearest."""
    row, answer = case.example.row, case.answer()
    if answer.status is not Status.NOT_FOUND or answer.lead not in _PLAIN:
        return None
    if row.answerable or not (row.near or row.kind == "off_report"):
        return None
    best = int(np.argmax(case.judged.chances))
    passage = case.judged.evidence.sentences[best].sentence.passage
    late = float(case.judged.evidence.matrix[best, NAMES.index("late")])
    right = row.near is not None and shared((passage.start, passage.end), row.near) > 0
    return Refused(case.example.fold, row.kind == "off_report", late, right)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kept", type=Path, default=Path("out/judge"))
    rows = [r for case in cases(parser.parse_args().kept) if (r := refused(case))]
    shown: list[Refused] = []
    for fold in range(FOLDS):
        strange = [r.late for r in rows if r.is_strange and r.fold != fold]
        least = float(np.quantile(strange, 1 - SHOWN_WRONGLY))
        print(f"fold {fold}: from {least:.3f}")
        shown += [r for r in rows if r.fold == fold and r.late >= least]
    for name, is_strange in (("not about the report", True), ("near misses", False)):
        of, linked = [r for r in rows if r.is_strange is is_strange], [r for r in shown if r.is_strange is is_strange]
        print(
            f"{name}: {len(linked)} of {len(of)} get a link ({len(linked) / len(of):.3f}); right {np.mean([r.is_right for r in linked]):.3f}"
        )


if __name__ == "__main__":
    main()
