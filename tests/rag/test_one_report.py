"""A question put to one of several reports."""

from __future__ import annotations

import pytest

from ingest.build import Built
from rag.assistant import Assistant
from rag.embed import Embedding
from rag.settings import Settings

QUESTION = "社区食堂新建多少处？"


@pytest.fixture
def assistant(settings: Settings, embedding: Embedding, built: Built) -> Assistant:
    """Over the reports of 2031 and 2032."""
    return Assistant(settings, embedding)


def found(assistant: Assistant, only: str = "") -> set[str]:
    """Reports that the answer was found in."""
    return {passage.report.stem for passage in assistant.answer(QUESTION, only=only).found}


def test_only_the_report_that_is_asked_answers(assistant: Assistant):
    everywhere = found(assistant)
    assert len(everywhere) == 2
    for stem in everywhere:
        assert found(assistant, stem) == {stem}


def test_a_report_that_is_not_there_leaves_all_of_them(assistant: Assistant):
    assert found(assistant, "没有") == found(assistant)
