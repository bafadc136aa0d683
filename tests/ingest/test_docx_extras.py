"""What stands in a Word file besides its paragraphs: merged cells, notes, text boxes, comments, tracked changes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.outline import outline
from ingest.read import read
from ingest.split import split
from rag.sentences import sentences
from tests.ingest.county import text

W = nsdecls("w")


def document(fill: Callable[[docx.document.Document], None], folder: Path) -> Path:
    """A Word file: paragraphs of the report up to the plan, what `fill` adds, and the closing."""
    made = docx.Document()
    *lines, closing = text().split("\n")
    for line in lines:
        made.add_paragraph(line)
    fill(made)
    made.add_paragraph(closing)
    path = folder / "云汀_2031.docx"
    made.save(str(path))
    return path


def notes_part(made: docx.document.Document, kind: str, name: str, notes: dict[int, str]) -> None:
    rows = "".join(
        f'<w:{name} w:id="{i}"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:{name}>' for i, words in notes.items()
    )
    blob = f"<w:{name}s {W}>{rows}</w:{name}s>".encode()
    mime = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}s+xml"
    made.part.relate_to(Part(PackURI(f"/word/{name}s.xml"), mime, blob, made.part.package), kind)


def with_note(made: docx.document.Document, name: str, words: str) -> None:
    kind = RELATIONSHIP_TYPE.FOOTNOTES if name == "footnote" else RELATIONSHIP_TYPE.ENDNOTES
    notes_part(made, kind, name, {7: words})
    paragraph = made.add_paragraph("今年推行“绿电券”")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:{name}Reference w:id="7"/></w:r>'))
    paragraph.add_run("，覆盖居民3.2万户。")


@pytest.mark.parametrize("name", ["footnote", "endnote"])
@pytest.mark.parametrize("words", ["居民用绿色电力换取的积分。", "绿电券：居民换取的积分。"])
def test_a_note_is_read_behind_its_paragraph(name: str, words: str, tmp_path: Path):
    source = read(document(lambda made: with_note(made, name, words), tmp_path))
    assert f"今年推行“绿电券”[1]，覆盖居民3.2万户。\n[1]{words}" in source.text
    note = next(p for p in split(outline(source.text, stem="云汀_2031")) if words in p.text)
    assert (note.glossary, note.period) == (True, None)


def test_a_row_with_merged_cells_is_whole_by_itself(tmp_path: Path):
    def fill(made: docx.document.Document) -> None:
        table = made.add_table(rows=4, cols=3)
        rows = [
            ("类别", "项目", "投资"),
            ("交通", "环湖路", "2.3亿元"),
            ("", "云汀大桥", "4.8亿元"),
            ("合计", "", "7.1亿元"),
        ]
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, words in zip(cells.cells, row, strict=True):
                cell.text = words
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 0).merge(table.cell(3, 1))

    report = outline(read(document(fill, tmp_path)).text, stem="云汀_2031")
    passage = next(p for p in split(report) if "云汀大桥" in p.text)
    assert [s.text.split("\t")[0::2] for s in sentences(passage)] == [
        ["类别", "投资"], ["交通", "2.3亿元"], ["交通", "4.8亿元"], ["合计", "7.1亿元"],
    ]  # fmt: skip


def test_a_text_box_is_read_once(tmp_path: Path):
    box = (
        f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml">'
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>专栏：驿站十五处。</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>专栏：驿站十五处。</w:t>"
        "</w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = read(document(lambda made: made.add_paragraph("今年办好实事。")._p.append(parse_xml(box)), tmp_path))
    assert source.text.count("专栏：驿站十五处。") == 1
    assert source.text.index("今年办好实事。") < source.text.index("专栏：")


def test_comments_are_counted_and_left_out(tmp_path: Path):
    source = read(
        document(
            lambda made: notes_part(made, RELATIONSHIP_TYPE.COMMENTS, "comment", {1: "此处待核。", 2: "再议。"}),
            tmp_path,
        )
    )
    assert "此处待核" not in source.text
    assert any("2 条批注，没有收进来" in w for w in source.warnings)


def test_tracked_changes_are_read_as_accepted_and_said_so(tmp_path: Path):
    def fill(made: docx.document.Document) -> None:
        who = 'w:id="1" w:author="a" w:date="2031-01-01T00:00:00Z"'
        paragraph = made.add_paragraph("今年新建驿站")._p
        paragraph.append(parse_xml(f"<w:del {W} {who}><w:r><w:delText>12</w:delText></w:r></w:del>"))
        paragraph.append(parse_xml(f"<w:ins {W} {who}><w:r><w:t>15</w:t></w:r></w:ins>"))
        paragraph.append(parse_xml(f"<w:r {W}><w:t>个。</w:t></w:r>"))

    source = read(document(fill, tmp_path))
    assert "今年新建驿站15个。" in source.text
    assert any("修订（新增 1 处，删除 1 处" in w and "按接受全部修订读取" in w for w in source.warnings)


def test_a_plain_file_has_nothing_to_tell(tmp_path: Path):
    assert read(document(lambda made: None, tmp_path)).warnings == ()


def test_what_libreoffice_wrote_is_read_the_same(tmp_path: Path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed here")
    path = document(lambda made: with_note(made, "footnote", "居民用绿色电力换取的积分。"), tmp_path)
    subprocess.run(
        [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "docx:MS Word 2007 XML",
         "--outdir", str(tmp_path / "out"), str(path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    made = tmp_path / "out" / path.name
    assert "word/footnotes.xml" in zipfile.ZipFile(made).namelist()
    assert "今年推行“绿电券”[1]，覆盖居民3.2万户。\n[1]居民用绿色电力换取的积分。" in read(made).text
