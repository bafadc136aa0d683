"""What a turn names, and what it asks of it."""

from __future__ import annotations

import pytest

from rag.desk.topics import Weight, topics
from rag.read.judge import Judge


@pytest.fixture(scope="module")
def weight() -> Weight:
    return Judge().question_words.weight


def test_the_thing_is_a_topic_and_the_period_is_not(weight: Weight) -> None:
    assert [w for w, _ in topics("去年社区食堂多少处", weight)] == ["社区", "食堂"]


def test_words_beside_a_question_word_are_not_read_into_it(weight: Weight) -> None:
    assert "增多" not in [w for w, _ in topics("今年零售额增多少", weight)]


def test_pronouns_and_particles_name_nothing(weight: Weight) -> None:
    assert topics("其中还有哪些呢", weight) == []
