"""BM25 over characters and pairs of characters."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from rag.find.keywords import Keywords

TEXTS = ["新建社区食堂九处", "改造老旧小区", "修复古道，修复古桥"]


def test_the_text_that_holds_the_words_scores_best():
    assert int(np.argmax(Keywords(TEXTS).scores("老旧小区改造了吗"))) == 1


def test_a_text_without_any_of_the_words_scores_nothing():
    first, second, third = Keywords(TEXTS).scores("社区食堂").tolist()
    assert first > second > third == 0  # 区 stands in 小区 too; nothing of it in the third


def test_a_question_whose_words_are_all_unknown_scores_nothing_anywhere():
    assert Keywords(TEXTS).scores("量子计算机").tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("question", ["", "，。", " "])
def test_a_question_without_tokens_scores_nothing(question: str):
    assert Keywords(TEXTS).scores(question).tolist() == [0.0, 0.0, 0.0]


def test_the_weight_of_a_token_falls_with_the_texts_that_hold_it():
    words = Keywords(TEXTS)
    # idf = ln(1 + (n - df + 0.5) / (df + 0.5)), n = 3 texts; 区 stands in two of them, 食 in one, 船 in none
    assert words.weight("区") == pytest.approx(log(1 + (3 - 2 + 0.5) / (2 + 0.5)))
    assert words.weight("食") == pytest.approx(log(1 + (3 - 1 + 0.5) / (1 + 0.5)))
    assert words.weight("船") == pytest.approx(log(1 + (3 - 0 + 0.5) / (0 + 0.5)))


def test_scores_are_bm25_over_the_weight_of_the_question():
    words = Keywords(["甲乙", "丙丁"])
    # tokens of 甲: one, of weight w. Lucene's BM25 of a text of average length with tf 1: w * 1 / (1 + k1) with k1 = 1.2
    assert words.scores("甲").tolist() == [pytest.approx(1 / 2.2), 0.0]


def test_a_word_that_no_text_knows_lowers_the_score_of_the_rest():
    words = Keywords(TEXTS)
    assert words.scores("社区食堂").max() > words.scores("社区食堂机器人").max()


@pytest.mark.parametrize("texts", [[], ["", "，。"]], ids=["no texts at all", "texts without any token"])
def test_nothing_to_search_is_no_error(texts: list[str]):
    assert Keywords(texts).scores("食堂").tolist() == [0.0] * len(texts)
