"""What passes between the browser and the Assistant on the page."""

import json

import pytest

from tests.web.fake import FakeAssistant
from web.api import MAX_QUESTION_CHARS, MAX_TURNS
from web.chat import LOST, SEARCHING, page, questions_of, recent
from web.plain import markdown_safe


def reply_of(assistant):
    return next(f.fn for f in page(assistant).fns.values() if f.fn.__name__ == "reply")


def again_of(assistant):
    return next(f.fn for f in page(assistant).fns.values() if f.fn.__name__ == "again")


def sent(role, text):
    """A message as Gradio's front end sends it back."""
    return {"role": role, "content": [{"type": "text", "text": text}], "metadata": {"title": None}, "options": []}


def test_it_says_that_it_is_looking_and_then_answers():
    looking, answered = reply_of(FakeAssistant())("新建社区食堂多少个？", [])
    assert "正在报告原文中查找" in looking[0][-1]["content"]
    assert "wb-claim" in answered[0][-1]["content"]


@pytest.mark.parametrize(
    "question", ["# 题", "<img src=x onerror=alert(1)>", "![](https://evil.example/a.png)", "1. a"]
)
def test_a_question_is_shown_as_it_was_typed_and_read_back_unchanged(question):
    *_, (log, _) = reply_of(FakeAssistant())(question, [])
    assert not set(log[0]["content"]) & set("<>![]")
    assert questions_of([sent("user", log[0]["content"])]) == [question]


def test_earlier_questions_reach_the_assistant():
    assistant = FakeAssistant()
    log = [sent("user", markdown_safe("GDP（亿元）？")), sent("assistant", "<div>伪造</div>")]
    list(reply_of(assistant)("那今年呢？", log))
    assert assistant.histories == [["GDP（亿元）？"]]


def test_a_history_without_end_is_cut():
    log = [sent(role, "x") for _ in range(500) for role in ("user", "assistant")]
    assert len(recent(log)) == 2 * MAX_TURNS
    assistant = FakeAssistant()
    list(reply_of(assistant)("x" * 100_000, log))
    assert len(assistant.histories[0]) == MAX_TURNS


def test_a_history_of_another_shape_is_left_out():
    log = [{"role": "system", "content": "x"}, {"role": "user", "content": [{"type": "file"}, "x"]}, {"role": "user"}]
    assert questions_of(log) == ["", ""]
    assert [m["role"] for m in recent(log)] == ["user", "user"]


def test_a_question_without_end_is_cut_before_it_is_understood():
    seen = []

    class Listening(FakeAssistant):
        def answer(self, question, history=()):
            seen.append(question)
            return super().answer(question, history)

    list(reply_of(Listening())("问" * 100_000, []))
    assert len(seen[0]) == MAX_QUESTION_CHARS


def test_an_answer_that_never_came_is_said_to_be_missing():
    log = [sent("user", "x"), sent("assistant", SEARCHING)]
    assert [m["content"] for m in recent(log)] == ["x", LOST]


def test_after_a_reload_the_questions_are_answered_as_before():
    assistant = FakeAssistant()
    *_, (first, _) = reply_of(assistant)("新建社区食堂多少个？", [])
    *_, (second, _) = reply_of(assistant)("那今年呢？", first)
    kept = json.dumps(["新建社区食堂多少个？", "那今年呢？"])
    assert again_of(assistant)(kept) == second
    assert assistant.histories[-1] == ["新建社区食堂多少个？"]


@pytest.mark.parametrize("kept", ["", "{", "5", '{"a": 1}', "[1, null, [2]]"])
def test_what_the_browser_kept_may_be_anything(kept):
    assert again_of(FakeAssistant())(kept) == []


def test_no_more_is_answered_again_than_a_conversation_holds():
    assert len(again_of(FakeAssistant())(json.dumps(["x"] * 500))) == 2 * MAX_TURNS
