"""HTTP routes: ask a question, list the reports, read one, health."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from rag.domain import Report, Turn
from rag.settings import Settings
from web import files
from web.answering import Answering
from web.plain import place_link
from web.present import to_json
from web.shell import reading_page
from web.wording import wording_json

MAX_QUESTION_CHARS = 2000
"""What is read at all; the Assistant has its own, lower limit and says so kindly."""
MAX_TURNS = 20

Question = Annotated[str, Field(max_length=MAX_QUESTION_CHARS)]

_SENTENCES = {400: "请求有误。", 404: "没有这个地址。", 405: "这个地址不支持这种请求方式。", 413: "提交的内容太长。"}
_FIELDS = {"question": "问题（question）", "history": "历史（history）", "q": "要查找的词句（q）"}
_FAULTS = {
    "missing": "没有填写",
    "json_invalid": "不是有效的 JSON",
    "string_type": "应为文字",
    "string_too_long": f"超过了 {MAX_QUESTION_CHARS} 字",
    "list_type": "应为列表",
    "too_long": f"超过了 {MAX_TURNS} 轮",
    "extra_forbidden": "不认识这一项",
    "model_attributes_type": "应为 JSON 对象",
}


class Earlier(BaseModel):
    """One earlier question of the conversation."""

    model_config = ConfigDict(extra="ignore")
    question: Question


class Ask(BaseModel):
    """Body of POST /api/ask."""

    model_config = ConfigDict(extra="forbid")
    question: Question
    history: Annotated[list[Earlier], Field(max_length=MAX_TURNS)] = []


def routes(assistant: Answering, settings: Settings) -> APIRouter:
    """Our own routes. Plain functions: they run in a thread and do not hold up the server."""
    router = APIRouter()

    @router.post("/api/ask")
    def ask(body: Ask) -> dict[str, Any]:
        return to_json(assistant.answer(body.question, [Turn(turn.question) for turn in body.history]))

    @router.get("/api/wording")
    def wording(q: Question) -> dict[str, Any]:
        return wording_json(assistant.wording(q))

    @router.get("/api/reports")
    def reports() -> list[dict[str, Any]]:
        return [_report_json(report) for report in assistant.reports()]

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    def readyz() -> JSONResponse:
        ready = assistant.ready()
        return JSONResponse({"status": "ok" if ready else "索引尚未就绪"}, status_code=200 if ready else 503)

    @router.get("/r/{stem}")
    def read(stem: str, request: Request) -> Response:
        for report in assistant.reports():
            if report.stem == stem:
                return _page(reading_page(report, assistant.reports(), settings), request)
        raise HTTPException(404, "没有这份报告。")

    @router.get("/ui/{version}/{name}")
    def ui(version: str, name: str) -> Response:
        return files.serve(name)

    @router.get("/favicon.ico")
    def favicon() -> Response:
        return files.serve("mark.svg")

    return router


def speak_chinese(app: FastAPI) -> None:
    """Errors of a request are told in one Chinese sentence under `error`; the input is never sent back."""

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse({"error": "；".join(_fault(e) for e in error.errors()[:3]) + "。"}, status_code=422)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> JSONResponse:
        said = error.detail if error.detail.isascii() is False else _SENTENCES.get(error.status_code, "请求有误。")
        return JSONResponse({"error": said}, status_code=error.status_code, headers=error.headers)

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"error": "服务出了问题，请稍后再试。"}, status_code=500)


def _fault(error: dict[str, Any]) -> str:
    fault = _FAULTS.get(error["type"], "格式不对")
    named = [_FIELDS[part] for part in error["loc"] if part in _FIELDS]
    return (named[-1] if named else "请求内容") + fault


def _report_json(report: Report) -> dict[str, Any]:
    return {
        "report": report.stem,
        "title": report.title,
        "year": report.year,
        "place": report.place,
        "link": place_link(report, *report.body),
        "sections": [
            {"title": s.title, "level": s.level, "start": s.start, "end": s.end, "period": s.period}
            for s in report.sections
        ],
    }


def _page(page: str, request: Request) -> Response:
    """A reading page; the browser keeps it and asks whether it has changed."""
    body = page.encode("utf-8")
    headers = {"etag": f'"{hashlib.sha256(body).hexdigest()[:16]}"', "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/html; charset=utf-8")
