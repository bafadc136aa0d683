"""How often the word before the quotations (有, 比上年增加了) is right: against verdicts written by hand.

    python -m training.verdicts [--kept out/judge]

verdicts.jsonl says for each question what its report supports: yes, no, more, less, or none. A verdict counts as right where it
is that one and the first quotation holds the range that answers. Chances are out of fold. The least share of the question's
words in the clause (`COVERED`) is chosen on four fifths of the places, the lowest that is right in `ASKED`, and counted on
the other fifth.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from rag.answer import verdict
from rag.read.judge import Judge
from rag.settings import HOME
from training.corpora import read_jsonl
from training.judge import FOLDS
from training.replay import Case, cases, shared

WRITTEN = HOME / "training" / "verdicts.jsonl"
ASKED = 0.98
LADDER = (0.0, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9)
"""Values of `COVERED` that are tried."""


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict that the rule gives where it asks for nothing of the clause."""

    fold: int
    question: str
    kind: str
    covered: float
    is_right: bool


def given(case: Case, judge: Judge, written: dict[tuple[str, str], str]) -> Given | None:
    """None where no verdict is given."""
    row, answer = case.example.row, case.answer()
    if not (kind := verdict.verdict_of(answer, case.question, case.judged, judge.frames)):
        return None
    first = answer.citations[0]
    share = verdict.covered(case.question.text, verdict.clause_of(case.question, first.quote), judge.frames)
    held = any(shared((first.start, first.end), span) for span in row.spans)
    said = written.get((row.report, row.question), "unread")
    if said == "unread":
        print("not in verdicts.jsonl:", kind, row.report, row.kind, case.question.text, "=>", first.quote[:60])
    return Given(case.example.fold, case.question.text, kind, share, said == kind and held)


def lowest(rows: list[Given]) -> float:
    """The lowest step of the ladder at which enough verdicts are right."""
    for least in LADDER:
        at = [r.is_right for r in rows if r.covered >= least]
        if at and sum(at) / len(at) >= ASKED:
            return least
    return 1.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kept", type=Path, default=Path("out/judge"))
    written = {(r["report"], r["question"]): r["verdict"] for r in read_jsonl(WRITTEN)}
    judge, shipped = Judge(), verdict.COVERED
    verdict.COVERED = 0.0
    all_cases = list(cases(parser.parse_args().kept))
    asked = sum((c.example.row.report, c.example.row.question) in written for c in all_cases)
    rows = [r for c in all_cases if c.kind != "broad" and (r := given(c, judge, written))]
    shown: list[Given] = []
    for fold in range(FOLDS):
        least = lowest([r for r in rows if r.fold != fold])
        own = [r for r in rows if r.fold == fold and r.covered >= least]
        print(f"fold {fold}: from {least}: {len(own)} given, {sum(r.is_right for r in own)} right")
        shown += own
    kept = [r for r in rows if r.covered >= shipped]
    for name, some in (("chosen out of fold", shown), (f"at {shipped}", kept)):
        of_change = [r for r in some if r.kind != "yes"]
        print(
            f"{name}: {len(some)} of {asked} questions get a verdict, {sum(r.is_right for r in some)} right; of more and less {len(of_change)}, {sum(r.is_right for r in of_change)} right"
        )
    for r in rows:
        if not r.is_right:
            print(f"wrong from {r.covered:.2f} down: {r.kind} {r.question}")


if __name__ == "__main__":
    main()
