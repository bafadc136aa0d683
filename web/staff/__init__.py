"""The staff desk at /staff: plain HTML pages behind one password. Nothing of it is reached by the public pages."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from web.staff import compare, login, questions, shelf, wording
from web.staff.desk import Desk

START = "/staff/wording"
"""The page that staff see first."""


def routes(desk: Desk) -> APIRouter:
    """All pages of the desk. What is not one of them is a 404 of the desk's own, for those signed in."""
    pages = APIRouter()
    pages.include_router(login.routes(desk))
    for page in (wording, compare, shelf, questions):
        pages.include_router(page.routes(desk))
    pages.include_router(_edges(desk))
    return pages


def _edges(desk: Desk) -> APIRouter:
    router = desk.router()

    @router.get("/staff")
    def start() -> Response:
        return RedirectResponse(START, status_code=303)

    @router.get("/staff/{rest:path}")
    def nothing(request: Request, rest: str) -> Response:
        return desk.page(request, "missing.html", title="没有这个页面", here="", status_code=404)

    return router
