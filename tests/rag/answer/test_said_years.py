"""The words before quotations say whose years they speak of."""

from __future__ import annotations

import pytest

from ingest.outline import outline
from ingest.split import split
from rag.answer.said_years import said_years
from rag.domain import Citation

REPORT = outline(
    "各位代表：\n现在，我代表云汀县人民政府，向大会报告工作，请予审议。\n一、过去五年的工作回顾\n"
    "五年来，共接待游客216万人次，年均增长12%。2016年，全县生产总值完成37亿元，增长7.1%。\n"
    "二、今后五年的奋斗目标\n到2021年，全县生产总值达到55亿元，年均增长8%。\n三、2017年重点工作\n今年新建公路42公里。\n",
    stem="云汀县_2017",
)


def cited(words: str) -> Citation:
    at = REPORT.source.index(words)
    passage = next(p for p in split(REPORT) if p.start <= at < p.end)
    return Citation(1, passage, at, at + len(words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("五年来，共接待游客216万人次，年均增长12%。", "过去五年", id="five years"),
        pytest.param("2016年，全县生产总值完成37亿元，增长7.1%。", "2016年", id="a year within a review of five"),
        pytest.param("到2021年，全县生产总值达到55亿元，年均增长8%。", "到2021年", id="an aim"),
        pytest.param("今年新建公路42公里。", "2017年", id="this year"),
    ],
)
def test_a_quotation_speaks_of(words: str, said: str):
    assert said_years([cited(words)]) == said


def test_two_quotations_speak_of_all_their_years():
    both = [cited("五年来，共接待游客216万人次"), cited("2016年，全县生产总值完成37亿元")]
    assert said_years(both) == "过去五年"


def test_nothing_quoted_says_nothing():
    assert said_years([]) == ""
