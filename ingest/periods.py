"""Which part of a report looks back (done) and which looks ahead (planned)."""

from __future__ import annotations

import re
from typing import Literal

from rag.domain import Period

_BACK = re.compile(
    r"回[顾望首]|总结|成就|成绩|成效|新进展|取得|过去(?:的)?(?:一|两|三|四|五)年|(?:完成|执行|落实|进展|办理)情况|完成得?怎么样|(?:一|五)年来"
)
_AHEAD = re.compile(
    r"安排|任务|目标|总体要求|打算|思路|部署|建议|主要考虑|重要要求|说明|开好局|争先|展望|谋划|蓝图|"
    r"(?:今后|今|未来|下一|新的?一)[后个]?(?:五|三)?年"
)
_WEAK_AHEAD = re.compile(
    r"主要工作|重点工作|工作重点|自身建设|政府建设|建设.{0,12}政府|政府治理|从严治党|党的.{0,4}领导|实事|20\d\d年(?:的)?工作$|下一步"
)
"""Said of what is to do, where nothing else in the title looks back and its years do not lie in the past."""
_WHAT_WAS_PLANNED = re.compile(r"(?:目标|任务|工作|实事|建议)[^和、，与]{0,8}(?:完成|执行|落实|进展|办理)情况")
_ADDRESS = re.compile(r"^各位(?:代表|委员|同志)[!！,，:：。]\s*")
_LOOKS_BACK = re.compile(
    r"^(?:过去(?:的)?(?:[一两三四五]年|20\d\d年)|这五年|五年来|一年来|刚刚过去|回[顾首望]|(?:我们)?在(?:肯定|看到|总结)成绩|我们也清醒)"
)
_LOOKS_AHEAD = re.compile(
    r"^(?:今年(?:是|经济|政府|的|要|，)|今后五年|未来五年|展望|当前|综合考虑)|^根据.{0,40}(?:建议|规划|纲要)|主要预期目标|^20\d\d年是.{0,40}开局"
)
_PLAN = re.compile(r"^[^。]{0,12}?[“\"]十([一二三四五六七八九])五[”\"](?:时期|规划|这五年)?")
_DIGITS = "〇一二三四五六七八九零○Ｏ"
_DIGIT = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


def of_words(title: str, *, year: int | None) -> Period | Literal["mixed"] | None:
    """Period of a title by its words and years: "mixed" where it names both, None where it names neither.

    What was planned and is reported on (“2024年目标任务完成情况”) is the past, and so is whatever a title says of
    years before `year` (the report's own) alone (“2024年重点工作”).
    """
    words = _WHAT_WAS_PLANNED.sub("完成情况", title)
    back, ahead = bool(_BACK.search(words)), bool(_AHEAD.search(words))
    years = years_in(title)
    if years and year and max(years) < year and not (back and ahead):
        return "done"
    if back and ahead:
        return "mixed"
    if back or ahead:
        return "done" if back else "planned"
    return "planned" if (years and year) or _WEAK_AHEAD.search(words) else None


def years_in(title: str) -> list[int]:
    """Years that a title names, in figures (2025年) or in signs (二〇二五年)."""
    found = re.findall(rf"(20\d\d|二[〇○零Ｏ0][{_DIGITS}]{{2}})\s*年", title)
    return [
        int(y) if y[0] == "2" else int("".join(str(max(0, "〇一二三四五六七八九".find(c))) for c in y[2:])) + 2000
        for y in found
    ]


def plain(text: str) -> str:
    """A paragraph without the address that opens it."""
    return _ADDRESS.sub("", text)


def of_paragraph(text: str, *, year: int | None) -> Period | None:
    """Which way the opening words of a paragraph look (an address before them left out); None where they do not say.

    The five-year plan 十N五 ends in 1955 + 5·N (十四五, N = 14: 2025); one that ended before the report's year is the past.
    """
    text = plain(text)
    if "让我们" in text:
        return None  # the closing formula looks both ways
    if _LOOKS_BACK.search(text):
        return "done"
    if _LOOKS_AHEAD.search(text):
        return "planned"
    if (plan := _PLAN.search(text)) and year:
        return "done" if 1955 + 5 * (10 + _DIGIT[plan[1]]) < year else "planned"
    return None
