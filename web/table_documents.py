"""Tables as an office document: DOCX across the page to read and print, XLSX with a sheet for each to sort and count."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from web.documents import as_text, in_songti, link, soft, to_print
from web.tables import Cell, Quoted, Table, Tables

_PAGE = (Cm(29.7), Cm(21))
_MARGIN = Cm(1.8)
_INSIDE = _PAGE[0] - 2 * _MARGIN
_WIDE, _LINK = 46, 44


def tables_docx(tables: Tables) -> bytes:
    """Landscape; the head of each table is told again on every page, and no row is torn between two."""
    document = docx.Document()
    in_songti(document, Pt(10.5))
    page = document.sections[0]
    page.orientation, (page.page_width, page.page_height) = WD_ORIENT.LANDSCAPE, _PAGE
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    document.add_heading(tables.title, level=1)
    soft(document.add_paragraph(), tables.made)
    for note in tables.notes:
        soft(document.add_paragraph(), note)
    for table in tables.tables:
        document.add_heading(f"{table.title}（{len(table.rows)}）", level=2)
        soft(hint := document.add_paragraph(), table.hint)
        hint.paragraph_format.keep_with_next = True
        _grid(document, table)
    core = document.core_properties
    core.title, core.author, core.comments, core.language = tables.title, "问报", "", "zh-CN"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _grid(document: Any, table: Table) -> None:  # noqa: ANN401 -- python-docx's class
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    widths = [int(_INSIDE * share / sum(table.shares)) for share in table.shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    head = grid.rows[0]
    for cell, name, width in zip(head.cells, table.columns, widths, strict=True):
        cell.width = width
        _close(cell.paragraphs[0]).add_run(name).bold = True
    _in_row(head, "w:tblHeader")
    for row in table.rows:
        line = grid.add_row()
        _in_row(line, "w:cantSplit")
        for cell, held, width in zip(line.cells, row, widths, strict=True):
            cell.width = width
            _fill(cell, held)


def _fill(cell: Any, held: Cell) -> None:  # noqa: ANN401 -- python-docx's class
    first = _close(cell.paragraphs[0])
    if not isinstance(held, Quoted):
        first.add_run(held)
        return
    before, figure, after = ("", "", held.quote) if held.is_whole else held.quote.rpartition(held.said)
    first.add_run(f"“{before}")
    first.add_run(figure).bold = True
    first.add_run(f"{after}”")
    soft(source := _close(cell.add_paragraph()), f"——{held.source}　", Pt(9))
    link(source, "打开原文", held.link, Pt(9))


def _close(paragraph: Any) -> Any:  # noqa: ANN401 -- python-docx's class
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    return paragraph


def _in_row(row: Any, name: str) -> None:  # noqa: ANN401 -- python-docx knows neither property of a row
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def tables_xlsx(tables: Tables) -> bytes:
    """A sheet for each table: of a quotation first what is compared, then its words, source and link."""
    book = Workbook()
    about = book.active
    assert isinstance(about, Worksheet)
    for table in tables.tables:
        _sheet(book.create_sheet(table.title), table)
    about.title = "说明"
    about.column_dimensions["A"].width = 100
    for text in (tables.title, tables.made, *tables.notes, *(f"{t.title}：{t.hint}" for t in tables.tables)):
        about.append([text])
    for (cell,) in about.iter_rows():
        as_text(cell)
    book.move_sheet(about, len(tables.tables))
    book.active = 0
    book.properties.title, book.properties.creator = tables.title, "问报"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Worksheet, table: Table) -> None:
    kinds = [_kind(row[i] for row in table.rows) for i in range(len(table.columns))]
    sheet.append([name for column, kind in zip(table.columns, kinds, strict=True) for name in _names(column, kind)])
    for row in table.rows:
        sheet.append([value for cell, kind in zip(row, kinds, strict=True) for value in _values(cell, kind)])
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        is_link = str(column[0].value).endswith("链接")
        letter = column[0].column_letter  # type: ignore[union-attr]  # no merged cell among them
        sheet.column_dimensions[letter].width = _LINK if is_link else min(_WIDE, 2 * longest + 4)
        for cell in column[1:] if is_link else ():
            cell.hyperlink, cell.style = str(cell.value), "Hyperlink"
        for cell in column:
            as_text(cell)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    to_print(sheet)
    sheet.auto_filter.ref = sheet.dimensions


def _kind(cells: Iterable[Cell]) -> str:
    """Of a column: text, sentence (what is said is all of the quotation) or figure."""
    held = [c for c in cells if isinstance(c, Quoted)]
    return "text" if not held else "sentence" if all(c.is_whole for c in held) else "figure"


def _names(column: str, kind: str) -> tuple[str, ...]:
    own = {"text": (), "sentence": ("出处", "链接"), "figure": ("原文", "出处", "链接")}[kind]
    return (column, *(f"{column}：{name}" for name in own))


def _values(cell: Cell, kind: str) -> tuple[str, ...]:
    if isinstance(cell, str):
        return (cell,)
    return (cell.said, *((cell.quote,) if kind == "figure" else ()), cell.source, cell.link)
