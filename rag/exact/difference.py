"""What a sentence says and what was looked up, side by side and character by character."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rag.domain import Citation
from rag.exact.align import reading
from rag.exact.folded import fold_words, folded

Kind = Literal["around", "same", "said", "asked"]
LEAST = 0.5
"""Similarity from which a reading shows anything; below it only the order is alike, or single words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the sentence, or of the words."""

    kind: Kind
    """`around` the words, the `same` in both, only `said` by the report, only `asked` for."""
    text: str


def difference(citation: Citation, words: str) -> tuple[Piece, ...]:
    """The sentence from its first sign to its last, with what was asked for in its place between; empty where the two
    cannot be read side by side. Punctuation and width make no difference."""
    source, asked = citation.report.source, fold_words(words)
    text = folded(source, citation.start, citation.end)
    if not asked or not text.text:
        return ()
    score, steps = reading(text.text, asked)
    if score < LEAST or not steps or steps[0][0] == steps[-1][1]:
        return ()
    pieces: list[Piece] = []
    at = citation.start
    for start, end, first, last in steps:
        same = text.text[start:end] == asked[first:last]
        if start < end:
            begin, stop = text.source_range(start, end)
            pieces.append(Piece("around" if at == citation.start else "same", source[at:begin]))
            at = stop
            pieces.append(Piece("same" if same else "said", source[begin:stop]))
        if not same and first < last:
            pieces.append(Piece("asked", asked[first:last]))
    pieces.append(Piece("around", source[at : citation.end]))
    return tuple(_joined(p for p in pieces if p.text))


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Neighbours of one kind as one piece; what was asked for stands before what is said instead."""
    for kind, run in groupby(_asked_first(tuple(pieces)), key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.text for piece in run))


def _asked_first(pieces: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for differs, run in groupby(pieces, key=lambda piece: piece.kind in ("said", "asked")):
        out += sorted(run, key=lambda piece: differs and piece.kind != "asked")
    return out
