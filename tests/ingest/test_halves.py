"""Which half of a report a paragraph belongs to, whatever its headings are called."""

from __future__ import annotations

from textwrap import dedent

import pytest

from ingest.outline import OPENING, outline
from ingest.split import split
from rag.domain import Report

FORMULA = "各位代表：\n现在，我代表云汀县人民政府，向大会报告工作，请予审议。\n"
DONE_TEXT = (
    "全年新增企业310家，完成技改投资4.6亿元，同比增长9%，获评全省先进县。\n"
    "新建幼儿园7所，改造老旧小区18个，城镇新增就业8200人，圆满完成年度任务。\n"
)
PLAN_TEXT = (
    "加快推进南环路建设，力争年内通车；着力壮大食品产业，确保产值增长10%以上。\n"
    "持续办好民生实事，将新建小学3所，努力新增停车位1500个左右。\n"
)


def read(body: str, stem: str = "云汀县_2031") -> Report:
    return outline(FORMULA + dedent(body), stem=stem)


def halves(report: Report) -> str:
    """A sign a passage below the opening: + done, > planned, · neither."""
    signs = {"done": "+", "planned": ">", None: "·"}
    return "".join(signs[p.period] for p in split(report) if p.path != (OPENING,))


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("2031年主要工作", id="a year and work"),
        pytest.param("2031年工作建议", id="advice"),
        pytest.param("全力做好2031年各项工作", id="a call"),
        pytest.param("迈上新台阶：今后五年的奋斗目标", id="five years to come"),
        pytest.param("二〇三一年工作谋划", id="a year in signs"),
        pytest.param("下一步工作打算", id="the next step"),
        pytest.param("今年要抓好的工作", id="this year"),
        pytest.param("乘势而上再出发", id="a title that says nothing"),
        pytest.param("", id="no title at all"),
    ],
)
def test_an_unnumbered_plan_is_planned_whatever_its_title(title: str):
    report = read(
        f"2030年工作回顾\n过去一年，全县生产总值820亿元，增长5.2%。\n一、稳住大盘\n{DONE_TEXT}二、办好实事\n{DONE_TEXT}"
        f"{title}\n今年的主要预期目标是：生产总值增长6%左右。\n一、扩大投资\n{PLAN_TEXT}二、提升教育\n{PLAN_TEXT}"
    )
    assert halves(report) == "+" * 5 + ">" * 5


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("过去一年，我们主要做了以下工作：", "今年，我们重点抓好以下工作：", id="sentences"),
        pytest.param("一年来，主要抓了三件事：", "新的一年，要做好下面几件事：", id="other sentences"),
        pytest.param("回顾2030年", "做好2031年各项工作，关键在实干", id="lines"),
    ],
)
def test_lines_that_open_the_halves_are_parts_where_the_numbering_begins_again(first: str, second: str):
    report = read(
        f"{first}\n一、工业回升\n{DONE_TEXT}二、农业丰收\n{DONE_TEXT}三、民生改善\n{DONE_TEXT}"
        f"{second}\n一、壮大工业\n{PLAN_TEXT}二、做优农业\n{PLAN_TEXT}"
    )
    tops = [s.title for s in report.sections if s.level == 1 and s.title != OPENING]
    assert tops == [first.rstrip("："), second.rstrip("：")]
    assert halves(report) == "+" * 6 + ">" * 4


@pytest.mark.parametrize(
    ("title", "below"),
    [
        pytest.param("一、2030年主要工作", "刚过去的一年，", id="main work of the year before"),
        pytest.param(
            "一、2030年主要工作回顾", "2030年是新一届政府的开局之年，", id="a review that speaks of a beginning"
        ),
        pytest.param("一、关于2030年政府工作", "2030年，", id="on the work of the year before"),
        pytest.param("一、2030年目标任务完成情况", "一年来，", id="aims that were met"),
        pytest.param("一、过去五年的工作", "五年来，", id="five years"),
    ],
)
def test_a_review_is_done_whatever_its_title(title: str, below: str):
    report = read(f"{title}\n{below}{DONE_TEXT}（一）抓发展\n{DONE_TEXT}二、2031年工作安排\n{PLAN_TEXT}")
    assert (report.year, halves(report)) == (2031, "+" * 4 + ">" * 2)


def test_five_years_back_five_ahead_and_this_year():
    report = read(
        f"一、过去五年的工作回顾\n{DONE_TEXT}二、今后五年的奋斗目标\n{PLAN_TEXT}三、2031年重点工作\n{PLAN_TEXT}"
    )
    assert halves(report) == "++>>>>"
    spans = {s.title: s.years for s in report.sections}
    assert spans["一、过去五年的工作回顾"] == (2026, 2030)
    assert spans["二、今后五年的奋斗目标"] == (2031, 2035)
    assert [p.years for p in split(report)][-1] == (2031, 2031)


def test_a_heading_on_government_itself_within_the_review_is_no_part():
    report = read(
        f"2030年工作回顾\n{DONE_TEXT}一年来，我们勤政务实，自身建设全面加强\n{DONE_TEXT}2031年工作安排\n{PLAN_TEXT}"
    )
    tops = [s.title for s in report.sections if s.level == 1 and s.title != OPENING]
    assert tops == ["2030年工作回顾", "2031年工作安排"]
    report = read(
        f"一、2030年工作回顾\n（一）经济平稳\n{DONE_TEXT}（二）政府自身建设不断加强\n{DONE_TEXT}二、2031年工作安排\n{PLAN_TEXT}"
    )
    assert halves(report) == "++++>>"


def test_where_a_plan_has_lost_its_heading_the_sections_of_the_review_end_before_it():
    report = read(
        f"一、2030年工作回顾\n（一）经济平稳\n{DONE_TEXT * 3}"
        f"今年是大桥建设之年。今年政府工作的总体要求是：稳中求进，实干争先。\n（一）扩大投资\n{PLAN_TEXT * 3}"
    )
    last = split(report)[-1]
    assert (last.period, last.path) == ("planned", ("（一）扩大投资",))


def test_a_glossary_names_neither_a_half_nor_the_year():
    report = read(
        f"一、2030年工作回顾\n{DONE_TEXT}二、2031年工作要求\n{PLAN_TEXT}名词解释\n[1]三查三提：2030年县里部署的活动。\n",
        stem="报告",
    )
    assert (report.year, halves(report)) == (2031, "++>>·")
