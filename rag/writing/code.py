"""Plain text -> coded text: each figure and each Latin word is one character, the same for all that mean the same.

    约5.5% and 5.5%左右      1.2万亩 and 12000亩      四个 and 4个      不超过34微克 and 不高于34微克

Quotation marks go, since they change nothing that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from rag.writing.facts import figures, latin_ranges
from rag.writing.words import words

_BOUNDS = {
    "~": "约 大约 左右 上下",
    ">=": "以上 不低于 不少于 至少",
    "<=": "以下 以内 不超过 不高于 最多",
    ">": "超过 突破 超 逾",
    "<~": "近 接近",
    "+": "余 多",
    "": "",
}
_BOUND = {word: sign for sign, some in _BOUNDS.items() for word in some.split()}
_PARTS = re.compile(
    r"(?P<before>不超过|不高于|不低于|不少于|大约|约|接近|近|超过|超|突破|逾|至少|最多)?"
    r"(?P<number>\d+(?:\.\d+)?|[零〇一二三四五六七八九十百千两]+)(?P<more>[余多])?(?P<scale>万亿|千亿|百亿|十亿|千万|百万|十万|[亿万千百十])?"
    r"(?P<again>[余多])?(?P<unit>(?!分之).*?)(?P<after>以上|以下|以内|左右|上下)?"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_QUOTES = re.compile(r"[“”‘’「」『』\"《》]")
FIRST, LAST = 0xE000, 0xF8FF
UNKNOWN = chr(LAST)
"""A figure that no passage holds."""


@dataclass(slots=True)
class Code:
    """Characters given to the figures and Latin words of some passages."""

    given: dict[str, str] = field(default_factory=dict)
    spoken: dict[str, str] = field(default_factory=dict)

    @property
    def reaching(self) -> str:
        """A pattern for 五年来 and its like, coded."""
        if "" not in self.spoken:
            self.spoken[""] = "|".join(re.escape(self.of(word, learn=True)) for word in words().reaching)
        return self.spoken[""]

    def learn(self, token: str) -> str:
        """The character of a token, given now if it has none."""
        meant = meaning(token)
        return self.given.setdefault(meant, chr(min(FIRST + len(self.given), LAST - 1)))

    def of(self, text: str, *, learn: bool) -> str:
        """A plain text, coded; a token without a character is UNKNOWN unless it is learnt."""
        for short, long in words().short:
            text = text.replace(short, long)
        out, at = [], 0
        for start, end, token in _tokens(text):
            out += [text[at:start], self.learn(token) if learn else self.given.get(meaning(token), UNKNOWN)]
            at = end
        return _QUOTES.sub("", "".join([*out, text[at:]]))


def _tokens(text: str) -> Iterator[tuple[int, int, str]]:
    found = [(f.end - len(token), f.end, token) for f in figures(text) if (token := _counted(text[f.start : f.end]))]
    found += [(a, b, text[a:b]) for a, b in latin_ranges(text)]
    return iter(sorted(found))


def _counted(token: str) -> str:
    """A figure without 连续 before it, which is a word by itself."""
    return token.removeprefix("连续")


def meaning(token: str) -> str:
    """A token as what it means: bound, value and unit; itself where that cannot be told."""
    match = _PARTS.fullmatch(token)
    if not match or token.startswith("第") or re.match(r"\d{4}年|.*[月日号]", token):
        return token.lower()
    value = _value(match["number"])
    bounds = {_BOUND[b] for b in (match["before"], match["after"], match["more"] or match["again"]) if b}
    if value is None or len(bounds) > 1 or (match["number"][0] in "一" and not match["unit"]):
        return token.lower()
    scaled = value.scaleb(sum(_SCALES[c] for c in match["scale"] or ""))
    unit = re.sub("^[名位]$", "人", match["unit"])
    return f"{''.join(bounds)}{scaled.normalize():f}|{unit}"


def _value(number: str) -> Decimal | None:
    if number[0].isascii():
        try:
            return Decimal(number)
        except InvalidOperation:
            return None
    total, digit = 0, 0
    for char in number:
        if char in _TENS:
            total, digit = total + (digit or 1) * _TENS[char], 0
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return Decimal(total + digit)
