"""One question beside the answer it got: what every figure is measured of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evals.questions import Gold, Question, Row
from evals.spans import Span, coverage, locate

NO_ANSWER: Row = {"status": "error", "text": "", "citations": []}
"""What a question without an answer is taken to have got."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with the answer it got."""

    question: Question
    answer: Row
    """A line of answers.jsonl."""
    texts: Mapping[str, str]
    """Text of each loaded report by its stem."""

    @property
    def status(self) -> str:
        return str(self.answer["status"])

    @property
    def text(self) -> str:
        return self.answer.get("text") or ""

    @property
    def citations(self) -> list[Row]:
        return self.answer.get("citations") or []

    @property
    def answerable(self) -> bool:
        return bool(self.question.evidence)

    def covered(self, quoted: Iterable[Row]) -> float:
        """Share of the gold evidence that the given ranges cover."""
        gold, alternatives = self._spans(self.question.evidence), self._spans(self.question.alternatives)
        return coverage(gold, alternatives, [Span.of(row) for row in quoted])

    def fine(self) -> list[Span]:
        """Everything that may rightly be quoted."""
        return self._spans((*self.question.evidence, *self.question.alternatives, *self.question.also_ok))

    def _spans(self, gold: Iterable[Gold]) -> list[Span]:
        return [locate(g, self.texts) for g in gold]


def pair(questions: Sequence[Question], answers: Iterable[Row], texts: Mapping[str, str]) -> list[Case]:
    """Put each question beside its answer; one without counts as an error.

    :param texts: text of each loaded report by its stem.
    """
    by_id = {row["id"]: row for row in answers}
    return [Case(question, by_id.get(question.id, NO_ANSWER), texts) for question in questions]
