"""Questions that are offered are answered by the report at hand, from under the heading that they name."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.build import build
from ingest.outline import outline
from rag.answer.starters import further
from rag.assistant import Assistant
from rag.domain import Answer, Passage, Report, Status
from rag.embed import load_embedding
from rag.settings import HOME, Settings


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    """The newest sample report alone."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        source = (HOME / "samples" / "云汀市_2025.txt").read_text("utf-8")
        build([outline(source, stem="云汀市_2025")], settings, load_embedding(settings.embedding_model))
        yield Assistant.open(settings)


def test_what_is_offered_after_an_answer_is_answered_from_under_its_heading(assistant: Assistant):
    offered = {q for start in assistant.starters() for q in assistant.answer(start).suggestions}
    assert len(offered) >= 6
    for question in offered:
        (topic,) = re.findall("“(.+?)”", question)
        answer = assistant.answer(question)
        assert answer.status is Status.ANSWERED, question
        assert topic in "".join(answer.citations[0].path), question


def test_no_one_is_offered_what_was_just_asked_or_quoted(assistant: Assistant):
    for start in assistant.starters():
        answer = assistant.answer(start)
        quoted = {c.path[-1] for c in answer.citations}
        for question in answer.suggestions:
            (topic,) = re.findall("“(.+?)”", question)
            assert topic not in answer.question
            assert not any(topic in title for title in quoted)


def test_who_got_no_answer_is_offered_what_the_report_says_nearby(assistant: Assistant):
    answer = assistant.answer("望汀大桥造价多少？")
    assert answer.status in (Status.PARTIAL, Status.NOT_FOUND)
    assert 1 <= len(answer.suggestions) <= 3
    near = {p.path[-1] for p in answer.found if "桥" in p.text}
    assert any(
        topic in title for question in answer.suggestions for topic in re.findall("“(.+?)”", question) for title in near
    )


def test_with_reports_of_several_places_a_question_says_which():
    def passage(place: str, title: str) -> Passage:
        report = Report(place, "文", title, 2025, place, (0, 1), (), ())
        return Passage(report, 0, 1, ("一、工作安排", title), "planned")

    found = (passage("甲市", "（一）改善城乡住房"), passage("乙市", "（二）办好基础教育"))
    answer = Answer(Status.NOT_FOUND, "问", "无", found=found)
    assert further(answer, found, [p.report for p in found]) == (
        "甲市今年在“改善城乡住房”方面有什么安排？",
        "乙市今年在“办好基础教育”方面有什么安排？",
    )
