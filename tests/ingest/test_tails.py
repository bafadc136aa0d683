"""Glossaries and appendices behind a report."""

from __future__ import annotations

import pytest

from ingest.tails import opens_appendix, opens_glossary
from tests.ingest.county import passage_with, passages_of, report_of, text

ENTRIES = "1.河巷长制：指每条河道、每条街巷都有专人负责的做法。\n2.绿电券：居民用绿色电力换取的积分。"

TITLES = [
    pytest.param("名 词 解 释", id="blanks between the signs"),
    pytest.param("※注释※", id="ornaments"),
    pytest.param("附：短语说明", id="附："),
    pytest.param("《政府工作报告》有关用语说明", id="the report's name before it"),
    pytest.param("相关名词注释", id="相关"),
    pytest.param("名词解释：", id="a colon"),
    pytest.param("[名词解释]", id="square brackets"),
    pytest.param("【名词注解】", id="black brackets"),
    pytest.param("附件2 术语解释", id="a number of the appendix"),
    pytest.param("附件一：《报告》中部分名词释义", id="appendix and report"),
    pytest.param("———— 注　释 ————", id="dashes and a wide blank"),
    pytest.param("《云汀市2031年政府工作报告》名词术语解释", id="place and year"),
    pytest.param("报告中有关专业术语及名词的解释", id="two nouns"),
    pytest.param("缩略语说明", id="abbreviations"),
    pytest.param("（附注）", id="附注"),
    pytest.param("三、名词解释", id="a number of the report's own"),
]


@pytest.mark.parametrize("title", TITLES)
def test_a_glossary_is_a_section_whatever_it_is_called(title: str):
    source = text(below=f"{title}\n{ENTRIES}")
    for words in ("河巷长制：", "绿电券："):
        entry = passage_with(source, words)
        assert entry.glossary
        assert entry.period is None
    assert [s.glossary for s in report_of(source).sections if s.level == 1][-1]


@pytest.mark.parametrize("title", TITLES)
def test_a_glossary_takes_nothing_from_the_report(title: str):
    plan = passage_with(text(below=f"{title}\n{ENTRIES}"), "便民驿站")
    assert (plan.period, plan.glossary) == ("planned", False)


@pytest.mark.parametrize(
    "line",
    [
        "加强政策解读和名词解释工作，让群众看得懂。",
        "三、关于财政收支情况的说明",
        "重点任务说明",
        "二、主要指标安排说明",
        "提升医疗服务水平",
        "深化改革的有关考虑",
        "工作报告",
    ],
)
def test_what_opens_no_glossary(line: str):
    assert not opens_glossary(line)


@pytest.mark.parametrize(
    ("entries", "second"),
    [
        pytest.param("[1]河巷长制：专人负责。\n[2]绿电券：积分。", "绿电券：", id="square brackets"),
        pytest.param("【1】“河巷长制”：专人负责。\n【2】“绿电券”：积分。", "“绿电券”：", id="black brackets"),
        pytest.param("①河巷长制：专人负责。\n②绿电券：积分。", "绿电券：", id="circled numbers"),
        pytest.param(
            "1.河巷长制：\n指专人负责的做法。\n2.绿电券：\n指积分。", "绿电券：", id="the meaning on a line of its own"
        ),
        pytest.param("“河巷长制”是指专人负责。\n“绿电券”是指积分。", "绿电券”是指", id="no numbers"),
        pytest.param(
            "河巷长制——专人负责的做法，每条河道、每条街巷都有姓名、有电话、有考核办法。\n绿电券——积分。",
            "绿电券——",
            id="dashes",
        ),
    ],
)
def test_entries_in_any_dress_are_in_the_glossary(entries: str, second: str):
    source = text(below=f"名词注释\n{entries}\n责任编辑：某某")
    assert passage_with(source, second).glossary
    assert "责任编辑" not in "".join(p.text for p in passages_of(source))


def test_a_glossary_below_the_furniture_of_the_page_is_found():
    source = text(below=f"扫一扫在手机打开当前页\n名词解释\n{ENTRIES}\n网站地图")
    assert passage_with(source, "绿电券：").glossary
    assert not any("扫一扫" in p.text or "网站地图" in p.text for p in passages_of(source))


def test_a_link_to_a_glossary_is_none():
    source = text(below="相关链接：\n《政府工作报告》名词解释\n图解政府工作报告")
    assert report_of(source).source[: report_of(source).body[1]].endswith("努力奋斗！")


@pytest.mark.parametrize("line", ["附件1", "附表：", "附：2031年民生实事项目", "附录", "2031年惠民实事清单"])
def test_what_opens_an_appendix(line: str):
    assert opens_appendix(line)
