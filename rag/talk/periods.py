"""The words of a turn that say when, and a question asked again of another time."""

from __future__ import annotations

import re

PERIOD = re.compile(
    r"(?<!\d)(?:20)?\d\d年(?![以来内])|[“\"]?十[三四五六七]五[”\"]?(?:时期|期间|末)?|这?(?:去|今|前|明|上|近)(?:[一两三四五]?)年|上年|过去[一五]年|(?:这|近|过去)?五年(?:来|前|里)?|目前|现在"
)
_WHAT_IS_PLANNED = re.compile(r"(?:有(?:什么|哪些|啥)|是(?:怎么|如何))(?:安排|打算|计划|举措|措施|目标)的?")
_WHAT_WAS_DONE = re.compile(r"做了(?:哪些|什么|啥)(?:事|工作)?|完成(?:得|情况)(?:怎么样|如何|怎样)|完成情况")


def periods_in(text: str) -> list[str]:
    """The words that say when, in order."""
    return [m.group() for m in PERIOD.finditer(text)]


def without_periods(text: str) -> str:
    return PERIOD.sub("", text)


def in_other_period(text: str, period: str) -> str:
    """A question asked again of another time, with the words that go with it: what was done, what is planned."""
    if period.startswith(("去", "上", "过去")):
        return _WHAT_IS_PLANNED.sub("做了哪些", text)
    return _WHAT_WAS_DONE.sub("有什么安排", text)
