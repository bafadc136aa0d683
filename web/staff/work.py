"""What the shelf page needs of whoever reads and ingests reports, and nothing more: web does not know ingest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO, Protocol

from rag.domain import Period


class Preview(Protocol):
    """A report at a glance. The template reads more of it: headings, left_out, warnings, chars, passages."""

    @property
    def stem(self) -> str: ...
    @property
    def title(self) -> str: ...


class Upload(Protocol):
    """One file that waits to be ingested."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str:
        """`reading`, `ready` or `failed`."""
        ...

    @property
    def pages(self) -> tuple[int, int]:
        """Read, and in all."""
        ...


class Generation(Protocol):
    """One generation of the index."""

    @property
    def name(self) -> str: ...
    @property
    def current(self) -> bool: ...


class Job(Protocol):
    """What is being done to the index, or was done last."""

    @property
    def running(self) -> bool: ...
    @property
    def what(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...


class ShelfWork(Protocol):
    """Implemented by `ingest.desk.Shelf`, handed in by app.py. Methods raise WenbaoError with a sentence for staff."""

    def reports(self) -> tuple[Preview, ...]:
        """Reports of the current generation."""
        ...

    def uploads(self) -> tuple[Upload, ...]:
        """Files that wait, oldest first."""
        ...

    def generations(self) -> tuple[Generation, ...]:
        """Finished generations, newest first."""
        ...

    def job(self) -> Job:
        """What is being done, or was done last."""
        ...

    def changes(self) -> int:
        """Goes up with every change: a page that has seen another number is old."""
        ...

    def take(self, name: str, file: BinaryIO) -> str:
        """Keep a file and have it read; gives its id."""
        ...

    def correct(
        self,
        id: str,
        *,
        title: str | None,
        year: int | None,
        place: str | None,
        periods: Sequence[tuple[str, Period]] = (),
    ) -> None:
        """Say what a waiting report is; what is None is found again."""
        ...

    def fetch(self, address: str) -> str:
        """Get a file from an address of the web and have it read; gives a sentence about the way it took."""
        ...

    def correct_lines(self, id: str, lines: Mapping[str, str]) -> None:
        """Say what stands in lines of a waiting file that were read off a picture, by where they begin."""
        ...

    def picture(self, id: str, start: int) -> bytes:
        """The picture of such a line, as PNG."""
        ...

    def unlock(self, id: str, password: str) -> None:
        """Read a waiting file once more, with its password."""
        ...

    def drop(self, id: str) -> None:
        """Throw a waiting file away."""
        ...

    def ingest(self) -> None:
        """Start to build a generation of the present reports and all that wait."""
        ...

    def remove(self, stem: str) -> None:
        """Start to build a generation without this report."""
        ...

    def amend(self, stem: str, *, title: str | None, year: int | None, place: str | None) -> None:
        """Start to build a generation in which this report has another title, year or place."""
        ...

    def make_current(self, name: str) -> None:
        """Let another generation serve."""
        ...

    def roll_back(self) -> None:
        """Let the generation before the current one serve."""
        ...
