"""Which years a stretch of a report given in 2031 speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.years.spoken import all_spoken, spoken


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("五年来，共接待游客216万人次。", (2026, 2030), id="five years"),
        pytest.param("过去的五年，我们修桥。", (2026, 2030), id="the past five years"),
        pytest.param("近三年，新建小学9所。", (2028, 2030), id="three years"),
        pytest.param("2030年，全县生产总值37亿元。", (2030, 2030), id="a year"),
        pytest.param("“十五五”时期，新增企业300家。", (2026, 2030), id="a five-year plan"),
        pytest.param("到2035年，产值达到55亿元。", (2031, 2035), id="an aim"),
        pytest.param("今后五年，要建成三座桥。", (2031, 2035), id="five years to come"),
        pytest.param("2026—2030年，完成投资9亿元。", (2026, 2030), id="a span in figures"),
        pytest.param("产值由2026年的3亿元增加到2030年的9亿元。", (2026, 2030), id="from one year to another"),
        pytest.param("一年来，我们修桥。", (2030, 2030), id="the year before"),
        pytest.param("今年新建公路42公里。", (2031, 2031), id="this year"),
        pytest.param("产值比2026年增长一倍。", None, id="a year it is compared with"),
        pytest.param("新建公路42公里。", None, id="nothing"),
    ],
)
def test_a_sentence_speaks_of(text: str, years: tuple[int, int] | None):
    assert spoken(text, 2031) == years


@pytest.mark.parametrize(
    ("title", "years"),
    [
        pytest.param("一、2030年和“十五五”时期工作回顾", (2026, 2030), id="a year and a plan"),
        pytest.param("二、“十六五”时期主要目标", (2031, 2035), id="a plan"),
        pytest.param("三、2031年重点工作", (2031, 2031), id="a year"),
        pytest.param("加强自身建设", None, id="none"),
    ],
)
def test_a_title_speaks_of_all_years_it_names(title: str, years: tuple[int, int] | None):
    assert all_spoken(title, 2031) == years


def test_only_the_first_words_count_where_that_is_asked():
    assert spoken("全县上下齐心修桥铺路种树，2019年以来立项的项目全部完工。", 2031, opening=10) is None


@settings(deadline=None)
@given(st.text("一二三五十年来过去今后到由至“”2031—，", max_size=30))
def test_years_are_in_order(text: str):
    for years in (spoken(text, 2031), all_spoken(text, 2031)):
        assert years is None or years[0] <= years[1]
