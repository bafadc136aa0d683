"""Pages seen as pictures: rows, columns, what is askew, which page, and what a person is shown. The last ones read."""

from __future__ import annotations

import io
import math
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from evals.scan_pages import Way, font_file, printed, set_in_lines
from ingest.read import read
from ingest.readers import ocr, ocr_files, ocr_text
from ingest.readers.ocr import Seen
from ingest.readers.ocr_columns import in_order
from ingest.readers.ocr_page import page_of
from rag.errors import ReadError
from tests.ingest import make_files as make

WIDTH, HEIGHT, EM, STEP = 1400, 2000, 40, 70
BLANK = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
SENTENCE = "云汀市新建口袋公园十八处改造老旧小区三十一个惠及居民两万户"
HALF = SENTENCE[:12]


def seen(text: str, x: float, y: float, score: float = 0.99, angle: float = 0.0) -> Seen:
    """A run of full-width signs whose upper left corner is at x, y of a straight page that was then turned."""
    right = x + EM * sum(1.0 if c > "\x7f" else 0.5 for c in text)
    cos, sin = math.cos(angle), math.sin(angle)
    corners = [(x, y), (right, y), (right, y + EM), (x, y + EM)]
    return Seen(text, tuple((a * cos - b * sin, a * sin + b * cos) for a, b in corners), score)


def text_of(*pages: list[Seen]):
    made = [page_of(page, WIDTH, HEIGHT) for page in pages]
    return ocr_text.text_of(made, dict.fromkeys(range(len(made)), BLANK), "picture")


def column(words: list[str], x: float, top: float = 300) -> list[Seen]:
    return [seen(word, x, top + i * STEP) for i, word in enumerate(words)]


def numbered(count: int, x: float) -> list[str]:
    return [f"{HALF[:10]}{chr(0x7532 + i)}{int(x > 500)}字" for i in range(count)]


def test_two_columns_are_read_one_after_the_other():
    left, right = numbered(8, 100), numbered(8, 760)
    shuffled = [one for pair in zip(column(right, 760), column(left, 100), strict=True) for one in pair]
    text = text_of(shuffled).text.replace("\n", "")
    assert text == "".join(left) + "".join(right)


def test_a_headline_over_two_columns_comes_first_and_one_between_them_in_its_place():
    upper, lower = numbered(6, 100), numbered(6, 760)
    page = [seen("云汀市政府工作报告" * 3, 150, 200), *column(upper, 100), *column(lower, 760)]
    text = text_of(page).text.replace("\n", "")
    assert text.startswith("云汀市政府工作报告")
    assert text.index(upper[-1]) < text.index(lower[0])


def test_the_cells_of_a_table_are_no_columns():
    cells = ["面积", "人口数", "产值", "粮食产量", "企业", "学校"]
    page = column(cells, 100) + column([f"{n}万" for n in range(6)], 900)
    lines = [line.text for part in in_order(page_of(page, WIDTH, HEIGHT)) for line in part.lines]
    assert lines == [f"{cell} {n}万" for n, cell in enumerate(cells)]


@pytest.mark.parametrize("degrees", [-3, -1.5, 0, 1.5, 5])
def test_a_page_that_lies_askew_is_set_straight(degrees):
    angle = math.radians(degrees)
    words = [f"{SENTENCE[:24]}{n}" for n in range(10)]
    page = [seen(word, 100, 300 + i * STEP, angle=angle) for i, word in enumerate(words)]
    lines = page_of(page, WIDTH, HEIGHT).lines
    assert [line.text for line in lines] == words
    assert max(line.x0 for line in lines) - min(line.x0 for line in lines) < 1
    assert max(abs(line.base - line.top) for line in lines) < 20


def test_runs_of_one_row_are_joined_with_a_space_where_they_stand_apart():
    page = [seen("市长", 100, 300), seen("张三", 400, 303), seen("同志", 480, 297)]
    (part,) = in_order(page_of(page, WIDTH, HEIGHT))
    assert [line.text for line in part.lines] == ["市长 张三同志"]


def test_page_numbers_and_running_heads_go_and_a_paragraph_goes_over_the_page():
    def page(number: int, words: list[str]) -> list[Seen]:
        head, foot = seen("云汀市人民政府文件", 500, 60), seen(f"— {number} —", 650, 1920)
        return [head, *column(words, 100), foot]

    first = page(1, ["　　" + SENTENCE[:25], SENTENCE[:27], SENTENCE[:27]])
    source = text_of(first, page(2, [SENTENCE[:27], SENTENCE[:9] + "。"]))
    assert "文件" not in source.text
    assert "—" not in source.text
    assert [(p.number, p.recognised) for p in source.pages] == [(1, True), (2, True)]
    assert source.pages[1].start == 25 + 27 + 27


def test_each_page_begins_where_its_first_line_stands():
    source = text_of(*[column([f"{SENTENCE[:20]}{n}。"], 100) for n in range(3)])
    for page in source.pages:
        assert source.text[page.start :].startswith(SENTENCE[:20] + str(page.number - 1))


def test_unsure_lines_are_told_with_their_page_and_picture():
    page = [seen(SENTENCE[:27], 100, 300), seen("新建食堂１８个。", 100, 370, score=0.4)]
    source = text_of(page)
    (doubt,) = source.doubts
    assert (source.text[doubt.start : doubt.end], doubt.page, doubt.score) == ("新建食堂１８个。", 1, 0.4)
    assert Image.open(io.BytesIO(doubt.picture)).height < 2 * EM
    assert "第 1 页有 1 行" in source.warnings[0]


@given(
    st.lists(
        st.tuples(st.text("云汀市0-9，。 ", min_size=1, max_size=20), st.integers(0, 1300), st.integers(0, 1900)),
        max_size=12,
    )
)
def test_whatever_is_seen_every_range_lies_in_the_text(found):
    source = text_of([seen(text, x, y, score=0.1) for text, x, y in found if text.strip()])
    for doubt in source.doubts:
        assert 0 <= doubt.start < doubt.end <= len(source.text)
        assert "\n" not in source.text[doubt.start : doubt.end]
    assert [p.start for p in source.pages] == sorted(p.start for p in source.pages)


# ---- without the option


@pytest.fixture
def without(monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: False)


def picture_file(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("一.png", "PNG"),
        ("一.jpg", "JPEG"),
        ("一.tif", "TIFF"),
        ("一.webp", "WEBP"),
        ("一.bmp", "BMP"),
        ("一.docx", "PNG"),
    ],
)
def test_a_picture_is_refused_with_the_command_that_helps(tmp_path, without, name, kind):
    (tmp_path / name).write_bytes(picture_file(kind))
    with pytest.raises(ReadError, match="make install-ocr"):
        read(tmp_path / name)


def test_a_scanned_pdf_is_refused_with_the_command_and_single_pages_are_told(tmp_path, without):
    path = tmp_path / "扫描.pdf"
    make.write_scan(path)
    with pytest.raises(ReadError, match=r"扫描件.*make install-ocr"):
        read(path)
    make.write_scan(path, pages=1, text_pages=2)
    source = read(path)
    assert "make install-ocr" in source.warnings[0]
    assert [(p.number, p.recognised) for p in source.pages][-1] == (3, False)


# ---- files, whoever reads them


@pytest.fixture
def told(monkeypatch):
    """The option as if it were installed: a picture is read as its width."""
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr_text, "look", lambda pixels: [seen(f"宽{pixels.shape[1]}的一页。", 20, 600)])


def test_a_zip_of_pictures_is_one_report_in_the_order_of_its_numbers(tmp_path, told):
    path, pages = tmp_path / "报告.zip", []
    with zipfile.ZipFile(path, "w") as archive:
        for number in (10, 2, 1):
            out = io.BytesIO()
            Image.new("RGB", (1000 + number, 1400), "white").save(out, "PNG")
            archive.writestr(f"第{number}页.png", out.getvalue())
    source = read(path, progress=lambda done, total: pages.append((done, total)))
    assert (
        source.text.split("\n") == ["宽1001的一页。", "宽1002的一页。", "宽1010的一页。"]
        or source.text.replace("\n", "") == "宽1001的一页。宽1002的一页。宽1010的一页。"
    )
    assert pages == [(1, 3), (2, 3), (3, 3)]
    assert source.warnings == ()


def test_a_zip_of_other_things_is_no_report(tmp_path, told):
    path = tmp_path / "包.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("第1页.png", picture_file())
        archive.writestr("说明.exe", b"MZ")
    with pytest.raises(ReadError, match="解压"):
        read(path)


def test_a_tiff_has_pages(tmp_path, told):
    path = tmp_path / "报告.tiff"
    frames = [Image.new("RGB", (1000 + n, 1400), "white") for n in range(3)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert [p.number for p in read(path).pages] == [1, 2, 3]


def test_too_many_pages_are_refused(tmp_path, told, monkeypatch):
    monkeypatch.setattr(ocr_files, "MOST_PAGES", 1)
    path = tmp_path / "扫描.pdf"
    make.write_scan(path)
    with pytest.raises(ReadError, match="上限 1 页"):
        read(path)


def test_only_the_pages_that_are_pictures_are_recognised(tmp_path, told):
    path = tmp_path / "混合.pdf"
    make.write_scan(path, pages=1, text_pages=2)
    source = read(path)
    assert [(p.number, p.recognised) for p in source.pages] == [(1, True), (2, False), (3, False)]
    assert "附表" in source.text


def test_a_torn_picture_is_refused_in_one_sentence(tmp_path, told):
    path = tmp_path / "坏.png"
    path.write_bytes(picture_file()[:40])
    with pytest.raises(ReadError, match="已损坏"):
        read(path)


# ---- the real thing

FONT = font_file()
needs_ocr = pytest.mark.skipif(
    not ocr.available() or FONT is None, reason="需要 rapidocr（make install-ocr）和 fonts-noto-cjk"
)


@needs_ocr
@pytest.mark.timeout(900)
def test_a_scan_with_a_stamp_askew_is_read(tmp_path):
    paragraphs = ["过去一年，云汀市新建口袋公园18处，改造老旧小区31个，惠及居民2.6万户。" * 2] * 2
    path = tmp_path / "扫描.png"
    printed(set_in_lines(paragraphs), Way(150, 1.5, stamp=True), FONT).save(path)
    source = read(path)
    assert source.text.count("云汀市新建口袋公园18处，改造老旧小区31个") == 4
    assert "— 1 —" not in source.text
    assert len(source.text.splitlines()) == 2


def test_a_stamp_goes_and_a_red_headline_stays():
    pytest.importorskip("cv2", reason="需要 rapidocr（make install-ocr）")
    from ingest.readers.ocr_stamp import without_stamps

    page = np.full((1400, 1000, 3), 255, np.uint8)
    page[100:160, 100:900] = (220, 20, 30)
    page[800:1000, 600:800] = (220, 20, 30)
    page[880:900, 300:900] = (90, 10, 15)
    page[880:900, 300:600] = 0
    out = without_stamps(page)
    assert (out[120, 500] == page[120, 500]).all()
    assert out[830, 700].min() > 200
    assert out[890, 700].max() < 100
    assert out[890, 400].max() == 0
