"""A look-up within some reports, parts, periods, or where there is a figure or a mask."""

from __future__ import annotations

import pytest

from rag.domain import Status
from rag.exact.filters import Filter
from tests.rag.exact.test_wording_places import quotes, wording
from tests.several_places import THREE, report

LOOK = wording(*THREE, report("云岭市", year=2031, more="试点低空经济。"))
ALL = 4


@pytest.mark.parametrize(
    ("within", "quoted"),
    [
        pytest.param(
            Filter(reports=frozenset({"沧河_2032"})), ["低空经济起步良好，开通航线×条。", "布局低空经济。"], id="report"
        ),
        pytest.param(Filter(years=frozenset({2031})), ["试点低空经济。"], id="year"),
        pytest.param(
            Filter(places=frozenset({"云岭市"})), ["发展低空经济，开通无人机航线5条。", "试点低空经济。"], id="place"
        ),
        pytest.param(Filter(parts=frozenset({1})), ["低空经济起步良好，开通航线×条。"], id="part"),
        pytest.param(Filter(told=frozenset({"done"})), ["低空经济起步良好，开通航线×条。"], id="done"),
        pytest.param(
            Filter(told=frozenset({"planned"}), years=frozenset({2032})),
            ["发展低空经济，开通无人机航线5条。", "布局低空经济。"],
            id="planned and year",
        ),
        pytest.param(Filter(figure=True), ["发展低空经济，开通无人机航线5条。"], id="figure"),
        pytest.param(Filter(masked=True), ["低空经济起步良好，开通航线×条。"], id="masked"),
    ],
)
def test_only_what_is_wanted_is_shown_and_counted(within: Filter, quoted: list[str]) -> None:
    looked = LOOK.find("低空经济", within=within)
    assert quotes(looked.answer) == quoted
    assert sum(count for _, count in looked.tally) == sum(looked.counts) == len(quoted)
    assert f"共{len(quoted)}处" in looked.answer.lead


def test_without_conditions_every_place_is_counted_by_report() -> None:
    looked = LOOK.find("低空经济")
    assert {r.stem: n for r, n in looked.tally} == {"云岭_2032": 1, "沧河_2032": 2, "青浦_2032": 0, "云岭_2031": 1}
    assert len(looked.answer.citations) == ALL


def test_a_date_is_no_figure() -> None:
    dated = report("云岭市", more="2035年基本建成低空经济高地。")
    assert not wording(dated).find("低空经济", within=Filter(figure=True)).answer.citations


def test_what_stands_elsewhere_only_is_said_to_and_nothing_near_is_offered() -> None:
    looked = LOOK.find("布局低空经济", within=Filter(masked=True))
    assert looked.answer.status is Status.NOT_FOUND
    assert "共1处，但都不符合所选的条件" in looked.answer.lead


def test_conditions_that_leave_no_report_say_so() -> None:
    answer = LOOK.find("低空经济", within=Filter(years=frozenset({1999}))).answer
    assert answer.status is Status.INVALID
    assert "没有符合所选条件的报告" in answer.lead


def test_a_slip_is_looked_for_within_the_conditions() -> None:
    looked = LOOK.find("布局低空经纪", within=Filter(places=frozenset({"云岭市"})))
    assert all(c.report.place == "云岭市" for c in looked.answer.citations)
