"""Example questions taken from the reports at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Passage, Period, Report
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


def _topics(passages: Sequence[Passage], period: Period) -> list[str]:
    """Short heading words of passages of a period, everyday subjects first."""
    found: dict[str, None] = {}
    for passage in passages:
        if passage.period == period and len(passage.path) > 1:
            topic = re.split(r"[，,]", _NUMBERING.sub("", passage.path[-1]))[0].strip()
            if 4 <= len(topic) <= 14 and "×" not in topic:
                found[topic] = None
    return sorted(found, key=lambda t: next((i for i, w in enumerate(_EVERYDAY) if w in t), len(_EVERYDAY)))
