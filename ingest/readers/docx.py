"""DOCX -> `SourceText`: paragraphs and tables in document order. The only home of python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_styles import Styles, value
from ingest.readers.docx_text import Texts, boxes, told
from ingest.readers.source import MAX_HEADING_CHARS, LineWriter, SourceText, sensible_title, tidy
from rag.errors import ReadError

_WRAPPERS: Final = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_P, _TBL, _TR, _TC = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
_MERGED: Final = f"{qn('w:tcPr')}/{qn('w:vMerge')}"
_T: Final = qn("w:t")
_MAX_CELL_CHARS: Final = 300
"""A table with a longer cell is page layout, not data."""

Element = Any  # an lxml element of python-docx's own classes


def read_docx(data: bytes) -> SourceText:
    """Headings come from styles and outline levels, Title included (level 1); automatic numbers are written out.

    A footnote or endnote is a line behind the paragraph that carries its mark, a text box stands behind the paragraph it
    hangs on. Comments, page headers and footers, deleted and hidden text and a generated contents list are left out.

    :raises ReadError: a document without text. Damaged files raise what python-docx raises.
    """
    document = docx.Document(io.BytesIO(data))
    reader = _Reader(document)
    reader.read(document.element.body)
    if not reader.writer.lines:
        raise ReadError("Word 文档里没有文字（可能是扫描图片），请先做文字识别（OCR）再试")
    title = reader.title or sensible_title(document.core_properties.title)
    return reader.writer.source("docx", title, told(document))


class _Reader:
    """Walks the body once; numbering counts as it goes."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 -- python-docx's class, which the wall ends at
        self.styles = Styles(document.styles.element)
        self.numbering = Numbering(_numbering_element(document), self.styles)
        self.writer = LineWriter()
        self.texts = Texts(document)
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
        text = self.texts.of(paragraph)
        if not self.styles.is_contents(style) and text.strip():
            self._write(paragraph, style, text)
        for note in self.texts.take_notes():
            self.writer.add(_clean(note))
        for box in boxes(paragraph):
            self.read(box)

    def _write(self, paragraph: Element, style: str, text: str) -> None:
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
        above: list[str] = []
        for row in rows:
            above = self._row(row, above)
            self.writer.add("\t".join(above))
        for note in self.texts.take_notes():
            self.writer.add(_clean(note))

    def _row(self, row: Sequence[Element], above: Sequence[str]) -> list[str]:
        """Words of a row, one a column. A cell merged with the one above says the same again, so that the row is whole by
        itself; one merged over several columns stands in the first of them."""
        out: list[str] = []
        for cell in row:
            goes_on = cell.find(_MERGED)
            if goes_on is not None and goes_on.get(qn("w:val")) in {None, "continue"} and len(out) < len(above):
                words = above[len(out)]
            else:
                words = " ".join(self._cell_lines(cell))
            out += [words or ("" if out else "—"), *[""] * (int(value(cell, "w:tcPr", "w:gridSpan") or 1) - 1)]
        return out

    def _cell_lines(self, cell: Element) -> Iterator[str]:
        """Each paragraph of a cell (nested tables too) as one line."""
        for paragraph in cell.iter(_P):
            line = _clean(self.texts.of(paragraph).replace("\n", " "))
            if line:
                yield line


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


def _length(cell: Element) -> int:
    return sum(len(text.text or "") for text in cell.iter(_T))


def _clean(line: str) -> str:
    """Tidy, tabs kept apart as single spaces, without a first-line indent typed as spaces."""
    return tidy(line).strip("\u3000 ")
