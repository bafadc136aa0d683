"""Example questions taken from the reports at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Answer, Passage, Period, Report, Status
from rag.replies import reply

_EVERYDAY = (
    "教育",
    "学校",
    "就业",
    "医疗",
    "健康",
    "养老",
    "住房",
    "小区",
    "交通",
    "消费",
    "环境",
    "生态",
    "文化",
    "乡村",
    "民生",
    "社会保障",
    "营商",
)
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十]+[）)]?[、是]?|——)")


def starters(reports: Sequence[Report], passages: Sequence[Passage], *, count: int = 4) -> tuple[str, ...]:
    """Up to `count` questions about headings of the newest report, planned ones first, on everyday subjects first."""
    if not reports:
        return ()
    newest = max(reports, key=lambda r: r.year or 0)
    picked: list[str] = []
    for period, share in (("planned", count - 1), ("done", count)):
        topics = _topics([p for p in passages if p.report is newest], "planned" if period == "planned" else "done")
        for topic in topics:
            if len(picked) < share:
                picked.append(reply("starters", period, topic=topic))
    return tuple(picked[:count])


def further(answer: Answer, near: Sequence[Passage], reports: Sequence[Report], *, count: int = 3) -> tuple[str, ...]:
    """Up to `count` questions about headings of the passages `near` to what was asked; of an answer, other headings than
    those it quotes from.

    Each names a heading of the newest report word for word, and is answered from under it (tests/rag/answer/test_starters.py
    asks them all). Several places: the question says which.
    """
    newest = max((r.year or 0 for r in reports), default=0)
    several = len({r.place for r in reports}) > 1
    quoted = {c.passage.path for c in answer.citations} if answer.status is Status.ANSWERED else set()
    picked: dict[str, None] = {}
    for passage in near:
        topic = _topic(passage)
        if topic and passage.period and (passage.report.year or 0) == newest and passage.path not in quoted:
            if topic in answer.question or any(f"“{topic}”" in question for question in picked):
                continue
            place = passage.report.place if several else None
            picked[(place or "") + reply("starters", passage.period, topic=topic)] = None
    return tuple(picked)[:count]


def beside(answer: Answer, passages: Sequence[Passage]) -> list[Passage]:
    """Passages under the same heading as the first quotation's own, in the order of the report, those after it first.

    Where the report only touches what was asked, its other headings are seldom near: those of the quotations are.
    """
    if answer.status is not Status.ANSWERED:
        return [c.passage for c in answer.citations]
    if not answer.citations:
        return []
    first = answer.citations[0].passage
    own = [p for p in passages if p.report is first.report and len(p.path) > 2 and p.path[:-1] == first.path[:-1]]
    return sorted(own, key=lambda p: (p.start < first.start, p.start))


def _topics(passages: Sequence[Passage], period: Period) -> list[str]:
    """Short heading words of passages of a period, everyday subjects first."""
    found = dict.fromkeys(t for p in passages if p.period == period and (t := _topic(p)))
    return sorted(found, key=lambda t: next((i for i, w in enumerate(_EVERYDAY) if w in t), len(_EVERYDAY)))


def _topic(passage: Passage) -> str | None:
    """The words of the heading right above a passage, up to the first comma; None where they make no question."""
    if len(passage.path) < 2:
        return None
    topic = re.split(r"[，,]", _NUMBERING.sub("", passage.path[-1]))[0].strip()
    return topic if 4 <= len(topic) <= 14 and "×" not in topic else None
