"""What a turn names, and what it asks of it."""

from __future__ import annotations

import pytest

from rag.ranker import Ranker
from rag.talk.topics import Weight, kinds_asked, names, places_only, topics


@pytest.fixture(scope="module")
def weight() -> Weight:
    return Ranker().question_words.weight


def test_the_thing_is_a_topic_and_the_period_is_not(weight: Weight) -> None:
    assert [w for w, _ in topics("去年社区食堂多少处", weight)] == ["社区", "食堂"]


def test_words_beside_a_question_word_are_not_read_into_it(weight: Weight) -> None:
    assert "增多" not in [w for w, _ in topics("今年零售额增多少", weight)]


def test_pronouns_and_particles_name_nothing(weight: Weight) -> None:
    assert topics("其中还有哪些呢", weight) == []


def test_what_belongs_to_a_thing_is_no_name(weight: Weight) -> None:
    assert names("门票多少钱", weight) == ()


def test_the_kind_of_thing_that_is_asked_for_is_told_from_what_is_named(weight: Weight) -> None:
    assert kinds_asked("今年还办什么赛事", weight) == ("赛事",)
    assert "赛事" not in names("今年还办什么赛事", weight)


@pytest.mark.parametrize(
    ("word", "place"),
    [
        pytest.param("松垣县", True, id="by its ending"),
        pytest.param("老城区", False, id="a part of any town"),
        pytest.param("小区", False, id="where people live"),
    ],
)
def test_places_are_known_by_their_ending(word: str, place: bool) -> None:
    assert places_only(word, [word]) is place
