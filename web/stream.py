"""An answer as server-sent events, for who asks with `Accept: text/event-stream`.

event: step     data: {"text": "正在报告原文中查找…"}    what is being done
event: partial  data: the answer so far, while a language model writes: the quotations at once, then with checked sentences
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

from rag.domain import Answer
from web.present import to_json

log = logging.getLogger("wenbao")

SEARCHING = "正在报告原文中查找…"
BROKEN = "服务出了问题，请稍后再试。"


def is_wanted(request: Request) -> bool:
    """Whether the client asks for events."""
    return "text/event-stream" in request.headers.get("accept", "")


def streamed(answers: Callable[[], Iterator[Answer]]) -> StreamingResponse:
    """Runs `answers` while the client already reads. What is refused is refused before, with its status."""

    def events() -> Iterator[str]:
        yield _event("step", {"text": SEARCHING})
        try:
            last = None
            for last in answers():
                if last.growing:
                    yield _event("partial", to_json(last))
            if last:
                yield _event("answer", to_json(last))
        except Exception:
            log.exception("a question could not be answered")
            yield _event("error", {"error": BROKEN})

    return StreamingResponse(events(), media_type="text/event-stream")


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
