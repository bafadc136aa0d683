"""Wording look-ups for programs, GET and POST /api/wording: the places, with what is marked in them and around them.

POST keeps the words out of addresses, and so out of the logs of whatever stands in front of the server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from rag.domain import Citation
from rag.exact.difference import difference
from rag.exact.filters import Filter, Told
from rag.exact.source_line import source_line
from rag.exact.wording_answer import Looked, Spelled, Way
from web.answering import Answering
from web.plain import short_name
from web.present import to_json

MAX_QUERY_CHARS = 2000
"""What is read at all; the Assistant has its own, lower limit and says so kindly."""
MAX_VALUES = 200

_Names = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=MAX_VALUES)]
_Numbers = Annotated[list[int], Field(max_length=MAX_VALUES)]


class LookUp(BaseModel):
    """A look-up: the words, and conditions that are all optional (see `rag.exact.filters.Filter`)."""

    model_config = ConfigDict(extra="forbid")
    q: Annotated[str, Field(max_length=MAX_QUERY_CHARS)]
    report: _Names = []
    year: _Numbers = []
    place: _Names = []
    part: _Numbers = []
    period: Annotated[list[Told], Field(max_length=3)] = []
    figure: bool = False
    masked: bool = False

    def filter(self) -> Filter:
        return Filter(
            reports=frozenset(self.report),
            years=frozenset(self.year),
            places=frozenset(self.place),
            parts=frozenset(self.part),
            told=frozenset(self.period),
            figure=self.figure,
            masked=self.masked,
        )


def wording_routes(assistant: Answering, admit: Callable[[Request], None]) -> APIRouter:
    """`admit` raises where the request may not be answered now."""
    router = APIRouter()

    @router.get("/api/wording")
    def by_address(look: Annotated[LookUp, Query()], request: Request) -> dict[str, Any]:
        admit(request)
        return wording_json(assistant.look_up(look.q, look.filter()))

    @router.post("/api/wording")
    def by_body(look: LookUp, request: Request) -> dict[str, Any]:
        admit(request)
        return wording_json(assistant.look_up(look.q, look.filter()))

    return router


def wording_json(looked: Looked) -> dict[str, Any]:
    """As `web.present.to_json`, with how it was found, how often each report has it, and for each citation `marks` and
    `context` (offsets of the source), `count`, its `source` as officials cite it, and where the wording is only near
    its `difference` from the words. `items`: what a slogan stands for one by one, where the report spells it out."""
    shown = to_json(looked.answer)
    for row, citation, count in zip(shown["citations"], looked.answer.citations, looked.counts, strict=True):
        row |= {
            "marks": [list(mark) for mark in citation.marks],
            "context": _context(citation),
            "count": count,
            "source": source_line(citation),
        }
        if looked.way is Way.NEAR:
            pieces = difference(citation, looked.answer.question)
            row["difference"] = [{"kind": piece.kind, "text": piece.text} for piece in pieces]
    shown["way"] = looked.way.value
    shown["items"] = [_spelled(one) for one in looked.spelled]
    shown["reports"] = [{"report": r.stem, "name": short_name(r), "count": count} for r, count in looked.tally]
    return shown


def _spelled(one: Spelled) -> dict[str, Any]:
    """A numbered part of a slogan: each item with the number of the citation that it is a stretch of."""
    items = [{"start": c.start, "end": c.end, "text": c.quote, "citation": c.number} for c in one.items]
    return {"report": one.report.stem, "words": one.words, "count": len(items), "items": items}


def _context(citation: Citation) -> dict[str, Any]:
    """The whole paragraph that the quotation stands in."""
    passage = citation.passage
    return {"start": passage.start, "end": passage.end, "text": passage.text}
