"""The conversation as the browser sends it back: untrusted, so only what shows is taken, and not without end."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from web.api import MAX_QUESTION_CHARS, MAX_TURNS
from web.plain import markdown_plain, markdown_safe, safe

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as the browser kept it over a reload."""

    question: str
    alone: bool = False
    """Without the questions before it, because the person wanted it so."""


_PENDING = 'class="wb-pending"'
SEARCHING = '<p class="wb-pending" role="status">正在报告原文中查找…</p>'
_GROWING = f'<p {_PENDING} role="status">正在归纳并逐句核对，可以先看原文…</p><div class="wb-growing">'
_GROWN = "</div>"
LOST = '<p class="wb-lost">这个问题没有得到回答。</p>'

_ALONE = '<span class="wb-alone"></span>'
"""Stands unseen behind a question that was asked alone. Nobody can type it: what is typed is escaped."""
_ROLES = frozenset({"user", "assistant"})
_REDO = '<button type="button" class="wb-redo">重新回答</button><button type="button" class="wb-edit">修改问题</button>'
_COPY = '<button type="button" class="wb-copy-all">复制回答</button>'
_VOTES = (
    '<span class="wb-votes"><button type="button" class="wb-vote wb-useful">有用</button>'
    '<button type="button" class="wb-vote wb-useless">没用</button></span>'
)


def asked(question: str, *, alone: bool = False) -> Message:
    """The question in its bubble."""
    return said("user", markdown_safe(question) + (_ALONE if alone else ""))


def said(role: str, content: str) -> Message:
    """One message for the Chatbot."""
    return {"role": role, "content": content}


def turn(answer: str, *, takes_notes: bool) -> Message:
    """An answer with what can be done about it."""
    return said("assistant", _whole(answer, _COPY + (_VOTES if takes_notes else "")))


def growing(answer: str) -> Message:
    """An answer above whose quotations a model still writes, checked sentence by sentence."""
    return said("assistant", f"{_GROWING}{answer}{_GROWN}")


def settled(message: Message, *, takes_notes: bool) -> Message | None:
    """What was to be read of an answer that was still growing, as an answer: nothing that was shown goes away. None
    where nothing was."""
    text = _text(message)
    if not (text.startswith(_GROWING) and text.endswith(_GROWN)):
        return None
    return turn(text.removeprefix(_GROWING).removesuffix(_GROWN), takes_notes=takes_notes)


def unanswered(sentence: str) -> Message:
    """A reply that is no answer (stopped, too fast, closed); it is not kept over a reload."""
    return said(
        "assistant", _whole(f'<div class="wb-answer wb-none"><p class="wb-lead">{safe(sentence)}</p></div>', "")
    )


def _whole(answer: str, more: str) -> str:
    """The class is new each time: so the script sees that this is another reply, even where all its words are the same."""
    return f'<div class="wb-turn wb-t{secrets.token_hex(4)}">{answer}<div class="wb-acts">{_REDO}{more}</div></div>'


def recent(log: list[Message], *, takes_notes: bool = False) -> list[Message]:
    """The last turns. Where an answer never came (the connection broke), that is said in its place; one that was
    growing stays as it was."""
    kept = [m for m in log[-2 * MAX_TURNS :] if m.get("role") in _ROLES]
    return [settled(m, takes_notes=takes_notes) or said(m["role"], LOST if is_waiting([m]) else _text(m)) for m in kept]


def before_last(log: list[Message]) -> list[Message]:
    """Without the last question and what came of it."""
    last = max((i for i, m in enumerate(log) if m.get("role") == "user"), default=0)
    return log[:last]


def is_waiting(log: list[Message]) -> bool:
    """Whether the last question is still being answered."""
    return bool(log) and _PENDING in _text(log[-1])


def questions_of(log: list[Message]) -> list[str]:
    """The questions of the conversation, as they were typed."""
    return [markdown_plain(text.removesuffix(_ALONE))[:MAX_QUESTION_CHARS] for text in _questions(log)]


def leaned_on(log: list[Message]) -> list[str]:
    """The questions that the next one may lean on: from the last one on that was asked alone. Those before it would
    be read into that one again."""
    first = max((i for i, text in enumerate(_questions(log)) if text.endswith(_ALONE)), default=0)
    return questions_of(log)[first:][-MAX_TURNS:]


def asked_before(questions: str) -> list[Asking]:
    """The questions that the browser kept over a reload: nothing but strings, and `{"alone": "…"}` for one that was
    asked alone."""
    try:
        found = json.loads(questions)
    except ValueError:
        return []
    kept = [_asking(entry) for entry in found] if isinstance(found, list) else []
    return [one for one in kept if one][-MAX_TURNS:]


def _asking(entry: object) -> Asking | None:
    alone = isinstance(entry, dict)
    question = entry.get("alone") if isinstance(entry, dict) else entry
    return Asking(question[:MAX_QUESTION_CHARS], alone) if isinstance(question, str) else None


def _questions(log: list[Message]) -> list[str]:
    """The content of each question's bubble."""
    return [_text(m) for m in log if m.get("role") == "user"]


def _text(message: Message) -> str:
    """Gradio sends the content as a list of parts."""
    content = message.get("content", "")
    if isinstance(content, str):
        return content
    return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
