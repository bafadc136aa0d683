"""The numbered parts of a slogan: “一核四园五带” -> 一核, 四园, 五带."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九", 1)} | {"两": 2, "双": 2, "零": 0}
NUMERAL_SIGN = r"[一二两三四五六七八九十百双\d]"
NUMERAL = r"[一二两三四五六七八九十百双]+|\d+"
_GROUP = re.compile(rf"({NUMERAL})((?:(?!{NUMERAL}).)+)")
_COUNTS = re.compile(r"(?![年月日天周次期届级化元亿万轮代体来])[\u3400-\u9fff]")
"""What follows a numeral that counts the items of a slogan (not 三年行动, 一体化, 1+8)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered part of a slogan: “四园” of “一核四园五带”."""

    words: str
    count: int | None


def items_of(slogan: str) -> tuple[Item, ...]:
    """The numbered parts of a folded slogan; itself where it has none."""
    found = [Item(m[0], number(m[1]) if _COUNTS.match(m[2]) else None) for m in _GROUP.finditer(slogan)]
    if found and found[0].words[-1] in "个大项种":
        return (Item(slogan, found[0].count),)  # 四个一批
    if len(found) == 1:
        return (Item(slogan, found[0].count if found[0].count != 1 else None),)
    return tuple(found) if found and all(i.count for i in found) else (Item(slogan, None),)


def number(text: str) -> int | None:
    """A numeral up to 99, None for what is none (十四五, 双十)."""
    if text.isdigit():
        return int(text)
    if text in _DIGITS:
        return _DIGITS[text]
    match = re.fullmatch(r"([二三四五六七八九]?)十([一二三四五六七八九]?)", text)
    return _DIGITS.get(match[1], 1) * 10 + _DIGITS.get(match[2], 0) if match else None
