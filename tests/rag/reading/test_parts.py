"""Several questions in one breath."""

from __future__ import annotations

import pytest

from rag.reading.parts import parts_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param(
            "去年大桥修到哪一步了?今年的片区又怎么安排?",
            ["去年大桥修到哪一步了?", "今年的片区又怎么安排?"],
            id="two questions",
        ),
        pytest.param("今年要建几所学校?", [], id="one question"),
        pytest.param("今年要建几所学校?真的吗?", [], id="the second asks nothing of its own"),
        pytest.param("听说要修新桥了。什么时候动工啊?", [], id="a statement before a question"),
        pytest.param("学校建几所?医院建几所啊?公园建几个?路要修多长?", [], id="too many, and short"),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts
