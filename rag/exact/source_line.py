"""A quotation's source as officials write it: 《2022年政府工作报告》第二部分（八）“优化教育供给”段."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.domain import Citation, Report

_DIGITS = "零一二三四五六七八九十"
_PART = re.compile(r"^\s*(?:第\s*)?([一二三四五六七八九十]{1,3})(?:部分|[、．.])")
_ITEM = re.compile(r"^\s*[（(]\s*([一二三四五六七八九十百\d]{1,4})\s*[）)]")
_LABEL = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]{1,3}(?:部分|[、．.是])|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}[．.、])\s*"
)
OPENING = "开头"
"""What ingest calls the part before the first heading."""


def source_line(citation: Citation) -> str:
    """The report, the part, the item and the paragraph that a quotation stands in."""
    report, section = citation.report, citation.report.section_at(citation.start)
    path = section.path if section else citation.path  # of its first sign: a heading stands above its first paragraph
    said = _name(report)
    if not path:
        return said
    number = part_number(report, path[0])
    said += f"第{_chinese(number)}部分" if number else _outside(report, path[0])
    if len(path) == 1:
        return said
    item = _ITEM.match(path[1])
    said += f"（{item[1]}）" if item else ""
    if len(path) > 2 or not item:
        return f"{said}“{_words(path[-1])}”段"
    return f"{said}“{_words(path[1])}”"


@lru_cache(maxsize=4096)
def part_number(report: Report, title: str) -> int:
    """Which 部分 of its report a heading opens; 0 for what is none (开头, 名词解释)."""
    if numbered := _PART.match(title):
        return _value(numbered[1])
    tops = [s for s in report.sections if s.level == 1 and s.title != OPENING and not s.glossary]
    return next((i for i, s in enumerate(tops, 1) if s.title == title), 0)


def _name(report: Report) -> str:
    return (
        f"《{report.year}年{report.place or ''}政府工作报告》" if report.year else f"《{report.title.strip('《》')}》"
    )


def _outside(report: Report, title: str) -> str:
    return "开头部分" if title == OPENING else f"“{_words(title)}”部分"


def _words(title: str) -> str:
    """A heading without its number and its last mark; quotation marks inside it become single ones."""
    bare = _LABEL.sub("", re.sub(r"\s*\n\s*", "", title)).strip().rstrip("。．.：:")
    return bare.replace("“", "‘").replace("”", "’")


def _value(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS.index(numeral[0])
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def _chinese(number: int) -> str:
    if number <= 10:
        return _DIGITS[number]
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")
