"""Paragraph ranges -> pieces: which of them are headings or open with one, and of what rank.

`ingest.headings` judges a line by itself; here its neighbours have a say: a numbered line among numbered lines is an
item of a list, a short line is a heading if a paragraph follows, a run-in heading has company.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest

from ingest import furniture, headings
from ingest.headings import ARABIC, BRACKETED, NUMBERED, PART, RUN_IN, SUB, Heading
from ingest.paragraphs import Span
from ingest.parts import with_parts
from ingest.piece import Piece

HABIT = 3
"""Short sentences on lines of their own are sub-headings where a report has at least so many of them."""
PARAGRAPH_FROM = 30
"""A paragraph below a sub-heading is at least this long, in characters."""


def pieces(
    source: str, spans: Sequence[Span], marks: Mapping[Span, int], columns: Mapping[Span, int] | None = None
) -> list[Piece]:
    """One piece a span, in order. `marks` gives the level (1 highest) of headings known from the format, `columns` those
    of the spans that are tables."""
    texts = [Piece(a, b, source[a:b], columns=(columns or {}).get((a, b), 0)) for a, b in spans]
    rank_of = _mark_ranks(texts, marks)
    found = [_judged(p, rank_of.get((p.start, p.end))) for p in texts]
    return _lone_run_ins_dropped(_demoted(with_parts(_with_sub_headings(_lists_dropped(found)))))


def _mark_ranks(texts: Sequence[Piece], marks: Mapping[Span, int]) -> dict[Span, int]:
    """Rank of every marked span: levels keep their order, and a level takes the rank that its numbering has elsewhere."""
    numbers: dict[int, Counter[int]] = {}
    held = [p for p in texts if (p.start, p.end) in marks and not furniture.is_furniture(p.text)]
    for piece in held:
        counter = numbers.setdefault(marks[piece.start, piece.end], Counter())
        if number := headings.numbered(piece.text):
            counter[number[0]] += 1
    ranks: dict[int, int] = {}
    last = 0
    for level in sorted(numbers):
        usual = numbers[level].most_common(1)
        last = ranks[level] = max(usual[0][0] if usual else PART + level - 1, last + 1)
    return {(p.start, p.end): ranks[marks[p.start, p.end]] for p in held}


def _judged(piece: Piece, marked: int | None) -> Piece:
    if piece.columns:
        return piece
    if marked is not None:
        return replace(piece, heading=Heading(marked, 0, len(piece.text)))
    return replace(piece, heading=headings.heading_line(piece.text) or headings.run_in(piece.text))


def _lists_dropped(found: Sequence[Piece]) -> list[Piece]:
    """Numbered lines of one style that follow each other without text between them are items of a list."""
    out: list[Piece] = []
    for rank, group in groupby(found, key=lambda p: p.heading.rank if p.heading and p.whole else None):
        run = list(group)
        if rank and len(run) > 1 and rank <= ARABIC and _is_list(rank, run):
            run = [replace(p, heading=None) for p in run]
        out.extend(run)
    return [replace(p, item=True) if _is_item(p, below) else p for p, below in zip_longest(out, out[1:])]


def _is_item(piece: Piece, below: Piece | None) -> bool:
    """A numbered line that ends as a sentence, with the next number or nothing below it, is a paragraph."""
    if not (piece.whole and piece.heading and piece.text.endswith("。")):
        return False
    return below is None or (below.heading is not None and below.heading.rank <= piece.heading.rank)


def _is_list(rank: int, run: Sequence[Piece]) -> bool:
    if not all(headings.numbered(p.text) for p in run):
        return False
    return rank > NUMBERED or all(p.text.endswith("。") for p in run)


def _with_sub_headings(found: Sequence[Piece]) -> list[Piece]:
    """Short unnumbered lines above a paragraph become sub-headings.

    Where a report sets its short headings on lines of their own, as sentences, no paragraph opens with one.
    """
    maybe: dict[int, Heading] = {}
    for i, (piece, below) in enumerate(pairwise(found)):
        heading = None if piece.heading or piece.columns else headings.sub_heading_line(piece.text)
        if not heading or below.whole or len(below.text) < max(PARAGRAPH_FROM, 2 * len(piece.text)):
            continue
        if heading.rank == SUB or below.heading is None or below.heading.rank == RUN_IN:
            maybe[i] = heading
    lines = sum(h.rank == RUN_IN for h in maybe.values())
    opening = sum(p.heading is not None and p.heading.rank == RUN_IN for p in found)
    own_lines = lines >= HABIT and lines > opening
    out = []
    for i, piece in enumerate(found):
        if own_lines and piece.heading and piece.heading.rank == RUN_IN:
            piece = replace(piece, heading=None)
        heading = maybe.get(i)
        out.append(replace(piece, heading=heading) if heading and (own_lines or heading.rank != RUN_IN) else piece)
    return out


def _demoted(found: Sequence[Piece]) -> list[Piece]:
    """An unnumbered part heading below a numbered one is no part of its own, unless a glossary or an appendix, or
    where the report's parts have no numbers (the first heading of all is an unnumbered one)."""
    ranks = [p.heading.rank for p in found if p.heading and p.whole and p.heading.rank <= NUMBERED]
    if ranks and ranks[0] == PART:
        return list(found)
    out, numbered = [], False
    for piece in found:
        heading = piece.heading
        if numbered and piece.whole and heading and heading.rank == PART and not furniture.opens_tail(piece.text):
            piece = replace(piece, heading=replace(heading, rank=BRACKETED))
        numbered = numbered or (heading is not None and heading.rank == NUMBERED)
        out.append(piece)
    return out


def _lone_run_ins_dropped(found: Sequence[Piece]) -> list[Piece]:
    """A run-in heading without number stands in company; a lone one among numbered headings, or one in two halves,
    is a saying (“大道至简，实干为要。”) and not a heading."""
    above: list[tuple[int, int]] = []  # rank and index of the open headings
    children: dict[int, list[int]] = {}
    for i, piece in enumerate(found):
        if piece.text.startswith("各位代表") and piece.heading is None:
            above = above[:1]
        if piece.heading is None:
            continue
        while above and above[-1][0] >= piece.heading.rank:
            above.pop()
        children.setdefault(above[-1][1] if above else -1, []).append(i)
        if piece.heading.rank < RUN_IN:
            above.append((piece.heading.rank, i))
    lone = set()
    for kin in children.values():
        run_ins = [i for i in kin if (h := found[i].heading) and h.rank == RUN_IN]
        if len(run_ins) == 1 and (len(kin) > 1 or re.search("[，,]", _words(found[run_ins[0]]))):
            lone.add(run_ins[0])
    return [replace(p, heading=None) if i in lone else p for i, p in enumerate(found)]


def _words(piece: Piece) -> str:
    return piece.text[: piece.heading.end] if piece.heading else ""
