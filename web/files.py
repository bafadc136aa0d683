"""Our own CSS, JavaScript and page templates, read once. No build step.

The address of a file holds the hash of all of them: a browser may keep it for good and never mixes two versions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

_STATIC = Path(__file__).resolve().parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

_FILES: Mapping[str, bytes] = {
    path.name: path.read_bytes() for path in sorted(_STATIC.iterdir()) if path.suffix in _TYPES
}
_TEMPLATES: Mapping[str, Template] = {
    path.name: Template(path.read_text(encoding="utf-8")) for path in _STATIC.glob("*.html")
}

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RUN = re.compile(r"\s+")

GRADIO_FILES = tuple((_STATIC / "ahead.txt").read_text(encoding="utf-8").split())
"""What Gradio's bundle asks for bit by bit until the conversation stands, in that order; a browser test keeps it true."""

VERSION = hashlib.sha256(b"".join(_FILES.values())).hexdigest()[:12]
FOREVER = "public, max-age=31536000, immutable"


def address(name: str) -> str:
    """Where a page finds the file."""
    return f"/ui/{VERSION}/{name}"


@cache
def styles(*names: str) -> str:
    """The style sheets as one element: a page that waits for no file shows itself at once."""
    text = "".join(_COMMENT.sub("", _FILES[name].decode("utf-8")) for name in names)
    return f"<style>{_RUN.sub(' ', text)}</style>"


def render(template: str, **values: str) -> str:
    """A template of `static/*.html` with its `$names` filled in. Values are HTML already: escape before."""
    return _TEMPLATES[template].substitute(values)


def serve(name: str) -> Response:
    """The file, or 404 for any other name."""
    if name not in _FILES:
        return Response("没有这个文件。", status_code=404, media_type="text/plain; charset=utf-8")
    return Response(_FILES[name], headers={"cache-control": FOREVER}, media_type=_TYPES[Path(name).suffix])


def wants_page(headers: Headers) -> bool:
    """Whether a browser asks for a page to show, and not a script for an answer."""
    return "text/html" in headers.get("accept", "")


def revalidated(text: str, request: Request, media_type: str) -> Response:
    """A text that the browser keeps, and asks each time whether it has changed."""
    body = text.encode("utf-8")
    headers = {"etag": f'"{hashlib.sha256(body).hexdigest()[:16]}"', "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)
