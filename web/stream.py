"""An answer as server-sent events, for who asks with `Accept: text/event-stream`.

event: step     data: {"text": "正在报告原文中查找…"}    what is being done
event: answer   data: the same JSON that others get; always the last, citations and all
event: error    data: {"error": "…"}                  in its place where something broke
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse

log = logging.getLogger("wenbao")

SEARCHING = "正在报告原文中查找…"
BROKEN = "服务出了问题，请稍后再试。"


def is_wanted(request: Request) -> bool:
    """Whether the client asks for events."""
    return "text/event-stream" in request.headers.get("accept", "")


def streamed(answer: Callable[[], dict[str, Any]]) -> StreamingResponse:
    """Runs `answer` while the client already reads. What is refused is refused before, with its status."""

    def events() -> Iterator[str]:
        yield _event("step", {"text": SEARCHING})
        try:
            yield _event("answer", answer())
        except Exception:
            log.exception("a question could not be answered")
            yield _event("error", {"error": BROKEN})

    return StreamingResponse(events(), media_type="text/event-stream")


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
