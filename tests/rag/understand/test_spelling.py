"""Typos and pinyin are read with the words of the reports, and nothing else is changed."""

from __future__ import annotations

import json
import time

import pytest

from rag.settings import HOME
from rag.understand.mend import Mender
from rag.understand.pinyin import split
from tests.small_reports import QINGXI_2031, QINGXI_2032

COUNTS = json.loads((HOME / "models" / "wenbao-judge" / "judge.json").read_text("utf-8"))["question_words"]["counts"]
REPORTS = [p.read_text("utf-8") for p in sorted((HOME / "samples").glob("*.txt"))]


@pytest.fixture(scope="module")
def mend() -> Mender:
    return Mender([QINGXI_2031, QINGXI_2032], COUNTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("清姜大桥通车了吗", "清江大桥通车了吗", id="one character that sounds the same"),
        pytest.param("云铃古到修复", "云岭古道修复", id="two, in one name"),
        pytest.param("茶夜加工厂几座", "茶叶加工厂几座", id="a word broken by a typo"),
        pytest.param("改造老旧小取几个", "改造老旧小区几个", id="inside a longer phrase"),
    ],
)
def test_a_typo_is_read_as_the_words_it_sounds_like(mend: Mender, typed: str, meant: str) -> None:
    assert mend(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "清江大桥通车了吗",
        "咱们村啥时候修路呀",
        "清河大桥通车了吗",
        "青江大桥通车了吗",
        "孩子上学咋办",
        "这事儿攻不攻",
        "红旗渠修好没",
        "GDP涨了多少",
        "5G基站几个",
    ],
)
def test_what_is_no_typo_stays_as_it_is(mend: Mender, text: str) -> None:
    assert mend(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("laojiu xiaoqu gaizao", "老旧小区改造", id="words parted"),
        pytest.param("qing jiang da qiao", "清江大桥", id="syllables parted"),
        pytest.param("qingjiangdaqiao", "清江大桥", id="in one piece"),
        pytest.param("QingJiang daqiao", "清江大桥", id="with capitals"),
        pytest.param("qinjiang daqiao", "清江大桥", id="-in for -ing"),
        pytest.param("laojiu小区改造几个", "老旧小区改造几个", id="half in characters"),
        pytest.param("jinnian GDP duoshao", "今年GDP多少", id="beside an abbreviation that stays"),
    ],
)
def test_pinyin_is_read_as_words_of_the_reports(mend: Mender, typed: str, meant: str) -> None:
    assert mend(typed) == meant


@pytest.mark.parametrize("text", ["bonjour madame", "asdf qwer zxcv", "PM2.5"])
def test_what_is_no_pinyin_is_not_read_as_pinyin(mend: Mender, text: str) -> None:
    assert mend(text) == text


def test_a_word_is_parted_into_syllables_in_every_way() -> None:
    assert set(split("xian")) == {("xian",), ("xi", "an")}
    assert split("bridge") == ()


def test_no_question_of_the_samples_is_changed() -> None:
    mend = Mender(REPORTS, COUNTS)
    lines = [
        line for name in ("questions", "questions_2years") for line in (HOME / "samples" / f"{name}.jsonl").open("rb")
    ]
    questions = [json.loads(line)["question"] for line in lines]
    assert [(q, mend(q)) for q in questions if mend(q) != q] == []


def test_a_question_takes_less_than_three_milliseconds() -> None:
    mend = Mender(REPORTS, COUNTS)
    questions = [json.loads(line)["question"] for line in (HOME / "samples" / "questions.jsonl").open("rb")]
    mend(questions[0])  # builds the tables
    started = time.perf_counter()
    for question in questions:
        mend(question)
    assert (time.perf_counter() - started) / len(questions) < 0.003
