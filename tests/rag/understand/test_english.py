"""English questions become Chinese words of the reports."""

from __future__ import annotations

import json

import pytest

from rag.assistant import Assistant
from rag.domain import Status
from rag.settings import HOME
from rag.understand.english import read_english, stem
from rag.understand.mend import Mender
from rag.understand.question import understand
from tests.small_reports import QINGXI_2031, QINGXI_2032

LEXICON = HOME / "models" / "wenbao-english" / "lexicon.json"


@pytest.fixture(scope="module")
def mend() -> Mender:
    return Mender([QINGXI_2031, QINGXI_2032], {})


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("How many parking spaces will be added this year?", "今年 停车位 新增 多少"),
        ("Did the Qingjiang bridge open to traffic?", "去年 清江 大桥 通车 吗"),
        ("Which old residential communities were renovated?", "去年 老旧小区 改造 哪些"),
    ],
)
def test_an_english_question_is_read_as_words_of_the_reports(mend: Mender, asked: str, words: str) -> None:
    assert set(words.split()) <= set(mend(asked).split())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quelles routes seront construites cette saison", "language"),
        ("lorem ipsum dolor", "language"),
        ("zxcv hjkl", "language"),
        ("asdf qwerty", "test"),
    ],
)
def test_what_is_no_english_of_this_subject_is_not_read(mend: Mender, text: str, kind: str) -> None:
    assert mend(text) == text
    assert understand(text, years=[2032], mend=mend).problem == kind


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("بۇ يىل قايسى يوللار ياسىلىدۇ؟", id="Uyghur"),
        pytest.param("오늘 날씨 어때요?", id="Korean"),
        pytest.param("Какие дороги построят?", id="Russian"),
        pytest.param("ถนนสายไหนจะสร้าง", id="Thai"),
        pytest.param("今年の道路はどうなりますか", id="Japanese"),
    ],
)
def test_another_script_is_declined_kindly(mend: Mender, text: str) -> None:
    assert understand(text, years=[2032], mend=mend).problem == "language"


def test_a_word_that_no_report_has_is_noticed(mend: Mender) -> None:
    known, unknown = "How many parking spaces were added?", "How many flights to Singapore were added?"
    assert not understand(known, years=[2032], mend=mend).lacking
    assert understand(unknown, years=[2032], mend=mend).lacking


def test_what_the_reports_lack_is_never_answered(settings, embedding, built) -> None:
    assistant = Assistant(settings, embedding)
    assert assistant.answer("Is there a direct flight to Singapore?").status is not Status.ANSWERED


def test_endings_make_no_difference() -> None:
    assert stem("projects") == stem("project")
    assert stem("renovating") == stem("renovated") == stem("renovate")
    assert stem("glass") == "glass"


def test_an_empty_text_is_no_question() -> None:
    assert read_english("the of and", lambda word: None, lambda word: True) is None


def test_the_lexicon_holds_words_and_no_sentence() -> None:
    lexicon = json.loads(LEXICON.read_text("utf-8"))
    assert len(lexicon) > 1000
    assert max(len(english) for english in lexicon) < 25
    assert max(len(word) for words in lexicon.values() for word in words) <= 8
