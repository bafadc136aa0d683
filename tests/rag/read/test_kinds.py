"""Kinds of thing asked for, and whether a sentence holds one."""

from __future__ import annotations

import pytest

from rag.read.kinds import KINDS, asked, held, unit_held


def kinds(flags: tuple[bool, ...]) -> set[str]:
    return {k.name for k, flag in zip(KINDS, flags, strict=True) if flag}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("门票多少钱一张", "money"),
        ("几点开门", "clock"),
        ("去哪儿办，要带什么材料", "procedure"),
        ("是哪家公司承建的", "person"),
        ("什么时候通车", "date"),
        ("占比是百分之几", "share"),
        ("为什么没完成", "reason"),
        ("排名第几", "rank"),
    ],
)
def test_a_question_asks_for_its_kind(question: str, kind: str) -> None:
    assert kind in kinds(asked(question))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("每人补助300元", "money"),
        ("服务时间延长到晚上8点", "clock"),
        ("力争年底建成通车", "date"),
        ("增长5.2%", "share"),
        ("由甲公司牵头建设", "person"),
        ("居全省第二位", "rank"),
    ],
)
def test_a_sentence_holds_its_kind(text: str, kind: str) -> None:
    assert kind in kinds(held(text))


def test_a_plain_statement_holds_no_price_and_no_time_of_day() -> None:
    assert not {"money", "clock", "procedure"} & kinds(held("推进老旧小区改造"))


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        pytest.param("修了多少公里路", "新建农村公路120公里", 1.0, id="the unit is there"),
        pytest.param("修了多少公里路", "新建农村公路", 0.0, id="the unit is missing"),
        pytest.param("修了多少公里路", "新建农村公路×公里", 1.0, id="a masked figure counts"),
        pytest.param("一个月几块钱", "每月补助200元", 1.0, id="块 is 元"),
        pytest.param("公路修了没有", "新建农村公路", 0.5, id="no unit is asked for"),
    ],
)
def test_unit_held(question: str, text: str, expected: float) -> None:
    assert unit_held(question, text) == expected
