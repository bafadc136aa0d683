"""A wording look-up for programs: the answer, and for each place what is marked in it and what stands around it."""

from __future__ import annotations

from typing import Any

from rag.domain import Answer, Citation
from web.present import to_json


def wording_json(answer: Answer) -> dict[str, Any]:
    """As `web.present.to_json`, with `marks` and `context` for each citation, both in offsets of the source."""
    shown = to_json(answer)
    for row, citation in zip(shown["citations"], answer.citations, strict=True):
        row["marks"] = [list(mark) for mark in citation.marks]
        row["context"] = _context(citation)
    return shown


def _context(citation: Citation) -> dict[str, Any]:
    """The whole paragraph that the quotation stands in."""
    passage = citation.passage
    return {"start": passage.start, "end": passage.end, "text": passage.text}
