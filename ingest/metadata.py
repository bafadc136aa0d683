"""Title, year and place of a report, from its text, then from its file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.periods import years_in

_BACK = re.compile(r"(?:(?!安排|任务|目标|重点|部署|打算|思路|20\d\d).)*?(?:回顾|总结|成就|情况)")
_TITLE = re.compile(r"工作报告|会议上.{0,6}讲话|政府工作")
_UNIT = "特别行政区|自治区|自治州|自治县|自治旗|新区|开发区|街道|省|市|州|盟|县|区|旗|镇|乡"
_PLACE = re.compile(
    rf"代表([一-龥]{{2,14}}?(?:{_UNIT}))(?:人民)?政府|"
    rf"(?:在|[日号于]\s*(?!在)|^[\s—-]*(?!在))([一-龥]{{2,14}}?(?:{_UNIT}))第[一二三四五六七八九十百\d]+届人民代表大会|"
    rf"20\d\d年度?([一-龥]{{2,14}}?(?:{_UNIT})?)(?:人民)?政府工作报告|"
    rf"^[#\s]*([一-龥]{{2,14}}?(?:{_UNIT}))(?:20\d\d年度?)?(?:人民)?政府工作报告"
)
_NO_NAME = re.compile(r"^(?:全|本|我|各)?(?:省|市|自治区|自治州|自治县|州|盟|县|区|旗|镇|乡|国务院)?$")
_STEM = re.compile(r"^(?P<place>[一-龥]{2,12}?)[_\-－ ]?(?:人民)?(?:政府)?(?P<year>20\d\d)年?")
_STEM_YEAR_FIRST = re.compile(
    rf"^(?P<year>20\d\d)年?度?[_\-－ ]?(?P<place>[一-龥]{{2,12}}?(?:{_UNIT})?)(?:人民)?(?:政府)?(?:工作报告|$)"
)
_BESIDE_VERBS = (
    (re.compile(r"^(?:刚刚)?过去的(20\d\d)年|^(20\d\d)年(?:，|,).{0,30}(?:完成|实现|增长|达到)"), 1),
    (re.compile(r"^(20\d\d)年(?:，|,)?(?:是|政府工作|全[市县区省州]|经济社会|要|我们[要将])"), 0),
)
"""Openings of paragraphs that name a year beside a verb, and how many years later the report was given."""


@dataclass(frozen=True, slots=True)
class YearFound:
    """The year a report was given, and whether all that speaks of it agrees."""

    year: int | None
    other: int | None = None
    """The year that something else says; None where nothing does."""


def year_of(head: Sequence[str], part_titles: Sequence[str], stem: str, paragraphs: Sequence[str] = ()) -> YearFound:
    """The year the report was given: `head` are the lines before the body and its opening, `part_titles` the top
    headings, `paragraphs` those of the body.

    "2024年工作回顾" speaks for 2025, "2025年工作安排" and "2025年……政府工作报告" for 2025; the most votes win, the later
    year where votes tie (“2023年主要工作” and “2024年工作安排” are the two halves of one report). Where nothing of that
    names a year, the paragraphs that open with one do (“刚刚过去的2023年……”, “2024年是……”).
    """
    votes: Counter[int] = Counter()
    for title in part_titles:
        spoken = [int(y[1]) + bool(_BACK.match(title, y.end())) for y in re.finditer(r"(20\d\d)\s*年", title)]
        if years := spoken or years_in(title):
            votes[max(years)] += 2
    for line in head:
        if _TITLE.search(line) and (found := years_in(line)):
            votes[found[0]] += 1
        elif "人民代表大会" in line and (found := years_in(line)):
            votes[found[0]] += 2
    if match := _stem(stem):
        votes[int(match["year"])] += 1
    if not votes:
        votes.update(_beside_verbs(paragraphs))
    if not votes:
        return YearFound(None)
    best = max(votes, key=lambda y: (votes[y], y))
    named = int(match["year"]) if match else best
    return YearFound(best, named if named != best else None)


def _beside_verbs(paragraphs: Sequence[str]) -> list[int]:
    """Years that paragraphs open with, as years of the report."""
    return [
        int(next(g for g in match.groups() if g)) + later
        for text in paragraphs
        for pattern, later in _BESIDE_VERBS
        if (match := pattern.match(text))
    ]


def _stem(stem: str) -> re.Match[str] | None:
    """A file's name that says place and year, whichever comes first (青溪_2031, 2031年青溪县政府工作报告)."""
    return _STEM_YEAR_FIRST.match(stem) or _STEM.match(stem)


def place_of(head: Sequence[str], stem: str) -> str | None:
    """The city or province that the report is about; None where the text masks or leaves out its name."""
    for line in head:
        for match in _PLACE.finditer(line):
            name = next(g for g in match.groups() if g)
            if not _NO_NAME.match(name) and not re.match(r"各|全|本届", name):
                return name
    named = _stem(stem)
    return named["place"] if named else None


def title_of(head: Sequence[str], given: str | None, year: int | None, place: str | None) -> str:
    """The report's title: a line of the text that names a work report, else the file's own, else one made of year and place."""
    lines = [line.strip().lstrip("# ") for line in head if _TITLE.search(line) and len(line) <= 60]
    clean = [x for x in lines if not re.search(r"当前位置|>|小编|来源|^——", x) and "年" in x]
    if clean:
        return clean[0]
    if given and _TITLE.search(given):
        return given.strip()
    return f"{year}年{place or ''}政府工作报告" if year else f"{place or ''}政府工作报告"
