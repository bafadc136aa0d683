"""What is asked: text, period, sides, kinds of answer."""

from __future__ import annotations

import pytest

from rag.domain import Period
from rag.understand.question import Wants, understand
from rag.understand.sides import Side


def periods(text: str, years: list[int]) -> set[Period]:
    return set(understand(text, years=years).periods)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("去年修了多少路？", {"done"}, id="last year is the review"),
        pytest.param("今年打算修多少路？", {"planned"}, id="this year is the plan"),
        pytest.param("2031年新增多少学位", {"done"}, id="the year before the report's is the review"),
        pytest.param("2032年新增多少学位", {"planned"}, id="the report's own year is the plan"),
        pytest.param("去年修了多少路，今年还要修多少？", {"done", "planned"}, id="both years are both"),
        pytest.param("普法这两年的提法分别是什么", {"done", "planned"}, id="two years are both"),
        pytest.param("大桥通车了没有", {"done"}, id="the colour of the verb: done"),
        pytest.param("大桥是什么时候通车的？", {"done"}, id="when it was"),
        pytest.param("大桥什么时候通车？", {"planned"}, id="when it will be"),
        pytest.param("准备建几所学校", {"planned"}, id="the colour of the verb: planned"),
        pytest.param("公交车线路", set(), id="left open"),
    ],
)
def test_period_of_a_question_to_one_report(text: str, expected: set[Period]) -> None:
    assert periods(text, [2032]) == expected


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(" \u200b\u3000 ", "empty", id="only what cannot be seen"),
        pytest.param("路" * 501, "too_long", id="501 characters"),
        pytest.param("修路吗？" * 200, "too_long", id="counted before what is said again is dropped"),
        pytest.param("啊啊啊啊", "unreadable", id="only an interjection"),
        pytest.param("{{7*7}} ${7*7}", "empty", id="only a template"),
        pytest.param("<script>alert(1)</script>", "empty", id="only a script"),
        pytest.param("<b onmouseover=alert(1)>修路</b>了吗", "markup", id="markup that would act"),
        pytest.param("<b>修路</b>了吗", None, id="markup that does nothing"),
        pytest.param("？！……", "unreadable", id="only punctuation"),
        pytest.param("修路吗？" * 125, None, id="500 characters are a question"),
    ],
)
def test_what_cannot_be_taken_as_a_question_says_why(raw: str, problem: str | None) -> None:
    assert understand(raw, years=[2032]).problem == problem


def test_a_text_that_is_too_long_is_not_kept() -> None:
    assert understand("路" * 501, years=[2032]).text == ""


def test_text_is_normalised_before_anything_else() -> None:
    assert understand("老舊小區\u200b改造　幾個？", years=[2032]).text == "老旧小区改造 几个?"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一共修了多少公里？", Wants.FIGURE),
        ("分别是哪几个？", Wants.LIST),
        ("大桥什么时候通车？", Wants.WHEN),
        ("“三区”是什么意思？", Wants.DEFINE),
        ("医院建在哪里？", Wants.WHERE),
        ("开工了吗？", Wants.WHETHER),
    ],
)
def test_kind_of_answer_wanted(text: str, wanted: Wants) -> None:
    assert wanted in understand(text, years=[2032]).wants


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        pytest.param(
            "2031年和2032年的增长目标各是多少？", (Side(2031, "planned"), Side(2032, "planned")), id="targets of both"
        ),
        pytest.param(
            "2031年年初定的目标，年底完成了吗？", (Side(2031, "planned"), Side(2032, "done")), id="target and result"
        ),
        pytest.param(
            "PM2.5浓度，2031年比2030年是好了还是差了？",
            (Side(2031, "done"), Side(2032, "done")),
            id="results stand in the next year's report",
        ),
        pytest.param("这件事两年里有什么变化", (Side(2031, None), Side(2032, None)), id="no year named"),
    ],
)
def test_sides_of_a_question_to_two_reports(text: str, sides: tuple[Side, ...]) -> None:
    assert understand(text, years=[2031, 2032]).sides == sides


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        pytest.param("今年要建几所学校", (Side(2032, "planned"),), id="this year is the newest report's plan"),
        pytest.param(
            "收入去年完成多少，今年目标是多少？", (Side(2032, "done"), Side(2032, "planned")), id="both from the newest"
        ),
        pytest.param(
            "今年的增长目标比去年的目标调了多少",
            (Side(2031, "planned"), Side(2032, "planned")),
            id="last year's target stands in last year's report",
        ),
        pytest.param("公交线路", (Side(2032, None, asked=False),), id="left open: likelier the newest report"),
    ],
)
def test_relative_words_mean_the_newest_of_several_reports(text: str, sides: tuple[Side, ...]) -> None:
    assert understand(text, years=[2031, 2032]).sides == sides


def test_sides_of_a_question_to_one_report_are_its_periods_done_first() -> None:
    assert understand("今年和去年各修了多少", years=[2032]).sides == (Side(None, "done"), Side(None, "planned"))
