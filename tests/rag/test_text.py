"""Texts of people and reports made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import active, clean, fold, grams, squeeze, unrepeated


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
        pytest.param("修\u202e桥\u202c了", "修桥了", id="marks of direction vanish"),
        pytest.param("修桥\x1b[31m了\x07吗", "修桥了 吗", id="terminal codes and control characters vanish"),
        pytest.param("🏥医院👍", "医院", id="emoji vanish"),
        pytest.param("修̷桥̷", "修桥", id="combining marks vanish"),
        pytest.param("<b onclick=x()>修桥</b>了吗", "修桥 了吗", id="tags vanish, the words stay"),
        pytest.param("修<script>alert(1)</script>桥", "修 桥", id="a script vanishes with what it holds"),
        pytest.param("&lt;i&gt;修桥&lt;/i&gt;", "修桥", id="tags written as entities vanish too"),
        pytest.param("![桥](https://example.org/a.png)修桥", "修桥", id="an image vanishes"),
        pytest.param("[修桥](https://example.org)", "修桥", id="a link leaves its words"),
        pytest.param("{{7*7}}修桥${x}", "修桥", id="templates vanish"),
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


@pytest.mark.parametrize(
    ("written", "once"),
    [
        pytest.param("今今今年修桥", "今年修桥", id="a character held down"),
        pytest.param("修桥吗?修桥吗?修桥吗?", "修桥吗?", id="a sentence again and again"),
        pytest.param("今年修桥吗今年修桥吗今年修桥吗", "今年修桥吗", id="without a mark between"),
        pytest.param("天天修桥", "天天修桥", id="a doubled character is a word"),
        pytest.param("1000000元", "1000000元", id="digits may repeat"),
        pytest.param("修桥吗?修路吗?", "修桥吗?修路吗?", id="two questions are two"),
    ],
)
def test_what_is_said_again_is_said_once(written: str, once: str):
    assert unrepeated(written) == once


@given(st.text())
def test_dropping_what_is_said_again_never_fails_and_never_adds(text: str):
    assert len(unrepeated(text)) <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "＜img src=x＞",
        "&lt;svg onload=x&gt;",
        "%3Cscript%3Ex",
        "[x](javascript:x)",
        "![x](http://x)",
        "<b onclick=x>",
    ],
)
def test_markup_on_which_a_browser_would_act_is_seen(text: str):
    assert active(text)


@pytest.mark.parametrize("text", ["修桥吗", "<b>修桥</b>", "PM2.5<35", "A<B吗", "[修桥]"])
def test_other_text_is_not_taken_for_it(text: str):
    assert not active(text)
