"""Answers on the sample reports, through the same Assistant as the app."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.build import build
from ingest.outline import outline
from rag.assistant import Assistant
from rag.domain import Answer, Status, Turn
from rag.embed import load_embedding
from rag.settings import HOME, Settings

SAMPLES = ("云汀市_2024", "云汀市_2025")


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    """Both sample years."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        reports = [outline((HOME / "samples" / f"{s}.txt").read_text("utf-8"), stem=s) for s in SAMPLES]
        build(reports, settings, load_embedding(settings.embedding_model))
        yield Assistant.open(settings)


def quotes(answer: Answer) -> str:
    return "".join(c.quote for c in answer.citations)


def test_every_quote_is_the_source_at_its_range(assistant: Assistant) -> None:
    answer = assistant.answer("第三水厂什么时候建成？")
    assert answer.status is Status.ANSWERED
    for c in answer.citations:
        assert c.report.source[c.start : c.end] == c.quote
        assert re.sub(r"\s", "", c.quote) in re.sub(r"\s", "", answer.text)


def test_numbers_run_from_one_in_the_order_shown(assistant: Assistant) -> None:
    answer = assistant.answer("一般公共预算收入去年完成多少，今年目标是多少？")
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_done_stands_before_planned_when_both_are_asked(assistant: Assistant) -> None:
    answer = assistant.answer("一般公共预算收入去年完成多少，今年目标是多少？")
    assert [c.period for c in answer.citations] == ["done", "planned"]
    assert {c.report.stem for c in answer.citations} == {"云汀市_2025"}


def test_a_question_about_this_year_quotes_the_newest_report(assistant: Assistant) -> None:
    answer = assistant.answer("今年地区生产总值增长目标是多少？")
    assert answer.citations[0].report.stem == "云汀市_2025"
    assert answer.citations[0].period == "planned"


def test_a_masked_figure_is_said_to_be_masked_and_never_filled_in(assistant: Assistant) -> None:
    answer = assistant.answer("去年公开招聘了多少名中小学教师？")
    assert "×" in quotes(answer)
    assert "隐去" in answer.text
    assert not re.search(r"\d", answer.lead)


def test_the_outline_answers_questions_about_the_outline(assistant: Assistant) -> None:
    answer = assistant.answer("今年的重点工作分几大块？")
    assert answer.status is Status.ANSWERED
    assert len(answer.citations) >= 6


def test_what_the_report_does_not_say_is_not_answered(assistant: Assistant) -> None:
    answer = assistant.answer("望汀大桥总共花了多少钱，造价是多少？")
    assert answer.status in (Status.PARTIAL, Status.NOT_FOUND)
    assert "12345" in answer.text


def test_bad_input_is_invalid_and_kind(assistant: Assistant) -> None:
    assert assistant.answer("").status is Status.INVALID
    assert assistant.answer("路" * 501).status is Status.INVALID


def test_found_holds_at_most_ten_passages_whatever_the_status(assistant: Assistant) -> None:
    for question in ("第三水厂什么时候建成？", "火星上有几座学校？"):
        assert 0 < len(assistant.answer(question).found) <= 10


def test_what_breaks_is_an_error_answer_and_the_question_stays_out_of_the_log(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(assistant._loaded.searcher, "find", broken)
    answer = assistant.answer("第三水厂什么时候建成？")
    assert answer.status is Status.ERROR
    assert "第三水厂" not in caplog.text


def test_starters_are_answered_by_the_reports_at_hand(assistant: Assistant) -> None:
    assert len(assistant.starters()) == 4
    for question in assistant.starters():
        assert assistant.answer(question).status is Status.ANSWERED, question


def test_two_questions_in_one_breath_are_both_answered(assistant: Assistant) -> None:
    answer = assistant.answer("第三水厂今年什么时候建成通水？望汀大桥去年是几月份通车的？")
    assert "第三水厂" in quotes(answer)
    assert "望汀大桥" in quotes(answer)


def test_a_year_that_the_reports_do_not_speak_for_is_not_answered(assistant: Assistant) -> None:
    assert assistant.answer("2018年全市一般公共预算收入是多少？").status in (Status.PARTIAL, Status.NOT_FOUND)
    assert assistant.answer("2024年全市一般公共预算收入是多少？").status is Status.ANSWERED


def test_a_list_that_is_asked_for_and_stands_there_is_an_answer(assistant: Assistant) -> None:
    answer = assistant.answer("“五大行动”分别是哪五个行动？")
    assert answer.status is Status.ANSWERED
    assert quotes(answer).count("行动") >= 5


def turns(*questions: str) -> list[Turn]:
    return [Turn(q) for q in questions]


def test_the_other_year_of_the_same_thing(assistant: Assistant) -> None:
    answer = assistant.answer("那去年呢？", turns("今年老旧小区改造有什么安排？"))
    assert "去年" in answer.question
    assert "今年" not in answer.question
    assert "老旧小区改造" in answer.question
    assert "老旧小区改造" in answer.taken
    assert answer.status is Status.ANSWERED
    assert "改造老旧小区108个" in quotes(answer)


def test_a_new_subject_is_not_mixed_with_the_one_before(assistant: Assistant) -> None:
    before = turns("今年老旧小区改造有什么安排？", "那去年呢？")
    answer = assistant.answer("望汀大桥什么时候通车的？", before)
    assert answer.question == "望汀大桥什么时候通车的?"
    assert "望汀大桥10月建成通车" in quotes(answer)
