"""Passages hold every character of a report's body, once, whatever the report."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.outline import outline
from ingest.split import split, split_text
from rag.domain import Report
from rag.sentences import sentences
from tests.ranges import assert_hold_every_character_once
from tests.small_reports import qingxi

WORDS = st.sampled_from(
    ["修桥铺路", "新建食堂9处", "茶叶产业", "增长5.2%", "各位代表", "过去一年", "今年", "实干为要", "×亿元"]
)
MARKS = st.sampled_from(["，", "、", "；", "。", "！", ":", "\n", "\n\n", "", "”", "（"])
TEXT = st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=12).map(lambda parts: "".join(a + b for a, b in parts))
NUMBER = st.sampled_from(
    ["一、", "二、", "（一）", "(二)", "1.", "2．", "①", "第一部分 ", "一是", "——", "## ", "名词解释\n", "附件\n", ""]
)
LINES = st.lists(
    st.tuples(NUMBER, TEXT, st.sampled_from(["\n", "\n\n", "。\n", "\n\u3000\u3000"])), min_size=1, max_size=25
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report of random headings and paragraphs in random order, with furniture around it or not."""
    lines = "".join(number + text + end for number, text, end in draw(LINES))
    before = draw(st.sampled_from(["", "政府工作报告\n", "首页 > 新闻\n", "各位代表：\n"]))
    after = draw(st.sampled_from(["", "\n各位代表！让我们奋斗！\n版权所有", "\n推荐阅读：\n"]))
    return outline(f"{before}一、2030年工作回顾\n{lines}{after}", stem="青溪_2031")


@given(reports(), st.sampled_from([20, 60, 1200]))
def test_every_character_of_a_generated_report_lies_in_exactly_one_passage(report: Report, max_chars: int):
    start, end = report.body
    passages = split(report, max_chars=max_chars)
    assert_hold_every_character_once(report.source[start:end], [(p.start - start, p.end - start) for p in passages])
    assert all(p.path and all(p.path) for p in passages)


@given(reports())
def test_every_character_of_a_generated_report_lies_in_exactly_one_sentence(report: Report):
    start, end = report.body
    found = [s for p in split(report) for s in sentences(p)]
    assert_hold_every_character_once(report.source[start:end], [(s.start - start, s.end - start) for s in found])


@given(reports())
def test_a_generated_reports_sections_lie_in_its_body_and_nest(report: Report):
    for section in report.sections:
        assert report.body[0] <= section.start <= section.end <= report.body[1]
        assert section.path[-1] == section.title
        assert len(section.path) == section.level


@given(st.text(alphabet="修桥。，；;\n a", max_size=300), st.integers(1, 40))
def test_pieces_of_a_long_text_join_to_the_text(text: str, max_chars: int):
    ranges = split_text(text, max_chars=max_chars)
    assert "".join(text[a:b] for a, b in ranges) == text
    assert all(b - a <= max_chars for a, b in ranges)
    assert [a for a, _ in ranges[1:]] == [b for _, b in ranges[:-1]]


def test_a_long_paragraph_is_cut_at_sentence_ends():
    text = "修桥铺路办实事。" * 6  # 8 characters each
    assert split_text(text, max_chars=20) == [(0, 16), (16, 32), (32, 48)]


def test_pieces_of_a_long_paragraph_share_path_and_period():
    report = qingxi()
    whole, pieces = split(report), split(report, max_chars=30)
    assert len(pieces) > len(whole)
    for p in pieces:
        owner = next(w for w in whole if w.start <= p.start < w.end)
        assert (p.path, p.period) == (owner.path, owner.period)


def test_headings_and_a_bare_address_go_with_the_paragraph_below():
    report = outline("各位代表：\n一、2030年工作回顾\n（一）修桥\n修成三座桥。\n各位代表！\n成绩来之不易。", stem="a")
    assert [p.text for p in split(report)] == [
        "各位代表：\n一、2030年工作回顾\n（一）修桥\n修成三座桥。",
        "各位代表！\n成绩来之不易。",
    ]
    assert [p.path for p in split(report)] == [("一、2030年工作回顾", "（一）修桥"), ("一、2030年工作回顾",)]


def test_a_heading_at_the_very_end_is_a_passage():
    report = outline("各位代表：\n一、2030年工作回顾\n修桥。\n二、2031年工作安排", stem="a")
    assert split(report)[-1].text == "二、2031年工作安排"


def test_a_glossary_has_no_period():
    glossary = [p for p in split(qingxi()) if p.glossary]
    assert [(p.period, p.path[0]) for p in glossary] == [(None, "名词解释")]
