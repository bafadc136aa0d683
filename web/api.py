"""HTTP routes: ask a question, list the reports, read one, health."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from rag.domain import Report, Turn
from rag.settings import Settings
from web import files, stream
from web.answering import Answering
from web.feedback import Feedback, Notes
from web.limits import TOO_FAST, Limiter
from web.plain import place_link
from web.present import to_json
from web.shell import missing_page, reading_page
from web.wording import wording_routes

MAX_QUESTION_CHARS = 2000
"""What is read at all; the Assistant has its own, lower limit and says so kindly."""
MAX_TURNS = 20

Question = Annotated[str, Field(max_length=MAX_QUESTION_CHARS)]

_SENTENCES = {400: "请求有误。", 404: "没有这个地址。", 405: "这个地址不支持这种请求方式。", 413: "提交的内容太长。"}
_CONDITIONS = {"report": "报告（report）", "year": "年份（year）", "place": "地区（place）", "part": "部分（part）"}
_FIELDS = {
    "question": "问题（question）",
    "history": "历史（history）",
    "q": "要查找的词句（q）",
    **_CONDITIONS,
    "word": "补充的话（word）",
}
_FAULTS = {
    "missing": "没有填写",
    "json_invalid": "不是有效的 JSON",
    "string_type": "应为文字",
    "string_too_long": "超过了 {max_length} 字",
    "list_type": "应为列表",
    "too_long": "超过了 {max_length} 轮",
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
    report: Annotated[str, Field(max_length=MAX_QUESTION_CHARS)] = ""
    """Stem of the one report to answer from; empty: all."""


def routes(assistant: Answering, settings: Settings, limiter: Limiter, notes: Notes | None = None) -> APIRouter:
    """Our own routes. Plain functions: they run in a thread and do not hold up the server."""
    router = APIRouter()

    @router.post("/api/ask", response_model=None)
    def ask(body: Ask, request: Request) -> dict[str, Any] | Response:
        _admit_open(request, limiter, settings)
        if body.report and body.report not in {report.stem for report in assistant.reports()}:
            raise HTTPException(404, "没有这份报告。")
        earlier = [Turn(turn.question) for turn in body.history]
        if stream.is_wanted(request):
            return stream.streamed(lambda: assistant.answers(body.question, earlier, only=body.report))
        return to_json(assistant.answer(body.question, earlier, only=body.report))

    router.add_api_route("/api/feedback", _taking(notes, settings), methods=["POST"], status_code=204)

    router.include_router(wording_routes(assistant, lambda request: _admit_open(request, limiter, settings)))

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
        show, present = request.query_params.get("show", ""), assistant.reports()
        for report in present:
            if report.stem == stem:
                return _page(reading_page(report, present, settings, show), request)
        if files.wants_page(request.headers):
            why = "它可能已经移除，或者换了文件名。"
            return HTMLResponse(missing_page("没有这份报告", why, present, settings, show), status_code=404)
        raise HTTPException(404, "没有这份报告。")

    @router.get("/ui/{version}/{name}")
    def ui(version: str, name: str) -> Response:
        return files.serve(name)

    @router.get("/favicon.ico")
    def favicon() -> Response:
        return files.serve("mark.svg")

    return router


def _taking(notes: Notes | None, settings: Settings) -> Callable[[Feedback, Request], None]:
    """POST /api/feedback. It has a limit of its own: who judges every answer may still ask."""
    limiter = Limiter(settings.ask_per_minute)

    def feedback(body: Feedback, request: Request) -> None:
        if notes is None:
            raise HTTPException(404, "这里不收评价。")
        _admit(request, limiter)
        notes.note(question=body.question, status=body.status.value, useful=body.useful, word=body.word)

    return feedback


def _admit_open(request: Request, limiter: Limiter, settings: Settings) -> None:
    """The same, and 503 while nothing is answered."""
    if settings.closed:
        raise HTTPException(503, settings.closed)
    _admit(request, limiter)


def _admit(request: Request, limiter: Limiter) -> None:
    """Raises HTTPException 429 where the client's address has had its share of the minute."""
    if not limiter.admits(request.client.host if request.client else ""):
        raise HTTPException(429, TOO_FAST, headers={"retry-after": "60"})


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
    fault = _FAULTS.get(error["type"], "格式不对").format(**error.get("ctx", {}))
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
    return files.revalidated(page, request, "text/html; charset=utf-8")
