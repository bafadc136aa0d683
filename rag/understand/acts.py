"""Turns that say something of the conversation, not of the report: 说短点, 你确定吗, 还有吗, 第二条再说说.

What each of them does is a promise of the chat, so it is a rule; a turn that asks anything else besides is no act.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Act(StrEnum):
    """What a turn wants done with the last answer."""

    SHORTER = "shorter"
    PLAINER = "plainer"
    SURE = "sure"
    WRONG = "wrong"
    MORE = "more"


_END = r"[一下点些儿说吧呀啊呢吗嘛了的]*[?？!！。.,，~\s]*$"
_ACTS: tuple[tuple[Act, re.Pattern[str]], ...] = tuple(
    (act, re.compile(f"(?:{pattern}){_END}"))
    for act, pattern in (
        (Act.SHORTER, r"^(?:能不能|可以|请|麻烦)?(?:你)?(?:说|讲|回答)?(?:得)?(?:再)?(?:短|简短|简单|简洁|精简|概括)|^太长了?|^长话短说|^一句话(?:说|概括|总结)"),
        (Act.PLAINER, r"^(?:请|麻烦|能不能)?(?:你)?(?:说人话|(?:说|讲)(?:得)?(?:通俗|白话|大白话|直白)|(?:看|听)不[懂明]白?)"),
        (Act.SURE, r"^(?:你)?(?:真的|确定|当真|靠谱|准确|准不准|可靠|没骗我|没搞错|没弄错)(?:吗|么|不)?|^(?:这|这个)?(?:是)?真的假的"),
        (Act.WRONG, r"^(?:不对|错了|说错了|答错了|答非所问|不是(?:这个|问这个)|我(?:问|说)的不是这个|文不对题)"),
        (Act.MORE, r"^(?:那)?(?:还有(?:没有)?(?:别的|其他的?|其它的?|什么|哪些|更多)?|继续|接着说|往下说|别的呢|其他呢|再来|再说)(?:没有|没)?"),
    )
)  # fmt: skip
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_UNIT = r"(?:个|件|项|条|点|处|段|句|家|座|所|类|方面)"
_NTH = re.compile(
    rf"第([一二三四五六七八九十]|\d{{1,2}}){_UNIT}(?![\u4e00-\u9fff]*(?:规划|产业|届))|^(?:那)?(最后){_UNIT}"
)


def act_of(turn: str) -> Act | None:
    """The act of a turn; None where it asks something."""
    return next((act for act, pattern in _ACTS if pattern.search(turn.strip())), None)


def ordinal(turn: str) -> int | None:
    """The place, from 0, that a turn names in what was just shown; -1 for the last; None where it names none."""
    found = _NTH.search(turn)
    if not found:
        return None
    if found[2]:
        return -1
    return (int(found[1]) if found[1].isdigit() else _DIGITS[found[1]]) - 1


def without_ordinal(turn: str) -> str:
    """The rest of such a turn."""
    return re.sub(
        r"^(?:那|说说|再说说|再讲讲)|(?:再)?(?:说说|讲讲|展开(?:说说)?|详细(?:说说|点)?)|呢",
        "",
        _NTH.sub("", turn, count=1),
    ).strip("的,，。?？ ")
