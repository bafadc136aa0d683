"""Synonyms that are true of the language, and those that staff add."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import lexicon
from rag.lexicon import expanded, synonyms


@pytest.fixture
def added() -> Iterator[list[tuple[tuple[str, ...], ...]]]:
    """What staff added: its last element counts."""
    groups: list[tuple[tuple[str, ...], ...]] = [()]
    lexicon.extend(lambda: groups[-1])
    yield groups
    lexicon.extend(None)


def test_a_term_brings_its_other_names() -> None:
    assert dict(synonyms("去年gdp多少"))["gdp"] == ("地区生产总值", "生产总值", "经济总量")


def test_a_question_is_searched_under_both_names() -> None:
    assert "地区生产总值" in expanded("去年GDP多少")
    assert expanded("去年GDP多少").startswith("去年GDP多少 ")


def test_a_question_without_such_terms_stays_as_it_is() -> None:
    assert expanded("大桥通车了吗") == "大桥通车了吗"


def test_names_already_there_are_not_added() -> None:
    assert expanded("PM2.5也就是细颗粒物") == "PM2.5也就是细颗粒物"


def test_what_staff_add_counts_at_once_and_ends_at_once(added) -> None:
    assert expanded("老年饭桌有几个") == "老年饭桌有几个"
    added.append((("老年饭桌", "社区食堂"),))
    assert expanded("老年饭桌有几个") == "老年饭桌有几个 社区食堂"
    assert "地区生产总值" in expanded("去年GDP多少")
    added.append(())
    assert expanded("老年饭桌有几个") == "老年饭桌有几个"


def test_what_staff_add_comes_before_the_twelve_that_are_taken(added) -> None:
    crowded = "GDP 居民收入 城里人收入 农民收入 规上工业 老旧小区 保障房 老年饭桌"
    assert "社区食堂" not in expanded(crowded)
    added.append((("老年饭桌", "社区食堂"),))
    assert "社区食堂" in expanded(crowded)
