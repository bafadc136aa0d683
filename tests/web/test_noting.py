"""The Assistant as the faces see it: what it could not answer is counted, and never at the cost of an answer."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from rag.desk.unanswered import Unanswered
from rag.domain import Answer, Status
from rag.embed import load_embedding
from rag.read.judge import Judge
from rag.settings import Settings
from tests.web.fake import FakeAssistant
from web.chat import Talk
from web.limits import Limiter
from web.noting import NUMBERS_IN_REMARK, Noting
from web.site import site

LOST = "公积金贷款利率是多少"
EMBEDDING = load_embedding(Settings().embedding_model)
WORDS = Judge().question_words


class Strict(FakeAssistant):
    """Answers nothing; remembers what it was asked."""

    def answers(self, question, history=(), *, only=""):
        yield Answer(Status.NOT_FOUND, question, "这份报告里没有找到相关内容。")


@pytest.fixture
def unanswered(tmp_path):
    return Unanswered(Settings(data_dir=tmp_path), EMBEDDING, WORDS, FakeAssistant().reports)


@pytest.fixture
def noting(unanswered):
    return Noting(Strict(), unanswered)


def times(noting, unanswered):
    noting.settle()
    return sum(c.times for c in unanswered.journal.counted(1))


def test_a_question_over_the_api_is_answered_and_counted(noting, unanswered):
    with TestClient(site(noting, Settings(), noting, None, unanswered)) as client:
        assert client.post("/api/ask", json={"question": LOST}).json()["status"] == "not_found"
        down = {"question": LOST, "status": "not_found", "useful": False, "word": "没说清楚"}
        assert client.post("/api/feedback", json=down).status_code == 204
        refused = client.post("/api/feedback", json=down | {"word": "打我手机13800138000"})
    assert (refused.status_code, refused.json()) == (422, {"error": NUMBERS_IN_REMARK})
    assert times(noting, unanswered) == 2
    assert [r.text for r in unanswered.remarks(1)] == ["没说清楚"]


def test_a_conversation_that_is_loaded_anew_is_not_counted_again(noting, unanswered):
    talk = Talk(noting, Limiter(0))
    request = SimpleNamespace(client=None)
    list(talk.reply(LOST, [], request))
    assert times(noting, unanswered) == 1
    talk.again(f'["{LOST}"]', request)
    assert times(noting, unanswered) == 1


def test_what_staff_add_reaches_the_next_question(noting, unanswered, tmp_path):
    elsewhere = Unanswered(Settings(data_dir=tmp_path), EMBEDDING, WORDS, FakeAssistant().reports)
    assert "工作人员" not in noting.answer(LOST).advice
    elsewhere.add_reply(LOST, "请拨打12329。", "李工")
    assert noting.answer(LOST).advice == "工作人员答复（不是报告原文）：请拨打12329。"
    elsewhere.undo(elsewhere.book.changes[0].id, "李工")
    assert "工作人员" not in noting.answer(LOST).advice


def test_a_slow_journal_does_not_hold_up_an_answer(noting, unanswered, monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(unanswered, "note_answer", lambda answer: released.wait(20))
    monkeypatch.setattr("web.noting.WAITING", 2)
    for _ in range(5):
        assert noting.answer(LOST).status is Status.NOT_FOUND
    released.set()
    noting.settle()


def test_more_notes_than_can_wait_are_dropped(unanswered, monkeypatch, caplog):
    monkeypatch.setattr("web.noting.WAITING", 2)
    noting, released = Noting(Strict(), unanswered), threading.Event()
    monkeypatch.setattr(unanswered, "note_answer", lambda answer: released.wait(20))
    for _ in range(6):
        noting.answer(LOST)
    released.set()
    noting.settle()
    assert "dropped" in caplog.text


def test_what_breaks_is_logged_without_the_question(noting, unanswered, monkeypatch, caplog):
    def broken(answer):
        raise RuntimeError(answer.question)

    monkeypatch.setattr(unanswered, "note_answer", broken)
    monkeypatch.setattr(unanswered, "with_reply", broken)
    assert noting.answer(LOST).status is Status.NOT_FOUND
    noting.settle()
    assert caplog.text.count("RuntimeError") == 2
    assert "公积金" not in caplog.text
