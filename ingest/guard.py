"""What a person should look at before a report is published: signs that it was misread.

The words are for staff. A person who has said which way the parts look is not asked again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ingest import furniture
from ingest.halves import lean_of_text
from ingest.metadata import YearFound
from rag.domain import PERIOD_LABELS, Block, Period, Report

SMALL_HALF: Final = 0.12
"""Least share of review and plan that either has."""
MOST_LEFT_OUT: Final = 0.05
"""Share of the text outside the report from which on it is told."""
WINDOW: Final = 10
"""Neighbouring paragraphs that are looked at together."""
AGAINST: Final = 12.0
"""Evidence of so many paragraphs against the way they were taken to look from which on it is told. Set by hand, as WINDOW
is; what it catches of reports split wrong on purpose is measured by `python -m evals.ingest --harm`."""
_CLOSING: Final = re.compile(r"让我们|团结|奋斗|奋进|谢谢|感谢|前进|努力|[!！][”’」』）)]*$")
_SENTENCE_END: Final = re.compile(r"[。！!？?…；;][”’」』）)]*$")
_LAST: Final = 4
"""Paragraphs among which the closing formula stands."""
_LONG: Final = 30


def cautions(report: Report, told: YearFound, *, periods_given: bool = False) -> tuple[str, ...]:
    """Sentences for staff, the gravest first; none where nothing is odd.

    :param told: the year as it was found, whatever a person said.
    :param periods_given: a person has said which way parts look.
    """
    found = [] if periods_given else [*_halves(report), *_parts(report), *_against(report)][:2]
    if told.other is not None and report.year == told.year:
        found.append(f"正文里的年份是 {told.year} 年，文件名里写的是 {told.other} 年；请核对年份。")
    return (*found, *_left_out(report), *_ending(report))


def _texts(report: Report) -> Iterator[tuple[Block, str]]:
    return ((b, report.source[b.start : b.end]) for b in report.blocks)


def _halves(report: Report) -> Iterator[str]:
    sizes = Counter[Period]()
    for block, text in _texts(report):
        if block.period:
            sizes[block.period] += len(text)
    both = sizes["done"] + sizes["planned"]
    for period, label in PERIOD_LABELS.items():
        if both and sizes[period] < SMALL_HALF * both:
            share = f"只有 {sizes[period] / both:.0%} 的正文" if sizes[period] else "没有一段正文"
            yield f"{share}算作“{label}”，回顾和计划可能没有分对；请看提纲，逐个部分核对。"
            return


def _parts(report: Report) -> Iterator[str]:
    for section in report.sections:
        if section.level != 1 or section.glossary or section.start == report.blocks[0].start:
            continue
        inside = [b for b in report.blocks if section.start <= b.start < section.end]
        if not any(b.period for b in inside):
            yield f"“{section.title}”这一部分没有分出是已完成还是计划；请在提纲里选定。"


def _against(report: Report) -> Iterator[str]:
    """The first stretch whose sentences speak against the way it was taken to look."""
    told = [(b, text) for b, text in _texts(report) if b.period and not b.is_heading and len(text) > _LONG]
    leans = [lean_of_text(text, report.year) * (1 if b.period == "done" else -1) for b, text in told]
    for i in range(max(0, len(told) - WINDOW + 1)):
        periods = {b.period for b, _ in told[i : i + WINDOW]}
        if len(periods) == 1 and sum(leans[i : i + WINDOW]) < -AGAINST:
            label = PERIOD_LABELS[told[i][0].period or "done"]
            yield f"从“{told[i][1][:12]}……”起有一段算作“{label}”，写法却不像；请看提纲，核对这里。"
            return


def _left_out(report: Report) -> Iterator[str]:
    """Text outside the report that reads like text: a page's menus and lists of links do not."""
    lost, at = 0, 0
    ends = [(b.start, b.end) for b in report.blocks] + [(len(report.source), len(report.source))]
    for start, end in ends:
        lost += sum(map(len, filter(_reads_like_text, report.source[at:start].splitlines())))
        at = end
    share = lost / max(1, len(re.sub(r"\s", "", report.source)))
    if share > MOST_LEFT_OUT:
        yield f"有 {share:.0%} 的文字没有收进来；请看“没有收进来的内容”，确认其中没有报告正文。"


def _reads_like_text(line: str) -> bool:
    line = line.strip()
    return len(line) >= _LONG and "。" in line and not furniture.is_furniture(line)


def _ending(report: Report) -> Iterator[str]:
    texts = [t for b, t in _texts(report) if not b.note and not _in_tail(report, b)]
    if texts and not (_SENTENCE_END.search(texts[-1]) and any(_CLOSING.search(t) for t in texts[-_LAST:])):
        yield f"正文停在“……{texts[-1][-12:]}”，没有找到结束语；请确认文件是完整的。"


def _in_tail(report: Report, block: Block) -> bool:
    """Whether a block stands in a glossary or an appendix."""
    section = report.section_at(block.start)
    return section is not None and (section.glossary or furniture.opens_tail(section.path[0]))
