"""Which paragraphs of a report look back and which ahead, by all evidence together.

Headings, the sentences that open a half (过去一年……, 今年……), the problems that a report owns, targets, and the tense
of every sentence each add their weight; a report looks back first and then ahead, and a change costs the more the less
its place looks like the beginning of a part. The cheapest way through is taken (Viterbi, two states).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest import furniture, periods, tense
from ingest.headings import ARABIC, BRACKETED, NUMBERED, PART
from ingest.piece import Piece
from rag.domain import OWNED, Period

PART_TITLE: Final = 12.0
"""Evidence of a part's title that says which way it looks; as much as four paragraphs of one mind."""
OTHER_TITLE: Final = 1.0
"""Of a heading below a part."""
OPENING: Final = 6.0
"""Of a paragraph whose first words say it (过去五年……, 今年政府工作的总体要求是……)."""
OWNS_PROBLEMS: Final = 6.0
"""Of the paragraph in which a report owns its problems: it stands at the end of the review, and speaks of what is to do."""
TARGETS: Final = 6.0
"""Of the paragraph that states the year's targets, which has the figures of a review."""

FIRST_AHEAD: Final = 6.0
"""Cost of a report that looks ahead from its first part on."""
ANY: Final = 1000
_OWNED_FIRST: Final = 60
_TARGETS = re.compile(r"主?要?预期(?:性)?目标|奋斗目标(?:是|为)|总体要求(?:是|为)|总体思路(?:是|为)|指导思想(?:是|为)")
_TO_AHEAD: Final = {"says": 0.0, "part": 2.0, "opens": 4.0, "line": 6.0, "heading": 8.0, "text": 10.0}
"""Cost of the plan beginning here: at a part's title that says so, at another part's title, at a paragraph whose first
words say so, at a short line, at a lower heading, anywhere else. Chosen on the reports not kept aside."""
_TO_BACK: Final = {"says": 6.0, "part": 30.0, "opens": 10.0, "line": 30.0, "heading": 30.0, "text": 30.0}
"""Cost of a look back after the plan has begun."""


def halves(found: Sequence[Piece], year: int | None) -> list[Period | None]:
    """Period of each piece, in order; None above the first heading or opening sentence, and in a glossary."""
    first, last = _first(found, year), _last(found)
    states = _way(found[first:last], year, _top(found[first:last]))
    return [None] * first + states + _behind(found[last:], year)


def _behind(found: Sequence[Piece], year: int | None) -> list[Period | None]:
    """What stands behind the report: a glossary looks neither way, an appendix (the year's 实事, targets) ahead, unless
    its title says otherwise."""
    out: list[Period | None] = []
    state: Period | None = None
    for piece in found:
        if piece.whole and piece.heading and (piece.heading.rank == PART or furniture.opens_glossary(piece.text)):
            back = periods.of_words(piece.text, year=year) == "done"
            state = None if furniture.opens_glossary(piece.text) else "done" if back else "planned"
        out.append(state)
    return out


def _top(found: Sequence[Piece]) -> int:
    """Rank of the report's parts: that of the first heading which may be one."""
    ranks = [p.heading.rank for p in found if p.heading and p.whole and p.heading.rank <= ARABIC]
    return next((r for r in ranks if r <= NUMBERED), min(ranks, default=PART))


def _first(found: Sequence[Piece], year: int | None) -> int:
    """Where the report begins to speak: the address and “我代表……” are neither."""
    for i, piece in enumerate(found):
        if piece.heading or periods.of_paragraph(piece.text, year=year):
            return i
        formula = furniture.only_address(piece.text) or furniture.opens(piece.text)
        if not formula and len(piece.text) > 60 and i:
            return i
    return 0


def _last(found: Sequence[Piece]) -> int:
    """Where a glossary or an appendix begins."""
    tails = (i for i, p in enumerate(found) if p.whole and furniture.opens_glossary(p.text) and i > len(found) / 2)
    return next(tails, len(found))


def _way(found: Sequence[Piece], year: int | None, top: int) -> list[Period | None]:
    """The cheapest way through: for both states what the best way to each piece costs, and where it came from."""
    cost = {"done": 0.0, "planned": FIRST_AHEAD}
    came: list[dict[str, str]] = []
    both = False  # the part's title names both halves: its own headings say which
    for i, piece in enumerate(found):
        if piece.whole and piece.heading and piece.heading.rank <= top:
            both = periods.of_words(piece.text, year=year) == "mixed"
        rank = ANY if both else top
        lean = _lean(piece, year, rank)
        at = _place(piece, year, rank)
        ahead, back = _TO_AHEAD[at[0]] if i else 0.0, _TO_BACK[at[1]]
        stay, turn = cost["planned"], cost["done"] + ahead
        keep, again = cost["done"], cost["planned"] + back
        came.append({"planned": "done" if turn < stay else "planned", "done": "planned" if again < keep else "done"})
        cost = {"planned": min(stay, turn) + max(lean, 0.0), "done": min(keep, again) + max(-lean, 0.0)}
    state = min(cost, key=lambda s: cost[s])
    out: list[Period | None] = []
    for step in reversed(came):
        out.append("done" if state == "done" else "planned")
        state = step[state]
    return out[::-1]


def _lean(piece: Piece, year: int | None, top: int) -> float:
    """Evidence for looking back (above 0) or ahead (below 0)."""
    if piece.whole and piece.heading:
        says = periods.of_words(piece.text, year=year)
        weight = PART_TITLE if piece.heading.rank <= top else OTHER_TITLE
        return {"done": weight, "planned": -weight}.get(says or "", 0.0)
    return lean_of_text(piece.text, year)


def lean_of_text(text: str, year: int | None) -> float:
    """Evidence of a paragraph for looking back (above 0) or ahead (below 0)."""
    owned = OWNED.search(text)
    if owned and owned.start() < _OWNED_FIRST:
        return OWNS_PROBLEMS
    opens = {"done": OPENING, "planned": -OPENING}.get(periods.of_paragraph(text, year=year) or "", 0.0)
    targets = _TARGETS.search(text)
    if targets and targets.start() < _OWNED_FIRST:
        return opens - TARGETS
    return opens + tense.of_paragraph(text)


def _place(piece: Piece, year: int | None, top: int) -> tuple[str, str]:
    """What a piece is as the first of a plan, and as the first of a look back."""
    if piece.whole and piece.heading:
        says = periods.of_words(piece.text, year=year)
        if piece.heading.rank <= top:
            return ("says" if says == "planned" else "part"), ("says" if says == "done" else "part")
        return ("heading", "heading") if piece.heading.rank <= BRACKETED else ("line", "line")
    opens = periods.of_paragraph(piece.text, year=year)
    return ("opens" if opens == "planned" else "text"), ("opens" if opens == "done" else "text")
