"""Signing in and out, choosing the password by the one-time link, changing it."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from web.limits import Limiter
from web.staff.desk import COOKIE, LOGIN, Desk
from web.staff.password import RESET, SHORTEST, fault_of

A_MINUTE, A_MINUTE_OF_ALL = 5, 30
"""Tries of one address, and of all together."""

WRONG = "密码不对，请重新输入。"
TOO_OFTEN = "试的次数太多了，请过一分钟再试。"
NOT_SAME = "两次输入的密码不一样，请重新输入。"
ELSEWHERE = "请从工作台自己的页面登录。"
LINK_GONE = "这个链接已经用过，或者过了 24 小时。"

_INSIDE = re.compile(r"/staff(?:[/?](?!/)[^\\\s\x00-\x1f]*)?")

Secret = Annotated[str, Form()]


def routes(desk: Desk) -> APIRouter:
    """Open to everybody but the last two, which need a session."""
    router = APIRouter()
    router.include_router(_login(desk))
    router.include_router(_setup(desk))
    router.include_router(_signed_in(desk))
    return router


def _login(desk: Desk) -> APIRouter:
    router = APIRouter()
    of_one, of_all = Limiter(A_MINUTE), Limiter(A_MINUTE_OF_ALL)

    def form(request: Request, next: str, fault: str = "", status: int = 200) -> Response:
        has_password = bool(desk.password.key())
        values = {"next": next, "fault": fault, "has_password": has_password, "reset": RESET}
        return desk.page(request, "login.html", title="登录", here="", status_code=status, **values)

    @router.get(LOGIN)
    def page(request: Request, next: str = "") -> Response:
        if desk.session_of(request):
            return RedirectResponse(inside(next), status_code=303)
        return form(request, next)

    @router.post(LOGIN)
    def sign_in(request: Request, password: Secret = "", next: Secret = "") -> Response:
        if _from_elsewhere(request):
            return form(request, next, ELSEWHERE, 403)
        address = request.client.host if request.client else ""
        if not (of_one.admits(address) and of_all.admits("")):
            return form(request, next, TOO_OFTEN, 429)
        if not desk.password.matches(password):
            return form(request, next, WRONG if desk.password.key() else "", 403)
        return _let_in(desk, request, inside(next))

    return router


def _setup(desk: Desk) -> APIRouter:
    router = APIRouter()
    limiter = Limiter(A_MINUTE_OF_ALL)

    def form(request: Request, token: str, fault: str = "", status: int = 200) -> Response:
        values = {"token": token, "fault": fault, "shortest": SHORTEST}
        return desk.page(request, "setup.html", title="设置密码", here="", status_code=status, **values)

    def gone(request: Request) -> Response:
        values = {"has_password": bool(desk.password.key()), "sentence": LINK_GONE, "reset": RESET}
        return desk.page(request, "gone.html", title="链接不能用了", here="", status_code=403, **values)

    @router.get("/staff/setup")
    def page(request: Request, token: str = "") -> Response:
        return form(request, token) if not desk.password.key() and desk.setup.admits(token) else gone(request)

    @router.post("/staff/setup")
    def choose(request: Request, token: Secret = "", password: Secret = "", again: Secret = "") -> Response:
        if not limiter.admits(""):
            return form(request, token, TOO_OFTEN, 429)
        if desk.password.key() or not desk.setup.admits(token):
            return gone(request)
        if password != again:
            return form(request, token, NOT_SAME, 400)
        if fault := fault_of(password):
            return form(request, token, fault, 400)
        if not desk.setup.use_up(token):
            return gone(request)  # somebody else was quicker
        desk.password.set(password)
        return _let_in(desk, request, "/staff")

    return router


def _signed_in(desk: Desk) -> APIRouter:
    router = desk.router()
    limiter = Limiter(A_MINUTE)

    def form(request: Request, fault: str = "", status: int = 200) -> Response:
        values = {"fault": fault, "shortest": SHORTEST}
        return desk.page(request, "password.html", title="改密码", here="", status_code=status, **values)

    @router.post("/staff/logout")
    def sign_out(request: Request) -> Response:
        desk.sessions.end(request.cookies[COOKIE])
        answer = RedirectResponse(LOGIN, status_code=303)
        answer.delete_cookie(COOKIE, path="/staff", httponly=True, samesite="strict")
        return answer

    @router.get("/staff/password")
    def page(request: Request) -> Response:
        return form(request)

    @router.post("/staff/password")
    def change(request: Request, old: Secret = "", password: Secret = "", again: Secret = "") -> Response:
        if not limiter.admits(""):
            return form(request, TOO_OFTEN, 429)
        if not desk.password.matches(old):
            return form(request, "现在的密码不对，没有改动。", 403)
        if password != again:
            return form(request, NOT_SAME, 400)
        if fault := fault_of(password):
            return form(request, fault, 400)
        desk.password.set(password)
        desk.sessions.end_all()
        return _let_in(desk, request, "/staff")

    return router


def inside(next: str) -> str:
    """The page of the desk that a login leads to; anything that is not one leads to the desk's first page."""
    decoded = unquote(next)
    return next if _INSIDE.fullmatch(decoded) and ".." not in decoded and "//" not in decoded else "/staff"


def _let_in(desk: Desk, request: Request, where: str) -> Response:
    """Open a session; its token goes into a cookie that scripts and other sites do not get."""
    answer = RedirectResponse(where, status_code=303)
    answer.set_cookie(
        COOKIE,
        desk.sessions.start(desk.password.key()),
        path="/staff",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _from_elsewhere(request: Request) -> bool:
    """Whether the browser says that another site sent this form."""
    return request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
