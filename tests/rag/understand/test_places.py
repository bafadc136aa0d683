"""Whose reports a text asks about: place names come from the reports that are loaded."""

from __future__ import annotations

import pytest

from rag.understand.places import whose
from tests.several_places import THREE, report

LOADED = (*THREE, report("云岭市", year=2031), report("呼兰浩特市"))


@pytest.mark.parametrize(
    ("text", "places", "rest"),
    [
        pytest.param("云岭的增长目标是多少", ["云岭市"], "增长目标是多少", id="without 市"),
        pytest.param("沧河市今年有什么安排", ["沧河市"], "今年有什么安排", id="with 市"),
        pytest.param("沧河市区的交通", ["沧河市"], "市区的交通", id="市区 is a word"),
        pytest.param("呼兰今年修路吗", ["呼兰浩特市"], "今年修路吗", id="a long name by its beginning"),
        pytest.param("对比云岭和沧河2032年的增长目标", ["云岭市", "沧河市"], "2032年的增长目标", id="two"),
        pytest.param("青浦与云岭的增长目标有何差异", ["青浦市", "云岭市"], "增长目标", id="two, in their order"),
        pytest.param("青浦和云岭谁的增长目标高", ["青浦市", "云岭市"], "增长目标是多少", id="which is higher"),
        pytest.param("青浦的增长目标比云岭高吗", ["青浦市", "云岭市"], "增长目标是多少", id="is it higher"),
    ],
)
def test_places_are_told_from_what_is_asked(text: str, places: list[str], rest: str) -> None:
    about = whose(text, LOADED)
    assert about is not None
    assert ([own[0].place for own in about.by_place], about.rest) == (places, rest)


def test_a_year_means_the_report_of_that_year() -> None:
    about = whose("云岭2031年的增长目标", LOADED)
    assert about is not None
    assert [r.stem for r in about.reports] == ["云岭_2031"]


@pytest.mark.parametrize("text", ["汇总各市2032年增长目标", "各市2032年增长目标分别是多少", "全国各地2032年增长目标"])
def test_everyone_is_every_place(text: str) -> None:
    about = whose(text, LOADED)
    assert about is not None
    assert about.everyone
    assert len(about.by_place) == 4
    assert about.rest.startswith("2032年增长目标")


@pytest.mark.parametrize("text", ["增长目标是多少", "各县的增长目标", "哪些市提到低空经济"])
def test_no_place_is_named(text: str) -> None:
    assert whose(text, LOADED) is None


def test_with_one_place_there_is_nothing_to_tell_apart() -> None:
    assert whose("云岭的增长目标", [THREE[0], report("云岭市", year=2031)]) is None
