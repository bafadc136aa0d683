"""年度对照: two reports side by side, and their tables as a file. What is compared is decided in `rag.years.compare`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi import Form as Field
from fastapi.responses import HTMLResponse

from web.export import Form
from web.staff.attachment import attachment
from web.staff.compare_file import tables_of
from web.staff.compare_view import latest_two, name_among, view
from web.staff.desk import Desk
from web.table_documents import tables_docx, tables_xlsx

_MADE = {Form.DOCX: tables_docx, Form.XLSX: tables_xlsx}


def routes(desk: Desk) -> APIRouter:
    """The page, and its tables as a file."""
    router = desk.router()

    @router.get("/staff/compare")
    def page(request: Request, old: str = "", new: str = "") -> HTMLResponse:
        return _page(desk, request, old, new)

    @router.post("/staff/compare/export")
    def export(
        request: Request,
        old: Annotated[str, Field()] = "",
        new: Annotated[str, Field()] = "",
        form: Annotated[str, Field()] = "",
    ) -> Response:
        found = desk.assistant.compare(old, new) if old != new else None
        if found is None or form not in _MADE:
            return _page(desk, request, old, new)
        reports, kind = desk.assistant.reports(), Form(form)
        names = name_among(found.old, reports), name_among(found.new, reports)
        tables = tables_of(found, *names, str(request.base_url), datetime.now().astimezone())
        return attachment(_MADE[kind](tables), kind, tables.title, "compare")

    return router


def _page(desk: Desk, request: Request, old: str, new: str) -> HTMLResponse:
    reports = sorted(desk.assistant.reports(), key=lambda r: (r.year or 0, r.stem), reverse=True)
    if not (old and new):
        old, new = latest_two(reports)
    found = desk.assistant.compare(old, new) if old != new else None
    return desk.page(
        request,
        "compare.html",
        title="年度对照",
        here="compare",
        reports=[(r.stem, name_among(r, reports)) for r in reports],
        chosen=(old, new),
        **(view(found, reports) if found else {"found": None}),
    )
