"""The whole site: our routes, Gradio's page at /, and the guard in front of both."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware

from rag.settings import Settings
from web import chat
from web.answering import Answering
from web.api import routes, speak_chinese
from web.guard import Guard
from web.shell import dress


def site(assistant: Answering, settings: Settings) -> FastAPI:
    """An application for uvicorn. No OpenAPI page: FastAPI's loads its scripts from a CDN."""
    app = FastAPI(title="问报", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(routes(assistant, settings))
    speak_chinese(app)
    gr.mount_gradio_app(
        app,
        chat.page(assistant),
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
    )
    # Outermost, so that it packs the dressed page. It leaves event streams and what is packed already alone.
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    return app
