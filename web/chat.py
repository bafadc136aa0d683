"""The Gradio part of the page: a Chatbot for the conversation, and the wire by which questions reach it.

The question box, the starters and the reading panel are ours and stand in the HTML from the first byte
(`static/page.html`); the box is usable a second before Gradio is. The script hands a question over by writing it into
the hidden Textbox and pressing the hidden Button.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from rag.domain import Answer, Status, Turn
from web.answering import Answering
from web.api import MAX_QUESTION_CHARS, MAX_TURNS
from web.plain import markdown_plain, markdown_safe
from web.present import to_html

Message = dict[str, Any]

SEARCHING = '<p class="wb-pending" role="status">正在报告原文中查找…</p>'
LOST = '<p class="wb-lost">这个问题没有得到回答。</p>'
FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")


def page(assistant: Answering) -> gr.Blocks:
    """The conversation. Nothing a person types or a report says reaches Gradio unescaped."""

    def reply(question: str, log: list[Message]) -> Iterator[tuple[list[Message], str]]:
        question = str(question)[:MAX_QUESTION_CHARS]
        earlier = [Turn(q) for q in questions_of(log)][-MAX_TURNS:]
        shown = [*recent(log), _said("user", markdown_safe(question))]
        yield [*shown, _said("assistant", SEARCHING)], ""
        answer = assistant.answer(question, earlier)
        yield [*shown, _said("assistant", told(answer, question))], ""

    def told(answer: Answer, question: str) -> str:
        """As HTML; who got no answer is offered questions that have one."""
        lost = not answer.claims and not answer.suggestions and answer.status is not Status.DECLINED
        return to_html(replace(answer, suggestions=assistant.starters()[:3]) if lost else answer, question)

    def again(questions: str) -> list[Message]:
        """The conversation of before a reload: answered anew, so that no answer has to be believed to the browser."""
        log: list[Message] = []
        earlier: list[Turn] = []
        for question in asked_before(questions):
            answer = assistant.answer(question, list(earlier))
            earlier.append(Turn(question))
            log += [_said("user", markdown_safe(question)), _said("assistant", told(answer, question))]
        return log

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
        hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        gr.Button("提问", elem_id="wb-go", visible="hidden").click(reply, [wire, log], [log, wire], **hidden)
        gr.Button("取回", elem_id="wb-again", visible="hidden").click(again, [wire], [log], **hidden)
    # A closed queue: without this, POST /gradio_api/run/predict passes the queue's limits by.
    blocks.queue(api_open=False, max_size=64, default_concurrency_limit=8)
    return blocks


def recent(log: list[Message]) -> list[Message]:
    """The last turns as the browser sent them back: untrusted, so only what shows, and not without end.

    Where an answer never came (the connection broke), that is said in its place.
    """
    kept = [(m["role"], _text(m)) for m in log[-2 * MAX_TURNS :] if m.get("role") in _ROLES]
    return [_said(role, LOST if text == SEARCHING else text) for role, text in kept]


def questions_of(log: list[Message]) -> list[str]:
    """The questions of the conversation, as they were typed."""
    asked = [_text(m) for m in log if m.get("role") == "user"]
    return [markdown_plain(text)[:MAX_QUESTION_CHARS] for text in asked]


def asked_before(questions: str) -> list[str]:
    """The questions that the browser kept over a reload: untrusted, so nothing but strings, and not without end."""
    try:
        found = json.loads(questions)
    except ValueError:
        return []
    strings = [q for q in found if isinstance(q, str)] if isinstance(found, list) else []
    return [q[:MAX_QUESTION_CHARS] for q in strings[-MAX_TURNS:]]


_ROLES = frozenset({"user", "assistant"})


def _said(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def _text(message: Message) -> str:
    """Gradio sends the content as a list of parts."""
    content = message.get("content", "")
    if isinstance(content, str):
        return content
    return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))


def theme() -> gr.themes.Default:
    """Plain strings are system fonts: nothing is downloaded."""
    return gr.themes.Default(font=list(FONTS), font_mono=["Consolas", "monospace"])


def strings() -> gr.I18n:
    """Gradio's own words that it has no Chinese for."""
    return gr.I18n(**{"zh-CN": {"chatbot.copy_message": "复制回答"}})
