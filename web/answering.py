"""What the faces need of the Assistant, and nothing more: so that a page can be tried without an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.domain import Answer, Report, Turn


class Answering(Protocol):
    """The part of `rag.assistant.Assistant` that the web uses."""

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer one question; never raises."""
        ...

    def wording(self, query: str) -> Answer:
        """Look up wording to the letter; never raises."""
        ...

    def reports(self) -> tuple[Report, ...]:
        """The reports of the current generation."""
        ...

    def starters(self) -> tuple[str, ...]:
        """Example questions that the reports at hand answer."""
        ...

    def ready(self) -> bool:
        """Whether an index is current and loaded."""
        ...
