"""Learning which Chinese words render an English word."""

from __future__ import annotations

from training.english import learn

PAIRS = [
    ("We built bridges.", "我们建成大桥"),
    ("Bridges and schools", "大桥和学校"),
    ("We repaired the schools.", "我们维修学校"),
    ("The bridges in Tianjin", "天津的大桥"),
    ("Schools in Tianjin", "天津的学校"),
]


def test_words_that_go_together_in_sentences_are_paired() -> None:
    lexicon = learn(PAIRS)
    assert lexicon["bridg"][0] == "大桥"
    assert lexicon["school"][0] == "学校"


def test_names_in_pinyin_are_left_out() -> None:
    assert "tianjin" not in learn(PAIRS + PAIRS)
