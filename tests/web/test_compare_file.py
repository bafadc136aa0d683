"""年度对照 as a file: opened again by the programs that people open it with."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import datetime
from urllib.parse import unquote

import docx
import openpyxl
import pytest

from ingest.outline import outline
from rag.domain import Report
from tests.small_reports import qingxi
from tests.web.fake import FakeAssistant
from web.staff.compare_file import tables_of
from web.table_documents import tables_docx, tables_xlsx
from web.tables import Quoted, Table, Tables, quoted

HOME = "https://ask.city.example/"
MADE = datetime(2032, 1, 9, 8, 30)
FOUND = FakeAssistant(qingxi(2031), qingxi(2032)).compare("青溪_2031", "青溪_2032")
TITLES = ["2031年的目标与完成", "目标对目标", "完成对完成", "新增", "不再出现"]
TABLES = tables_of(FOUND, "青溪县2031年报告", "青溪县2032年报告", HOME, MADE)


def cells_of(table: Table) -> list[Quoted]:
    return [cell for row in table.rows for cell in row if isinstance(cell, Quoted)]


def read(link: str) -> str:
    """What stands where a link points to."""
    stem, start, end = re.fullmatch(rf"{HOME}r/([^#]+)#(\d+)-(\d+)", unquote(link)).groups()
    report: Report = qingxi(int(stem[-4:]))
    return report.source[int(start) : int(end)]


def test_every_table_and_both_lists_are_there():
    assert [t.title for t in TABLES.tables] == TITLES
    assert TABLES.title == "青溪县2031年报告与青溪县2032年报告年度对照"
    assert TABLES.made == "2032年01月09日 08:30由问报导出。"


def test_a_pair_gives_both_values_with_quotation_source_link_and_confidence():
    row = next(row for row in TABLES.tables[0].rows if row[0] == "新增停车位")
    _, old, new, sure = row
    assert (old.said, old.source) == ("1500个", "《2031年青溪县政府工作报告》第二部分（二）“改善城乡交通”")
    assert (new.said, new.source) == ("1620个", "《2032年青溪县政府工作报告》第一部分")
    assert sure == "高：名称一致"


def test_every_link_leads_to_the_words_that_are_quoted():
    cells = [cell for table in TABLES.tables for cell in cells_of(table)]
    assert len(cells) > 20
    assert all(re.sub(r"\s+", "", read(cell.link)) == cell.quote for cell in cells)


def test_what_found_no_counterpart_is_listed_by_figure_and_by_sentence():
    fresh, gone = TABLES.tables[-2:]
    assert {row[0] for row in fresh.rows} == {"指标", "任务"}
    assert "开通无人机配送航线5条" in "".join(cell.quote for cell in cells_of(fresh))
    assert "建设冷链仓库3座" in "".join(cell.quote for cell in cells_of(gone))


def test_a_pair_of_tasks_gives_both_sentences_with_source_and_confidence():
    year = {
        2031: "一、2031年工作安排\n（一）办好实事\n为老人提供助餐服务，新建社区食堂9处。\n支持茶农购置采茶机械。\n",
        2032: "一、2032年工作安排\n（一）办好实事\n为老人提供助餐服务，新建社区食堂15处。\n支持茶农购置采茶机械。\n",
    }
    reports = [outline(f"{y}年青溪县政府工作报告\n\n{text}", stem=f"青溪_{y}") for y, text in year.items()]
    found = FakeAssistant(*reports).compare("青溪_2031", "青溪_2032")
    (table,) = (t for t in tables_of(found, "旧", "新", HOME, MADE).tables if t.title == "任务对照")
    assert table.columns == ("旧", "新", "把握")
    assert [(old.said[-4:], new.said[-4:], sure) for old, new, sure in table.rows] == [
        ("堂9处。", "15处。", "高：写法很接近"),
        ("茶机械。", "茶机械。", "高：一字未改"),
    ]
    assert table.rows[0][0].source == "《2031年青溪县政府工作报告》第一部分（一）“办好实事”"


def test_xlsx_has_a_sheet_for_each_table_with_links_to_open():
    book = openpyxl.load_workbook(io.BytesIO(tables_xlsx(TABLES)))
    assert book.sheetnames == [*TITLES, "说明"]
    sheet = book.active
    assert sheet.title == "2031年的目标与完成"
    head, *rows = sheet.values
    assert head[:5] == ("指标", "2031年目标", "2031年目标：原文", "2031年目标：出处", "2031年目标：链接")
    assert head[-1] == "把握"
    assert len(rows) == len(TABLES.tables[0].rows)
    links = sheet["E"][1:]
    assert [cell.hyperlink.target for cell in links] == [cell.value for cell in links]
    assert sheet.freeze_panes == "B2"
    assert book["说明"]["A1"].value == TABLES.title


def test_docx_lies_across_the_page_with_heads_told_again():
    document = docx.Document(io.BytesIO(tables_docx(TABLES)))
    page = document.sections[0]
    assert page.page_width > page.page_height
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"] == [
        f"{t.title}（{len(t.rows)}）" for t in TABLES.tables
    ]
    for grid, table in zip(document.tables, TABLES.tables, strict=True):
        assert len(grid.rows) == len(table.rows) + 1
        assert grid.rows[0]._tr.trPr.xpath("w:tblHeader")
    row = next(r for r in document.tables[0].rows if r.cells[0].text == "新增停车位")
    assert row.cells[1].text.splitlines()[0] == "“新增停车位1500个”"
    assert [run.text for run in row.cells[1].paragraphs[0].runs if run.bold] == ["1500个"]
    assert "——《2031年青溪县政府工作报告》第二部分（二）“改善城乡交通”" in row.cells[1].text
    assert read(row.cells[1].paragraphs[1].hyperlinks[0].url) == "新增停车位1500个"
    assert row.cells[3].text == "高：名称一致"


def hostile(words: str) -> Tables:
    cell = quoted(words, words, words, f"{HOME}r/x#1-2")
    return Tables(words, "", (words,), (Table("表", words, (words, "乙"), (1, 1), ((words, cell),)),))


@pytest.mark.parametrize("words", ['=HYPERLINK("http://x.example","点我")', "+1", "-1", "@SUM(A1)", "＝1"])
def test_no_cell_is_ever_a_formula(words):
    book = openpyxl.load_workbook(io.BytesIO(tables_xlsx(hostile(words))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert sum(cell.value == words for cell in cells) >= 4


def test_characters_that_no_document_may_hold_are_left_out():
    bad = quoted("甲\x00乙", "甲\x0b乙", "丙\x1b", "")
    assert (bad.said, bad.quote, bad.source) == ("甲乙", "甲乙", "丙")
    wicked = tables_of(FOUND, "旧\x00", "新\x07", HOME, MADE)
    assert wicked.title == "旧与新年度对照"
    tables_docx(wicked), tables_xlsx(wicked)


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no LibreOffice here; get it with: apt-get install libreoffice"
)
def test_libreoffice_opens_both(tmp_path):
    files = {"a.docx": tables_docx, "b.xlsx": tables_xlsx}
    for name, make in files.items():
        (tmp_path / name).write_bytes(make(TABLES))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", ".", *files], cwd=tmp_path, check=True, capture_output=True, timeout=300)
    for name in files:
        assert (tmp_path / name).with_suffix(".pdf").read_bytes().startswith(b"%PDF")
