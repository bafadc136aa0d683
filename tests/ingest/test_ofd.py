"""OFD files, made here: lines, paragraphs, pages, what is slanted, and pages that are pictures."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from ingest.read import read
from ingest.readers import ocr
from rag.errors import ReadError

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
EM = 5.64
"""16 points in millimetres."""


def run(text: str, x: float, y: float, more: str = "", delta: str | None = None) -> str:
    steps = f"g {len(text) - 1} {EM}" if delta is None else delta
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} 160 8" Font="1" Size="{EM}" {more}>'
        f'<ofd:TextCode X="0" Y="5" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def write_ofd(path, pages: list[str], files: dict[str, bytes] | None = None) -> None:
    """A file as invoices and documents of offices come, each page the content of its layer."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "OFD.xml",
            f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo><ofd:Title>云汀市政府工作报告</ofd:Title></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        places = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            "</ofd:PageArea><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
            f"<ofd:Pages>{places}</ofd:Pages></ofd:Document>",
        )
        archive.writestr(
            "Doc_0/DocumentRes.xml",
            f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
            "<ofd:MediaFile>image.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
        )
        for n, content in enumerate(pages):
            archive.writestr(
                f"Doc_0/Pages/Page_{n}/Content.xml",
                f"<ofd:Page {NS}><ofd:Content><ofd:Layer ID='1'>{content}</ofd:Layer></ofd:Content></ofd:Page>",
            )
        for name, data in (files or {}).items():
            archive.writestr(name, data)


FULL = "云汀市新建口袋公园十八处改造老旧小区三十一个惠"
PAGES = [
    run("一、2024年工作回顾", 35, 40)
    + run(FULL, 25 + 2 * EM, 50)
    + run("及居民两万户。", 25, 60)
    + run("— 1 —", 100, 280),
    run(FULL + "及居", 25, 40) + run("民两万户。", 25, 50) + run("— 2 —", 100, 280),
]


def test_lines_become_paragraphs_and_pages_are_known(tmp_path):
    path = tmp_path / "报告.ofd"
    write_ofd(path, PAGES)
    source = read(path)
    assert source.text.split("\n")[:2] == ["一、2024年工作回顾", FULL + "及居民两万户。"]
    assert "—" not in source.text
    assert [(p.number, p.recognised) for p in source.pages] == [(1, False), (2, False)]
    assert (source.kind, source.title, source.warnings) == ("ofd", "云汀市政府工作报告", ())


def test_runs_of_one_line_are_joined_and_order_is_that_of_the_page(tmp_path):
    path = tmp_path / "报告.ofd"
    write_ofd(
        path, [run("其次，改造老旧小区。", 25, 60) + run("公园18处。", 25 + 4 * EM, 50) + run("首先新建", 25, 50)]
    )
    assert read(path).text.replace("\n", "") == "首先新建公园18处。其次，改造老旧小区。"


@pytest.mark.parametrize(
    "content",
    [
        run("内部资料", 60, 120, 'CTM="0.7 0.7 -0.7 0.7 0 0"'),
        run("内部资料", 60, 120, delta="0").replace("DeltaX", 'DeltaY="6 6 6" DeltaX'),
    ],
)
def test_slanted_and_upright_writing_is_left_out(tmp_path, content):
    path = tmp_path / "报告.ofd"
    write_ofd(path, [run("正文一句话在这里写着。", 25, 50) + content])
    assert read(path).text == "正文一句话在这里写着。"


def test_a_page_that_is_a_picture_is_told_or_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    scan = '<ofd:ImageObject ID="3" ResourceID="7" Boundary="0 0 210 297"/>'
    path = tmp_path / "报告.ofd"
    write_ofd(path, [scan, PAGES[1]], {"Doc_0/Res/image.png": out.getvalue()})
    assert "1 页是图片" in read(path).warnings[0]
    write_ofd(path, [scan], {"Doc_0/Res/image.png": out.getvalue()})
    with pytest.raises(ReadError, match="make install-ocr"):
        read(path)


def test_a_torn_file_is_damaged(tmp_path):
    path = tmp_path / "报告.ofd"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", f"<ofd:OFD {NS}><ofd:DocBody/></ofd:OFD>")
    with pytest.raises(ReadError, match="损坏"):
        read(path)
