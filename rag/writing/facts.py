"""What in a text can be true or false by itself: figures with their units, and Latin words.

Two texts are compared token by token, each token whole: "2万" is not in "1.2万", "5%" is not in "15%", "12个" is not
"12个以上", and × is a figure of its own that equals nothing but itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.text import fold

_DIGITS = r"[\d×]+(?:,\d{3}(?!\d))*(?:\.[\d×]+)*"
_BEFORE = (
    r"(?:第|连续|不超过|不高于|不低于|不少于|大约|约|接近|近|超过|超|突破|逾|至少|最多|±|(?<![\w\u4e00-\u9fff)])[-−])?"
)
_AFTER = r"(?:以上|以下|以内|以外|左右|上下|[余多])?"
_SCALE = r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|[亿万千百十])?"
_UNITS = (
    "微克/立方米 毫克/立方米 毫克/升 个百分点 百分点 平方公里 平方千米 平方米 立方米 公里 千米 厘米 毫米 微克 毫克 千克 公斤 千瓦时 千瓦 兆瓦 吉瓦 度电 小时 分钟 个月 个工作日 "
    "工作日 标准箱 标箱 人次 人天 架次 车次 班次 批次 户次 件次 亿元 万元 美元 欧元 港元 元 公顷 亩次 吨标准煤 个小时"
)
_UNIT = rf"(?:{'|'.join(sorted(_UNITS.split(), key=len, reverse=True))}|[%‰℃°]|(?!以[上下内外]|左右|上下|[至到和与及的了并])[\u4e00-\u9fff])?"
_SPAN = r"(?:至|到|-|–|—|~)"
_ONE = rf"{_BEFORE}{_DIGITS}[余多]?{_SCALE}[余多]?{_UNIT}{_AFTER}"
_DATE = r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}年\d{1,2}月"
_FIGURE = re.compile(rf"{_DATE}|{_DIGITS}:{_DIGITS}|{_ONE}(?:{_SPAN}{_ONE})?")
_NUMERALS = "零〇一二三四五六七八九十百千万亿两"
_CHINESE = re.compile(
    rf"第?(?:[{_NUMERALS}]|[数几](?=[十百千万亿]))[{_NUMERALS}余多]*(?:分之[{_NUMERALS}]+)?[\u4e00-\u9fff]?"
)
_IDLE = re.compile(
    r"[一不]?一(?:方面|些|系列|定|起|样|直|致|并|旦|般来说)|进一步|统一|唯一|十分|万一|千方百计|千家万户|一年来"
)
_LATIN = re.compile(r"(?<![A-Za-z0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]+(?:[.\-+/&_@:][A-Za-z0-9]+)*\+?")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what belongs to it (约, 万, 元, 以上), where it stands."""

    token: str
    start: int
    end: int

    @property
    def is_year(self) -> bool:
        return bool(re.fullmatch(r"\d{4}年[度初底末]?", self.token))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Folded, with no white space but between two ASCII letters or digits."""
    text = fold(text).replace("％", "%").replace("∶", ":")
    return _SPACE.sub(lambda m: " " if _between_ascii(text, m.start(), m.end()) else "", text).strip()


def _between_ascii(text: str, start: int, end: int) -> bool:
    around = text[start - 1 : start] + text[end : end + 1]
    return len(around) == 2 and around.isascii() and around.isalnum()


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """Every number of a plain text in order, Chinese numerals too. `text` is `plain`."""
    rest = _LATIN.sub(lambda m: " " * len(m.group()), text)
    found = [Figure(m.group().replace(",", ""), *m.span()) for m in _FIGURE.finditer(rest)]
    rest = _blank(rest, [(f.start, f.end) for f in found])
    rest = _blank(rest, [m.span() for m in _IDLE.finditer(rest)])
    found += [Figure(m.group(), *m.span()) for m in _CHINESE.finditer(rest)]
    return tuple(sorted(found, key=lambda f: f.start))


def _blank(text: str, ranges: list[tuple[int, int]]) -> str:
    for start, end in ranges:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def latin_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Where Latin words stand, whole: GDP, 5G, PM2.5. `text` is `plain`."""
    return tuple((m.start(), m.start() + len(m.group().rstrip("."))) for m in _LATIN.finditer(text))
