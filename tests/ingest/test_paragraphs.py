"""Lines joined to whole paragraphs, by ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.paragraphs import paragraphs
from tests.ranges import assert_hold_every_character_once

LINES = st.text(alphabet="修桥铺路一二三（）()、1.2；;，。：的是各位代表— \u3000\n\n\t", max_size=200)
LONG = "新建茶叶加工厂六座并带动两千三百户茶农在家门口就业增收"
assert len(LONG) >= 24


def cut(source: str) -> list[str]:
    return [source[a:b] for a, b in paragraphs(source)]


@given(st.one_of(st.text(), LINES))
def test_the_paragraphs_of_any_text_hold_every_character_once(source: str):
    assert_hold_every_character_once(source, paragraphs(source))


@given(LINES)
def test_a_paragraph_begins_and_ends_with_a_character(source: str):
    assert all(text == text.strip() for text in cut(source))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("地区生产总值增长5%;\n就业4100人;\n收入×亿元。", id="at a semicolon"),
        pytest.param("建成桥梁三座；\n\n修复古道。", id="at a semicolon, over a blank line"),
        pytest.param("修桥、\n铺路。", id="at an enumeration comma"),
        pytest.param(f"{LONG}\n增加收入。", id="by the page's width, in the middle of a word"),
        pytest.param("（\n三）改革开放不断深化。", id="inside its brackets"),
        pytest.param(f"{LONG}PM\n2.5\n年均浓度下降。", id="at a subscript"),
        pytest.param("今年经济社会发展的\n主要目标\n是：增长5%。", id="around words that were set in bold"),
        pytest.param(f"{LONG}\n。", id="before its full stop"),
    ],
)
def test_a_paragraph_is_whole_again_that_was_broken(source: str):
    assert cut(source) == [source]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        pytest.param("修桥。\n铺路。", 2, id="lines that end as sentences"),
        pytest.param("目标是：\n（一）增长；\n（二）就业。", 3, id="numbered items after a semicolon"),
        pytest.param("政府工作报告\n县长　×××\n各位代表：", 3, id="title, name and address"),
        pytest.param(f"{LONG}\n各位代表：", 2, id="an address after a long line without punctuation"),
        pytest.param(f"{LONG}\n一、工作回顾", 2, id="a numbered heading after a long line"),
        pytest.param("一、工作回顾与今后一个时期全县经济社会发展总体安排\n全县齐心。", 2, id="a long heading"),
        pytest.param(f"{LONG}\n\n{LONG}", 2, id="long lines with a blank line between"),
        pytest.param("", 0, id="an empty text"),
        pytest.param(" \n\u3000\n", 0, id="white space"),
    ],
)
def test_paragraphs_stay_apart(source: str, count: int):
    assert len(cut(source)) == count


def wrapped(text: str, width: int, indent: str) -> str:
    """The text on lines of `width` characters, the first one indented."""
    text = indent + text
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


FIRST = "过去一年全县上下齐心协力。" * 9 + "完。"
SECOND = "今年我们要修桥铺路，办好实事。" * 8 + "好。"


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["without blank lines", "with blank lines"])
def test_hard_wrapped_lines_are_joined_even_after_a_full_stop_at_the_edge(between: str):
    source = between.join(wrapped(t, 28, "\u3000\u3000") for t in (FIRST, SECOND, FIRST))
    assert any(line.endswith("。") and len(line) == 28 for line in source.split("\n"))  # a trap is there
    assert [t.replace("\n", "") for t in cut(source)] == [FIRST, SECOND, FIRST]


def test_blank_lines_alone_mark_the_paragraphs_of_wrapped_text():
    source = "\n\n".join(wrapped(t, 26, "") for t in (FIRST, SECOND, FIRST))
    assert [t.replace("\n", "") for t in cut(source)] == [FIRST, SECOND, FIRST]


def test_indented_paragraphs_of_unwrapped_text_stay_apart():
    source = f"\u3000\u3000{FIRST}\n\u3000\u3000{SECOND}\n"
    assert cut(source) == [FIRST, SECOND]


def test_a_marked_heading_stands_alone_and_its_signs_are_left_out():
    source = f"## 工作回顾\n{LONG}\n### 经济\n稳。"
    marks = [(source.index("工作回顾"), source.index("工作回顾") + 4), (source.index("经济"), source.index("经济") + 2)]
    assert [source[a:b] for a, b in paragraphs(source, marks)] == ["工作回顾", LONG, "经济", "稳。"]
