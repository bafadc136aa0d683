"""Questions about every place where a term stands: “有几处提到……”, “名称里带“……”的都找出来”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.quote import Quote
from rag.domain import Passage
from rag.sentences import sentences
from rag.text import fold
from rag.understand.question import Question

_NUMBER = r"(?:几|多少|哪几|[一二三四五六七八九十两\d]+)"
_ASKS = re.compile(
    rf"{_NUMBER}(?:处|次|个地方|回).{{0,6}}(?:提到|提及|说到|写到|出现)|(?:提到|提及|说到|出现)(?:了|过)?{_NUMBER}(?:处|次|个|回)|"
    r"(?:都|全部|所有|统统|每一处).{0,8}(?:找出来|列出来|找全|列全|挑出来)|所有提到|每一处提到|哪些地方(?:提到|出现)"
)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{1,12})[”\"」』]")
_AFTER = re.compile(
    rf"(?:提到|提及|说到|写到|出现)(?:了|过)?(?:{_NUMBER}(?:处|次|个|回))?(?:的)?([\u4e00-\u9fffA-Za-z0-9]{{2,10}}?)(?=[,，。?？的]|分别|各|,|$)"
)
MOST = 8
"""Sentences quoted at most."""


def mention_quotes(question: Question, passages: Sequence[Passage]) -> list[Quote]:
    """Every sentence that holds the term asked about, in the order of the report; empty where it is no such question,
    or the term stands nowhere, or in more than `MOST` sentences (then a list says less than the best few)."""
    term = mentioned_term(question.text)
    if term is None:
        return []
    found = [
        Quote(s.passage, s.start, s.end, 1.0)
        for p in passages
        for s in sentences(p)
        if term in fold(s.text) and (not question.sides or _on(question, s.passage))
    ]
    return found if len(found) <= MOST else []


def mentioned_term(text: str) -> str | None:
    """The term whose every mention is asked for, folded; None where the question does not ask for that."""
    if not _ASKS.search(text):
        return None
    match = _QUOTED.search(text) or _AFTER.search(text)
    return fold(match[1]) if match else None


def _on(question: Question, passage: Passage) -> bool:
    return any(
        ((side.report_year in (None, passage.report.year)) and side.period in (None, passage.period)) or not side.asked
        for side in question.sides
    )
