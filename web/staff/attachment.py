"""A file that a page of the desk hands out."""

from __future__ import annotations

import re
from urllib.parse import quote

from fastapi import Response

from web.export import Form

_TYPES = {
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.MARKDOWN: "text/markdown; charset=utf-8",
}


def attachment(data: bytes, form: Form, name: str, plain: str) -> Response:
    """name: without ending, in any script; plain: the same in ASCII, for browsers that read no other."""
    own = quote(re.sub(r'[\\/:*?"<>|\s]', "", name) + f".{form.value}", safe="")
    headers = {"content-disposition": f"attachment; filename=\"{plain}.{form.value}\"; filename*=UTF-8''{own}"}
    return Response(data, media_type=_TYPES[form], headers=headers | {"cache-control": "no-store"})
