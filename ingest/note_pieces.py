"""Which pieces of a report are footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.notes import is_note
from ingest.piece import Piece
from ingest.tails import opens_appendix, opens_glossary


def with_notes(found: Sequence[Piece]) -> list[Piece]:
    """The same pieces, footnotes told apart: they are no headings. Entries of a glossary are sections of their own."""
    out: list[Piece] = []
    above = ""
    listed = False
    for piece in found:
        listed = (listed and not opens_appendix(piece.text)) or (piece.whole and opens_glossary(piece.text))
        note = not listed and is_note(piece.text, above)
        out.append(replace(piece, heading=None, item=False, note=True) if note else piece)
        above += "" if note else piece.text + "\n"
    return out
