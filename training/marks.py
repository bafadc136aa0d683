"""How well the mark in a quotation shows the words that answer: against the ranges of training questions.

    python -m training.marks [--kept out/judge]

Every quotation of 30 characters or more that holds an asked-for range, of questions answered out of fold.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rag.answer.marks import SHORT
from rag.domain import Citation, Status
from training.replay import cases, shared
from training.rows import Span


def marked(citation: Citation, spans: tuple[Span, ...]) -> tuple[int, int, int]:
    """Characters marked, of the ranges in the quotation, and of both."""
    own = (citation.start, citation.end)
    asked_for = sum(shared(span, own) for span in spans)
    both = sum(shared(span, mark) for span in spans for mark in citation.marks)
    return sum(end - start for start, end in citation.marks), asked_for, both


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kept", type=Path, default=Path("out/judge"))
    counted, lengths = [], []
    for case in cases(parser.parse_args().kept):
        row = case.example.row
        if row.kind == "broad" or not row.answerable or (answer := case.answer()).status is not Status.ANSWERED:
            continue
        lengths.append(sum(c.end - c.start for c in answer.citations))
        held = [c for c in answer.citations if c.end - c.start >= SHORT]
        counted += [told for c in held if (told := marked(c, row.spans))[1]]
    with_mark = [told for told in counted if told[0]]
    number, (chars, asked_for, both) = len(with_mark), map(sum, zip(*with_mark, strict=True))
    print(
        f"{len(lengths)} answers of {sum(lengths) / len(lengths):.0f} characters, {len(counted)} quotations, marked {number / len(counted):.3f}"
    )
    print(f"a mark holds some of the range in {sum(b > 0 for *_, b in with_mark) / number:.3f}, half of it in")
    print(
        f"{sum(2 * b >= a for _, a, b in with_mark) / number:.3f}; of its characters {both / chars:.3f} are of the range, of those of the range {both / asked_for:.3f} are marked"
    )


if __name__ == "__main__":
    main()
