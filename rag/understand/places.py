"""Whose reports a text asks about: the places it names, of those whose reports are loaded.

Place names come from the reports, and the provinces' from the language. With the reports of one place only there is nothing to tell
apart, and no text names a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Report
from rag.understand.words import words_of

PROVINCES = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
]
"""What everyone in the country takes for a place, whoever's report is loaded."""
_KIND = r"(?:省|市|县|区|盟|旗|州|地区|[\u4e00-\u9fff]{0,6}自治[区州县旗])"
_JOIN = r"\s*(?:、|，|,|和|与|跟|同|及|以及|还有|比|对比|vs\.?|/)?\s*"
_BOTH = r"(?:这?[两二三四五几]个?(?:省|市|地|县|区)|分别|各自|之间)*"
_YEAR = r"(?:20\d\d)"
_COMPARED = (
    re.compile(r"^(?:请|帮我|麻烦)?(?:对比|比较|比一比|对照|汇总|列出|列一下|统计|整理|盘点|看看|说说)(?:一下|下)?"),
    re.compile(
        r"(?:有(?:何|什么|哪些|啥|没有)?(?:差异|差别|不同|区别)|(?:的)?(?:差异|差别|区别|对比|情况)|相?差(?:多少|几)"
        r"|一样吗|相同吗)[?？。]*$"
    ),
)
"""What only says that several are to be set side by side, before the subject and after it."""
_HIGHER = re.compile(
    r"^(?:谁|哪(?:个|一个)?(?:省|市|地方|边)?)?的?(?P<subject>.+?)(?:相?比|谁|哪个)?(?:的)?(?:更|最|要)?[高低大小快慢](?:多少|吗|些)?[?？。]*$"
)
"""谁的X高 · X比…高吗 · X谁更高"""


@dataclass(frozen=True, slots=True)
class Whose:
    """The reports a text asks about."""

    by_place: tuple[tuple[Report, ...], ...]
    """The reports of each place, in the order in which the text names them; of the year that it names, if any is."""
    rest: str
    """The text without the names of the places, and without what only sets them side by side."""
    everyone: bool = False
    """Whether it names no place but asks for each of them (各省)."""

    @property
    def reports(self) -> tuple[Report, ...]:
        return tuple(r for own in self.by_place for r in own)


def whose(text: str, reports: Sequence[Report]) -> Whose | None:
    """The places that a text names; None where it names none, or where all reports are of one place."""
    own = _by_place(reports)
    if len(own) < 2:
        return None
    known = _names(tuple(own))
    pattern = "|".join(re.escape(n) for n in sorted(known, key=len, reverse=True))
    name = rf"(?:{pattern})(?:{_KIND}(?![区场民政容内域级委直]))?"
    places = dict.fromkeys(known[m[1]] for m in re.finditer(rf"({pattern})", text))
    if not places:
        return _everyone(text, own)
    rest = re.sub(rf"(?:在|从)?{name}(?:{_JOIN}{name})*{_BOTH}的?", "", text)
    if len(places) > 1:
        rest = _subject(rest)
    return Whose(tuple(_of_year(own[p], text) for p in places), rest.strip(" ，,：:的"))


def _everyone(text: str, own: dict[str, list[Report]]) -> Whose | None:
    """各省、每个市、全国各地: every place whose report is loaded, if the word means places like these."""
    asked = re.match(
        rf"(?:{_COMPARED[0].pattern})?(?P<year>{_YEAR}年(?:的)?)?(?:全国)?(?:各个?|每个?|所有|全部)(?:的)?"
        r"(?P<kind>省区市|省份|省市|省|市|县|区|地区|地方|地)(?:的)?(?:政府工作报告|报告)?(?:里|中)?(?:的)?",
        text,
    )
    if not asked:
        return None
    last = {place[-1] for place in own}
    if not (asked["kind"].startswith("地") or last & set(asked["kind"])):
        return None
    rest = _subject((asked["year"] or "") + text[asked.end() :])
    return Whose(tuple(_of_year(found, text) for found in own.values()), rest.strip(" ，,：:的"), everyone=True)


def _subject(text: str) -> str:
    """A text without what only sets places side by side; who asks which is higher asks how high each is."""
    before, after = _COMPARED
    bare = after.sub("", before.sub("", text))
    if higher := _HIGHER.match(bare):
        return f"{higher['subject']}是多少"
    return bare


def _by_place(reports: Sequence[Report]) -> dict[str, list[Report]]:
    own: dict[str, list[Report]] = {}
    for report in reports:
        if report.place:
            own.setdefault(report.place, []).append(report)
    return own


def _names(places: Sequence[str]) -> dict[str, str]:
    """What people call each place, but for 省 or 市 -> the place; a long name by its beginning, where no other begins
    so."""
    known: dict[str, str] = {}
    for place in places:
        short = re.sub(r"(?:省|市|县|区|盟|旗|州|地区|(?:[\u4e00-\u9fff]{1,3}族)*自治[区州县旗])$", "", place)
        short = short if len(short) > 1 else place
        begins = [short[:n] for n in range(2, len(short))] if len(short) > 3 else []
        for name in (short, *(b for b in begins if sum(other.startswith(b) for other in places) == 1)):
            known.setdefault(name, place)
    return known


def _of_year(own: Sequence[Report], text: str) -> tuple[Report, ...]:
    """Those of the reports that were given in a year the text names; all of them where none was."""
    years = {int(y) for y in re.findall(rf"(?<!\d)({_YEAR})(?!\d)", text)}
    return tuple(r for r in own if r.year in years) or tuple(own)


def places_of(reports: Sequence[Report]) -> frozenset[str]:
    """Place names of the reports as words: 云汀市 and 云汀."""
    names = {r.place for r in reports if r.place}
    return frozenset(w for n in names for w in (*words_of(n), n, re.sub(r"(?:省|市|县|区|自治区)$", "", n)))
