"""Old Word formats by LibreOffice, and what is said where it is missing, late or helpless."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
import zipfile

import pytest

from ingest.read import read
from ingest.readers import convert
from rag.errors import ReadError
from tests.ingest import make_files as make

needs_office = pytest.mark.skipif(convert.installed() is None, reason="需要 LibreOffice（soffice）")
PARTS = [("一、2024年工作回顾", "Heading 1"), ("改造老旧小区31个。", "Normal"), ("二、2025年工作安排", "Heading 1")]


def rtf(words: str) -> bytes:
    """A rich text file as WordPad writes it."""
    return ("{\\rtf1\\ansi\\ansicpg936 " + "".join(f"\\u{ord(c)}?" for c in words) + "\\par}").encode("ascii")


def odt(body: str) -> bytes:
    """A text document of LibreOffice with this body."""
    import io

    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return out.getvalue()


@needs_office
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("name", "form"), [("报告.doc", "doc"), ("报告.wps", "doc")])
def test_old_word_files_are_read_with_their_headings(tmp_path, name, form):
    source = tmp_path / "made.docx"
    make.write_docx(source, PARTS)
    office = convert.installed()
    command = [office, f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=300)
    shutil.move(tmp_path / f"made.{form}", tmp_path / name)
    text = read(tmp_path / name)
    assert text.text.split("\n") == [words for words, _ in PARTS]
    assert [text.text[m.start : m.end] for m in text.marks] == [PARTS[0][0], PARTS[2][0]]
    assert (text.kind, text.warnings) == (name.rpartition(".")[2], ())


@needs_office
@pytest.mark.timeout(400)
def test_rich_text_is_read_whatever_its_ending(tmp_path):
    path = tmp_path / "报告.doc"
    path.write_bytes(rtf("一、2024年工作回顾"))
    source = read(path)
    assert source.text == "一、2024年工作回顾"
    assert "RTF" in source.warnings[0]


@needs_office
@pytest.mark.timeout(400)
def test_nothing_is_fetched_while_a_file_is_converted(tmp_path):
    asked: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def parse_request(self):
            asked.append(self.raw_requestline.decode("latin-1"))
            return False

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    link = f"http://127.0.0.1:{server.server_port}/a.png"
    try:
        path = tmp_path / "报告.odt"
        path.write_bytes(
            odt(
                f'<text:section text:name="s"><text:section-source xlink:href="{link}?section"/></text:section>'
                "<text:p>一、2024年工作回顾<draw:frame svg:width='1cm' svg:height='1cm'>"
                f'<draw:image xlink:href="{link}" xlink:type="simple"/></draw:frame></text:p>'
            )
        )
        assert "工作回顾" in read(path).text
        assert asked == []
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("kind", "said"), [("doc", "旧格式的 Word"), ("wps", "WPS"), ("rtf", "RTF"), ("odt", "ODT")])
def test_where_it_is_missing_the_way_out_is_named(monkeypatch, kind, said):
    monkeypatch.setattr(convert, "installed", lambda: None)
    with pytest.raises(ReadError, match=rf"{said}.*另存为 \.docx.*LibreOffice"):
        convert.to_docx(b"x", kind)


@pytest.mark.skipif(shutil.which("sleep") is None, reason="需要 sleep")
def test_what_takes_too_long_is_ended(tmp_path, monkeypatch):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60 & sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(convert, "installed", lambda: str(slow))
    with pytest.raises(ReadError, match="已经停下"):
        convert.to_docx(b"x", "doc", seconds=0.5)


def test_a_docx_under_another_ending_is_read_for_what_it_is(tmp_path):
    for name in ("报告.doc", "报告.wps", "报告.rtf", "报告.pdf", "报告.png", "报告.txt", "报告"):
        path = tmp_path / name
        make.write_docx(tmp_path / "a.docx", PARTS)
        shutil.move(tmp_path / "a.docx", path)
        source = read(path)
        assert source.kind == "docx"
        assert len(source.marks) == 2
