"""Which part of a report looks back (done) and which looks ahead (planned)."""

from __future__ import annotations

import re
from typing import Literal

from rag.domain import Period

_BACK = re.compile(r"回顾|总结|成就|成绩|成效|新进展|取得|过去(?:的)?(?:一|五)年")
_AHEAD = re.compile(
    r"安排|任务|目标|总体要求|重点工作|主要工作|打算|思路|部署|建议|自身建设|政府建设|建设.{0,12}政府|政府治理|主要考虑|"
    r"重要要求|说明|开好局|争先|从严治党|党的.{0,4}领导|20\d\d年(?:的)?工作$|今年(?:的)?工作$|实事|展望"
)
_LOOKS_BACK = re.compile(r"^(?:过去(?:的)?[一五]年|这五年|五年来|一年来|刚刚过去|回[顾首望])")
_LOOKS_AHEAD = re.compile(
    r"^(?:今年(?:是|经济|政府|的|要|，)|今后五年|未来五年|展望|当前|综合考虑)|^根据.{0,40}(?:建议|规划|纲要)|主要预期目标|^20\d\d年是.{0,40}开局"
)
_PLAN = re.compile(r"^[^。]{0,12}?[“\"]十([一二三四五六七八九])五[”\"](?:时期|规划|这五年)?")
_DIGIT = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


def of_title(title: str, *, first: bool, year: int | None) -> Period | Literal["mixed"]:
    """Period of a top-level part by its title: "mixed" where it names both, by its place where it names neither.

    `first`: whether it is the report's first part. A year in the title before `year` (the report's own) is the past.
    """
    back, ahead = bool(_BACK.search(title)), bool(_AHEAD.search(title))
    if back and ahead:
        return "mixed"
    if back or ahead:
        return "done" if back else "planned"
    years = [int(y) for y in re.findall(r"(20\d\d)年", title)]
    if years and year:
        return "planned" if max(years) >= year else "done"
    return "done" if first else "planned"


def of_paragraph(text: str, *, year: int | None) -> Period | None:
    """Which way the opening words of a paragraph look; None where they do not say.

    The five-year plan 十N五 ends in 1955 + 5·N (十四五, N = 14: 2025); one that ended before the report's year is the past.
    """
    if _LOOKS_BACK.search(text):
        return "done"
    if _LOOKS_AHEAD.search(text):
        return "planned"
    if (plan := _PLAN.search(text)) and year:
        return "done" if 1955 + 5 * (10 + _DIGIT[plan[1]]) < year else "planned"
    return None
