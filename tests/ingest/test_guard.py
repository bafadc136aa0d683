"""What a person is told to look at before a report is published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.guard import cautions
from ingest.metadata import YearFound
from ingest.outline import outline
from rag.domain import Period, Report
from tests.small_reports import QINGXI_2031, qingxi

NONE = YearFound(2031)
DONE = "全年新增企业310家，同比增长9%，获评全省先进县，圆满完成年度任务，群众满意度位居全市第一。\n"
PLAN = "加快推进南环路建设，力争年内通车；着力壮大食品产业，确保产值增长10%以上，努力新增就业。\n"
LONG = f"各位代表：\n一、2030年工作回顾\n{DONE * 12}二、2031年工作安排\n{PLAN * 16}各位代表，让我们一起努力！\n"


def all_of(report: Report, period: Period) -> Report:
    return replace(report, blocks=tuple(replace(b, period=period if b.period else None) for b in report.blocks))


def test_a_report_that_is_read_right_raises_no_caution():
    assert cautions(qingxi(), NONE) == ()
    assert cautions(outline(LONG, stem="青溪县_2031"), NONE) == ()


@pytest.mark.parametrize("period", ["done", "planned"])
def test_a_report_that_is_all_one_half_is_told(period: Period):
    assert "可能没有分对" in cautions(all_of(qingxi(), period), NONE)[0]


def test_a_stretch_that_is_written_otherwise_than_it_was_taken_is_told():
    report = outline(LONG, stem="青溪县_2031")
    turned = [replace(b, period="done") if "南环路" in report.source[b.start : b.end] else b for b in report.blocks]
    half = replace(report, blocks=(*report.blocks[:15], *turned[15:27], *report.blocks[27:]))
    assert any("写法却不像" in told for told in cautions(half, NONE))
    assert cautions(half, NONE, periods_given=True) == ()


def test_a_year_that_the_file_name_says_otherwise_is_told():
    told = outline(QINGXI_2031, stem="青溪_2033").warnings
    assert any("2031" in text and "2033" in text for text in told)


def test_a_text_that_stops_in_the_middle_is_told():
    cut = LONG[: LONG.rindex("确保产值")]
    assert any("没有找到结束语" in told for told in outline(cut, stem="青溪县_2031").warnings)


def test_much_text_that_was_left_out_is_told():
    behind = "首页 版权所有\n" + "这一句是页面下方另一篇文章的正文，讲的是邻县修桥铺路种树的事情。\n" * 30
    assert any("没有收进来" in told for told in outline(LONG + behind, stem="青溪县_2031").warnings)


def test_a_menu_that_was_left_out_is_not_told():
    report = outline(LONG + "首页 版权所有\n" + "新闻\n公告\n" * 40, stem="青溪县_2031")
    assert not any("没有收进来" in told for told in report.warnings)
