"""The Gradio part of the page: a Chatbot for the conversation, and the wires by which questions reach it.

The question box, the starters and the reading panel are ours and stand in the HTML from the first byte
(`static/page.html`); the box is usable a second before Gradio is. The script hands a question over by writing it into
the hidden Textbox and pressing one of the hidden Buttons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rag.domain import Answer, Status, Turn
from rag.settings import Settings
from web.answering import Answering
from web.api import MAX_QUESTION_CHARS
from web.limits import TOO_FAST, Limiter
from web.noting import asked_again
from web.present import to_html
from web.turns import (
    SEARCHING,
    Message,
    asked,
    asked_before,
    before_last,
    growing,
    is_waiting,
    leaned_on,
    recent,
    said,
    settled,
    turn,
    unanswered,
)

FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
STOPPED = "已停止。可以重新回答，也可以修改问题。"


@dataclass(frozen=True, slots=True)
class Talk:
    """What happens at each button. Nothing a person types or a report says reaches Gradio unescaped."""

    assistant: Answering
    limiter: Limiter
    closed: str = ""
    takes_notes: bool = False

    def reply(self, question: str, log: list[Message], request: gr.Request) -> Iterator[tuple[list[Message], str]]:
        """Answer one more question."""
        yield from self._reply(question, log, request, alone=False)

    def redo(self, question: str, log: list[Message], request: gr.Request) -> Iterator[tuple[list[Message], str]]:
        """Put a question, the same or another, in the place of the last one."""
        yield from self._reply(question, before_last(log), request, alone=False)

    def alone(self, question: str, log: list[Message], request: gr.Request) -> Iterator[tuple[list[Message], str]]:
        """The same, read without the questions before it. What comes after follows on from it."""
        yield from self._reply(question, before_last(log), request, alone=True)

    def _reply(
        self, question: str, log: list[Message], request: gr.Request, *, alone: bool
    ) -> Iterator[tuple[list[Message], str]]:
        question = str(question)[:MAX_QUESTION_CHARS]
        earlier = [] if alone else [Turn(q) for q in leaned_on(log)]
        shown = [*recent(log, takes_notes=self.takes_notes), asked(question, alone=alone)]
        if barred := self._barred(request):
            yield [*shown, unanswered(barred)], ""
            return
        yield [*shown, said("assistant", SEARCHING)], ""
        answer = None
        for answer in self.assistant.answers(question, earlier):
            if answer.growing:
                yield [*shown, growing(to_html(replace(answer, suggestions=()), question))], ""
        if answer:
            yield [*shown, self._told(answer, question)], ""

    def stop(self, log: list[Message]) -> list[Message]:
        """Say that nothing more will come, or leave what could be read already as the answer. What is still in the making
        is thrown away when it is done."""
        if not is_waiting(log):
            return log
        read = settled(log[-1], takes_notes=self.takes_notes)
        return [*recent(log, takes_notes=self.takes_notes)[:-1], read or unanswered(STOPPED)]

    def again(self, questions: str, request: gr.Request) -> list[Message]:
        """The conversation of before a reload: answered anew, so that no answer has to be believed to the browser."""
        log: list[Message] = []
        earlier: list[Turn] = []
        barred = self._barred(request)
        with asked_again():
            kept = asked_before(questions)
            for one in kept:
                earlier = [] if one.alone else earlier
                # A language model words the last one alone: for all of them nobody would wait.
                whole = one is kept[-1]
                answer = unanswered(barred) if barred else self._answered(one.question, earlier, whole=whole)
                log += [asked(one.question, alone=one.alone), answer]
                earlier = [*earlier, Turn(one.question)]
        return log

    def _barred(self, request: gr.Request) -> str:
        """Why nothing is answered now; empty where it is."""
        if self.closed:
            return self.closed
        client = request.client
        return "" if self.limiter.admits(client.host if client else "") else TOO_FAST

    def _answered(self, question: str, earlier: list[Turn], *, whole: bool) -> Message:
        if whole:
            return self._told(self.assistant.answer(question, earlier), question)
        return self._told(next(iter(self.assistant.answers(question, earlier))), question)

    def _told(self, answer: Answer, question: str) -> Message:
        """Who got no answer is offered questions that have one."""
        lost = not answer.claims and not answer.suggestions and answer.status is not Status.DECLINED
        shown = replace(answer, suggestions=self.assistant.starters()[:3]) if lost else answer
        return turn(to_html(shown, question), takes_notes=self.takes_notes)


def page(assistant: Answering, settings: Settings, limiter: Limiter, *, takes_notes: bool = False) -> gr.Blocks:
    """The conversation."""
    talk = Talk(assistant, limiter, settings.closed, takes_notes)
    blocks = gr.Blocks(analytics_enabled=False, title="问报")
    with blocks:
        log = gr.Chatbot(
            elem_id="wb-log",
            show_label=False,
            container=False,
            height="auto",
            autoscroll=False,
            buttons=[],
            feedback_options=None,
            latex_delimiters=[],
            layout="bubble",
            allow_file_downloads=False,
        )
        wire = gr.Textbox(elem_id="wb-wire", visible="hidden")

        def button(name: str, elem_id: str) -> gr.Button:
            return gr.Button(name, elem_id=elem_id, visible="hidden")

        # multiple: a question asked right after a stop must not wait for what was stopped; the script sees to the rest.
        hidden: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "trigger_mode": "multiple",
        }
        for elem_id, answering in (("wb-go", talk.reply), ("wb-redo", talk.redo), ("wb-alone", talk.alone)):
            going = button("提问", elem_id).click(answering, [wire, log], [log, wire], **hidden)
            # One for each: of two that it cancels Gradio takes the second late, when it may be the next question already.
            button("停止", f"{elem_id}-stop").click(talk.stop, [log], [log], cancels=[going], **hidden)
        button("取回", "wb-again").click(talk.again, [wire], [log], **hidden)
    # A closed queue: without this, POST /gradio_api/run/predict passes the queue's limits by.
    blocks.queue(api_open=False, max_size=64, default_concurrency_limit=8)
    return blocks


def theme() -> gr.themes.Default:
    """Plain strings are system fonts: nothing is downloaded."""
    return gr.themes.Default(font=list(FONTS), font_mono=["Consolas", "monospace"])


def strings() -> gr.I18n:
    """Gradio's own words that it has no Chinese for."""
    return gr.I18n(**{"zh-CN": {"chatbot.copy_message": "复制回答"}})
