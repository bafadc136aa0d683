"""A running Assistant takes up a new generation without a restart, and survives a bad one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import pytest

from ingest.build import Built, build
from rag.assistant import Assistant
from rag.embed import Embedding
from rag.errors import IndexMissing
from rag.generations import Generations
from rag.settings import Settings
from tests.small_reports import qingxi

PATIENCE = 20.0
"""Seconds a new generation may take to be loaded."""


def stems(assistant: Assistant) -> set[str]:
    """Reports that the assistant's answer was found in."""
    return {p.report.stem for p in assistant.answer("社区食堂新建多少处？").found}


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)


@pytest.fixture
def assistant(settings: Settings, embedding: Embedding) -> Assistant:
    """Running, with the report of 2031 current."""
    build([qingxi(2031)], settings, embedding)
    return Assistant(settings, embedding)


def test_without_an_index_it_does_not_start_and_says_what_to_run(settings: Settings, embedding: Embedding):
    with pytest.raises(IndexMissing) as caught:
        Assistant(settings, embedding)
    assert "python -m ingest" in caught.value.remedy


def test_a_new_generation_is_taken_up(assistant: Assistant, settings: Settings, embedding: Embedding):
    assert stems(assistant) == {"青溪_2031"}
    build([qingxi(2032)], settings, embedding)
    wait_until(lambda: stems(assistant) == {"青溪_2032"})
    assert [r.stem for r in assistant.reports()] == ["青溪_2032"]


def test_the_first_answer_after_an_ingest_is_from_the_new_reports(
    assistant: Assistant, settings: Settings, embedding: Embedding
):
    for year in (2032, 2031, 2032):
        build([qingxi(year)], settings, embedding)
        assert stems(assistant) == {f"青溪_{year}"}


def test_the_first_answer_after_going_back_is_from_the_reports_before(
    assistant: Assistant, settings: Settings, embedding: Embedding
):
    build([qingxi(2032)], settings, embedding)
    assert stems(assistant) == {"青溪_2032"}
    Generations(settings.data_dir).roll_back()
    assert stems(assistant) == {"青溪_2031"}


def test_many_who_ask_at_once_after_an_ingest_are_all_answered_from_the_new_reports(
    assistant: Assistant, settings: Settings, embedding: Embedding
):
    build([qingxi(2032)], settings, embedding)
    seen: list[set[str]] = []
    askers = [threading.Thread(target=lambda: seen.append(stems(assistant))) for _ in range(6)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(PATIENCE)
    assert seen == [{"青溪_2032"}] * 6


def test_what_cannot_be_loaded_is_tried_once(
    assistant: Assistant, settings: Settings, embedding: Embedding, caplog: pytest.LogCaptureFixture
):
    broken = build([qingxi(2032)], settings, embedding).manifest.name
    (settings.data_dir / "index" / broken / "reports.json").write_text("{", "utf-8")
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert stems(assistant) == {"青溪_2031"}
    assert caplog.text.count("could not be taken up") == 1


def test_going_back_is_taken_up_too(assistant: Assistant, settings: Settings, embedding: Embedding):
    build([qingxi(2032)], settings, embedding)
    wait_until(lambda: stems(assistant) == {"青溪_2032"})
    Generations(settings.data_dir).roll_back()
    wait_until(lambda: stems(assistant) == {"青溪_2031"})


def test_questions_are_answered_while_generations_change(
    assistant: Assistant, settings: Settings, embedding: Embedding
):
    seen: list[frozenset[str]] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answer = assistant.answer("社区食堂新建多少处？")
            seen.append(
                frozenset(
                    {answer.status.value if answer.status == "error" else ""} | {p.report.stem for p in answer.found}
                )
            )

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for year in (2032, 2031, 2032, 2031, 2032):  # more than keep_generations: the first is removed while in use
        build([qingxi(year)], settings, embedding)
    wait_until(lambda: stems(assistant) == {"青溪_2032"})
    done.set()
    for asker in askers:
        asker.join()
    assert set(seen) <= {frozenset({"", "青溪_2031"}), frozenset({"", "青溪_2032"})}
    assert len(seen) > 20


def test_a_generation_that_cannot_be_loaded_leaves_the_one_before_answering(
    assistant: Assistant, settings: Settings, embedding: Embedding, caplog: pytest.LogCaptureFixture
):
    generations = Generations(settings.data_dir)
    broken = build([qingxi(2032)], settings, embedding).manifest.name
    generations.roll_back()
    (generations.folder(broken) / "reports.json").write_text("{", "utf-8")
    with caplog.at_level(logging.ERROR):
        generations.make_current(broken)
        stems(assistant)
        wait_until(lambda: "could not be taken up" in caplog.text)
    assert stems(assistant) == {"青溪_2031"}


def test_after_a_bad_generation_a_good_one_is_taken_up(assistant: Assistant, settings: Settings, embedding: Embedding):
    broken = build([qingxi(2032)], settings, embedding).manifest.name
    (settings.data_dir / "index" / broken / "reports.json").write_text("{", "utf-8")
    stems(assistant)
    build([qingxi(2031), qingxi(2032)], settings, embedding)
    wait_until(lambda: stems(assistant) == {"青溪_2031", "青溪_2032"})


def test_an_index_of_another_model_is_not_taken_up(
    assistant: Assistant, settings: Settings, embedding: Embedding, built: Built
):
    wait_until(lambda: len(assistant.reports()) == 2)
    generations = Generations(settings.data_dir)
    name = generations.start()
    foreign = {**{f: getattr(built.manifest, f) for f in built.manifest.__slots__}, "name": name, "identity": "foreign"}
    generations.finish(type(built.manifest)(**foreign))
    generations.make_current(name)
    for _ in range(5):
        assert stems(assistant) == {"青溪_2031", "青溪_2032"}
        time.sleep(0.05)


def test_where_it_may_be_empty_it_says_so_and_takes_up_the_first_generation(settings: Settings, embedding: Embedding):
    assistant = Assistant(settings, embedding, may_be_empty=True)
    assert not assistant.ready()
    assert (assistant.reports(), assistant.starters()) == ((), ())
    for answer in (assistant.answer("社区食堂新建多少处？"), assistant.wording("社区食堂")):
        assert answer.status == "not_found"
        assert "还没有导入报告" in answer.lead
    build([qingxi(2031)], settings, embedding)
    wait_until(lambda: stems(assistant) == {"青溪_2031"})
    assert assistant.ready()
