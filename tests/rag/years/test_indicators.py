"""What a report measures: names, values, units, and what is left out rather than told wrong."""

from __future__ import annotations

import pytest

from ingest.outline import outline
from ingest.split import split
from rag.domain import Block, Passage, Report
from rag.years.indicators import Indicator, indicators_of
from rag.years.measures import amount_of


def found(planned: str, done: str = "一切平稳。", title: str = "一、2031年工作回顾") -> list[Indicator]:
    text = f"试验市政府工作报告\n\n{title}\n{done}\n二、2032年工作安排\n{planned}\n"
    return list(indicators_of(split(outline(text, stem="试验市_2032", year=2032))))


def told(planned: str) -> list[tuple[str, str]]:
    return [(i.name, i.said) for i in found(planned)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("全市生产总值增长6%左右。", [("生产总值", "增长6%左右")], id="growth"),
        pytest.param(
            "生产总值320亿元、增长6%。", [("生产总值", "320亿元"), ("生产总值", "增长6%")], id="the name carries over"
        ),
        pytest.param("粮食产量稳定在50万吨以上。", [("粮食产量", "稳定在50万吨以上")], id="level with its lead"),
        pytest.param("新增城镇就业3.5万人。", [("新增城镇就业", "3.5万人")], id="a verb belongs to the name"),
        pytest.param("建设改造90家敬老院。", [("建设改造…敬老院", "90家")], id="the thing counted stands behind"),
        pytest.param(
            "改造小区10个、加装电梯20部。", [("改造小区", "10个"), ("加装电梯", "20部")], id="two in one clause"
        ),
        pytest.param(
            "城镇、农村居民收入分别增长5%、6.5%左右。",
            [("城镇、农村居民收入", "分别增长5%、6.5%左右")],
            id="values in a row stay together",
        ),
        pytest.param("生产总值增长5%-5.5%。", [("生产总值", "增长5%-5.5%")], id="a range is one value"),
        pytest.param("细颗粒物浓度27微克/立方米。", [("细颗粒物浓度", "27微克/立方米")], id="counted per something"),
        pytest.param("市外到位资金×亿元。", [("市外到位资金", "×亿元")], id="masked"),
        pytest.param("自来水普及率提高到94%。", [("自来水普及率", "提高到94%")], id="risen to is a level"),
    ],
)
def test_name_and_value(text: str, said: list[tuple[str, str]]) -> None:
    assert told(text) == said


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("增速高于全国0.5个百分点。", id="a comparison with the country"),
        pytest.param("通行时间由35分钟缩短到12分钟。", id="from and to"),
        pytest.param("今年6月30日前完成。", id="a date"),
        pytest.param("粮食产量连续13年丰收。", id="a running count"),
        pytest.param("总投资50亿元。", id="a name that names nothing"),
        pytest.param("实施“1269”行动。", id="a figure inside a name"),
        pytest.param("扣除房地产后，投资增速为7%。", id="something left out of the figure"),
        pytest.param("产业园带动3个乡镇2000户增收。", id="several figures in one clause"),
    ],
)
def test_left_out_rather_than_told_wrong(text: str) -> None:
    assert told(text) == []


def test_kind_of_a_value() -> None:
    kinds = {i.name: i.kind for i in found("生产总值增长6%。自来水普及率提高到94%。改造提升24个服务区。")}
    assert kinds == {"生产总值": "growth", "自来水普及率": "level", "改造提升…服务区": "level"}


def test_ranges_are_of_the_source_over_a_broken_line() -> None:
    source = "粮食产\n量稳定在5\n0万吨以上。"
    report = Report("试", source, "试", 2032, None, (0, len(source)), (Block(0, len(source)),), ())
    passage = Passage(report, 0, len(source), ("二、工作安排",), "planned")
    [one] = indicators_of([passage])
    assert (one.name, one.said) == ("粮食产量", "稳定在50万吨以上")
    assert source[slice(*one.value)] == "稳定在5\n0万吨以上"
    assert source[slice(*one.shown)] == source.rstrip("。")


def test_masked_and_period_are_kept() -> None:
    one = found("争取到位资金×亿元。")[0]
    assert (one.masked, one.period, amount_of(one.said)) == (True, "planned", None)


def test_a_look_back_at_five_years_is_told_from_the_year() -> None:
    done = "五年来，全市建成公路900公里。\n过去一年，全市建成公路120公里。"
    scopes = {i.said: i.scope for i in found("一切照旧。", done, "一、“十四五”时期和2031年工作回顾")}
    assert scopes == {"900公里": "plan", "120公里": "year"}


def test_since_the_beginning_is_told_from_the_year() -> None:
    assert [i.scope for i in found("累计开行班列500列。")] == ["total"]


def test_the_same_figure_told_twice_counts_once() -> None:
    assert len(found("生产总值增长6%。要确保生产总值增长6%。")) == 1


@pytest.mark.parametrize(
    ("said", "amount"),
    [("1.2万亿元左右", 1.2e12), ("3500家以上", 3500.0), ("5%-5.5%", 5.5), ("4600余个", 4600.0), ("×万户", None)],
)
def test_amount(said: str, amount: float | None) -> None:
    assert amount_of(said) == amount
