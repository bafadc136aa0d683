"""找原文: every place where words stand, with its source, to copy, to open and to take along as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from rag.domain import Status
from rag.exact.filters import Filter
from rag.exact.wording_answer import Looked, Way
from web.documents import to_docx, to_xlsx
from web.export import Form, Selection, select, to_csv, to_markdown
from web.staff.attachment import attachment
from web.staff.desk import Desk
from web.staff.wording_view import choices, filter_of, groups, item_lists, key_of, short_names
from web.wording import MAX_QUERY_CHARS

TITLE = "找原文"
_MADE = {Form.DOCX: to_docx, Form.XLSX: to_xlsx, Form.CSV: to_csv, Form.MARKDOWN: to_markdown}


async def _form(request: Request) -> FormData:
    return await request.form()


Fields = Annotated[FormData, Depends(_form)]


def routes(desk: Desk) -> APIRouter:
    """The page, and the file. What is looked up travels in bodies alone, so that no log on the way keeps it."""
    router = desk.router()

    @router.get("/staff/wording")
    def page(request: Request) -> HTMLResponse:
        return _page(desk, request, "", Filter(), None)

    @router.post("/staff/wording")
    def look_up(request: Request, form: Fields) -> HTMLResponse:
        words, within = _words(form), Filter() if form.get("all") else filter_of(form)
        looked = desk.assistant.look_up(words, within)
        if looked.answer.status is Status.DECLINED:
            words = ""  # a personal number is not repeated
        return _page(desk, request, words, within, looked)

    @router.post("/staff/wording/export")
    def export(request: Request, form: Fields) -> Response:
        words, within = _words(form), filter_of(form)
        looked = desk.assistant.look_up(words, within)
        kind = str(form.get("form", ""))
        if kind not in list(Form) or not looked.answer.citations:
            return _page(desk, request, words, within, looked)
        selection = _selection(looked, form, str(request.base_url))
        return attachment(_MADE[Form(kind)](selection), Form(kind), "原文摘录", "quotes")

    return router


def _words(form: FormData) -> str:
    return str(form.get("q", ""))[:MAX_QUERY_CHARS].strip()


def _page(desk: Desk, request: Request, words: str, within: Filter, looked: Looked | None) -> HTMLResponse:
    values: dict[str, Any] = {"words": words, "within": within, "choices": choices(desk.assistant.reports())}
    values |= {"looked": looked, "groups": groups(looked) if looked else [], "lacking": _lacking(looked)}
    values["lists"] = item_lists(looked) if looked else []
    values["by_report"] = looked is not None and looked.way is Way.EXACT and len(looked.tally) > 1
    return desk.page(request, "wording.html", title=TITLE, here="wording", **values)


def _lacking(looked: Looked | None) -> list[str]:
    names = short_names([report for report, _ in looked.tally]) if looked else {}
    return [names[report.stem] for report, count in looked.tally if not count] if looked else []


def _selection(looked: Looked, form: FormData, home: str) -> Selection:
    """The places that were ticked; all of them where none was."""
    picked = set(form.getlist("pick"))
    chosen = {c.number for c in looked.answer.citations if key_of(c) in picked} or None
    made = datetime.now().astimezone()
    return select(looked.answer, f"“{looked.answer.question}”在报告中的原文", home, made, chosen)
