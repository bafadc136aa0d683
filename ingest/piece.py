"""A paragraph or heading of a report's body, as it is judged."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.headings import Heading


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or heading of the body; `heading` is relative to `start`."""

    start: int
    end: int
    text: str
    heading: Heading | None = None
    item: bool = False
    """All that stands under its number: no text of its own follows."""
    note: bool = False
    """A footnote: it belongs to a word above and looks neither way."""
    columns: int = 0
    """Of a table; 0 for a paragraph."""

    @property
    def whole(self) -> bool:
        """The piece is a heading and nothing else."""
        return self.heading is not None and not self.item and self.heading.end == self.end - self.start
