"""Exact look-up: every place where words stand, however they are written."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from ingest.outline import outline
from ingest.split import split
from rag.domain import Answer, Report, Status
from rag.exact.folded import fold_words, folded
from rag.settings import HOME
from rag.wording import Wording
from tests.small_reports import qingxi

BROKEN = """\
青溪县政府工作报告

各位代表：
一、2030年工作回顾
推进“证照分离”“一枚印章管审批”改革，×户“僵尸企业”完成处置；
建成×个社区食堂，落实河（湖）长制。研发投入占比1.5%，其中企业占
两成以上；工程 进度 过半。
二、2031年工作安排
打造“共建共治”×品牌。研发投入占比达到15%。
"""


def wording(*reports: Report) -> Wording:
    return Wording(reports, [p for r in reports for p in split(r)])


REPORTS = [
    outline((HOME / "samples" / f"云汀市_{year}.txt").read_text("utf-8"), stem=f"云汀市_{year}")
    for year in (2024, 2025)
]
SAMPLES = wording(*REPORTS)
SMALL = outline(BROKEN, stem="青溪_2031")


def quotes(answer: Answer) -> list[str]:
    return [re.sub(r"\s", "", c.quote) for c in answer.citations]


def assert_holds_every_place(answer: Answer, words: str) -> None:
    """Every place where the words stand, to the letter, in a paragraph or heading is cited and marked."""
    assert answer.status is Status.ANSWERED
    assert words
    for report in REPORTS:
        marked = {i for c in answer.citations if c.report is report for a, b in c.marks for i in range(a, b)}
        known = {i for b in report.blocks for i in folded(report.source, b.start, b.end).at}
        at = report.source.find(words)
        while at >= 0:
            place = set(range(at, at + len(words)))
            if place - known == {i for i in place if not fold_words(report.source[i])}:
                assert place & known <= marked, f"missed at {at} of {report.stem}"
            at = report.source.find(words, at + 1)


@st.composite
def stretches(draw: st.DrawFn) -> str:
    """Any stretch of a paragraph, or of some that follow each other, with at least four Chinese characters."""
    report = draw(st.sampled_from(REPORTS))
    start = draw(st.integers(report.body[0], report.body[1] - 10))
    words = report.source[start : start + draw(st.integers(4, 60))]
    if len(re.findall(r"[\u4e00-\u9fff]", words)) < 4:
        words = report.source[report.blocks[-1].start :][:12]
    return words


def in_other_writing(words: str, seed: int) -> str:
    """The same words with other quotes and marks, in full width, traditional signs, and with spaces and line breaks."""
    chance, to_traditional, back = random.Random(seed), OpenCC("s2t"), OpenCC("t2s")
    out = []
    for char in words:
        new = char
        if char in "，、,":
            new = chance.choice("，、,")
        elif char in "“”":
            new = chance.choice(["「", "", "”", "『"])
        elif "!" < char <= "~":
            new = chance.choice([char, chr(ord(char) + 0xFEE0)])
        elif back.convert(to_traditional.convert(char)) == char:
            new = chance.choice([char, to_traditional.convert(char)])
        out.append(new + (chance.choice([" ", "\n", "\u3000"]) if chance.random() < 0.1 else ""))
    return "".join(out)


@given(stretches())
@settings(max_examples=150, deadline=None)
def test_any_stretch_of_a_report_is_found_wherever_it_stands(words: str) -> None:
    assert_holds_every_place(SAMPLES.look_up(words), words)


@given(stretches(), st.integers())
@settings(max_examples=150, deadline=None)
def test_it_is_found_however_it_is_written(words: str, seed: int) -> None:
    assert_holds_every_place(SAMPLES.look_up(in_other_writing(words, seed)), words)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_nothing_that_is_typed_breaks_it_and_every_citation_holds(text: str) -> None:
    answer = SAMPLES.look_up(text)
    assert answer.status is not Status.ERROR
    for cited in answer.citations:
        assert all(cited.start <= a < b <= cited.end for a, b in cited.marks)


@given(st.text(max_size=60))
def test_folding_keeps_where_each_sign_came_from(text: str) -> None:
    made = folded(text)
    assert len(made.text) == len(made.at)
    assert list(made.at) == sorted(made.at)
    assert fold_words(made.text) == made.text


@pytest.mark.parametrize(
    ("query", "quoted"),
    [
        pytest.param("一枚印章管审批", ["推进“证照分离”“一枚印章管审批”改革，×户“僵尸企业”完成处置；"], id="in quotes"),
        pytest.param(
            "户僵尸企业完成", ["推进“证照分离”“一枚印章管审批”改革，×户“僵尸企业”完成处置；"], id="beside the mask"
        ),
        pytest.param("共建共治×品牌", ["打造“共建共治”×品牌。"], id="over the mask"),
        pytest.param("河湖长制", ["建成×个社区食堂，落实河（湖）长制。"], id="brackets"),
        pytest.param("企业占两成", ["研发投入占比1.5%，其中企业占两成以上；"], id="over a broken line"),
        pytest.param("工程进度过半", ["工程进度过半。"], id="over spaces"),
        pytest.param("研发投入占比15%", [], id="digits do not run together"),
        pytest.param("占比达到15%", ["研发投入占比达到15%。"], id="a number"),
    ],
)
def test_what_stands_between_the_words_does_not_matter(query: str, quoted: list[str]) -> None:
    answer = wording(SMALL).look_up(query)
    assert [q for q in quotes(answer) if not quoted or q in quoted] == (quoted or quotes(answer))
    assert ("共1处" in answer.lead) is bool(quoted)


def test_places_are_counted_in_order_with_heading_and_period() -> None:
    answer = wording(qingxi(2031)).look_up("社区食堂")
    assert answer.lead == "“社区食堂”在报告中共2处："
    assert [c.period for c in answer.citations] == ["done", "planned"]
    assert answer.claims[0].text.endswith("（一、2030年工作回顾 › （二）民生福祉持续增进）")
    assert [c.number for c in answer.citations] == [1, 2]


def test_several_places_of_one_sentence_are_one_quotation() -> None:
    answer = wording(qingxi(2031)).look_up("茶")
    assert answer.lead == "“茶”在报告中共6处，分布在4句："
    assert sum(len(c.marks) for c in answer.citations) == 6


def test_the_end_of_a_sentence_is_not_run_over_where_the_words_stand_whole() -> None:
    report = outline("县政府工作报告\n一、2030年工作回顾\n坚持绿色发展。加快转型。\n我们发展加快。\n", stem="r")
    assert quotes(wording(report).look_up("发展加快")) == ["我们发展加快。"]
    assert quotes(wording(report).look_up("绿色发展加快")) == ["坚持绿色发展。加快转型。"]


def test_a_place_that_runs_over_two_paragraphs_is_quoted_from_both_and_counted_once() -> None:
    report = outline("县政府工作报告\n一、2030年工作回顾\n抓好安全生\n产工作。\n", stem="r")
    answer = wording(report).look_up("安全生产工作")
    assert quotes(answer) == ["抓好安全生", "产工作。"]
    assert "共1处，分布在2句" in answer.lead


def test_the_reports_that_say_it_and_those_that_do_not_are_named() -> None:
    answer = wording(qingxi(2031), qingxi(2032)).look_up("哪些报告提到低空经济")
    assert answer.lead == ("“低空经济”在1份报告中提到，共1处：青溪县2032年报告1处。没有提到的有1份：青溪县2031年报告。")
    assert [c.report.stem for c in answer.citations] == ["青溪_2032"]


@pytest.mark.parametrize("query", ["", "  ", "“”", "。", "-社区食堂"])
def test_a_query_without_words_is_invalid(query: str) -> None:
    assert wording(SMALL).look_up(query).status is Status.INVALID


def test_a_query_that_is_too_long_is_invalid() -> None:
    assert wording(SMALL).look_up("食" * 501).status is Status.INVALID


def test_what_no_report_says_is_not_found() -> None:
    answer = wording(SMALL).look_up("火星移民计划")
    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())
