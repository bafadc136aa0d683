"""The whole site: our routes, Gradio's page at /, and the guard in front of both."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware

from rag.desk.unanswered import Unanswered
from rag.settings import Settings
from web import chat
from web.answering import Answering
from web.api import routes, speak_chinese
from web.embed.routes import SCRIPTS
from web.embed.routes import routes as embed_routes
from web.feedback import Notes
from web.guard import Guard
from web.limits import Limiter
from web.shell import dress, missing_page
from web.staff import routes as staff_routes
from web.staff.desk import Desk
from web.staff.work import ShelfWork


def site(
    assistant: Answering,
    settings: Settings,
    notes: Notes | None = None,
    shelf: ShelfWork | None = None,
    unanswered: Unanswered | None = None,
) -> FastAPI:
    """An application for uvicorn. No OpenAPI page: FastAPI's loads its scripts from a CDN."""
    app = FastAPI(title="问报", docs_url=None, redoc_url=None, openapi_url=None)
    limiter = Limiter(settings.ask_per_minute)
    app.include_router(routes(assistant, settings, limiter, notes))
    app.include_router(embed_routes(assistant, settings))
    app.state.desk = Desk(assistant, settings, shelf, unanswered)
    app.include_router(staff_routes(app.state.desk))
    speak_chinese(app)
    gr.mount_gradio_app(
        app,
        chat.page(assistant, settings, limiter, takes_notes=notes is not None),
        path="/",
        theme=chat.theme(),
        i18n=chat.strings(),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        max_file_size=1,
    )
    # With ours in place Gradio adds no CORS headers of its own; alone it lets any origin in, with credentials.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
    )
    app.add_middleware(
        Guard,
        dress=lambda html: dress(html, assistant.reports(), assistant.starters(), settings),
        frame_ancestors=settings.allowed_origins,
        upload_mb=settings.max_file_mb,
        scripts=SCRIPTS,
        missing=lambda: missing_page(
            "没有这个页面", "地址可能写错了，或者页面已经换了地方。", assistant.reports(), settings
        ),
    )
    # Outermost, so that it packs the dressed page. It leaves event streams and what is packed already alone.
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    return app
