"""Tables to take along: what stands in them. `web.table_documents` makes a DOCX or an XLSX of them."""

from __future__ import annotations

from dataclasses import dataclass

from web.export import clean


@dataclass(frozen=True, slots=True)
class Quoted:
    """A cell that shows a report's own words, with where they stand."""

    said: str
    """What the table sets side by side: a figure, or the whole sentence."""
    quote: str
    """The words that hold it; the same as `said` where the cell shows all of them."""
    source: str
    """As officials cite it."""
    link: str

    @property
    def is_whole(self) -> bool:
        return self.said == self.quote


Cell = str | Quoted


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a column that holds quotations holds nothing else."""

    title: str
    """Up to 31 characters, without the signs that no sheet's name may have."""
    hint: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    """How wide each column is beside the others."""
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """What goes into a file."""

    title: str
    made: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]


def quoted(said: str, quote: str, source: str, link: str) -> Quoted:
    """Each as one line without characters that no document may hold."""
    return Quoted(clean(said), clean(quote), clean(source), link)
