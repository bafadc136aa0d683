"""What every page of the staff desk stands on: who may in, the form token, and the page around the page."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rag.desk.unanswered import Unanswered
from rag.settings import Settings
from web.answering import Answering
from web.files import address, styles
from web.shell import DISPLAYS, city_of
from web.staff.password import Password, SetupLink
from web.staff.session import Session, Sessions
from web.staff.work import ShelfWork

COOKIE = "wenbao_staff"
SHOW = "wenbao_show"
"""Cookie with the way of display that was chosen; `static/desk.js` sets it."""
LOGIN = "/staff/login"

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Desk:
    """Shared by the pages: `router()` gives them routes that need a signed-in session, `page()` draws one."""

    def __init__(
        self,
        assistant: Answering,
        settings: Settings,
        shelf: ShelfWork | None = None,
        unanswered: Unanswered | None = None,
    ) -> None:
        """Raises WenbaoError where the password file is damaged, or the password given by the settings is no good."""
        self.assistant, self.settings, self.shelf, self.unanswered = assistant, settings, shelf, unanswered
        self.sessions = Sessions()
        self.password = Password(settings.data_dir)
        self.setup = SetupLink()
        has_password = bool(self.password.key())
        if settings.staff_password and not has_password:
            self.password.set(settings.staff_password)
        self._pages = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.globals["asset"] = address

    def setup_path(self) -> str:
        """Where the password is chosen, for whoever starts the server; empty where there is one."""
        return "" if self.password.key() else f"/staff/setup?token={self.setup.token}"

    def router(self) -> APIRouter:
        """A router whose every route needs a session, and whose every form its token. Checked before a body is read."""
        desk = self

        class SignedIn(APIRoute):
            def get_route_handler(self) -> _Handler:
                handle = super().get_route_handler()

                async def checked(request: Request) -> Response:
                    return await desk._refusal(request) or await handle(request)

                return checked

        return APIRouter(route_class=SignedIn)

    def page(
        self, request: Request, template: str, *, title: str, here: str, status_code: int = 200, **values: object
    ) -> HTMLResponse:
        """A page in the desk's frame. `here` is the name of its entry in the navigation; values are escaped."""
        session: Session | None = getattr(request.state, "session", None)
        show = request.cookies.get(SHOW, "")
        text = self._pages.get_template(template).render(
            **values,
            title=title,
            here=here,
            csrf=session.csrf if session else "",
            signed_in=session is not None,
            city=city_of(self.assistant.reports(), self.settings),
            styles=Markup(styles("base.css", "staff.css")),
            show=show,
            display=Markup(DISPLAYS.get(show, "")),
        )
        return HTMLResponse(text, status_code=status_code)

    def session_of(self, request: Request) -> Session | None:
        """The session of a request; None where nobody is signed in."""
        token = request.cookies.get(COOKIE, "")
        key = self.password.key() if token else ""
        return self.sessions.find(token, key) if key else None

    async def _refusal(self, request: Request) -> Response | None:
        """Why a request may not pass; None where it may."""
        request.state.session = session = self.session_of(request)
        if session is None:
            return _sign_in_first(request)
        if request.method in ("GET", "HEAD"):
            return None
        sent = request.headers.get("x-csrf") or (await request.form()).get("csrf")
        if isinstance(sent, str) and hmac.compare_digest(sent.encode("utf-8"), session.csrf.encode("utf-8")):
            return None
        sentence = "这个页面已经过期，什么都没有改动。请返回上一页，刷新后再试一次。"
        if wants_json(request):
            return JSONResponse({"error": sentence}, status_code=403)
        return self.page(request, "trouble.html", title="没有执行", here="", status_code=403, sentence=sentence)


def _sign_in_first(request: Request) -> Response:
    if wants_json(request):
        return JSONResponse({"error": "请先登录工作台。"}, status_code=401)
    back = request.url.path if request.method in ("GET", "HEAD") else "/staff"
    query = f"?{request.url.query}" if back == request.url.path and request.url.query else ""
    return RedirectResponse(f"{LOGIN}?next={quote(back + query, safe='')}", status_code=303)


def wants_json(request: Request) -> bool:
    """Whether a script asks, and not a person's browser for a page."""
    headers = request.headers
    return (
        "x-csrf" in headers
        or headers.get("sec-fetch-dest") == "empty"
        or "application/json" in headers.get("accept", "")
        or headers.get("content-type", "").startswith("application/json")
    )
