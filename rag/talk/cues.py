"""What in the wording of a turn says that it leans on the turns before it, or that it does not.

Patterns are of the language, never of a report.
"""

from __future__ import annotations

import re

from rag.talk import turns
from rag.talk.turns import Said

_LEANS = re.compile(r"呢(?:[?？,，]|$)|[跟和与同].{1,6}比|比(?:去|上|前|今)年|算不算|确定|分开")
_LEFT_OPEN = re.compile(r"^[^,，]{1,8}的[?？]?$")
_ELIDES = re.compile(
    r"^[^,，的]{1,6}的(?:有|在|怎|能|要|占|多少|几|哪)|^[^,，]{1,6}也(?:有|是|能|可以|一样)的?[吗么没][?？]?$"
    r"|^(?:需要|需不需要|要不要|用不用)"
)
_HAPPENED = re.compile(r"^(?:已经|现在)?[\u4e00-\u9fff]{2,4}(?:了没有?|了吗|没有?|了不)[?？]?$")
_NAMES_ONE_CHARACTER = re.compile(r"(?:几|多少|哪些?)(?:[条座栋辆套所间口家个])([路桥车房楼河厂山湖村店])")
_ENDS_COUNTING = re.compile(r"(?:几|多少|哪些?)(?:[条座栋辆套所间口家个项件种类处])?[?？]?$")
_TELLS_HOW = re.compile(r"^[\u4e00-\u9fff]{2,4}得(?:怎么样|怎样|如何|咋样|好)")
_PREDICATE = re.compile(
    r"^(?:大概|到底|具体)?(?:什么时候|啥时候|何时|几时|几月份?|哪天|多久|怎么|咋|如何|在?哪里|在哪儿?|去哪儿?|谁)"
)
_TAKES_PART = re.compile(
    r"^[^,，]{0,6}(?:人|孩子|娃|学生|老师|农民|农户|妇女|军人)们?(?=[也能可要用得不免收])也?(?:能不能|可不可以|能|可以|要|用|得)?"
    r"(?:不?免费)?(?:[用领坐去住买享报申收交]|要钱|花钱|交钱|参加|办理)?(?:[用受名请费])?(?:多少|几)?[钱块元]?(?:[吗么嘛不没的])*[?？]?$"
)
_OF_THE_WHOLE = re.compile(
    r"(?:主要|总体|预期)(?:的|预期|发展)?目标|(?:主要|重点)(?:的)?(?:任务|工作)|主要(?:成绩|成就|问题|不足)|工作重点"
)
_COMPARES = re.compile(r"[跟和与同比](?:去|上|前|今)年(?:相?比|[多少高低快慢]|$)|(?:去|上|前|今)年相?比")


def leans(said: Said) -> bool:
    """Whether a turn says that it goes on from what came before: 那, 呢, 它, 还, 其中."""
    text = said.text
    return bool(
        said.led or said.back or _LEANS.search(text) or turns.adds(text) or turns.points_back(text)
        or left_open(text)
    )  # fmt: skip


def opens_asking(text: str) -> bool:
    """Whether a turn asks before it says anything: what follows is told of a thing named before (“什么时候通水”)."""
    return bool(_PREDICATE.search(text))


def takes_part(text: str) -> bool:
    """Whether a turn asks who may use or have a thing, without naming it: “外地人能领吗”."""
    return bool(_TAKES_PART.search(text))


def ends_counting(text: str) -> bool:
    """Whether a turn ends before the noun that it counts: “打通了哪几条”."""
    return bool(_ENDS_COUNTING.search(text))


def tells_how(text: str) -> bool:
    """Whether a turn asks no more than how well something is done: “保护得怎么样”."""
    return bool(_TELLS_HOW.search(text))


def elides(text: str) -> bool:
    """Whether a turn leaves out the noun that it asks of: “公办的有多少”, “农村也有吗”, “需要业主同意吗”."""
    return bool(_ELIDES.search(text))


def left_open(text: str) -> bool:
    """Whether a turn ends before the noun: “农村的”."""
    return bool(_LEFT_OPEN.search(text)) and not turns.asks(text)


def happened(text: str) -> bool:
    """Whether a turn asks no more than whether something has happened: “通车了吗”."""
    return bool(_HAPPENED.search(text))


def thing_counted(text: str) -> str:
    """The thing of one character that a turn asks the number or names of: 路 of “修几条路”; empty where there is none."""
    match = _NAMES_ONE_CHARACTER.search(text)
    return match[1] if match else ""


def asks_of_the_whole(text: str) -> bool:
    """Whether a turn asks for what belongs to no subject but the whole report: “主要目标有哪些”."""
    return bool(_OF_THE_WHOLE.search(text))


def compares(text: str) -> bool:
    """Whether a turn asks how one year is beside another: “和去年比呢”."""
    return bool(_COMPARES.search(text))


def is_row(text: str) -> bool:
    """Whether a turn is a row of words, as in a search box, or as an English question is read."""
    return len(text.split()) > 2 and not re.search(r"[,，。;；]", text)
