"""A selection as a file: opened again by the programs that people open it with."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime

import docx
import openpyxl
import pytest

from ingest.outline import outline
from rag.domain import Answer, Claim, Status
from tests.rag.exact.test_wording_places import wording
from tests.small_reports import qingxi
from web.documents import to_docx, to_xlsx
from web.export import COLUMNS, guarded, select, to_csv, to_markdown

HOME = "https://ask.city.example/"
MADE = datetime(2032, 1, 9, 8, 30)
LABEL = "本回答由人工智能生成，请以原文为准。"
SOURCES = [
    "《2031年青溪县政府工作报告》第一部分（二）“民生福祉持续增进”",
    "《2031年青溪县政府工作报告》第二部分（三）“办好民生实事”",
]
FOUND = wording(qingxi(2031)).look_up("社区食堂")
WRITTEN = replace(
    FOUND, written=tuple(replace(c, text=f"归纳{i}。") for i, c in enumerate(FOUND.claims, 1)), label=LABEL
)


def selected(answer: Answer = FOUND, chosen=None):
    return select(answer, "“社区食堂”在报告中的原文", HOME, MADE, chosen)


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_quotation_has_its_source_period_and_permanent_link():
    rows = selected().rows
    assert [r.source for r in rows] == SOURCES
    assert [r.period for r in rows] == ["已完成", "计划"]
    first = FOUND.citations[0]
    assert rows[0].link == f"{HOME}r/%E9%9D%92%E6%BA%AA_2031#{first.start}-{first.end}"
    assert [rows[0].quote[a:b] for a, b in rows[0].bold] == ["社区食堂"]


def test_what_was_not_chosen_is_left_out_and_the_rest_is_numbered_anew():
    selection = selected(chosen={2})
    assert [(r.number, r.source) for r in selection.rows] == [(1, SOURCES[1])]
    assert "共1条原文（从2条中选出）" in selection.made
    assert selection.said == ()


def test_csv_opens_in_excel_as_utf8():
    data = to_csv(selected())
    assert data.startswith(b"\xef\xbb\xbf")
    rows = rows_of(data)
    assert tuple(rows[0]) == COLUMNS
    assert [r["出处"] for r in rows] == SOURCES


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_no_cell_is_a_formula(cell):
    assert guarded(cell) == f"'{cell}"
    assert guarded("增长5%") == "增长5%"


def hostile(words: str = '=HYPERLINK("http://x.example","点我")') -> Answer:
    report = outline(f"2032年云岭市政府工作报告\n一、2031年工作回顾\n{words}，社区食堂。\n", stem="=云岭")
    return wording(report).look_up("社区食堂")


def test_a_hostile_report_stays_text_in_every_table():
    selection = select(hostile(), "=1+1", HOME, MADE)
    assert rows_of(to_csv(selection))[0]["原文"].startswith("'=HYPERLINK")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(selection)))
    cell = book["原文"]["B2"]
    assert (cell.data_type, cell.quotePrefix, cell.value[:10]) == ("s", True, "=HYPERLINK")
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)


def test_characters_that_no_document_may_hold_are_left_out():
    selection = select(hostile("甲\x00乙\x0b丙\x1b"), "题\x07目", HOME, MADE)
    assert selection.title == "题目"
    assert "甲乙丙" in selection.rows[0].quote
    to_docx(selection), to_xlsx(selection)


def test_docx_opens_with_title_quotations_sources_and_links():
    document = docx.Document(io.BytesIO(to_docx(selected())))
    paragraphs = [p.text for p in document.paragraphs]
    assert paragraphs[0] == "“社区食堂”在报告中的原文"
    assert "2032年01月09日 08:30由问报导出，共2条原文。" in paragraphs
    assert all(any(source in p for p in paragraphs) for source in SOURCES)
    assert [r.text for p in document.paragraphs for r in p.runs if r.bold] == ["社区食堂", "社区食堂"]
    links = [p.hyperlinks[0].url for p in document.paragraphs if p.hyperlinks]
    assert [link.rsplit("#")[0] for link in links] == [f"{HOME}r/%E9%9D%92%E6%BA%AA_2031"] * 2
    assert document.core_properties.title == paragraphs[0]


def test_xlsx_opens_with_a_row_for_each_quotation():
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(selected())))
    head, *rows = book["原文"].values
    assert head == COLUMNS
    assert [row[2] for row in rows] == SOURCES
    assert [cell.hyperlink.target for cell in book["原文"]["H"][1:]] == [row[7] for row in rows]
    assert book["说明"]["A1"].value == "“社区食堂”在报告中的原文"


def test_markdown_quotes_with_sources_and_escapes_what_would_be_markup():
    text = to_markdown(selected()).decode()
    assert all(f"——{source.replace('（', '（')}" in text for source in SOURCES)
    hostile_text = to_markdown(select(hostile("<b>*粗*</b>[x](y)"), "题", HOME, MADE)).decode()
    assert r"\<b\>\*粗\*\</b\>\[x\](y)" in hostile_text


def test_quotations_alone_carry_no_label():
    assert selected().label == ""
    assert b"AIGC" not in to_markdown(selected())
    assert b"custom.xml" not in to_docx(selected())
    assert "标识" not in rows_of(to_csv(selected()))[0]


def test_what_a_model_wrote_is_labelled_for_people_and_for_programs():
    selection = selected(WRITTEN)
    said = json.loads(selection.aigc)
    assert (said["Label"], said["ContentProducer"]) == ("1", "问报")
    assert "归纳1。[1]" in selection.said

    document = docx.Document(io.BytesIO(to_docx(selection)))
    assert LABEL in [p.text for p in document.paragraphs]
    parts = {str(part.partname): part.blob for part in document.part.package.iter_parts()}
    assert "ContentProducer" in parts["/docProps/custom.xml"].decode()

    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(selection)))
    assert json.loads(book.custom_doc_props["AIGC"].value) == said
    assert LABEL in [row[0] for row in book["说明"].values]

    assert rows_of(to_csv(selection))[0]["标识"] == LABEL
    assert to_markdown(selection).decode().startswith("---\nAIGC: ")


def test_claims_without_a_chosen_source_keep_no_number():
    answer = Answer(Status.ANSWERED, "问", "答：", written=(Claim("归纳。", FOUND.citations),), label=LABEL)
    assert "归纳。[1]" in selected(answer, chosen={2}).said


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no LibreOffice here; get it with: apt-get install libreoffice"
)
def test_libreoffice_opens_all_of_them(tmp_path):
    files = {"a.docx": to_docx, "b.xlsx": to_xlsx}
    for name, make in files.items():
        (tmp_path / name).write_bytes(make(selected(WRITTEN)))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", ".", *files], cwd=tmp_path, check=True, capture_output=True, timeout=300)
    for name in files:
        assert (tmp_path / name).with_suffix(".pdf").read_bytes().startswith(b"%PDF")
