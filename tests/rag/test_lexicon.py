"""Synonyms that are true of the language."""

from __future__ import annotations

from rag.lexicon import expanded, synonyms


def test_a_term_brings_its_other_names() -> None:
    assert dict(synonyms("去年gdp多少"))["gdp"] == ("地区生产总值", "生产总值", "经济总量")


def test_a_question_is_searched_under_both_names() -> None:
    assert "地区生产总值" in expanded("去年GDP多少")
    assert expanded("去年GDP多少").startswith("去年GDP多少 ")


def test_a_question_without_such_terms_stays_as_it_is() -> None:
    assert expanded("大桥通车了吗") == "大桥通车了吗"


def test_names_already_there_are_not_added() -> None:
    assert expanded("PM2.5也就是细颗粒物") == "PM2.5也就是细颗粒物"
