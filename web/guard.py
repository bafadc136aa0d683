"""What stands in front of every route: an allow-list, a limit on bodies, security headers, the dressing of the page.

Pure ASGI, so that streams pass through it piece by piece.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.files import FOREVER, wants_page

# Gradio serves file upload, direct calls, its API description and run history besides; nothing of it is let through.
_READ = re.compile(
    r"/(?:|healthz|readyz|favicon\.ico|api/reports|api/wording|widget\.js|embed|ui/[0-9a-f]+/[\w.-]+|r/[^/]+"
    r"|theme\.css|assets/[\w.-]+|gradio_api/(?:queue/data|app_id))"
)
_STAFF = re.compile(r"/staff(?:/[\w.-]+)*")
# Gradio's `reset`, sent with every `cancel`, does nothing any more; refused, it would only fill the console.
_SENT = re.compile(r"/(?:api/ask|api/wording|api/feedback|gradio_api/(?:queue/join|cancel|reset))")
_ALLOWED = {
    "GET": (_READ, _STAFF),
    "HEAD": (_READ, _STAFF),
    "POST": (_SENT, _STAFF),
    "OPTIONS": (_READ, _SENT),
}

API_BODY_BYTES = 64 * 1024
PAGE_BODY_BYTES = 1024 * 1024
"""A turn on the page carries the conversation so far, which the browser keeps."""
_SHELF = "/staff/shelf/"
"""Its forms carry many lines of scans to be put right."""
_UPLOAD = "/staff/shelf/files"
"""Where staff send reports. A body of twice the largest file passes, so that the page can say which file is too large."""

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


class Guard:
    """Wraps the whole application. `dress` turns the HTML that Gradio serves at / into ours."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        dress: Callable[[str], str],
        frame_ancestors: tuple[str, ...] = (),
        upload_mb: int = 0,
        scripts: Mapping[str, str] = MappingProxyType({}),
        missing: Callable[[], str] | None = None,
    ) -> None:
        """scripts: CSP sources of further inline scripts, by path. missing: the page at an address that is not there."""
        self._missing = missing
        self._app = app
        self._dress = dress
        self._scripts = scripts
        self._upload_bytes = 2 * upload_mb * 1024 * 1024
        self._ancestors = " ".join(("'self'", *frame_ancestors))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif refusal := refused(scope["method"], scope["path"]):
            if self._missing and refusal[0] == 404 and wants_page(Headers(scope=scope)):
                await self._send_own(send, 404, "text/html", self._missing())
            else:
                await self._refuse(send, *refusal)
        elif (limit := self._body_limit(scope["path"])) < _declared_length(scope):
            await self._refuse(send, 413, "提交的内容太长。")
        elif scope["path"] == "/":
            await self._page(scope, receive, send)
        else:
            await self._app(scope, _limited(receive, limit), self._with_headers(send, scope["path"]))

    def _body_limit(self, path: str) -> int:
        if path == _UPLOAD:
            return max(self._upload_bytes, API_BODY_BYTES)
        return PAGE_BODY_BYTES if path.startswith(("/gradio_api/", _SHELF)) else API_BODY_BYTES

    def _with_headers(self, send: Send, path: str) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                self._secure(headers, self._scripts.get(path, ""))
                if _STAFF.fullmatch(path):
                    _keep_private(headers)
                if path.startswith("/assets/") and message["status"] == 200:
                    headers["cache-control"] = FOREVER
                elif "cache-control" not in headers:
                    headers["cache-control"] = "no-cache"
                if headers.get("content-type", "").startswith("text/event-stream"):
                    headers["x-accel-buffering"] = "no"
            await send(message)

        return sending

    def _secure(self, headers: MutableHeaders, script_hashes: str = "") -> None:
        headers["content-security-policy"] = (
            f"default-src 'self'; script-src 'self'{script_hashes}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
            f"base-uri 'self'; form-action 'self'; frame-ancestors {self._ancestors}"
        )
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "same-origin"
        headers["permissions-policy"] = "camera=(), microphone=(), geolocation=()"
        headers["cross-origin-opener-policy"] = "same-origin"

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Gradio's page, held until it is whole, dressed, and sent with the hashes of its inline scripts."""
        start: Message = {}
        body = bytearray()

        async def holding(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await self._send_page(start, bytes(body), send)

        plain = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]}
        await self._app(plain, receive, holding)

    async def _send_page(self, start: Message, body: bytes, send: Send) -> None:
        headers = MutableHeaders(scope=start)
        hashes = ""
        if headers.get("content-type", "").startswith("text/html"):
            page = self._dress(body.decode("utf-8"))
            body, hashes = page.encode("utf-8"), script_hashes(page)
            headers["content-length"] = str(len(body))
        self._secure(headers, hashes)
        headers["cache-control"] = "no-cache"
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _refuse(self, send: Send, status: int, sentence: str) -> None:
        await self._send_own(send, status, "application/json", json.dumps({"error": sentence}, ensure_ascii=False))

    async def _send_own(self, send: Send, status: int, media_type: str, text: str) -> None:
        body = text.encode("utf-8")
        start: Message = {"type": "http.response.start", "status": status, "headers": []}
        headers = MutableHeaders(scope=start)
        headers["content-type"] = f"{media_type}; charset=utf-8"
        headers["content-length"] = str(len(body))
        self._secure(headers)
        await send(start)
        await send({"type": "http.response.body", "body": body})


def refused(method: str, path: str) -> tuple[int, str] | None:
    """Status and sentence for what may not pass. `path` is decoded; with a dot segment in it, it never may."""
    known = ".." not in path and any(pattern.fullmatch(path) for pattern in (_READ, _SENT, _STAFF))
    if not known:
        return 404, "没有这个地址。"
    if not any(pattern.fullmatch(path) for pattern in _ALLOWED.get(method, ())):
        return 405, "这个地址不支持这种请求方式。"
    return None


def script_hashes(page: str) -> str:
    """CSP sources for the inline scripts of a page: these, and no other, may run."""
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in _INLINE_SCRIPT.findall(page))
    return "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _keep_private(headers: MutableHeaders) -> None:
    """Staff's pages are framed by nobody and kept by no cache."""
    policy, _, _ = headers["content-security-policy"].partition("frame-ancestors")
    headers["content-security-policy"] = f"{policy}frame-ancestors 'none'"
    headers["x-frame-options"] = "DENY"
    headers["cache-control"] = "no-store"


def _declared_length(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdigit() else 0


def _limited(receive: Receive, limit: int) -> Receive:
    """A body sent without a length is counted as it comes; beyond the limit the sender is taken to have gone."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                return {"type": "http.disconnect"}
        return message

    return receiving
