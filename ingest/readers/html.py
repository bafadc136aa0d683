"""HTML -> `SourceText`: one line a block element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import lxml.html
from lxml import etree

from ingest.readers.decode import Decoded
from ingest.readers.html_layout import HEADINGS, Element, drop_furniture, is_whole
from ingest.readers.source import LineWriter, SourceText, tidy
from rag.errors import ReadError

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hr|legend|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_UNREAD: Final = (
    "script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "audio", "video", "select",
    "textarea", "button", "map",
)  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030|big5)", re.IGNORECASE)
_BREAK: Final = None
"""Among text pieces: the line ends here."""


def declared_charset(data: bytes) -> str | None:
    """The Chinese encoding that the first 4 KB name; latin-1 and the like are server defaults and not believed."""
    found = _CHARSET.search(data[:4096])
    if not found:
        return None
    return "big5hkscs" if found[1].lower() == b"big5" else "gb18030"


def read_html(decoded: Decoded) -> SourceText:
    """Text of the page in reading order, h1 to h6 as marks.

    :raises ReadError: the page holds no text.
    """
    # UTF-8 bytes with the parser told so: neither an XML declaration nor a meta tag can then mislead it.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml.html.document_fromstring(decoded.text.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise ReadError("网页里没有文字，请打开报告正文页面后重新保存") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # libxml2 drops what lies deeper than 2,048 elements, and all that follows.
        raise ReadError("网页结构嵌套过深，无法完整读取，请在浏览器中复制正文存为 TXT 再试")
    title = _title(root)
    body = root.find("body")
    body = root if body is None else body
    etree.strip_elements(body, *_UNREAD, with_tail=False)
    drop_furniture(body)
    writer = LineWriter()
    _write(body, writer)
    if not writer.lines:
        raise ReadError("网页里没有文字（可能由脚本生成），请在浏览器中复制正文存为 TXT 再试")
    return writer.source("html", title, decoded.warnings)


def _title(root: Element) -> str | None:
    """Government sites name the article in a meta tag; `<title>` often adds the site's name."""
    named = root.xpath("//meta[translate(@name, 'ARTICLE', 'article')='articletitle']/@content")
    return tidy(named[0] if named else root.findtext(".//title") or "") or None


def _write(body: Element, writer: LineWriter) -> None:
    """Write all of `body`, line by line; headings and data tables as wholes."""
    line: list[str] = []
    for piece in _pieces(body, whole=True):
        if isinstance(piece, str):
            line.append(piece)
            continue
        writer.add(_trim("".join(line)))
        line.clear()
        if piece is not _BREAK:
            _write_whole(piece, writer)
    writer.add(_trim("".join(line)))


def _write_whole(element: Element, writer: LineWriter) -> None:
    if element.tag in HEADINGS:
        writer.add(_inline(element, "\n"), HEADINGS[element.tag])
        return
    for row in element.iter("tr", "caption"):
        cells = row.iterchildren("td", "th") if row.tag == "tr" else [row]
        writer.add("\t".join(_inline(cell, " ") for cell in cells))


def _inline(element: Element, joint: str) -> str:
    return _trim("".join(p if isinstance(p, str) else joint for p in _pieces(element, whole=False)))


def _trim(text: str) -> str:
    return tidy(text).strip("\u3000 ")


def _pieces(root: Element, *, whole: bool) -> Iterator[Element | str | None]:
    """Text pieces, `_BREAK`s, and (if `whole`) headings and data tables as elements, without what is in them."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag == "br" or _BLOCKS.fullmatch(element.tag):
            yield _BREAK
        if event == "end":
            if element is not root and element.tail:
                yield element.tail
        elif whole and is_whole(element):
            yield element
            walk.skip_subtree()
        elif element.text:
            yield from _lines(element)


def _lines(element: Element) -> Iterator[str | None]:
    """The element's text; in `<pre>` each line end is a break."""
    if element.tag != "pre":
        yield element.text
        return
    for line in element.text.split("\n"):
        yield line
        yield _BREAK
