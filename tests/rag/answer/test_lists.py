"""Lists over several paragraphs, problems that a report owns, titles that say nothing alone, other places and years."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.build import build
from ingest.outline import outline
from ingest.split import split
from rag.answer.elsewhere import another_place
from rag.answer.lists import with_items
from rag.answer.quote import Quote
from rag.assistant import Assistant
from rag.domain import Answer, Status
from rag.embed import load_embedding
from rag.settings import HOME, Settings
from rag.understand.question import understand


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        source = (HOME / "samples" / "云汀市_2025.txt").read_text("utf-8")
        build([outline(source, stem="云汀市_2025")], settings, load_embedding(settings.embedding_model))
        yield Assistant.open(settings)


def quotes(answer: Answer) -> list[str]:
    return [c.quote.strip() for c in answer.citations]


@pytest.mark.parametrize("question", ["今年的十件民生实事都有啥，一条条说给我听。", "十件民生实事有哪些？"])
def test_a_list_over_several_paragraphs_comes_whole_and_in_order(assistant: Assistant, question: str):
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    lead, *items = quotes(answer)
    assert lead.endswith("：")
    assert [item.split("．")[0] for item in items] == [str(n) for n in range(1, 11)]


@pytest.mark.parametrize("question", ["报告承认了哪些问题和不足？", "还面临哪些困难和挑战？", "去年有哪些目标没完成？"])
def test_the_problems_that_the_report_owns_are_quoted_and_not_called_done(assistant: Assistant, question: str):
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    (citation,) = answer.citations
    assert citation.quote.startswith("我们也清醒看到")
    assert (citation.period, citation.period_label) == ("done", "")


def test_problems_of_one_thing_are_a_question_like_any_other(assistant: Assistant):
    answer = assistant.answer("停车存在哪些问题？")
    assert answer.status is Status.ANSWERED
    assert "停车难" in quotes(answer)[0]
    assert all("停车" in q for q in quotes(answer))
    assert answer.citations[0].period_label == ""


def test_problems_that_are_to_be_solved_are_not_those_that_the_report_owns(assistant: Assistant):
    assert not any(q.startswith("我们也清醒看到") for q in quotes(assistant.answer("今年要解决哪些问题？"))[:1])


def test_a_title_is_quoted_with_what_stands_under_it(assistant: Assistant):
    answer = assistant.answer("今年在“千方百计稳就业”方面有什么安排？")
    assert len(quotes(answer)[0]) > len("千方百计稳就业。") + 20


def test_a_province_that_the_reports_do_not_speak_of_is_not_answered_from_them(assistant: Assistant):
    answer = assistant.answer("北京今年的GDP目标是多少？")
    assert answer.status is Status.NOT_FOUND
    assert "北京" in answer.lead


def test_the_year_before_last_is_not_answered_with_last_years_figure(assistant: Assistant):
    assert assistant.answer("前年的地区生产总值是多少？").status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "is_elsewhere"),
    [
        ("江西去年的粮食产量是多少？", True),
        ("浙江省的GDP增长多少", True),
        ("往浙江送的蔬菜今年有多少？", False),
        ("爸妈去了广东打工，留守儿童有人关爱吗？", False),
        ("跟江苏一起修的铁路开工了没", False),
    ],
)
def test_only_a_provinces_own_affairs_are_those_of_another_place(question: str, is_elsewhere: bool):
    report = outline("云汀市政府工作报告\n\n一、2024年工作回顾\n新建社区食堂12个。\n", stem="云汀市_2025")
    passage = split(report)[0]
    told = another_place(understand(question, years=[2025]), [Quote(passage, passage.start, passage.end, 0.9)])
    assert bool(told) is is_elsewhere


def test_a_list_ends_with_its_section_and_may_be_one_paragraph():
    source = (
        "云汀市政府工作报告\n\n二、2025年工作安排\n（一）增进民生福祉\n今年办好一批民生实事：\n一是新建食堂。二是改造管网。\n"
        "（二）守牢安全底线\n一是严防火灾。\n"
    )
    passages = split(outline(source, stem="云汀市_2025"))
    first = next(p for p in passages if p.text.rstrip().endswith("："))
    found = with_items([Quote(first, first.start, first.end, 0.9)], passages)
    assert [q.passage.text.strip()[:4] for q in found[1:]] == ["一是新建"]
