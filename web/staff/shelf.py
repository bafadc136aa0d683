"""The shelf of reports: upload, see what was understood, put it right, ingest, go back, remove."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from rag.domain import PERIOD_LABELS, Period
from rag.errors import WenbaoError
from web.staff.desk import Desk, wants_json
from web.staff.work import Preview, ShelfWork, Upload

PAGE = "/staff/shelf"
_LONGEST = {"title": 120, "place": 30}
_LONGEST_PART = 400
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence that the next page shows to whoever caused it."""

    text: str
    is_fault: bool = False


class Sayings:
    """What the next page of each session is to show."""

    def __init__(self) -> None:
        self._by_session: defaultdict[str, list[Said]] = defaultdict(list)

    def add(self, request: Request, text: str, *, is_fault: bool = False) -> None:
        self._by_session[request.state.session.csrf].append(Said(text, is_fault))

    def take(self, request: Request) -> list[Said]:
        return self._by_session.pop(request.state.session.csrf, [])


async def _form(request: Request) -> AsyncIterator[FormData]:
    async with request.form() as form:
        yield form


Fields = Annotated[FormData, Depends(_form)]
Word = Annotated[str, Form()]


def routes(desk: Desk) -> APIRouter:
    """The page and what its buttons do; a page that says so where nobody handed in a shelf."""
    if desk.shelf is None:
        return _without(desk)
    router, sayings = APIRouter(), Sayings()
    router.include_router(_pages(desk, desk.shelf, sayings))
    router.include_router(_waiting(desk, desk.shelf, sayings))
    router.include_router(_index(desk, desk.shelf, sayings))
    return router


def _without(desk: Desk) -> APIRouter:
    router = desk.router()

    @router.get(PAGE)
    def page(request: Request) -> HTMLResponse:
        sentence = "这个服务没有接上报告库，请用 python app.py 启动问报。"
        return desk.page(request, "trouble.html", title="报告库", here="shelf", status_code=503, sentence=sentence)

    return router


def _pages(desk: Desk, shelf: ShelfWork, sayings: Sayings) -> APIRouter:
    router = desk.router()

    @router.get(PAGE)
    def page(request: Request) -> HTMLResponse:
        said, changes = sayings.take(request), shelf.changes()
        reports: tuple[Preview, ...] = ()
        try:
            reports = shelf.reports()
        except WenbaoError as error:
            said.append(Said(f"{error.message}可以在页面下方退回以前的一次更新。", is_fault=True))
        uploads = shelf.uploads()
        values: dict[str, Any] = {
            "said": said,
            "reports": reports,
            "uploads": uploads,
            "generations": shelf.generations(),
            "job": shelf.job(),
            "changes": changes,
            "reading": any(u.state == "reading" for u in uploads),
            "ready": sum(u.state == "ready" for u in uploads),
            "max_mb": desk.settings.max_file_mb,
        }
        return desk.page(request, "shelf.html", title="报告库", here="shelf", **values)

    @router.get(f"{PAGE}/state")
    def state() -> dict[str, Any]:
        job = shelf.job()
        reading = {u.id: u.pages for u in shelf.uploads() if u.state == "reading"}
        return {
            "changes": shelf.changes(),
            "running": job.running,
            "step": job.step,
            "done": job.done,
            "total": job.total,
            "reading": reading,
        }

    return router


def _waiting(desk: Desk, shelf: ShelfWork, sayings: Sayings) -> APIRouter:
    router = desk.router()

    @router.post(f"{PAGE}/files")
    def upload(request: Request, form: Fields) -> Response:
        files = [(one.filename, one.file) for one in form.getlist("file") if isinstance(one, UploadFile)]
        sent = [(name, file) for name, file in files if name]
        faults = [] if sent else ["还没有选文件，请先选择报告文件。"]
        for name, file in sent:
            faults += _fault(partial(shelf.take, name, file))
        if wants_json(request):
            return JSONResponse({"error": faults[0]}, status_code=400) if faults else JSONResponse({"error": ""})
        for fault in faults:
            sayings.add(request, fault, is_fault=True)
        return _back("waiting")

    @router.post(f"{PAGE}/fetch")
    def fetch(request: Request, form: Fields) -> Response:
        faults = _fault(lambda: sayings.add(request, shelf.fetch(str(form.get("address", "")).strip())))
        for fault in faults:
            sayings.add(request, fault, is_fault=True)
        return _back("" if faults else "waiting")

    @router.get(f"{PAGE}/line/{{id}}/{{start}}")
    def line(id: str, start: int) -> Response:
        try:
            return Response(shelf.picture(id, start), media_type="image/png")
        except WenbaoError:
            return Response(status_code=404)

    @router.post(f"{PAGE}/save")
    def save(request: Request, form: Fields) -> Response:
        if _saved(request, form):
            sayings.add(request, "更正已保存，提纲已重新识别。")
        return _back("waiting")

    @router.post(f"{PAGE}/ingest")
    def ingest(request: Request, form: Fields) -> Response:
        if _saved(request, form):
            _tell(request, sayings, shelf.ingest)
        return _back("")

    @router.post(f"{PAGE}/drop")
    def drop(request: Request, id: Word) -> Response:
        _tell(request, sayings, lambda: shelf.drop(id))
        return _back("waiting")

    @router.post(f"{PAGE}/unlock")
    def unlock(request: Request, form: Fields, id: Word) -> Response:
        _tell(request, sayings, lambda: shelf.unlock(id, str(form.get(f"password-{id}", ""))))
        return _back("waiting")

    def _saved(request: Request, form: FormData) -> bool:
        """Keep the corrections of every file on the page; False where one of them is no good, which is then told."""
        faults = [fault for one in shelf.uploads() for fault in _fault(partial(_correct, shelf, one, form))]
        for fault in faults:
            sayings.add(request, fault, is_fault=True)
        return not faults

    return router


def _index(desk: Desk, shelf: ShelfWork, sayings: Sayings) -> APIRouter:
    router = desk.router()

    @router.post(f"{PAGE}/amend")
    def amend(request: Request, form: Fields, stem: Word) -> Response:
        _tell(request, sayings, lambda: shelf.amend(stem, **_given(form, "")))
        return _back("")

    @router.post(f"{PAGE}/remove")
    def remove(request: Request, stem: Word) -> Response:
        _tell(request, sayings, lambda: shelf.remove(stem))
        return _back("")

    @router.post(f"{PAGE}/current")
    def make_current(request: Request, name: Word) -> Response:
        _tell(request, sayings, lambda: shelf.make_current(name))
        return _back("")

    @router.post(f"{PAGE}/rollback")
    def roll_back(request: Request) -> Response:
        _tell(request, sayings, shelf.roll_back)
        return _back("")

    return router


def _correct(shelf: ShelfWork, upload: Upload, form: FormData) -> None:
    """The fields first: they speak of the headings and the title as the page shows them, which lines may change."""
    begins = f"line-{upload.id}-"
    lines = {key.removeprefix(begins): str(form[key])[:_LONGEST_LINE] for key in form if key.startswith(begins)}
    try:
        if f"title-{upload.id}" in form:
            shelf.correct(upload.id, **_given(form, f"-{upload.id}"), periods=_periods(form, upload.id))
    except WenbaoError as error:
        raise WenbaoError(f"{upload.name}：{error.message}") from error
    finally:
        if lines:
            shelf.correct_lines(upload.id, lines)


def _given(form: FormData, suffix: str) -> dict[str, Any]:
    """Title, year and place of a form; None for one left empty. Raises WenbaoError where one is no good."""
    said = {name: _plain(form.get(name + suffix)) for name in ("title", "year", "place")}
    for name, longest in _LONGEST.items():
        if len(said[name]) > longest:
            raise WenbaoError(f"“{said[name][:10]}……”太长了，最多 {longest} 个字，没有保存。")
    year = re.fullmatch(r"((?:19|20)[0-9]{2})年?", said["year"])
    if said["year"] and not year:
        raise WenbaoError(f"年份要写成“2025”这样的四位数字，“{said['year'][:10]}”没有保存。")
    return {"title": said["title"] or None, "year": int(year[1]) if year else None, "place": said["place"] or None}


def _periods(form: FormData, id: str) -> list[tuple[str, Period]]:
    """Which way parts look, where the form says so: `part-<n>-<id>` names the part, `period-<n>-<id>` its period."""
    said: list[tuple[str, Period]] = []
    for name in form:
        if match := re.fullmatch(rf"part-(\d+)-{re.escape(id)}", name):
            period = form.get(f"period-{match[1]}-{id}")
            said += [(str(form[name])[:_LONGEST_PART], known) for known in PERIOD_LABELS if period == known]
    return said


def _plain(raw: object) -> str:
    """One line of a form, digits in ASCII."""
    text = " ".join(str(raw or "").split())
    return unicodedata.normalize("NFKC", text) if re.fullmatch(r"[\d年]+", text) else text


def _fault(work: Callable[[], object]) -> list[str]:
    try:
        work()
    except WenbaoError as error:
        return [error.message]
    return []


def _tell(request: Request, sayings: Sayings, work: Callable[[], object]) -> None:
    """Do it; what goes wrong is told on the next page."""
    for fault in _fault(work):
        sayings.add(request, fault, is_fault=True)


def _back(part: str) -> Response:
    return RedirectResponse(f"{PAGE}#wb-{part}" if part else PAGE, status_code=303)
