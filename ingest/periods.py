"""Which part of a report looks back (done) and which looks ahead (planned)."""

from __future__ import annotations

import re
from typing import Literal

from rag.domain import Period

_BACK = re.compile(
    r"回顾|总结|成就|成绩|成效|新进展|取得|过去(?:的)?(?:一|两|三|四|五)年|(?:完成|执行|落实|进展|办理)情况|完成得?怎么样|(?:一|五)年来"
)
_AHEAD = re.compile(
    r"安排|任务|目标|总体要求|重点工作|主要工作|打算|思路|部署|建议|自身建设|政府建设|建设.{0,12}政府|政府治理|主要考虑|"
    r"重要要求|说明|开好局|争先|从严治党|党的.{0,4}领导|20\d\d年(?:的)?工作$|今年(?:的)?工作$|实事|展望|(?:今|未来|下一)[后个]?(?:五|三)?年"
)
_WHAT_WAS_PLANNED = re.compile(r"(?:目标|任务|工作|实事|建议)[^和、，与]{0,8}(?:完成|执行|落实|进展|办理)情况")
_ADDRESS = re.compile(r"^各位(?:代表|委员|同志)[!！,，:：。]\s*")
_LOOKS_BACK = re.compile(
    r"^(?:过去(?:的)?(?:[一两三四五]年|20\d\d年)|这五年|五年来|一年来|刚刚过去|回[顾首望]|(?:我们)?在(?:肯定|看到|总结)成绩|我们也清醒)"
)
_LOOKS_AHEAD = re.compile(
    r"^(?:今年(?:是|经济|政府|的|要|，)|今后五年|未来五年|展望|当前|综合考虑)|^根据.{0,40}(?:建议|规划|纲要)|主要预期目标|^20\d\d年是.{0,40}开局"
)
_PLAN = re.compile(r"^[^。]{0,12}?[“\"]十([一二三四五六七八九])五[”\"](?:时期|规划|这五年)?")
_DIGIT = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


def of_words(title: str, *, year: int | None) -> Period | Literal["mixed"] | None:
    """Period of a title by its words and years: "mixed" where it names both, None where it names neither.

    What was planned and is reported on (“2024年目标任务完成情况”) is the past, and so is whatever a title says of
    years before `year` (the report's own) alone (“2024年重点工作”).
    """
    words = _WHAT_WAS_PLANNED.sub("完成情况", title)
    back, ahead = bool(_BACK.search(words)), bool(_AHEAD.search(words))
    years = [int(y) for y in re.findall(r"(20\d\d)\s*年", title)]
    if years and year and max(years) < year and not (back and ahead):
        return "done"
    if back and ahead:
        return "mixed"
    if back or ahead:
        return "done" if back else "planned"
    return "planned" if years and year else None


def of_title(title: str, *, first: bool, year: int | None, below: str = "") -> Period | Literal["mixed"]:
    """Period of a top-level part by its title; where that does not say, by the paragraph that opens it (`below`), and
    then by its place: the `first` part of a report looks back, the others ahead."""
    return of_words(title, year=year) or of_paragraph(below, year=year) or ("done" if first else "planned")


def of_paragraph(text: str, *, year: int | None) -> Period | None:
    """Which way the opening words of a paragraph look (an address before them left out); None where they do not say.

    The five-year plan 十N五 ends in 1955 + 5·N (十四五, N = 14: 2025); one that ended before the report's year is the past.
    """
    text = _ADDRESS.sub("", text)
    if "让我们" in text:
        return None  # the closing formula looks both ways
    if _LOOKS_BACK.search(text):
        return "done"
    if _LOOKS_AHEAD.search(text):
        return "planned"
    if (plan := _PLAN.search(text)) and year:
        return "done" if 1955 + 5 * (10 + _DIGIT[plan[1]]) < year else "planned"
    return None
