"""Which years a stretch of a report speaks of, told by its own words: 过去五年, “十四五”时期, 2016年, 到2030年."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.domain import Years

_Y = r"(20[0-9]{2})"
_N = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_COUNT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}
_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], int], Years]]


def _plan(match: re.Match[str], year: int) -> Years:
    """The five-year plan 十N五 ends in 1955 + 5·N, N counted from ten."""
    last = 1955 + 5 * (10 + _N[match[1]])
    return last - 4, last


_RULES: tuple[_Rule, ...] = (
    (re.compile(rf"{_Y}\s*年?\s*(?:[-—–－~～]+|至|到)\s*{_Y}\s*年"), lambda m, y: (int(m[1]), int(m[2]))),
    (re.compile(rf"[由从自]{_Y}\s*年[^。；\n]{{0,30}}?到{_Y}\s*年"), lambda m, y: (int(m[1]), int(m[2]))),
    (
        re.compile(r"(?:过去|这|近|前|上)(?:的)?([两三四五十])个?年(?!规划|计划)|([两三四五十])年(?:来|间)"),
        lambda m, y: (y - _COUNT[m[1] or m[2]], y - 1),
    ),
    (re.compile(r"(?:今后|未来|下)(?:的)?个?([两三四五十])年"), lambda m, y: (y, y + _COUNT[m[1]] - 1)),
    (
        re.compile(
            r"[“\"]?十([一二三四五六七八九])五[”\"]?(?:时期|期间|以来|末|这五年|发展|经济|(?:工作)?回顾|规划目标|目标|主要)"
        ),
        _plan,
    ),
    (re.compile(rf"(?:到|至|力争)\s*{_Y}\s*年(?:底|末)?"), lambda m, y: (min(y, int(m[1])), int(m[1]))),
    (re.compile(rf"{_Y}\s*年"), lambda m, y: (int(m[1]), int(m[1]))),
    (re.compile(r"过去(?:的)?一年|一年来|去年|上年"), lambda m, y: (y - 1, y - 1)),
    (re.compile(r"今年|新的一年"), lambda m, y: (y, y)),
)
"""Tried at one place in this order: what says more comes first."""
_COMPARED = re.compile(r"(?:比|较|于|对比|相比)$")


def spoken(text: str, year: int, *, opening: int | None = None) -> Years | None:
    """The years that `text` speaks of by its first words that say any; None where it says none.

    :param year: the year of the report, from which 过去五年 and 今年 are counted.
    :param opening: only words that begin within so many characters count.
    """
    first: tuple[int, int, Years] | None = None
    for order, (pattern, years) in enumerate(_RULES):
        for match in pattern.finditer(text):
            if opening is not None and match.start() >= opening:
                break
            if _COMPARED.search(text[: match.start()]):
                continue  # 比2015年增长: the year it is compared with
            if first is None or (match.start(), order) < first[:2]:
                first = match.start(), order, years(match, year)
            break
    return first[2] if first and first[2][0] <= first[2][1] else None


def all_spoken(title: str, year: int) -> Years | None:
    """The years that a title speaks of, all of them together: 2025年和“十四五”工作回顾 speaks of 2021 to 2025."""
    found: list[Years] = []
    rest = title
    for pattern, years in _RULES:
        found += [years(match, year) for match in pattern.finditer(rest)]
        rest = pattern.sub(lambda m: "，" * len(m[0]), rest)
    found = [f for f in found if f[0] <= f[1]]
    return (min(f[0] for f in found), max(f[1] for f in found)) if found else None
