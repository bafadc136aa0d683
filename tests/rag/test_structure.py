"""Questions about the outline are answered from the outline."""

from __future__ import annotations

import pytest

from ingest.outline import outline
from ingest.split import split
from rag.question import understand
from rag.settings import HOME
from rag.structure import outline_quotes

REPORT = outline((HOME / "samples" / "云汀市_2025.txt").read_text("utf-8"), stem="云汀市_2025")
PASSAGES = split(REPORT)


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


@pytest.mark.parametrize("question", ["今年要改造几个老旧小区？", "“五大行动”是哪五个？", "去年修了多少路？"])
def test_other_questions_are_left_to_search(question: str) -> None:
    assert headings(question) == []


def test_every_mention_of_a_term_in_the_order_of_the_report() -> None:
    found = headings("报告里有几处提到第三水厂？")
    assert len(found) >= 2
    assert all("第三水厂" in sentence for sentence in found)
    places = [REPORT.source.index(sentence) for sentence in found]
    assert places == sorted(places)


def test_a_term_in_quotes_is_looked_for_to_the_letter() -> None:
    assert headings("请把名称里带“鹭湾实验小学”的都找出来。") == list(headings("报告里几处提到鹭湾实验小学？"))


def test_a_term_that_stands_nowhere_is_left_to_search() -> None:
    assert headings("报告里几处提到磁悬浮？") == []
