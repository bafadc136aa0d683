"""Which report and which period a question asks to see: one side, or several side by side.

A year Y that is named means what the report of Y plans where the question speaks of targets there, what the report of
Y + 1 tells of it where it speaks of results, and both where it speaks of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.domain import Period


@dataclass(frozen=True, slots=True)
class Side:
    """One thing that an answer has to show: a sentence of this report and period; None where either will do."""

    report_year: int | None
    period: Period | None
    asked: bool = True
    """False: nobody asked for it; it is merely the likelier reading (the newest of several reports)."""


_IN_ORDER: tuple[Period, ...] = ("done", "planned")
_TARGET = re.compile(r"目标|任务|计划|安排|预期|年初|原定|定的|定了|部署|打算|工程|要求|规模|力争|承诺")
_ACTUAL = re.compile(
    r"实际|完成|做到(?!哪)|落地|达到|结果|兑现|实现了|最[后终].{0,8}[了几多]|(?<![定说提调改变差多少高低快慢])了(?:多少|几)|[成好]了"
)
_LAST_TARGET = re.compile(
    r"去年.{0,6}(?:的)?(?:目标|计划|安排|定(?:的|了)|任务|年初|预期)|比去年.{0,8}(?:目标|计划|调|定)|目标.{0,10}(?:比|较)去年"
)
_EVERY_YEAR = re.compile(r"两年|历年|这几年|各年|两份报告|前后")
_WORDING = re.compile(r"报告里|提法|措辞|表述|说法|写法")
_ITS_REPORT = re.compile(r"年?(?:的|省|市)?(?:政府工作)?报告")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年?(?!\d)")


def named_years(text: str) -> frozenset[int]:
    """Years that a text names."""
    return frozenset(int(y) for y in _YEAR.findall(text))


def sides_of(text: str, periods: frozenset[Period], years: Sequence[int]) -> tuple[Side, ...]:
    """The sides of a question; `periods` are those that it asks about, `years` those of the reports, oldest first.

    With one report the sides are its periods.
    """
    if len(years) < 2:
        return tuple(Side(None, p) for p in _IN_ORDER if p in periods)
    named = named_years(text)
    if not named:
        return _relative(text, periods, years)
    if len(named) == 1 and not (_TARGET.search(text) and _ACTUAL.search(text)):
        return _of_one_year(text, next(iter(named)), years)
    return _of_years(text, named, years)


def _relative(text: str, periods: frozenset[Period], years: Sequence[int]) -> tuple[Side, ...]:
    """Sides of a question that names no year: 去年 and 今年 are those of the newest report, and so is a question that
    leaves time open, unless it asks about change over the years."""
    newest = years[-1]
    if _EVERY_YEAR.search(text):
        return tuple(Side(year, None) for year in years)
    sides = [Side(newest, p) for p in _IN_ORDER if p in periods]
    if newest - 1 in years and _LAST_TARGET.search(text):
        done = [Side(newest, "done")] if _ACTUAL.search(text) else []
        sides = [Side(newest - 1, "planned"), *done, *(s for s in sides if s.period == "planned" and "今年" in text)]
    return tuple(sides) or (Side(newest, None, asked=False),)


def _of_one_year(text: str, year: int, years: Sequence[int]) -> tuple[Side, ...]:
    target = bool(_TARGET.search(text))
    if year in years and (target or _WORDING.search(text) or re.search(rf"{year}{_ITS_REPORT.pattern}", text)):
        return (Side(year, "planned" if target else None),)
    if year + 1 in years:
        return (Side(year + 1, "done"),)
    return (Side(year, None),) if year in years else ()


def _of_years(text: str, named: frozenset[int], years: Sequence[int]) -> tuple[Side, ...]:
    """Sides of a question that names several years, or of one both the target and the result.

    What stands after a year up to the next one says what is asked of it (2030年定了多少、做到多少，2031年又定了多少);
    where it does not say, the whole question does.
    """
    places = [(m.end(), int(m[1])) for m in _YEAR.finditer(text)]
    stretches = [(year, text[at:to]) for (at, year), (to, _) in pairwise([*places, (len(text), 0)])]
    alike = named <= set(years)  # 2031 and 2032, with both reports at hand: the two reports, like with like
    found: set[Side] = set()
    for year, words in stretches:
        found |= set(_of_stretch(year, words, text, years, alike))
    order = {"planned": 1, "done": 0, None: 0}
    return tuple(sorted(found, key=lambda s: (s.report_year or 0, order[s.period])))


def _of_stretch(year: int, words: str, text: str, years: Sequence[int], alike: bool) -> list[Side]:
    said = words if _TARGET.search(words) or _ACTUAL.search(words) else text
    target, actual = bool(_TARGET.search(said)), bool(_ACTUAL.search(said))
    its_report = bool(_ITS_REPORT.match(words)) or (bool(_WORDING.search(text)) and year in years)
    sides: list[Side] = []
    if target:
        sides.append(Side(year, "planned"))
    if actual and said is words and its_report:
        sides.append(Side(year, "done"))
    elif actual:
        sides.append(Side(year + 1, "done"))
    sides = [s for s in sides if s.report_year in years]
    if sides:
        return sides
    if (alike or its_report) and year in years:
        return [Side(year, None)]
    if year + 1 in years:
        return [Side(year + 1, "done")]
    return [Side(year, "planned")] if year in years else []
