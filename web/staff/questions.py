"""没答上来的: what could not be answered, by similar wording, and what staff do about it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from rag.desk.alike import Group
from rag.desk.book import Change
from rag.desk.screen import GONE
from rag.desk.unanswered import MAX_ASKED, MAX_REPLY, MAX_WHO, MOST, Unanswered
from rag.errors import WenbaoError
from web.staff.desk import Desk
from web.staff.shelf import Said, Sayings

PAGE = "/staff/questions"
SPANS = (7, 30, 90)
SHOWN, OTHERS, REMARKS, CHANGES = 50, 8, 10, 100
"""Groups of a page, and in each its other wordings and what people added; changes of the list."""
_NOT_WRITTEN = "没有保存：服务器的磁盘写不进去，请联系管理员。"
_ACTS = {"add": "新增", "undo": "撤销", "redo": "恢复"}

Line = Annotated[str, Form(max_length=1000)]


@dataclass(frozen=True, slots=True)
class Row:
    """One group as it is shown."""

    key: str
    words: str
    others: tuple[str, ...]
    group: Group
    remarks: tuple[str, ...]
    more_remarks: int
    has_reply: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed into a form that was not taken."""

    form: str
    """`synonyms` or `reply`."""
    key: str
    """Of the group it stands in; empty for the forms below the groups."""
    values: Mapping[str, str]


class People:
    """The name that each session gave last."""

    def __init__(self) -> None:
        self._by_session: dict[str, str] = {}

    def remember(self, request: Request, name: str) -> None:
        if name.strip():
            self._by_session[request.state.session.csrf] = name.strip()[:MAX_WHO]

    def of(self, request: Request) -> str:
        return self._by_session.get(request.state.session.csrf, "")


def routes(desk: Desk) -> APIRouter:
    """The page and its forms; a page that says so where nothing is noted at all."""
    router = desk.router()
    if desk.unanswered is None:

        @router.get(PAGE)
        def without(request: Request) -> HTMLResponse:
            sentence = "这个服务没有接上问题记录，请用 python app.py 启动问报。"
            title = "没答上来的"
            return desk.page(request, "trouble.html", title=title, here="questions", status_code=503, sentence=sentence)

        return router
    _Pages(desk, desk.unanswered).add_to(router)
    return router


class _Pages:
    def __init__(self, desk: Desk, unanswered: Unanswered) -> None:
        self._desk, self._unanswered = desk, unanswered
        self._sayings, self._people = Sayings(), People()

    def add_to(self, router: APIRouter) -> None:
        router.add_api_route(PAGE, self.page, methods=["GET"])
        router.add_api_route(f"{PAGE}/synonyms", self.add_synonyms, methods=["POST"])
        router.add_api_route(f"{PAGE}/reply", self.add_reply, methods=["POST"])
        router.add_api_route(f"{PAGE}/undo", self.undo, methods=["POST"])

    def page(self, request: Request, days: int = 30) -> HTMLResponse:
        return self._draw(request, days)

    def add_synonyms(
        self, request: Request, line: Line = "", who: Line = "", days: int = Form(30), key: Line = ""
    ) -> Response:
        draft = Draft("synonyms", key, {"line": line})
        done = "同义词已经生效：从现在起，市民问其中一个，也会找其他说法。"
        return self._do(request, who, days, draft, lambda: self._unanswered.add_synonyms(line, who), done)

    def add_reply(
        self, request: Request, asked: Line = "", text: Line = "", who: Line = "", days: int = Form(30), key: Line = ""
    ) -> Response:
        draft = Draft("reply", key, {"asked": asked, "text": text})
        done = "答复已经生效：从现在起，市民问到这个问题而报告里没有答案时，会看到它。"
        return self._do(request, who, days, draft, lambda: self._unanswered.add_reply(asked, text, who), done)

    def undo(
        self, request: Request, who: Line = "", days: int = Form(30), undo: int = Form(0), redo: int = Form(0)
    ) -> Response:
        if undo:
            return self._do(request, who, days, None, lambda: self._unanswered.undo(undo, who), "已经撤销，马上生效。")
        return self._do(request, who, days, None, lambda: self._unanswered.redo(redo, who), "已经恢复，马上生效。")

    def _do(
        self, request: Request, who: str, days: int, draft: Draft | None, work: Callable[[], object], done: str
    ) -> Response:
        """Do it and show the page anew; what was typed stays where it was not taken."""
        self._people.remember(request, who)
        try:
            work()
        except WenbaoError as error:
            return self._draw(request, days, draft, error.message)
        except (OSError, sqlite3.Error):
            return self._draw(request, days, draft, _NOT_WRITTEN, 500)
        self._sayings.add(request, done)
        return RedirectResponse(f"{PAGE}?days={_span(days)}", status_code=303)

    def _draw(
        self, request: Request, days: int, draft: Draft | None = None, fault: str = "", status: int = 400
    ) -> HTMLResponse:
        days, keep = _span(days), self._unanswered.journal.keep_days
        said = [*self._sayings.take(request), *([Said(fault, is_fault=True)] if fault else [])]
        groups: tuple[Group, ...] = ()
        remarks: dict[str, list[str]] = {}
        try:
            groups = self._unanswered.groups(days) if keep else ()
            for remark in self._unanswered.remarks(days) if keep else ():
                remarks.setdefault(remark.words, []).append(remark.text)
        except (OSError, sqlite3.Error):
            said.append(Said("问题记录读不出来，请联系管理员查看 journal.sqlite。", is_fault=True))
        self._unanswered.book.refresh()
        sums = Counter[str]()
        for g in groups:
            sums.update(partial=g.partial, not_found=g.not_found, down=g.down)
        return self._desk.page(
            request,
            "questions.html",
            title="没答上来的",
            here="questions",
            status_code=status if fault else 200,
            said=said,
            spans=[s for s in SPANS if s <= keep] or [SPANS[0]],
            days=days,
            keep=keep,
            sums=sums,
            rows=[self._row(g, remarks) for g in groups[:SHOWN]],
            more=max(0, len(groups) - SHOWN),
            changes=self._unanswered.book.changes[:CHANGES],
            change_words=_change_words,
            acts=_ACTS,
            who=self._people.of(request),
            draft=draft or Draft("", "", {}),
            limits={"asked": MAX_ASKED, "reply": MAX_REPLY, "who": MAX_WHO, "words": MOST},
            hotline=self._desk.settings.hotline,
        )

    def _row(self, group: Group, remarks: Mapping[str, list[str]]) -> Row:
        wordings = (group.words, *group.others)
        said = [text for w in wordings for text in remarks.get(w, ())]
        return Row(
            group.words,
            shown(group.words),
            tuple(shown(w) for w in group.others[:OTHERS]),
            group,
            tuple(said[:REMARKS]),
            max(0, len(said) - REMARKS),
            self._unanswered.has_reply(group.words),
        )


def shown(words: str) -> str:
    """Words of the journal as a sentence: 公积金 贷款 … is 公积金贷款…."""
    out = ""
    for word in words.split():
        apart = out[-1:].isascii() and out[-1:].isalnum() and word[0].isascii() and word[0].isalnum()
        out += f" {word}" if apart else word
    return out or GONE


def _change_words(change: Change) -> str:
    return "、".join(change.words) if change.kind == "synonyms" else change.words[0]


def _span(days: int) -> int:
    return days if days in SPANS else 30
