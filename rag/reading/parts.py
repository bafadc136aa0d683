"""Several questions in one breath: “甲建好了吗？乙今年怎么安排？” is answered part by part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.quote import Quote, merged

_ENDS = re.compile(r"[^?？;；]+[?？;；]*")
_ASKS = re.compile(r"[吗呢么谁几哪何多]|什么|怎|是否|啥|[?？]$")
LEAST = 7
"""Characters of a part at least; a shorter one (“真的吗？”) asks nothing of its own."""
MOST = 3
"""Parts answered one by one; more are answered as one question."""


def parts_of(text: str) -> list[str]:
    """The questions in a text, in order; empty where there is only one, or more than `MOST`."""
    found = [m.group().strip() for m in _ENDS.finditer(text)]
    if not 2 <= len(found) <= MOST or not all(len(p) >= LEAST and _ASKS.search(p) for p in found):
        return []
    return found


def together(whole: Sequence[Quote], by_part: Sequence[Sequence[Quote]], at_most: int = 4) -> list[Quote]:
    """The best quote of each part, in the order asked, then what answers the whole; each place once."""
    firsts = [quotes[0] for quotes in by_part if quotes]
    return merged([*firsts, *whole])[: max(at_most, len(firsts))]
