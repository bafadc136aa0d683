"""Questions about the report as a text: its outline (how many parts, under which headings), every place of a term.

Answered from its sections and its words, without search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Passage, Report, Section
from rag.mentions import mention_quotes
from rag.question import Question
from rag.quote import Quote
from rag.sentences import sentences
from rag.slogan_parts import NUMERAL, number

_ASKS = re.compile(
    r"小标题|(?:几|哪些|哪几|多少)(?:个|大)?(?:方面|部分|板块|大块|块)|几大(?:块|项|方面|部分|任务)|目录|框架|大标题|每块的标题|讲了(?:几|哪)|"
    r"分(?:成|为|了)?几|提升哪(?:几)?(?:些|种|个|方面).{0,3}能力"
)
_ABOUT_REPORT = re.compile(r"报告|工作|回顾|总结|安排|部署|任务|自身建设|政府建设")
_YEARS_ALONE = re.compile(
    r"(?:(?:20\d\d|[今去])年的?(?:又|各|分别|则)*分(?:成|为)?了?(?:几|哪几|多少)个?大?(?:方面|部分|板块|大块|块)[，,。；;?？]*){2,}"
)
"""2025年分几方面，2026年又分几方面: of the year's work."""
_ANNOUNCED = re.compile(rf"({NUMERAL})(?:个|大|项)*(?:方面|任务|工作|重点|行动|举措|板块|部分)")
_SELF = re.compile(r"自身建设|政府建设|建设.{0,10}政府|政府治理|政府系统")


def outline_quotes(question: Question, reports: Sequence[Report], passages: Sequence[Passage]) -> list[Quote]:
    """What answers a question about the report as a text, in order; empty where it is no such question.

    The part meant is found by its words: 回顾 and 总结 mean the part that looks back, 安排 and 重点工作 the one that
    looks ahead, 自身建设 the one on government itself. Of several years that are asked about each report gives the
    sentence that announces its headings, where there is one, and the headings; the oldest report comes first.
    """
    text = question.text
    if mentions := mention_quotes(question, passages):
        return mentions
    if not (_ASKS.search(text) and (_ABOUT_REPORT.search(text) or _YEARS_ALONE.fullmatch(text))):
        return []
    asked = _asked_of(question, reports)
    found = [_headings(question, report, passages, announced=len(asked) > 1) for report in asked]
    return [q for quotes in found for q in quotes] if all(found) else []


def _asked_of(question: Question, reports: Sequence[Report]) -> list[Report]:
    """The reports of the years that are asked about, oldest first, of one place where it has them; else the newest."""
    newest = max(reports, key=lambda r: r.year or 0)
    years = {side.report_year for side in question.sides if side.report_year}
    by_year: dict[int, Report] = {}
    for report in sorted(reports, key=lambda r: r.place != newest.place):
        if report.year in years:
            by_year.setdefault(report.year, report)
    return [by_year[year] for year in sorted(by_year)] or [newest]


def _headings(question: Question, report: Report, passages: Sequence[Passage], *, announced: bool) -> list[Quote]:
    part = _part(question, report)
    if part is None:
        return []
    headings = [s for s in report.sections if s.level == part.level + 1 and part.start < s.start < part.end]
    if len(headings) < 2:
        return []
    before = _announcement(report, part, headings, passages) if announced else []
    quotes = [_heading_quote(report, s, passages) for s in headings]
    return [*before, *(q for q in quotes if q is not None)]


def _announcement(
    report: Report, part: Section, headings: Sequence[Section], passages: Sequence[Passage]
) -> list[Quote]:
    """The last sentence before the headings that tells their number: 重点做好八方面工作."""
    told = [
        Quote(s.passage, s.start, s.end, 1.0)
        for p in passages
        if p.report is report and part.start <= p.start < headings[0].start
        for s in sentences(p)
        if s.end <= headings[0].start and any(number(m[1]) == len(headings) for m in _ANNOUNCED.finditer(s.text))
    ]
    return told[-1:]


def _part(question: Question, report: Report) -> Section | None:
    text = question.text
    tops = [s for s in report.sections if s.level == 1 and not s.glossary and s.path[0] != "开头"]
    if _SELF.search(text):
        return next((s for s in tops if _SELF.search(s.title)), None)
    if re.search(r"回顾|总结|成绩", text) or question.periods == frozenset({"done"}):
        return _fullest([s for s in tops if s.period == "done"], report)
    if (
        re.search(r"安排|部署|重点|任务|计划", text)
        or _YEARS_ALONE.fullmatch(text)
        or question.periods == frozenset({"planned"})
    ):
        return _fullest([s for s in tops if s.period == "planned" and not _SELF.search(s.title)], report)
    return None


def _fullest(parts: Sequence[Section], report: Report) -> Section | None:
    """The part with the most sections right below it."""

    def below(part: Section) -> int:
        return sum(s.level == part.level + 1 and part.start < s.start < part.end for s in report.sections)

    return max(parts, key=below, default=None)


def _heading_quote(report: Report, section: Section, passages: Sequence[Passage]) -> Quote | None:
    """The heading's own words as a quote of the passage that they stand in."""
    words = section.title
    at = report.source.find(words, section.start, section.start + len(words) + 20)
    start, end = (at, at + len(words)) if at >= 0 else (section.start, section.start + len(words))
    for passage in passages:
        if passage.report is report and passage.start <= start and end <= passage.end:
            return Quote(passage, start, end, 1.0)
    return None
