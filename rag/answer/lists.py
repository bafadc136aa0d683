"""Lists that a report sets out over several paragraphs: “确定了十件民生实事：”, and then the ten, one a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.quote import Quote
from rag.domain import Passage

MOST = 20
"""Items of one list that are quoted."""
_LEADS_IN = re.compile(r"[：:]\s*$")
_ITEM = re.compile(
    r"\s*(?:\d{1,2}\s*[．.、）)]|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]+)\s*[）)]|[①-⑳]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+)"
)


def with_items(quotes: Sequence[Quote], passages: Sequence[Passage]) -> list[Quote]:
    """The quotes; where the first only leads in to a list that the next paragraphs hold (or the next one), it and its items alone."""
    if not quotes or not _leads_in(quotes[0]):
        return list(quotes)
    first = quotes[0]
    after = sorted(
        (p for p in passages if p.report is first.passage.report and p.start >= first.end), key=lambda p: p.start
    )
    items: list[Quote] = []
    for passage in after[:MOST]:
        if not _ITEM.match(passage.text) or passage.path[: len(first.passage.path)] != first.passage.path:
            break  # the next section may begin with a number, too
        items.append(Quote(passage, passage.start, passage.end, first.chance))
    return [first, *items] if items else list(quotes)


def _leads_in(quote: Quote) -> bool:
    return bool(_LEADS_IN.search(_text(quote)))


def _text(quote: Quote) -> str:
    return quote.passage.report.source[quote.start : quote.end]
