"""Passages cut into sentences and clauses, by ranges."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.split import split
from rag.sentences import clause_ranges, sentence_ranges, sentences
from tests.ranges import assert_hold_every_character_once
from tests.small_reports import qingxi

PROSE = st.text(alphabet="修桥铺路12,，：:；;。.！!？?“”（）()…、 \n\u3000")


def cut(text: str, ranges: list[tuple[int, int]]) -> list[str]:
    return [text[a:b] for a, b in ranges]


@given(st.one_of(st.text(), PROSE))
def test_the_sentences_of_any_text_hold_every_character_once(text: str):
    assert_hold_every_character_once(text, sentence_ranges(text))


@given(st.one_of(st.text(), PROSE))
def test_the_clauses_of_any_text_hold_every_character_but_their_marks_once(text: str):
    bare = "".join(re.split(r"[，,。！？!?；;：:]", text))
    assert "".join("".join(cut(text, clause_ranges(text))).split()) == "".join(bare.split())


@given(PROSE, st.integers(0, 30), st.integers(0, 30))
def test_a_heading_kept_whole_still_leaves_every_character_in_one_sentence(text: str, a: int, b: int):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    if not text[start:end].strip():
        return
    ranges = sentence_ranges(text, whole_lines=((start, end),))
    assert (start, end) in ranges
    assert_hold_every_character_once(text, ranges)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("修桥。铺路！", ["修桥。", "铺路！"], id="full stops and exclamation marks end a sentence"),
        pytest.param("增长5%;就业3万人;", ["增长5%;", "就业3万人;"], id="an ASCII semicolon ends one as ； does"),
        pytest.param("他说“好。”我们走。", ["他说“好。”", "我们走。"], id="a closing quote goes with its full stop"),
        pytest.param("增长5.2%。", ["增长5.2%。"], id="a decimal point ends nothing"),
        pytest.param("建成\n通车。", ["建成\n通车。"], id="a broken line goes on"),
        pytest.param("标题\n\n正文。", ["标题", "正文。"], id="a blank line parts"),
        pytest.param("。开头", ["。", "开头"], id="a mark at the beginning stands alone"),
        pytest.param("没有句号", ["没有句号"], id="a text without marks is one sentence"),
        pytest.param(" \n ", [], id="white space has no sentence"),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]):
    assert cut(text, sentence_ranges(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("修桥，铺路。", ["修桥", "铺路"], id="a comma ends a clause"),
        pytest.param("目标是：增长5%，就业3万人。", ["目标是", "增长5%", "就业3万人"], id="a colon ends a clause"),
        pytest.param("新建食堂、书屋和公园。", ["新建食堂、书屋和公园"], id="an enumeration comma does not"),
    ],
)
def test_where_clauses_end(text: str, expected: list[str]):
    assert cut(text, clause_ranges(text)) == expected


def test_a_heading_above_a_paragraph_is_a_sentence_of_its_own():
    passage = next(p for p in split(qingxi()) if "茶叶加工厂" in p.text)
    assert [s.text for s in sentences(passage)][:3] == [
        "（一）产业发展稳中有进",
        "茶叶加工再上台阶。",
        "新建茶叶加工厂6座，带动茶农2300户，春茶产量达到1800吨。",
    ]


def test_sentences_of_a_report_stand_where_they_say():
    report = qingxi()
    found = [s for p in split(report) for s in sentences(p)]
    assert all(report.source[s.start : s.end] == s.text == s.text.strip() for s in found)
    assert [s.start for s in found] == sorted(s.start for s in found)
