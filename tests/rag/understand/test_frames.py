"""Words that only frame a question weigh little."""

from __future__ import annotations

from statistics import median

from rag.read.judge import Judge
from rag.understand.frames import Frames


def test_tokens_that_were_never_counted_weigh_one():
    assert Frames({"今年": 0.1}).weights("今年学位") == {"今": 1.0, "今年": 0.1, "年": 1.0, "年学": 1.0, "学": 1.0, "学位": 1.0, "位": 1.0}  # fmt: skip


def test_a_word_weighs_the_mean_of_its_pairs_and_a_single_character_a_third():
    frames = Frames({"幼儿": 0.4, "儿园": 0.8, "几": 0.3})
    assert [round(w, 3) for w in frames.of_words(["幼儿园", "几"])] == [0.6, 0.099]


def test_what_frames_a_question_weighs_less_than_what_it_is_about():
    frames = Judge().frames
    framing = frames.of_words(["今年", "去年", "多少", "安排", "打算", "怎么样", "什么"])
    subjects = frames.of_words(["教育", "养老", "交通", "农业", "医院", "就业"])
    assert median(framing) < min(subjects) / 2
    assert sum(f < min(subjects) for f in framing) >= len(framing) - 1  # 安排 is the subject of some questions
