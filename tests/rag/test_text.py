"""Texts of people and reports made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import clean, fold, grams, squeeze


@given(st.text())
def test_folding_any_text_keeps_its_length(text: str):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_cleaned_question_has_no_control_character_and_single_spaces(text: str):
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not any(c in cleaned for c in "\n\r\t\x00\u200b\ufeff")


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        pytest.param("　去年ＧＤＰ多少？", "去年GDP多少?", id="full-width letters and marks become half-width"),
        pytest.param("養老院建了幾個", "养老院建了几个", id="traditional characters become simplified"),
        pytest.param("社\u200b区食堂", "社区食堂", id="invisible characters vanish"),
        pytest.param("新建\n\n\t几座  桥", "新建 几座 桥", id="any white space is one space"),
        pytest.param(" \u3000\n", "", id="white space alone is nothing"),
    ],
)
def test_a_question_is_cleaned(written: str, understood: str):
    assert clean(written) == understood


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("修桥", ["修", "桥", "修桥"], id="two characters make themselves and their pair"),
        pytest.param("增长5.2%", ["增", "长", "增长", "5.2%"], id="a number stays whole with its percent sign"),
        pytest.param("1.2万亩", ["1.2", "万", "亩", "万亩"], id="2万 is no token of 1.2万"),
        pytest.param("ＧＤＰ", ["gdp"], id="a full-width word is one lower-case token"),
        pytest.param(
            "老旧\n小区", ["老", "旧", "小", "区", "老旧", "旧小", "小区"], id="a broken line does not part a pair"
        ),
        pytest.param("，。！", [], id="marks alone make no token"),
    ],
)
def test_tokens_are_characters_pairs_and_whole_numbers(text: str, tokens: list[str]):
    assert grams(text) == tokens


@given(st.text(alphabet="修桥铺路123.% abc，。\n"))
def test_every_token_stands_in_the_text(text: str):
    bare = fold(text.replace("\n", ""))
    assert all(token in bare for token in grams(text))


def test_squeezing_takes_out_all_white_space():
    assert squeeze(" 一\n二\u3000三\t") == "一二三"
