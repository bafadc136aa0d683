"""DOCX -> `SourceText`: paragraphs and tables in document order. The only home of python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_styles import Styles
from ingest.readers.source import MAX_HEADING_CHARS, LineWriter, SourceText, sensible_title, tidy
from rag.errors import ReadError

_WRAPPERS: Final = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_UNREAD: Final = {qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "pPr", "footnoteReference")} | {
    # Word writes drawings twice; the fallback would repeat the first's text.
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_SIGNS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_P, _TBL, _TR, _TC, _R, _T = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r", "t"))
_MAX_CELL_CHARS: Final = 300
"""A table with a longer cell is page layout, not data."""

Element = Any  # an lxml element of python-docx's own classes


def read_docx(data: bytes) -> SourceText:
    """Headings come from styles and outline levels, Title included (level 1); automatic numbers are written out.

    Footnotes, text boxes, page headers and footers, deleted and hidden text and a generated contents list are left out.

    :raises ReadError: a document without text. Damaged files raise what python-docx raises.
    """
    document = docx.Document(io.BytesIO(data))
    reader = _Reader(document)
    reader.read(document.element.body)
    if not reader.writer.lines:
        raise ReadError("Word 文档里没有文字（可能是扫描图片），请先做文字识别（OCR）再试")
    title = reader.title or sensible_title(document.core_properties.title)
    return reader.writer.source("docx", title)


class _Reader:
    """Walks the body once; numbering counts as it goes."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 -- python-docx's class, which the wall ends at
        self.styles = Styles(document.styles.element)
        self.numbering = Numbering(_numbering_element(document), self.styles)
        self.writer = LineWriter()
        self.title: str | None = None

    def read(self, parent: Element) -> None:
        for child in parent:
            if child.tag == _P:
                self._paragraph(child)
            elif child.tag == _TBL:
                self._table(child)
            elif child.tag in _WRAPPERS:
                self.read(child)

    def _paragraph(self, paragraph: Element) -> None:
        style = self.styles.of(paragraph)
        text = _text(paragraph)
        if self.styles.is_contents(style) or not text.strip():
            return
        text = self.numbering.next(paragraph) + text.lstrip()
        level = self.styles.level(paragraph)
        if level and len(text) <= MAX_HEADING_CHARS:
            heading = tidy(text)
            if self.styles.is_title(style):
                self.title = self.title or sensible_title(heading)
            self.writer.add(heading, level)
            return
        for line in text.split("\n"):
            self.writer.add(_clean(line))

    def _table(self, table: Element) -> None:
        """One line a row, cells joined by a tab; page layout is read paragraph by paragraph."""
        rows = [list(_inside(row, _TC)) for row in _inside(table, _TR)]
        cells = [cell for row in rows for cell in row]
        if max((len(row) for row in rows), default=0) < 2 or any(_length(c) > _MAX_CELL_CHARS for c in cells):
            for cell in cells:
                self.read(cell)
            return
        for row in rows:
            self.writer.add("\t".join(" ".join(_cell_lines(cell)) for cell in row))


def _numbering_element(document: Any) -> Element | None:  # noqa: ANN401
    # `numbering_part` would make one up where there is none, and fail.
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        return None


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Children with `tag`, those in content controls and tracked insertions too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _cell_lines(cell: Element) -> Iterator[str]:
    """Each paragraph of a cell (nested tables too) as one line."""
    for paragraph in cell.iter(_P):
        line = _clean(_text(paragraph).replace("\n", " "))
        if line:
            yield line


def _length(cell: Element) -> int:
    return sum(len(line) for line in _cell_lines(cell))


def _clean(line: str) -> str:
    """Tidy, tabs kept apart as single spaces, without a first-line indent typed as spaces."""
    return tidy(line).strip("\u3000 ")


def _text(element: Element) -> str:
    """Text of a paragraph as it is shown; soft line breaks as newlines."""
    parts: list[str] = []
    for child in element:
        if child.tag in _UNREAD or (child.tag == _R and _hidden(child)):
            continue
        if child.tag == _T:
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        else:
            parts.append(_text(child))
    return "".join(parts)


def _hidden(run: Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in {"0", "false", "off"}
