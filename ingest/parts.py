"""The lines that open the halves of a report without any number: told by what they say, and by the numbering about them.

“2024年工作建议” says a year and that it is about work; before “今年，我们重点抓好以下工作：” the headings reach 三、 and
behind it they begin again with 一、.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import furniture, headings
from ingest.headings import BRACKETED, NUMBERED, PART, Heading
from ingest.piece import Piece

MOST_CHARS = 40
"""A longer line is a sentence."""
MOST_TITLE_CHARS = 20
_TIME = re.compile(
    r"(?:20\d\d|二[〇○零Ｏ0][〇○零一二三四五六七八九]{2})\s*年|今年|明年|过去[的一三五]|今后|未来|下一[年步]|新的一年|十[一二三四五六七八九]五"
)
_WORK = re.compile("工作|任务|目标|回顾|总结|安排|打算|建议|思路|成就|成绩|奋斗|部署|展望|要求|蓝图")
_OPENS_HALF = re.compile(
    r"^(?:各位代表[！!，,])?\s*(?:20\d\d年|过去|一年来|五年来|今年|新的一年|今后|回顾|做好|围绕|为此|下一步)"
)
_FIGURE = re.compile(r"\d\s*(?:[万亿]|[%％]|个?百分点|[家个项户人名所座条公亩吨件元])")
_ENDED = re.compile(r"[。！？!?；;，,、]$")


def with_parts(found: Sequence[Piece]) -> list[Piece]:
    """The same pieces, those lines made headings of the highest rank."""
    parts = {i for i, p in enumerate(found) if _says_part(p)}
    for first, again in _restarts(found):
        if not parts & set(range(first, again)):
            parts |= _opener(found, first, again)
    return [
        replace(p, heading=Heading(PART, 0, len(p.text)), item=False) if i in parts else p for i, p in enumerate(found)
    ]


def _unnumbered_line(piece: Piece) -> bool:
    text = piece.text
    return (
        4 <= len(text) <= MOST_CHARS
        and not headings.numbered(text)
        and not (piece.heading and piece.heading.rank <= NUMBERED)
        and not furniture.is_address(text)
        and not furniture.is_furniture(text)
        and not furniture.opens_tail(text)
        and not _ENDED.search(text)
    )


def _says_part(piece: Piece) -> bool:
    """Whether a line says a time and that it is about work, and nothing that only a sentence says."""
    text = piece.text
    return (
        _unnumbered_line(piece)
        and not text.endswith((":", "："))
        and bool(_TIME.search(text) and _WORK.search(text))
        and not _FIGURE.search(text)
        and len(re.findall("[，,]", text)) <= 1
    )


def _restarts(found: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Indexes of the last numbered heading before, and of the first one after, each place where the numbering begins
    again with 一 although no higher heading stands between."""
    last: dict[int, tuple[int, int]] = {}  # rank -> number and index of the heading that was last
    for i, piece in enumerate(found):
        if piece.heading is None or piece.heading.rank not in (PART, NUMBERED, BRACKETED):
            continue
        rank = piece.heading.rank
        number = headings.ordinal(piece.text)
        if rank == PART or number is None:
            last.clear()
            continue
        above = last.get(rank)
        lower = last.get(BRACKETED) if rank == NUMBERED and above is None else None
        if number == 1 and (before := above or lower) and before[0] >= 2:
            yield before[1], i
        last = {r: held for r, held in last.items() if r < rank}
        last[rank] = (number, i)


def _opener(found: Sequence[Piece], first: int, again: int) -> set[int]:
    """The line between both that opens the second half, and the like line above the first half."""
    between = [i for i in range(first + 1, again) if _opens_half(found[i])]
    if not between:
        titles = [i for i in range(first + 1, again) if _is_title(found[i])]
        return set(titles) if len(titles) == 1 else set()
    opener = between[0]
    start = next((i for i in range(first, -1, -1) if headings.ordinal(found[i].text) == 1), first)
    before = [i for i in range(start - 1, -1, -1) if _opens_half(found[i])]
    return {opener, *before[:1]}


def _opens_half(piece: Piece) -> bool:
    return _unnumbered_line(piece) and bool(_OPENS_HALF.match(piece.text) or _says_part(piece))


def _is_title(piece: Piece) -> bool:
    """Whether a line could only be a title: short, and no punctuation at its end."""
    return _unnumbered_line(piece) and len(piece.text) <= MOST_TITLE_CHARS and not piece.text.endswith((":", "："))
