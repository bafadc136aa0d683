"""What the faces need of the Assistant, and nothing more: so that a page can be tried without an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.domain import Answer, Report, Turn
from rag.exact.filters import Filter
from rag.exact.wording_answer import Looked
from rag.years.compare import Comparison


class Answering(Protocol):
    """The part of `rag.assistant.Assistant` that the web uses."""

    def answer(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Answer:
        """Answer one question, from one report where `only` is its stem; never raises."""
        ...

    def answers(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Iterator[Answer]:
        """The same as it grows, where a language model writes; the last one is what stands, and is the only one else."""
        ...

    def look_up(self, query: str, within: Filter | None = None) -> Looked:
        """Look up wording to the letter, `within` only what is wanted; never raises."""
        ...

    def reports(self) -> tuple[Report, ...]:
        """The reports of the current generation."""
        ...

    def starters(self) -> tuple[str, ...]:
        """Example questions that the reports at hand answer."""
        ...

    def compare(self, old: str, new: str) -> Comparison | None:
        """Two reports side by side, by their stems; None where one is not there."""
        ...

    def ready(self) -> bool:
        """Whether an index is current and loaded."""
        ...
