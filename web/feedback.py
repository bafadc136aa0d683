"""What a person thought of an answer: 有用 or 没用, with one optional word. Where it is kept is not the page's business."""

from __future__ import annotations

from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field

from rag.domain import Status

MAX_WORD_CHARS = 200
MAX_ASKED_CHARS = 2000


class Notes(Protocol):
    """Takes what people thought. Called from several threads."""

    def note(self, *, question: str, status: str, useful: bool, word: str) -> None:
        """Keep one judgement; `word` may be empty. The question may hold anything a person types."""
        ...


class Feedback(BaseModel):
    """Body of POST /api/feedback."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    question: Annotated[str, Field(min_length=1, max_length=MAX_ASKED_CHARS)]
    status: Status
    useful: bool
    word: Annotated[str, Field(max_length=MAX_WORD_CHARS)] = ""
