"""Which lines are headings, and which paragraphs open with one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.headings import (
    ARABIC,
    BRACKETED,
    CHAPTER,
    ENUMERATED,
    NUMBERED,
    PART,
    RUN_IN,
    SUB,
    VOLUME,
    heading_line,
    numbered,
    run_in,
    sub_heading_line,
    title_of,
)

BODY = "新建茶叶加工厂6座，带动茶农2300户，春茶产量达到1800吨，实现加工产值4.2亿元。"


@pytest.mark.parametrize(
    ("line", "rank"),
    [
        pytest.param("第一部分 去年的工作", VOLUME, id="第一部分"),
        pytest.param("第二章　今年怎么干", CHAPTER, id="第二章 and a wide space"),
        pytest.param("一、2030年工作回顾", NUMBERED, id="一、"),
        pytest.param("十二、加强自身建设", NUMBERED, id="十二、"),
        pytest.param("三．重点工作", NUMBERED, id="一 with a full-width point"),
        pytest.param("（三）守住安全底线", BRACKETED, id="full-width brackets"),
        pytest.param("(三)守住安全底线", BRACKETED, id="ASCII brackets"),
        pytest.param("（一）稳住经济大盘。", BRACKETED, id="a numbered line may end in 。"),
        pytest.param("1. 扩大投资", ARABIC, id="1. and a space"),
        pytest.param("2．扩大投资", ARABIC, id="a full-width point"),
        pytest.param("1.2030年工作回顾", ARABIC, id="a year right after the point"),
        pytest.param("（2）扩大投资", ARABIC, id="（2）"),
        pytest.param("③扩大投资", ARABIC, id="a circled number"),
        pytest.param("2030年工作回顾", PART, id="a part's usual name without number"),
        pytest.param("加强政府自身建设", PART, id="self-improvement without number"),
        pytest.param("名词解释", PART, id="a glossary"),
        pytest.param("附件2：", None, id="nothing, where a colon ends an unnumbered line"),
        pytest.param("附件2", PART, id="an appendix"),
    ],
)
def test_a_heading_on_its_own_line_is_recognised_as(line: str, rank: int | None):
    heading = heading_line(line)
    assert (heading and heading.rank) == rank
    if heading:
        assert (heading.start, heading.end) == (0, len(line))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="nothing"),
        pytest.param("一、", id="a number without words"),
        pytest.param("一、二、三产业融合发展水平不断提高", id="the three sectors of the economy"),
        pytest.param("（一）修桥。铺路。", id="two sentences"),
        pytest.param("3.5亿元用于修桥", id="a decimal number"),
        pytest.param("12．全年新增就业4100人。", id="an item of a list that ends as a sentence"),
        pytest.param("（二）新增就业；", id="a line that goes on after its semicolon"),
        pytest.param("全县上下齐心协力", id="a short line without any sign of a heading"),
        pytest.param("完成2030年重点工作，取得明显成效。", id="a sentence that names the work"),
        pytest.param("一、" + "修" * 100, id="a numbered line of a hundred characters"),
    ],
)
def test_no_heading_is_seen_in(line: str):
    assert heading_line(line) is None


@pytest.mark.parametrize(
    ("opening", "rank"),
    [
        pytest.param("大力提振消费。", RUN_IN, id="a short sentence"),
        pytest.param("做强茶叶产业，带动农民增收。", RUN_IN, id="two halves"),
        pytest.param("（一）稳增长。", BRACKETED, id="（一）"),
        pytest.param("一、稳增长。", NUMBERED, id="一、"),
        pytest.param("1．医共体：", ARABIC, id="a glossary's term"),
        pytest.param("一是稳增长。", ENUMERATED, id="一是"),
        pytest.param("二要转作风。", ENUMERATED, id="二要"),
        pytest.param("第三，守底线。", ENUMERATED, id="第三，"),
        pytest.param("——这五年综合实力明显增强。", ENUMERATED, id="a dash"),
        pytest.param("办好10件民生实事。", RUN_IN, id="a count of things to do"),
    ],
)
def test_a_paragraph_opens_with_a_heading(opening: str, rank: int):
    heading = run_in(opening + BODY)
    assert heading
    assert (heading.rank, heading.start, heading.end) == (rank, 0, len(opening))


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param("过去一年，成绩来之不易。", id="a look back"),
        pytest.param("我们也清醒看到不足。", id="we"),
        pytest.param("一般公共预算支出3.4亿元。", id="an amount"),
        pytest.param("地区生产总值增长5%。", id="a rate"),
        pytest.param("就业是最大的民生。", id="a saying with a copula"),
        pytest.param("刚刚过去的一年很不平凡。", id="the year gone by"),
        pytest.param("今年要重点做好以下工作。", id="a lead-in to a list"),
        pytest.param("实现全年目标任务，要把握好几点。", id="what the aims need"),
        pytest.param("修桥，铺路，通水，通电。", id="a list of four"),
        pytest.param("坚持因地制宜发展新质生产力推动茶叶竹木水电三大产业做强做优做大。", id="a long sentence"),
    ],
)
def test_a_sentence_that_opens_a_paragraph_is_no_heading(opening: str):
    assert run_in(opening + BODY) is None


def test_a_sentence_without_a_paragraph_behind_it_is_no_run_in_heading():
    assert run_in("大力提振消费。发券。") is None


@pytest.mark.parametrize(
    ("line", "rank"),
    [
        pytest.param("产业升级", SUB, id="a short line without punctuation"),
        pytest.param("就业形势保持稳定。", RUN_IN, id="a short sentence"),
        pytest.param("四是优化营商环境。", ENUMERATED, id="an item of an enumeration"),
        pytest.param("四是优化营商环境，打造一流服务", ENUMERATED, id="an item without its full stop"),
        pytest.param("实现全年目标", None, id="no heading: words that open a train of thought"),
        pytest.param("增长5.2%", None, id="no heading: a figure"),
        pytest.param("修桥：", None, id="no heading: a colon"),
        pytest.param("桥", None, id="no heading: a single character"),
    ],
)
def test_a_short_line_above_a_paragraph_could_be(line: str, rank: int | None):
    heading = sub_heading_line(line)
    assert (heading and heading.rank) == rank


@pytest.mark.parametrize(
    ("words", "title"),
    [
        pytest.param("（一）稳增长。", "（一）稳增长", id="its full stop is off"),
        pytest.param("——这五年大有进步。", "这五年大有进步", id="the dash before it is off"),
        pytest.param("三、加强\n自身建设", "三、加强 自身建设", id="a broken line is one line"),
        pytest.param("——", "——", id="a dash alone stays"),
    ],
)
def test_how_a_heading_reads_in_a_path(words: str, title: str):
    assert title_of(words) == title


@given(st.text(max_size=120))
def test_a_heading_lies_within_its_text_whatever_the_text(text: str):
    for heading in (heading_line(text), run_in(text), sub_heading_line(text)):
        assert heading is None or 0 <= heading.start < heading.end <= len(text)
    number = numbered(text)
    assert number is None or 0 < number[1] <= len(text)
