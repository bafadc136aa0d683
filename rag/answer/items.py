"""What “第二个” means: the second quotation that was shown, or the second item of the list in the only one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.quote import Quote

_MARK = re.compile(r"[①-⑳]|[（(]\d{1,2}[）)]|(?<![\d.])\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]+是|[；;]")
_BEFORE_LIST = re.compile(r"^.*(?:[:：]|包括|分别是|启动|实施|抓好|推进|开工|建设|推动)(?=[^、]*、)")
LONGEST = 60
"""Characters of an item that are taken over into a question."""


def item_of(quotes: Sequence[Quote], place: int) -> str:
    """The words of the item; empty where so many were not shown."""
    shown = [q.passage.report.source[q.start : q.end] for q in quotes]
    listed = shown if len(shown) > 1 else _listed(shown[0]) if shown else []
    if place < len(listed) and listed:
        return re.split(r"[，,。；;]", listed[place])[0][:LONGEST]
    return ""


def _listed(text: str) -> list[str]:
    marked = [p.strip(" ，,。；;：:\n") for p in _MARK.split(text)]
    if len([p for p in marked if p]) > 2:
        return [p for p in marked if p]
    best = max(re.split(r"[，,。；;]", text), key=lambda r: r.count("、"))
    pieces = re.split(r"、|以及|(?<=[^、]{2})[和及](?=[^、]{2})", _BEFORE_LIST.sub("", best))
    return [p for p in pieces if p] if len(pieces) > 1 else []
