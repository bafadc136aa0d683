"""Later turns are read with those before them where they lean on them, and alone where they do not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import JudgeUnavailable
from rag.read.judge import Judge
from rag.understand.turn import Reading, TurnReader, Word, joined, phrases, read_with, tagged


@pytest.fixture(scope="module")
def turns() -> TurnReader:
    return TurnReader(Judge().frames)


@pytest.mark.parametrize(
    "turn",
    [
        "望汀大桥什么时候通车的", "今年新增多少个学位", "全市一共修了多少公里农村公路", "今年教育有什么安排",
        "旅游总收入去年是多少", "十件民生实事有哪些", "企业上市今年打算增加几家", "空气质量优良天数去年有多少天",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["老旧小区今年改造几个", "养老服务去年做了什么"])
def test_a_question_that_stands_alone_is_read_alone(turns: TurnReader, turn: str, before: str):
    assert turns.read(turn, [before]) == Reading(turn)


@pytest.mark.parametrize(
    ("before", "turn", "subject"),
    [
        ("老旧小区今年改造几个", "那去年呢", "老旧小区"),
        ("幼儿园今年新建几所", "具体是哪几所", "幼儿园"),
        ("充电桩今年装多少个", "装一个要多少钱", "充电桩"),
        ("高铁站什么时候开工", "谁来修", "高铁"),
    ],
)
def test_a_turn_that_leans_takes_the_subject_over(turns: TurnReader, before: str, turn: str, subject: str):
    reading = turns.read(turn, [before])
    assert subject in reading.text
    assert reading.carried


def test_a_subject_is_carried_on_over_several_turns(turns: TurnReader):
    assert "老旧小区" in turns.read("总共花了多少钱", ["老旧小区今年改造几个", "那去年呢"]).taken


def test_the_first_question_is_read_as_it_is(turns: TurnReader):
    assert turns.read("那去年呢", []) == Reading("那去年呢")


def test_words_stand_in_the_order_of_the_turns_each_once():
    words = [Word("今年", 4, 0), Word("小区", 0, 1), Word("小区", 0, 0)]
    assert joined(words, "那电梯有多少").text == "小区今年 电梯有多少"


def test_a_turn_that_asks_nothing_itself_stands_before_the_words_it_asks_with():
    assert joined([Word("小区", 0, 0), Word("几个", 6, 0)], "那电梯呢").text == "电梯 小区几个"


def test_likely_words_are_taken_over_and_in_a_second_reading_the_less_likely_ones_too():
    words, chances = [Word("去年", 0, 0), Word("小区", 2, 0), Word("改造", 4, 0)], np.array([0.2, 0.9, 0.5])
    reading = read_with(words, chances, "花了多少", least=0.6, wider=0.45)
    assert (reading.text, reading.wider) == ("小区 花了多少", "小区改造 花了多少")


def test_a_turn_that_leans_takes_the_likeliest_word_where_none_is_likely_and_has_one_reading_then():
    words, chances = [Word("小区", 0, 0), Word("改造", 2, 0)], np.array([0.3, 0.1])
    assert read_with(words, chances, "花了多少", least=0.6, wider=0.45) == Reading("小区 花了多少", "小区")


def test_a_turn_that_asks_takes_no_asking_words_over_and_stands_alone_where_there_are_no_others():
    words, chances = [Word("有没有", 0, 0), Word("几个", 3, 0)], np.array([0.9, 0.8])
    assert read_with(words, chances, "停车有哪些问题", least=0.6, wider=0.45) == Reading("停车有哪些问题")
    assert read_with(words, chances, "停车呢", least=0.6, wider=0.45).text == "停车 有没有几个"


def test_what_the_turn_says_itself_is_not_taken_over():
    assert joined([Word("去年", 0, 0), Word("学位", 2, 0)], "去年呢") == Reading("去年 学位", "学位")


def test_nouns_that_stand_together_are_one_name():
    assert [w for w, _, _ in phrases("今年老旧小区改造几个")][:2] == ["今年", "老旧小区"]


@given(st.text(alphabet="今年去老旧小区改造多少个？ ，abc12", max_size=30))
def test_words_are_found_where_they_stand(text: str):
    for word, _, at in tagged(text):
        assert text[at : at + len(word)] == word


@pytest.mark.parametrize("content", ["", "{}", '{"leans": {"weights": {}, "bias": 0, "least": 0.5}}'])
def test_a_damaged_file_is_one_sentence_with_the_command_that_mends_it(tmp_path: Path, content: str):
    (tmp_path / "turns.json").write_text(content, "utf-8")
    with pytest.raises(JudgeUnavailable) as caught:
        TurnReader(Judge().frames, tmp_path / "turns.json")
    assert caught.value.remedy == "git checkout -- models/wenbao-judge"
