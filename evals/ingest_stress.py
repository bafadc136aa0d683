"""Reports made harder, and reports split wrong on purpose: does ingest still read them, and does it say so where not.

Other reports are written otherwise; taking away what the reading could lean on shows how much it needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from evals.ingest_rules import Truth
from rag.domain import Block, Period, Report

Harder = Callable[[str, int], tuple[str, int]]
"""A text and where its plan begins -> the same of the harder text."""

_SENTENCE = re.compile("[。！？；]")
_NUMBER = re.compile(r"^(\s*)(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])", re.MULTILINE)


def _line_at(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return at, end if end >= 0 else len(text)


def without_plan_title(text: str, plan: int) -> tuple[str, int]:
    """The heading of the plan is lost."""
    start, end = _line_at(text, plan)
    return (text, plan) if end - start > 40 else (text[:start] + text[end + 1 :], plan)


def other_plan_title(text: str, plan: int) -> tuple[str, int]:
    """The plan's heading has no number and says nothing that a list of words could know."""
    start, end = _line_at(text, plan)
    return (text, plan) if end - start > 40 else (text[:start] + "乘势而上再出发" + text[end:], plan)


def without_titles(text: str, plan: int) -> tuple[str, int]:
    """All short lines are lost."""
    kept, at = [], plan
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match.group().strip()
        if line and len(line) <= 40 and not _SENTENCE.search(line) and "代表" not in line:
            at -= len(match.group()) if match.start() < plan else 0
        else:
            kept.append(match.group())
    return "".join(kept), at


def without_numbers(text: str, plan: int) -> tuple[str, int]:
    """Headings have no numbers."""
    return _NUMBER.sub(r"\1", text), len(_NUMBER.sub(r"\1", text[:plan]))


def one_line(text: str, plan: int) -> tuple[str, int]:
    """Line breaks were lost in copying; what was a line of its own is told from the next by a space."""
    return re.sub(r"\s*\n\s*", "　", text), len(re.sub(r"\s*\n\s*", "　", text[:plan]))


def no_years(text: str, plan: int) -> tuple[str, int]:
    """No line of the text names a year: it says 去年 and 今年."""

    def plain(part: str) -> str:
        return re.sub(r"20\d\d年", "年度", part)

    return plain(text), len(plain(text[:plan]))


KINDS: dict[str, Harder] = {
    "计划的标题丢了": without_plan_title,
    "计划的标题换了": other_plan_title,
    "短标题全丢了": without_titles,
    "编号全丢了": without_numbers,
    "换行全丢了": one_line,
    "没有年份": no_years,
}


def harder(truth: Truth, kind: str) -> Truth:
    """The truth of a harder text, which keeps to where the plan begins in the plain one."""
    text, plan = KINDS[kind](truth.text, truth.plan_start)
    start, end = _line_at(truth.text, truth.plan_start)
    lost = max(0, len(truth.text) - len(text)) if end - start <= 40 and "标题" in kind else 0
    tail = KINDS[kind](truth.text, truth.tail)[1] - (lost if "短" not in kind else 0)
    return Truth(text, truth.tense, truth.year, plan, tail)


def split_wrong(report: Report) -> Iterator[tuple[str, Report]]:
    """The report with its halves taken wrong in five ways."""
    judged = [i for i, b in enumerate(report.blocks) if b.period]
    turn = next((i for i in judged if report.blocks[i].period == "planned"), None)
    if turn is None or len(judged) < 10:
        return
    fifth = len(judged) // 5
    yield "全算已完成", _with(report, lambda i: "done")
    yield "全算计划", _with(report, lambda i: "planned")
    yield "早了五分之一", _with(report, lambda i: "done" if i < turn - fifth else "planned")
    yield "晚了五分之一", _with(report, lambda i: "done" if i < turn + fifth else "planned")
    yield "两半对调", _with(report, lambda i: "planned" if i < turn else "done")


def _with(report: Report, period: Callable[[int], Period]) -> Report:
    blocks: Sequence[Block] = [replace(b, period=period(i) if b.period else None) for i, b in enumerate(report.blocks)]
    return replace(report, blocks=tuple(blocks))
