"""Turns that say something of the conversation itself."""

from __future__ import annotations

import pytest

from rag.understand.acts import Act, act_of, ordinal, without_ordinal


@pytest.mark.parametrize(
    ("turn", "act"),
    [
        ("说短点", Act.SHORTER), ("太长了", Act.SHORTER), ("能不能简单点说", Act.SHORTER), ("一句话概括", Act.SHORTER),
        ("说人话", Act.PLAINER), ("看不懂", Act.PLAINER),
        ("你确定吗？", Act.SURE), ("真的假的", Act.SURE),
        ("不对", Act.WRONG), ("答非所问啊", Act.WRONG),
        ("还有吗", Act.MORE), ("继续", Act.MORE), ("还有别的吗？", Act.MORE), ("还有没有其他的", Act.MORE),
    ],
)  # fmt: skip
def test_what_a_turn_wants_done_with_the_last_answer(turn: str, act: Act | None):
    assert act_of(turn) is act


@pytest.mark.parametrize(
    "turn",
    [
        "还有多少个村没通公路",
        "继续实施哪些工程",
        "确定了哪些目标",
        "真的会修地铁吗",
        "短途航线开了几条",
        "不对外开放的公园有几个",
    ],
)
def test_a_turn_that_asks_something_is_no_act(turn: str):
    assert act_of(turn) is None


@pytest.mark.parametrize(
    ("turn", "place", "rest"),
    [
        ("第二个呢", 1, ""),
        ("第三条再说说", 2, ""),
        ("最后一个", None, "最后一个"),
        ("第2项什么时候完工", 1, "什么时候完工"),
        ("今年目标呢", None, "今年目标"),
    ],
)
def test_the_place_that_a_turn_names_and_the_rest_of_it(turn: str, place: int | None, rest: str):
    assert ordinal(turn) == place
    assert without_ordinal(turn) == rest


@pytest.mark.parametrize("turn", ["第十五届运动会", "第三产业增长多少", "第二个五年规划定了什么"])
def test_an_ordinal_that_is_part_of_a_name_is_no_place(turn: str):
    assert ordinal(turn) is None
