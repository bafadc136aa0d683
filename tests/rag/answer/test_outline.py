"""Questions about the outline are answered from the outline."""

from __future__ import annotations

import pytest

from ingest.outline import outline
from ingest.split import split
from rag.answer.outline import outline_quotes
from rag.domain import Report
from rag.settings import HOME
from rag.understand.question import understand

REPORT = outline((HOME / "samples" / "云汀市_2025.txt").read_text("utf-8"), stem="云汀市_2025")
PASSAGES = split(REPORT)
BEFORE = outline((HOME / "samples" / "云汀市_2024.txt").read_text("utf-8"), stem="云汀市_2024")


def headings(question: str) -> list[str]:
    quotes = outline_quotes(understand(question, years=[2025]), [REPORT], PASSAGES)
    return [REPORT.source[q.start : q.end] for q in quotes]


def test_headings_of_the_review_in_order() -> None:
    found = headings("工作回顾分成几个方面，小标题分别是什么？")
    expected = [s.title for s in REPORT.sections if s.level == 2 and s.path[0] == "一、2024年工作回顾"]
    assert len(expected) >= 6
    assert found == expected


def test_headings_of_the_plan() -> None:
    found = headings("今年的重点工作分几大块？")
    assert found == [s.title for s in REPORT.sections if s.level == 2 and s.path[0] == "二、2025年工作安排"]


def of_both(question: str) -> list[tuple[int | None, str]]:
    quotes = outline_quotes(understand(question, years=[2025, 2024]), [REPORT, BEFORE], [*PASSAGES, *split(BEFORE)])
    return [(q.passage.report.year, q.passage.report.source[q.start : q.end]) for q in quotes]


def planned(report: Report) -> list[tuple[int | None, str]]:
    return [(report.year, s.title) for s in report.sections if s.level == 2 and s.path[0].startswith("二、")]


@pytest.mark.parametrize(
    "question",
    [
        "2024年分几方面，2025年又分几方面？",
        "部署的重点工作，2024年分几方面，2025年分几方面？",
        "两年的工作安排各分几个方面？",
    ],
)
def test_of_two_years_both_reports_headings_are_quoted_the_older_first(question: str) -> None:
    found = of_both(question)
    old, new = planned(BEFORE), planned(REPORT)
    assert [q for q in found if q in [*old, *new]] == [*old, *new]
    told = [q for q in found if q not in [*old, *new]]
    assert told == [(2024, "围绕上述目标，着力做好八个方面的工作："), (2025, "重点抓好以下八个方面的工作：")]
    assert found[0] == told[0]


def test_of_one_named_year_its_own_report_is_quoted() -> None:
    assert of_both("2024年报告的工作安排分几个方面？") == planned(BEFORE)


def test_of_no_named_year_the_newest_report_is_quoted() -> None:
    assert of_both("今年的重点工作分几大块？") == planned(REPORT)


@pytest.mark.parametrize("question", ["2024年改造了几个小区，2025年又改造几个？", "2024年分几批发放，2025年又分几批？"])
def test_other_questions_about_two_years_are_left_to_search(question: str) -> None:
    assert of_both(question) == []


@pytest.mark.parametrize("question", ["今年要改造几个老旧小区？", "“五大行动”是哪五个？", "去年修了多少路？"])
def test_other_questions_are_left_to_search(question: str) -> None:
    assert headings(question) == []
