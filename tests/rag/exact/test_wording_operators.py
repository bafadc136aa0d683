"""Operators of a wording query: "…" exact, a space for and, -词 without, OR."""

from __future__ import annotations

import pytest

from ingest.outline import outline
from rag.domain import Status
from rag.exact.wording_query import Asks, read_query
from tests.rag.exact.test_wording_places import quotes, wording

REPORT = outline(
    """\
县政府工作报告
一、2030年工作回顾
发展低空经济，开通无人机航线。发展冰雪经济。
做强银发经济，不断完善服务。开展“放管服”改革、“证照分离”改革。
二、2031年工作安排
布局低空经济。打造茶叶品牌。
""",
    stem="县_2031",
)
LOOK = wording(REPORT)


@pytest.mark.parametrize(
    ("query", "quoted"),
    [
        pytest.param("低空经济 无人机", ["发展低空经济，开通无人机航线。"], id="and"),
        pytest.param("低空经济 -无人机", ["布局低空经济。"], id="without"),
        pytest.param("低空经济　－无人机", ["布局低空经济。"], id="without, full width"),
        pytest.param("冰雪经济 OR 银发经济", ["发展冰雪经济。", "做强银发经济，不断完善服务。"], id="or"),
        pytest.param(
            "银发经济 OR 低空经济 -发展", ["做强银发经济，不断完善服务。", "布局低空经济。"], id="or, without"
        ),
        pytest.param(
            '"放管服”改革、“证照分离"', ["开展“放管服”改革、“证照分离”改革。"], id="exact, its own punctuation"
        ),
    ],
)
def test_operators(query: str, quoted: list[str]) -> None:
    answer = LOOK.look_up(query)
    assert (answer.status, quotes(answer)) == (Status.ANSWERED, quoted)


def test_exact_words_whose_punctuation_differs_are_shown_as_such() -> None:
    answer = LOOK.look_up('"放管服改革，证照分离改革"')
    assert answer.status is Status.PARTIAL
    assert "没有标点也一致" in answer.lead


def test_exact_words_that_do_not_stand_show_nothing_near() -> None:
    assert LOOK.look_up('"低空经纪"').status is Status.NOT_FOUND


def test_words_of_one_paragraph_but_no_sentence_are_partly_what_was_asked() -> None:
    answer = LOOK.look_up("无人机 冰雪经济")
    assert answer.status is Status.PARTIAL
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        pytest.param("停车位 全部出处", "停车位", id="all places"),
        pytest.param("停车位的所有提法", "停车位", id="all wordings"),
        pytest.param("停车位出现了几次？", "停车位", id="how often"),
        pytest.param("停车位在哪里提到", "停车位", id="where"),
        pytest.param("哪些省提到低空经济", "低空经济", id="which provinces"),
        pytest.param("有哪些报告提到了低空经济？", "低空经济", id="which reports"),
        pytest.param("提到低空经济的省份有哪些", "低空经济", id="the provinces that"),
        pytest.param("哪些市部署了新型储能", "新型储能", id="which cities plan"),
        pytest.param("冰雪经济都有哪些省在发展？", "冰雪经济", id="what which provinces do"),
        pytest.param("全部出处", "全部出处", id="nothing would be left"),
    ],
)
def test_the_words_are_taken_out_of_their_frame(query: str, subject: str) -> None:
    read = read_query(query)
    assert read.subject == subject


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ("“五大行动”是哪五个行动", "五大行动"),
        ("“三区两带”分别指什么", "三区两带"),
        ("“双十工程”具体内容", "双十工程"),
        ("“六争六比”争什么、比什么", "六争六比"),
        ("“四梁八柱”产业提升战略，四梁是什么、八柱是什么", "四梁八柱"),
        ("把握“三无”“三可”要求具体内容", "三无”“三可"),
        ("三区两带分别指什么", "三区两带"),
        ("五大行动包括哪些？", "五大行动"),
        ("什么是“一码到底”？", "一码到底"),
        ("支持民营经济的24条措施是哪24条", "支持民营经济的24条措施"),
    ],
)
def test_the_slogan_whose_meaning_is_asked(query: str, subject: str) -> None:
    read = read_query(query)
    assert (read.asks, read.subject) == (Asks.MEANING, subject)


@pytest.mark.parametrize("query", ["共建共治", "“一码到底”", "近者悦、远者来", "高效办成一件事", "先立后破 上大压小"])
def test_mere_words_ask_for_their_places(query: str) -> None:
    assert read_query(query).asks is Asks.PLACES
