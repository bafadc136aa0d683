"""Training questions answered once more by the steps after the judge, with chances out of fold: what a rule does.

What is replayed is what a person would get of a place that no model has seen. `Case.answer` takes the steps that
`Assistant._found` takes; a rule is left out by putting another function in its place (`training.ablation`).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.split import split
from rag.answer import check, lists, outline, quote
from rag.domain import Answer, Findings, Passage, Report
from rag.read.judge import Judge, Judged
from rag.settings import Settings
from rag.understand.question import Question, understand
from training.examples import Example, kept_examples
from training.judge import Stacked, further_out_of_fold, kind_of, stack
from training.rows import Span

KEPT = Path("out/judge")
_NOTHING = Findings((), (), ())


@dataclass(frozen=True, slots=True)
class Case:
    """One training question as it reaches the steps after the judge."""

    example: Example
    question: Question
    judged: Judged
    passages: tuple[Passage, ...]
    """Those of its report."""

    @property
    def kind(self) -> str:
        return kind_of(self.example.row)

    @property
    def report(self) -> Report:
        return self.passages[0].report

    def answer(self) -> Answer:
        """The answer, without offered questions: the steps that `Assistant._read` and `_found` take."""
        if is_declined(self.question):
            return check.refuse(self.question, Settings())
        quotes, judged = outline.outline_quotes(self.question, [self.report], self.passages), self.judged
        if quotes:
            judged = replace(judged, answerable=1.0)
        else:
            quotes = lists.with_items(quote.choose(self.question, judged), self.passages)
        return check.compose(self.question, _NOTHING, judged, quotes, Settings(), touched())


def is_declined(question: Question) -> bool:
    """Whether a question is not read on."""
    return question.problem is not None


@lru_cache(maxsize=1)
def touched() -> float:
    """Threshold of `partial`."""
    return Judge().thresholds["touched"]


def cases(kept: Path = KEPT) -> Iterator[Case]:
    """Every kept example. What the models say out of fold is computed once and kept beside the examples."""
    examples = kept_examples(kept / "examples.pkl")
    stacked, further = _out_of_fold(examples, kept / "out_of_fold.pkl")
    parts: dict[int, tuple[Passage, ...]] = {}
    for e, chances, answerable, more in zip(examples, stacked.chances, stacked.answerable, further, strict=True):
        report = e.evidence.sentences[0].sentence.passage.report
        passages = parts.setdefault(id(report), split(report))
        years = (report.year,) if report.year else ()
        question = replace(
            understand(e.row.standalone or e.row.question, years=years), carried=e.row.standalone is not None
        )
        fitted = np.asarray(chances * quote.fit(question, e.evidence.sentences), np.float32)
        sure = more.copy()
        sure[int(np.argmax(fitted))] = 1.0
        yield Case(e, question, Judged(e.evidence, fitted, float(answerable), sure), passages)


def _out_of_fold(examples: list[Example], file: Path) -> tuple[Stacked, list[NDArray[np.float32]]]:
    if not file.exists():
        stacked = stack(examples)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps((stacked, further_out_of_fold(examples, stacked))))
    found: tuple[Stacked, list[NDArray[np.float32]]] = pickle.loads(file.read_bytes())
    return found


def shared(a: Span, b: Span) -> int:
    """Characters that two ranges have in common."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))
