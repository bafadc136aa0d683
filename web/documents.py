"""A selection of quotations as an office document. With `web.table_documents` the home of python-docx and openpyxl."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from markupsafe import escape
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from web.export import COLUMNS, Row, Selection

_WIDTHS = (6, 70, 44, 32, 8, 10, 10, 44)
_SOFT, _BLUE = RGBColor(0x55, 0x60, 0x70), RGBColor(0x0B, 0x4E, 0xA2)
SMALL = Pt(10.5)
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def to_docx(selection: Selection) -> bytes:
    """A title, what was asked, and each quotation with its source and link below it."""
    document = docx.Document()
    in_songti(document, Pt(12))
    document.add_heading(selection.title, level=1)
    soft(document.add_paragraph(), selection.made)
    for text in (selection.label, *selection.said):
        if text:
            document.add_paragraph(text)
    for row in selection.rows:
        _quotation(document.add_paragraph(), row)
        soft(source := document.add_paragraph(), f"——{row.source}" + (f"（{row.period}）" if row.period else "") + "　")
        link(source, "打开原文", row.link)
        source.paragraph_format.space_after = Pt(12)
    for note in selection.notes:
        soft(document.add_paragraph(), note)
    core = document.core_properties
    core.title, core.author, core.comments = selection.title, "问报", selection.label
    core.language = "zh-CN"
    if selection.aigc:
        _tell_programs(document, selection.aigc)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def to_xlsx(selection: Selection) -> bytes:
    """One row a quotation; what else is to be said stands on a second sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "原文"
    sheet.append(COLUMNS)
    for row in selection.rows:
        sheet.append(row.cells)
    for letter, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        for cell in sheet[letter]:
            as_text(cell)
    for cell, row in zip(sheet["H"][1:], selection.rows, strict=True):
        cell.hyperlink, cell.style = row.link, "Hyperlink"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    to_print(sheet)
    sheet.auto_filter.ref = sheet.dimensions
    about = book.create_sheet("说明")
    about.column_dimensions["A"].width = 100
    for text in (selection.title, selection.made, selection.label, *selection.said, *selection.notes):
        if text:
            about.append([text])
    for (cell,) in about.iter_rows():
        as_text(cell)
    book.properties.title, book.properties.creator = selection.title, "问报"
    if selection.aigc:
        book.properties.description = selection.label
        properties: Any = book  # the stubs do not know them
        properties.custom_doc_props.append(StringProperty(name="AIGC", value=selection.aigc))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def in_songti(document: Any, size: Pt) -> None:  # noqa: ANN401 -- python-docx's class
    """The font of official documents, for Chinese too."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "宋体", size
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")


def to_print(sheet: Worksheet) -> None:
    """All columns on one page, across it, its first row on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def as_text(cell: Any) -> None:  # noqa: ANN401 -- openpyxl's stubs know no quotePrefix
    """Never a formula, and shown whole."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(cell.value, str):
        cell.data_type, cell.quotePrefix = "s", True


def _quotation(paragraph: Paragraph, row: Row) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(f"{row.number}. “")
    at = 0
    for start, end in row.bold:
        paragraph.add_run(row.quote[at:start])
        paragraph.add_run(row.quote[start:end]).bold = True
        at = end
    paragraph.add_run(f"{row.quote[at:]}”")


def soft(paragraph: Paragraph, text: str, size: Pt = SMALL) -> None:
    """Append what is said besides: smaller and grey."""
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = size, _SOFT


def link(paragraph: Paragraph, text: str, address: str, size: Pt = SMALL) -> None:
    """Append a link. python-docx has no links of its own: a run inside an element that names the address."""
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb, run.underline = size, _BLUE, True
    element.append(run._r)
    paragraph._p.append(element)


def _tell_programs(document: Any, aigc: str) -> None:  # noqa: ANN401 -- python-docx's class
    """The property AIGC, beside those every document has."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006"
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{namespace}/custom-properties" xmlns:vt="{namespace}/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="AIGC">'
        f"<vt:lpwstr>{escape(aigc)}</vt:lpwstr></property></Properties>"
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM, xml.encode("utf-8"), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
