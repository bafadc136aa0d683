"""Which reports and periods a question wants side by side."""

from __future__ import annotations

import pytest

from rag.understand.question import understand
from rag.understand.sides import Side


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        pytest.param(
            "2031年投资增速原定几个点、做到几个点，2032年又定了几个点？",
            (Side(2031, "planned"), Side(2032, "done"), Side(2032, "planned")),
            id="target, result and the next target, each by the words behind its year",
        ),
        pytest.param(
            "2031年计划改50个小区，最后改了几个？", (Side(2031, "planned"), Side(2032, "done")), id="what came of it"
        ),
        pytest.param(
            "农商行挂牌，2031年报告里是怎么安排的，2032年报告里落地了吗？",
            (Side(2031, "planned"), Side(2032, "done")),
            id="each report's own words",
        ),
        pytest.param(
            "民生实事里的筛查，2031年和2032年一样吗？",
            (Side(2031, None), Side(2032, None)),
            id="two years that both have a report mean the two reports",
        ),
        pytest.param(
            "大桥工地的进度：2030、2031、2032？",
            (Side(2031, "done"), Side(2032, "done"), Side(2032, "planned")),
            id="three years over two reports",
        ),
        pytest.param(
            "去年定的就业目标完成了吗", (Side(2031, "planned"), Side(2032, "done")), id="last year's target and result"
        ),
    ],
)
def test_sides_of_several_years(text: str, sides: tuple[Side, ...]) -> None:
    assert understand(text, years=[2031, 2032]).sides == sides


def test_with_one_report_a_named_year_asks_for_no_other_report() -> None:
    assert all(s.report_year is None for s in understand("2031年定了多少，2032年呢", years=[2032]).sides)
