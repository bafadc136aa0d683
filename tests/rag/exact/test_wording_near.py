"""Near look-up: misremembered, reordered, a sign wrong, missing or changed places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.outline import outline
from rag.domain import Status
from rag.exact.align import differences
from tests.rag.exact.test_wording_places import SAMPLES, quotes, wording

REPORT = outline(
    """\
县政府工作报告
一、2030年工作回顾
坚持“外防输入、内防反弹”总策略。健全人才“引育留用”体制机制。加大人才引育力度。
全面推行拿地即开工。落实“三里五彩六古九乡”规划，建成供热一张网。
推行“清单化交办、节点化督办、销号式办结”工作法。
""",
    stem="县_2031",
)
LOOK = wording(REPORT)


@pytest.mark.parametrize(
    ("query", "quoted", "marked"),
    [
        pytest.param("拿地就开工", "全面推行拿地即开工。", ["即"], id="a wrong sign"),
        pytest.param("拿地开工", "全面推行拿地即开工。", ["即"], id="a missing sign"),
        pytest.param("全面推行拿地即可开工", "全面推行拿地即开工。", ["即"], id="a sign too many"),
        pytest.param("人才引育用留", "健全人才“引育留用”体制机制。", ["留用"], id="neighbours changed places"),
        pytest.param(
            "三理五彩六古九乡", "落实“三里五彩六古九乡”规划，建成供热一张网。", ["里"], id="sounds the same"
        ),
        pytest.param(
            "內防反彈、外防輸入", "坚持“外防输入、内防反弹”总策略。", ["外防输入", "内防反弹"], id="reordered, traditional"
        ),
        pytest.param("内防反弹外防输入", "坚持“外防输入、内防反弹”总策略。", None, id="reordered, no marks"),
        pytest.param("清单化交办销号式办结", "推行“清单化交办、节点化督办、销号式办结”工作法。", None, id="a part left out"),
    ],
)  # fmt: skip
def test_the_nearest_wording_is_shown_with_what_differs_marked(
    query: str, quoted: str, marked: list[str] | None
) -> None:
    answer = LOOK.look_up(query)
    assert quotes(answer) == [quoted]
    assert answer.status is Status.ANSWERED
    assert "没有一字不差" in answer.lead
    if marked is not None:
        cited = answer.citations[0]
        assert [REPORT.source[a:b] for a, b in cited.marks] == marked


def test_another_number_is_another_thing() -> None:
    assert LOOK.look_up("供热六张网").status is not Status.ANSWERED
    assert LOOK.look_up("六张网").status is Status.NOT_FOUND


@pytest.mark.parametrize("query", ["冰雪旅游", "量子计算", "大桥", "城乡供水一体化"])
def test_what_merely_shares_a_few_signs_is_not_near(query: str) -> None:
    assert LOOK.look_up(query).status is Status.NOT_FOUND


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_stretch_with_one_wrong_sign_is_found(data: st.DataObject) -> None:
    sentences = [s for page in SAMPLES._pages for s in page.sentences if len(s.text) >= 14]
    text = data.draw(st.sampled_from(sentences)).text.strip("。；，")
    size = data.draw(st.integers(8, min(len(text), 30)))
    start = data.draw(st.integers(0, len(text) - size))
    wrong = data.draw(st.integers(start, start + size - 1))
    words = text[start:wrong] + "龘" + text[wrong + 1 : start + size]
    squeezed = "".join(text.split())
    assert any(squeezed in q for q in quotes(SAMPLES.look_up(words)))


@given(st.text("甲乙丙丁", min_size=1, max_size=12), st.text("甲乙丙丁", min_size=1, max_size=6))
def test_a_reading_without_cost_is_the_words_themselves(text: str, words: str) -> None:
    likeness, (start, end), differing = differences(text, words)
    assert 0 <= likeness <= 1
    assert all(0 <= a < b <= len(text) for a, b in differing)
    assert (likeness == 1) == (words in text)
    if likeness == 1:
        assert (text[start:end], differing) == (words, [])
