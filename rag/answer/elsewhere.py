"""Another year or another place than the reports': it is said, and never answered with ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.quote import Quote
from rag.replies import reply
from rag.understand.places import PROVINCES
from rag.understand.question import Question

_ITS = re.compile(
    rf"(?<![到去从给跟往和与同向在比对起])({'|'.join(PROVINCES)})(?:省|市|自治区)?(?:的|[去今前明]年|20\d\d|GDP|经济|全[省市区])",
    re.IGNORECASE,
)


def another_year(question: Question, quotes: Sequence[Quote]) -> str:
    """What is said where the question names years and none is one that the quoted reports speak for or that a quote
    names: what was so in 2018 is not said by a report of 2022. Empty where there is no such year."""
    spoken_for = {y for q in quotes if (year := q.passage.report.year) for y in (year, year - 1)}
    text = "".join(q.passage.report.source[q.start : q.end] for q in quotes)
    if not question.years or not spoken_for or any(y in spoken_for or str(y) in text for y in question.years):
        return ""
    asked = "、".join(f"{y}年" for y in sorted(question.years))
    return reply("not_found", "year", own=f"{max(spoken_for)}年", asked=asked)


def another_place(question: Question, quotes: Sequence[Quote]) -> str:
    """What is said where the question is about a province's own affairs (江西去年…, 江西的…), which is not the reports' own
    and of which no quote speaks. One that is only a direction or a partner (送到北京的菜) asks of ours."""
    said = "".join(q.passage.report.source[q.start : q.end] + "".join(q.passage.path) for q in quotes)
    own = {q.passage.report.place or "" for q in quotes}
    about = {m[1] for m in _ITS.finditer(question.text)}
    named = [p for p in PROVINCES if p in about and not any(p in place for place in own)]
    place = next((p for p in named if p not in said), "")
    return reply("not_found", "place", own="、".join(sorted(filter(None, own))) or "本地", asked=place) if place else ""
