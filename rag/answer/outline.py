"""Questions about the report as a text: its outline (how many parts, under which headings), the problems it owns.

Answered from its sections, without search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.quote import Quote
from rag.domain import OWNED, Passage, Report, Section
from rag.exact.slogan_parts import NUMERAL, number
from rag.sentences import sentences
from rag.understand.places import places_of
from rag.understand.question import Question

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
_FAULTS = r"(?:问题|不足|短板|困难|差距|挑战|弱项|薄弱环节|缺点|毛病)"
_PROBLEMS = re.compile(
    rf"(?:承认|存在|面临|还有|有|暴露|正视|反思|检讨|说|讲|提|写)?(?:了|着|过|到)?(?:哪些|什么|啥|哪几个|多少|几个){_FAULTS}(?:[和与、或跟及]{_FAULTS})*"
    rf"|{_FAULTS}(?:[和与、或跟及]{_FAULTS})*(?:(?:都|各)?(?:有|是|在)(?:哪些|什么|啥|哪儿|哪里)(?:方面)?)"
    r"|(?:哪些|什么|啥|哪几件|哪几项)(?:事情?|工作|目标|任务|指标|方面|地方)?(?:还)?(?:没有?|没能|未)(?:做好|做到|完成|达到|实现|达标|办好|做到位)"
)
_GENERIC = re.compile(
    r"20\d\d年初?|去年|今年|上一?年|过去一年|目前|现在|当前|报告|政府工作|政府|工作|自己|自身|我们|咱们?|全[市省县区]|[市省县区]里|本地|发展|经济社会|经济|社会|"
    r"前进|道路|主要|还|也|的|了|吗|呢|啊|里|中|上|对|在|都|有|说|讲|提|到|是|请问|一下|坦率|主动|直接|清醒|看到|认识|承认|存在|面临|[？?，。,、！!\s]"
)
_SELF = re.compile(r"自身建设|政府建设|建设.{0,10}政府|政府治理|政府系统")


def outline_quotes(question: Question, reports: Sequence[Report], passages: Sequence[Passage]) -> list[Quote]:
    """What answers a question about the report as a text, in order; empty where it is no such question.

    The part meant is found by its words: 回顾 and 总结 mean the part that looks back, 安排 and 重点工作 the one that
    looks ahead, 自身建设 the one on government itself. Of several years that are asked about each report gives the
    sentence that announces its headings, where there is one, and the headings; the oldest report comes first.
    """
    text = question.text
    if _PROBLEMS.search(text) and not _GENERIC.sub("", _PROBLEMS.sub("", _bare(text, reports))):
        return [q for report in _asked_of(question, reports) for q in _problems(report, passages)]
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


def _bare(text: str, reports: Sequence[Report]) -> str:
    """A question without the names of the reports' places."""
    for name in sorted(places_of(reports), key=len, reverse=True):
        text = text.replace(name, "")
    return text


def _problems(report: Report, passages: Sequence[Passage]) -> list[Quote]:
    """The paragraph in which the report owns its problems, from that sentence on; the longest, if several open so."""
    owned = []
    for passage in passages:
        if passage.report is report and passage.period != "planned" and not passage.glossary:
            first = next((s for s in sentences(passage) if OWNED.search(s.text)), None)
            if first is not None:
                owned.append(Quote(passage, first.start, passage.end, 1.0))
    return sorted(owned, key=lambda q: q.start - q.end)[:1]


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
