"""Two addresses: /widget.js, the line on another site's page, and /embed, the page that it opens.

The page is one file with its style and script inside: on a slow line every further request costs half a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from string import Template

from fastapi import APIRouter, Request, Response

from rag.domain import Report
from rag.settings import Settings
from web.answering import Answering
from web.files import revalidated
from web.guard import script_hashes
from web.plain import place_link, safe, short_name
from web.shell import NOTE, NOTE_WRITTEN, PROMISE, PROMISE_WRITTEN, city_of, patience

_HERE = Path(__file__).resolve().parent
_STARTERS = 4
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LEAD = re.compile(r"^\s*(?://.*)?\n?", re.MULTILINE)


def _packed(name: str) -> str:
    """A file without comments and indents. Lines stay lines, so nothing changes its meaning."""
    return _LEAD.sub("", _COMMENT.sub("", (_HERE / name).read_text(encoding="utf-8")))


_LOADER, _SCRIPT, _STYLE = _packed("widget.js"), _packed("embed.js"), _packed("embed.css")
_PAGE = Template((_HERE / "embed.html").read_text(encoding="utf-8"))

SCRIPTS = {"/embed": script_hashes(f"<script>{_SCRIPT}</script>")}
"""CSP sources for the inline script of the page, by path: this one, and no other, may run."""


def routes(assistant: Answering, settings: Settings) -> APIRouter:
    """The loader and the page. Who may frame the page is told by the guard, in `frame-ancestors`."""
    router = APIRouter()

    @router.api_route("/widget.js", methods=["GET", "HEAD"])
    def widget(request: Request) -> Response:
        response = revalidated(_LOADER, request, "text/javascript; charset=utf-8")
        response.headers["cache-control"] = "public, max-age=600, stale-while-revalidate=86400"
        # A host page that isolates itself (COEP) takes only scripts that say so.
        response.headers["cross-origin-resource-policy"] = "cross-origin"
        return response

    @router.api_route("/embed", methods=["GET", "HEAD"])
    def embed(request: Request) -> Response:
        page = _page(assistant.reports(), assistant.starters(), settings)
        return revalidated(page, request, "text/html; charset=utf-8")

    return router


def _page(reports: Sequence[Report], starters: Sequence[str], settings: Settings) -> str:
    return _PAGE.substitute(
        site=safe(f"{city_of(reports, settings)}政府工作报告问答"),
        style=_STYLE,
        script=_SCRIPT,
        patience=str(patience(settings)),
        note=NOTE_WRITTEN if settings.llm_model else NOTE,
        promise=PROMISE_WRITTEN if settings.llm_model else PROMISE,
        closed=f'<p class="fault" role="status">{safe(settings.closed)}</p>' if settings.closed else "",
        starters="".join(
            f'<li><button type="button" class="try">{safe(question)}</button></li>' for question in starters[:_STARTERS]
        ),
        reports="".join(_report_item(report) for report in reports),
    )


def _report_item(report: Report) -> str:
    """Its link and short name; the script names sources by it."""
    link = place_link(report, *report.body).partition("#")[0]
    stem, name = safe(report.stem), safe(short_name(report))
    return f'<li><a href="{link}" target="_blank" rel="noopener" data-report="{stem}">{name}</a></li>'
