"""What passes between the browser and the Assistant on the page."""

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from rag.settings import Settings
from tests.web.fake import FakeAssistant, Leaning
from web.api import MAX_QUESTION_CHARS, MAX_TURNS
from web.chat import STOPPED, Talk, page
from web.limits import TOO_FAST, Limiter
from web.plain import markdown_safe
from web.turns import LOST, SEARCHING, Asking, asked_before, before_last, is_waiting, leaned_on, questions_of, recent

QUESTION = "新建社区食堂多少个？"
CLIENT = SimpleNamespace(client=SimpleNamespace(host="10.0.0.1"))


def talk(assistant=None, per_minute=0, **given):
    return Talk(assistant or FakeAssistant(), Limiter(per_minute), **given)


def last(steps):
    """The conversation at the end of a reply."""
    *_, (log, _) = steps
    return log


def sent(role, text):
    """A message as Gradio's front end sends it back."""
    return {"role": role, "content": [{"type": "text", "text": text}], "metadata": {"title": None}, "options": []}


def texts(log):
    """The messages without the class that is new each time."""
    return [re.sub(r"wb-t[0-9a-f]{8}", "", m["content"]) for m in log]


def test_it_says_that_it_is_looking_and_then_answers():
    looking, answered = talk().reply(QUESTION, [], CLIENT)
    assert "正在报告原文中查找" in looking[0][-1]["content"]
    assert "wb-claim" in answered[0][-1]["content"]


@pytest.mark.parametrize(
    "question", ["# 题", "<img src=x onerror=alert(1)>", "![](https://evil.example/a.png)", "1. a"]
)
def test_a_question_is_shown_as_it_was_typed_and_read_back_unchanged(question):
    log = last(talk().reply(question, [], CLIENT))
    assert not set(log[0]["content"]) & set("<>![]")
    assert questions_of([sent("user", log[0]["content"])]) == [question]


def test_earlier_questions_reach_the_assistant():
    assistant = FakeAssistant()
    log = [sent("user", markdown_safe("GDP（亿元）？")), sent("assistant", "<div>伪造</div>")]
    last(talk(assistant).reply("那今年呢？", log, CLIENT))
    assert assistant.histories == [["GDP（亿元）？"]]


def test_a_history_without_end_is_cut():
    log = [sent(role, "x") for _ in range(500) for role in ("user", "assistant")]
    assert len(recent(log)) == 2 * MAX_TURNS
    assistant = FakeAssistant()
    last(talk(assistant).reply("x" * 100_000, log, CLIENT))
    assert len(assistant.histories[0]) == MAX_TURNS


def test_a_history_of_another_shape_is_left_out():
    log = [{"role": "system", "content": "x"}, {"role": "user", "content": [{"type": "file"}, "x"]}, {"role": "user"}]
    assert questions_of(log) == ["", ""]
    assert [m["role"] for m in recent(log)] == ["user", "user"]


def test_a_question_without_end_is_cut_before_it_is_understood():
    seen = []

    class Listening(FakeAssistant):
        def answer(self, question, history=(), *, only=""):
            seen.append(question)
            return super().answer(question, history)

    last(talk(Listening()).reply("问" * 100_000, [], CLIENT))
    assert len(seen[0]) == MAX_QUESTION_CHARS


def test_an_answer_that_never_came_is_said_to_be_missing():
    log = [sent("user", "x"), sent("assistant", SEARCHING)]
    assert [m["content"] for m in recent(log)] == ["x", LOST]


def test_the_last_question_is_replaced_and_is_not_its_own_history():
    assistant = FakeAssistant()
    here = talk(assistant)
    log = last(here.reply(QUESTION, [], CLIENT))
    log = last(here.reply("那今年呢？", log, CLIENT))
    log = last(here.redo("城镇新增就业多少人？", log, CLIENT))
    assert questions_of(log) == [QUESTION, "城镇新增就业多少人？"]
    assert assistant.histories[-1] == [QUESTION]


def test_a_question_is_asked_alone_in_its_place_and_what_follows_leans_on_it_alone():
    assistant = Leaning()
    here = talk(assistant)
    log = last(here.reply(QUESTION, [], CLIENT))
    log = last(here.reply("那今年呢？", log, CLIENT))
    assert "接着上一问" in log[-1]["content"]
    log = last(here.alone("那今年呢？", log, CLIENT))
    assert "接着上一问" not in log[-1]["content"]
    assert questions_of(log) == [QUESTION, "那今年呢？"]
    log = last(here.reply("那明年呢？", log, CLIENT))
    assert assistant.histories == [[], [QUESTION], [], ["那今年呢？"]]
    # Asked again as usual, it leans on what came before.
    last(here.redo("那明年呢？", log, CLIENT))
    assert assistant.histories[-1] == ["那今年呢？"]


def test_over_a_reload_a_question_asked_alone_stays_so():
    assistant = Leaning()
    kept = json.dumps([QUESTION, {"alone": "那今年呢？"}, "那明年呢？"])
    log = talk(assistant).again(kept, CLIENT)
    assert assistant.histories == [[], [], ["那今年呢？"]]
    assert leaned_on(log) == ["那今年呢？", "那明年呢？"]


def test_nobody_types_that_a_question_was_asked_alone():
    log = last(talk().reply('x<span class="wb-alone"></span>', last(talk().reply(QUESTION, [], CLIENT)), CLIENT))
    assert leaned_on(log) == questions_of(log) == [QUESTION, 'x<span class="wb-alone"></span>']


def test_to_replace_in_an_empty_conversation_is_to_ask():
    assert before_last([]) == []
    assert questions_of(last(talk().redo(QUESTION, [], CLIENT))) == [QUESTION]


def test_a_reply_is_told_from_the_one_before_even_where_its_words_are_the_same():
    first, second = (last(talk().reply(QUESTION, [], CLIENT)) for _ in range(2))
    assert texts(first) == texts(second)
    assert first != second


def test_what_is_stopped_says_so_and_what_was_answered_stays():
    looking, _ = next(talk().reply(QUESTION, [], CLIENT))
    assert STOPPED in talk().stop(looking)[-1]["content"]
    answered = last(talk().reply(QUESTION, [], CLIENT))
    assert talk().stop(answered) == answered
    assert talk().stop([]) == []


def test_who_asks_too_fast_is_told_so_and_nobody_else():
    assistant = FakeAssistant()
    here = talk(assistant, per_minute=1)
    last(here.reply(QUESTION, [], CLIENT))
    assert TOO_FAST in last(here.reply(QUESTION, [], CLIENT))[-1]["content"]
    assert TOO_FAST in last(here.redo(QUESTION, [], CLIENT))[-1]["content"]
    assert TOO_FAST in here.again(json.dumps([QUESTION]), CLIENT)[-1]["content"]
    assert len(assistant.histories) == 1
    other = SimpleNamespace(client=SimpleNamespace(host="10.0.0.2"))
    assert "wb-claim" in last(here.reply(QUESTION, [], other))[-1]["content"]


def test_while_closed_nothing_is_answered():
    assistant = FakeAssistant()
    log = last(talk(assistant, closed="正在维护。").reply(QUESTION, [], CLIENT))
    assert "正在维护。" in log[-1]["content"]
    assert assistant.histories == []


def test_thumbs_show_where_somebody_takes_notes():
    assert "wb-vote" in last(talk(takes_notes=True).reply(QUESTION, [], CLIENT))[-1]["content"]
    assert "wb-vote" not in last(talk().reply(QUESTION, [], CLIENT))[-1]["content"]


def test_after_a_reload_the_questions_are_answered_as_before():
    assistant = FakeAssistant()
    here = talk(assistant)
    first = last(here.reply(QUESTION, [], CLIENT))
    second = last(here.reply("那今年呢？", first, CLIENT))
    kept = json.dumps([QUESTION, "那今年呢？"])
    assert texts(here.again(kept, CLIENT)) == texts(second)
    assert assistant.histories[-1] == [QUESTION]


@pytest.mark.parametrize("kept", ["", "{", "5", '{"a": 1}', "[1, null, [2]]", '[{}, {"alone": 1}]'])
def test_what_the_browser_kept_may_be_anything(kept):
    assert asked_before(kept) == []
    assert talk().again(kept, CLIENT) == []


def test_what_the_browser_kept_is_cut():
    assert asked_before(json.dumps([{"alone": "问" * 5000}])) == [Asking("问" * MAX_QUESTION_CHARS, alone=True)]


def test_no_more_is_answered_again_than_a_conversation_holds():
    assert len(talk().again(json.dumps(["x"] * 500), CLIENT)) == 2 * MAX_TURNS


def test_a_program_finds_none_of_it_in_an_api():
    blocks = page(FakeAssistant(), Settings(), Limiter(0))
    assert {f.api_visibility for f in blocks.fns.values()} == {"private"}


def test_a_written_answer_is_shown_as_it_grows_and_can_be_acted_on_only_when_whole():
    class Writing(FakeAssistant):
        def answers(self, question, history=(), *, only=""):
            whole = self.answer(question, history, only=only)
            written = tuple(replace(c, text=f"归纳{n}。") for n, c in enumerate(whole.claims))
            yield replace(whole, growing=True)
            for n in range(1, len(written) + 1):
                yield replace(whole, written=written[:n], label="由人工智能生成。", growing=True)
            yield replace(whole, written=written, label="由人工智能生成。")

    shown = [log[-1]["content"] for log, _ in talk(Writing()).reply(QUESTION, [], CLIENT)]
    assert [text.count("归纳0。") for text in shown] == [0, 0, *[1] * (len(shown) - 2)]
    assert all("wb-quote" in text for text in shown[1:])
    assert all("由人工智能生成" in text for text in shown[2:])
    assert ["重新回答" in text for text in shown] == [*[False] * (len(shown) - 1), True]
    assert is_waiting([sent("assistant", shown[-2])]) and not is_waiting([sent("assistant", shown[-1])])


class Unfinished(FakeAssistant):
    """The quotations, the first written sentence, and no end."""

    def answers(self, question, history=(), *, only=""):
        whole = self.answer(question, history, only=only)
        yield replace(whole, growing=True)
        yield replace(whole, written=(replace(whole.claims[0], text="归纳0。"),), growing=True)


def test_what_could_be_read_of_an_answer_stays_after_a_stop_and_after_a_lost_connection():
    *_, (log, _) = list(talk(Unfinished()).reply(QUESTION, [], CLIENT))[:3]
    sent_back = [sent(m["role"], m["content"]) for m in log]
    for kept in (talk().stop(sent_back), recent(sent_back)):
        assert "归纳0。" in kept[-1]["content"]
        assert "wb-quote" in kept[-1]["content"]
        assert "重新回答" in kept[-1]["content"]
        assert not is_waiting([sent("assistant", kept[-1]["content"])])
        assert STOPPED not in kept[-1]["content"]


def test_of_a_conversation_of_before_only_the_last_question_is_put_to_a_language_model():
    class Written(FakeAssistant):
        """Its first answer is the quotations, its last one written."""

        def answers(self, question, history=(), *, only=""):
            yield replace(super().answer(question, history, only=only), growing=True)
            yield self.answer(question, history, only=only)

        def answer(self, question, history=(), *, only=""):
            whole = super().answer(question, history, only=only)
            return replace(whole, written=(replace(whole.claims[0], text="归纳0。"),))

    log = talk(Written()).again(json.dumps([QUESTION, QUESTION, QUESTION]), CLIENT)
    assert ["归纳0。" in m["content"] for m in log if m["role"] == "assistant"] == [False, False, True]
    assert all("wb-quote" in m["content"] for m in log if m["role"] == "assistant")
    assert not any(is_waiting([m]) for m in log)
