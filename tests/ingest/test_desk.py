"""The shelf as staff work it: uploads, what was understood, corrections, ingest, going back; and what is done to break it."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

import docx
import pytest

from ingest import waiting
from ingest.apart import read_apart
from ingest.build import build, current_reports
from ingest.desk import Shelf
from ingest.read import read
from ingest.readers.source import Doubt, SourceText
from ingest.uploads import MOST, Uploads, plain_name
from rag.domain import Page
from rag.embed import Embedding, load_embedding
from rag.errors import IndexBusy, IndexMismatch, IndexMissing, OutlineError, ReadError
from rag.generations import Generations
from rag.settings import Settings
from tests.small_reports import QINGXI_2031, QINGXI_2032, qingxi

FURNISHED = (
    "当前位置：首页 > 政务公开\n字体：大 中 小\n" + QINGXI_2032 + "\n责任编辑：小李\n版权所有：青溪县人民政府办公室\n"
)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process: starting another takes a second."""
    monkeypatch.setattr(waiting, "read_apart", read)


@pytest.fixture
def shelf(settings: Settings, embedding: Embedding) -> Iterator[Shelf]:
    made = Shelf(settings, embedding)
    yield made
    wait_until(lambda: not made.job().running)


def upload(shelf: Shelf, name: str, text: str | bytes):
    """Send a file, wait until it was read, give what is shown of it."""
    id = shelf.take(name, io.BytesIO(text.encode() if isinstance(text, str) else text))
    wait_until(lambda: of(shelf, id).state != "reading")
    return of(shelf, id)


def of(shelf: Shelf, id: str):
    return next(u for u in shelf.uploads() if u.id == id)


def done(shelf: Shelf):
    wait_until(lambda: not shelf.job().running)
    return shelf.job()


# ---- what was understood


def test_an_upload_shows_what_was_understood_and_what_was_left_out(shelf: Shelf):
    shown = upload(shelf, "青溪_2032.txt", FURNISHED).preview
    assert (shown.title, shown.year, shown.place) == ("2032年青溪县政府工作报告", 2032, "青溪县")
    assert {(h.title, h.period) for h in shown.headings} >= {
        ("一、2031年工作回顾", "done"),
        ("二、2032年重点工作", "planned"),
    }
    assert shown.passages > shown.done > 0 < shown.planned
    before, after = shown.left_out
    assert (before.where, before.first[0]) == ("正文之前", "当前位置：首页 > 政务公开")
    assert (after.where, after.first) == ("正文之后", ("责任编辑：小李", "版权所有：青溪县人民政府办公室"))


def test_a_long_stretch_shows_its_first_and_last_lines(shelf: Shelf):
    lines = "\n".join(f"栏目{n}" for n in range(40))
    (before, *_) = upload(shelf, "青溪_2032.txt", f"当前位置：首页\n{lines}\n{QINGXI_2032}").preview.left_out
    assert before.first == ("当前位置：首页", "栏目0", "栏目1")
    assert before.last == ("栏目38", "栏目39", "2032年青溪县政府工作报告")


def test_a_file_without_a_report_says_why(shelf: Shelf):
    memo = upload(shelf, "备忘.txt", "明天开会。")
    assert memo.state == "failed"
    assert "没有找到报告的提纲" in memo.fault
    with pytest.raises(OutlineError):
        shelf.ingest()


def test_what_waits_is_read_again_after_a_restart(shelf: Shelf, settings: Settings, embedding: Embedding):
    one = upload(shelf, "报告.txt", QINGXI_2031)
    shelf.correct(one.id, title="改过的标题", year=2030, place="青溪")
    again = Shelf(settings, embedding)
    wait_until(lambda: of(again, one.id).state == "ready")
    shown = of(again, one.id).preview
    assert (shown.title, shown.year, shown.place) == ("改过的标题", 2030, "青溪")


# ---- corrections


def test_a_corrected_year_turns_the_periods_and_a_title_left_alone_follows(shelf: Shelf):
    text = QINGXI_2032.replace("2032年", "").replace("2031年", "")
    one = upload(shelf, "报告.txt", text)
    assert (one.preview.year, one.preview.warnings[0]) == (None, "没有找到年份，无法区分去年和今年；请填写。")
    shelf.correct(one.id, title=one.preview.title, year=2032, place=one.preview.place)
    shown = of(shelf, one.id).preview
    assert shown.year == 2032
    assert not [w for w in shown.warnings if "年份" in w]


def test_corrections_land_in_the_generation_and_survive_a_rebuild(
    shelf: Shelf, settings: Settings, embedding: Embedding
):
    one = upload(shelf, "报告.txt", QINGXI_2031)
    shelf.correct(one.id, title="青溪县政府工作报告（定稿）", year=2030, place="清溪")
    shelf.ingest()
    assert done(shelf).fault == ""
    build(current_reports(settings), settings, embedding)  # what --rebuild does
    (report,) = current_reports(settings)
    assert (report.title, report.year, report.place) == ("青溪县政府工作报告（定稿）", 2030, "清溪")


def test_an_empty_field_is_found_again(shelf: Shelf):
    one = upload(shelf, "青溪_2031.txt", QINGXI_2031)
    shelf.correct(one.id, title="错的", year=1999, place="错地")
    shelf.correct(one.id, title=None, year=None, place=None)
    shown = of(shelf, one.id).preview
    assert (shown.title, shown.year, shown.place) == (one.preview.title, 2031, "青溪县")


def test_a_report_in_use_is_amended(shelf: Shelf, settings: Settings):
    upload(shelf, "青溪_2031.txt", QINGXI_2031)
    shelf.ingest()
    done(shelf)
    shelf.amend("青溪_2031", title="新标题", year=2032, place="青溪")
    assert done(shelf).fault == ""
    (report,) = current_reports(settings)
    assert (report.title, report.year, report.place) == ("新标题", 2032, "青溪")
    assert len(shelf.generations()) == 2


# ---- ingest


def test_ingest_adds_to_what_is_there_and_empties_the_folder(shelf: Shelf, settings: Settings, embedding: Embedding):
    build([qingxi(2031)], settings, embedding)
    upload(shelf, "青溪_2032.txt", QINGXI_2032)
    before = shelf.changes()
    shelf.ingest()
    assert "已完成" in done(shelf).said
    assert [p.stem for p in shelf.reports()] == ["青溪_2031", "青溪_2032"]
    assert shelf.uploads() == ()
    assert list((settings.data_dir / "uploads").iterdir()) == []
    assert shelf.changes() > before


def test_a_file_of_the_same_name_replaces_the_report(shelf: Shelf, settings: Settings, embedding: Embedding):
    build([qingxi(2031)], settings, embedding)
    one = upload(shelf, "青溪_2031.txt", QINGXI_2031.replace("9处", "10处"))
    assert one.replaces == qingxi(2031).title
    assert (one.changes.altered, one.changes.added) == (1, 0)
    shelf.ingest()
    done(shelf)
    (report,) = current_reports(settings)
    assert "10处" in report.source


def test_a_failed_ingest_tells_why_and_loses_nothing(
    shelf: Shelf, settings: Settings, embedding: Embedding, monkeypatch: pytest.MonkeyPatch
):
    build([qingxi(2031)], settings, embedding)
    current = Generations(settings.data_dir).current()
    upload(shelf, "青溪_2032.txt", QINGXI_2032)
    monkeypatch.setattr("ingest.build.shelf.save", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    shelf.ingest()
    job = done(shelf)
    assert (job.said, "磁盘" in job.fault) == ("", True)
    assert "No space" not in job.fault
    assert Generations(settings.data_dir).current() == current
    assert [u.name for u in shelf.uploads()] == ["青溪_2032.txt"]
    monkeypatch.undo()
    shelf.ingest()
    assert done(shelf).fault == ""


def test_one_thing_at_a_time(shelf: Shelf, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    upload(shelf, "青溪_2032.txt", QINGXI_2032)
    go = threading.Event()
    real = build

    def slow(*args, **kwargs):
        go.wait(10)
        return real(*args, **kwargs)

    monkeypatch.setattr("ingest.desk.build", slow)
    shelf.ingest()
    for second in (shelf.ingest, lambda: shelf.make_current("x")):
        with pytest.raises((IndexBusy, IndexMissing)):
            second()
    assert shelf.job().running
    go.set()
    assert done(shelf).fault == ""
    assert len(shelf.generations()) == 1


def test_another_process_that_ingests_is_told_of(shelf: Shelf, settings: Settings):
    upload(shelf, "青溪_2032.txt", QINGXI_2032)
    with Generations(settings.data_dir).writing():
        shelf.ingest()
        assert "另一个进程正在导入" in done(shelf).fault
    assert len(shelf.uploads()) == 1


def test_reports_are_removed_but_never_the_last(shelf: Shelf, settings: Settings, embedding: Embedding):
    build([qingxi(2031), qingxi(2032)], settings, embedding)
    shelf.remove("青溪_2031")
    assert done(shelf).fault == ""
    assert [p.stem for p in shelf.reports()] == ["青溪_2032"]
    with pytest.raises(OutlineError):
        shelf.remove("青溪_2032")
    with pytest.raises(IndexMissing):
        shelf.remove("青溪_1999")


# ---- generations


def test_generations_are_gone_back_to_and_made_current(shelf: Shelf, settings: Settings, embedding: Embedding):
    for year in (2031, 2032):
        build([qingxi(year)], settings, embedding)
    newest, older = shelf.generations()
    assert (newest.current, older.current) == (True, False)
    shelf.roll_back()
    assert [p.stem for p in shelf.reports()] == ["青溪_2031"]
    with pytest.raises(IndexMissing):
        shelf.roll_back()
    shelf.make_current(newest.name)
    assert [p.stem for p in shelf.reports()] == ["青溪_2032"]
    for name in ("../../etc", "", "CURRENT"):
        with pytest.raises(IndexMissing):
            shelf.make_current(name)


def test_a_generation_of_another_model_cannot_be_made_current(
    shelf: Shelf, settings: Settings, embedding: Embedding, other_model
):
    build([qingxi(2031)], settings, load_embedding(str(other_model)))
    build([qingxi(2032)], settings, embedding)
    _, older = shelf.generations()
    assert not older.usable
    with pytest.raises(IndexMismatch):
        shelf.make_current(older.name)


# ---- hostile files


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/cron.d/x.txt", "x.txt"),
        ("C:\\Users\\a\\报告.docx", "报告.docx"),
        ("..txt", "txt"),
        ("a..b.txt", "a.b.txt"),
        ('"><script>alert(1)</script>.txt', "script.txt"),
        ("报\u202e告\x00\n.txt", "报告.txt"),
        ("云" * 300 + ".pdf", "云" * 60 + ".pdf"),
        ("", "未命名"),
    ],
)
def test_a_file_name_is_made_plain(sent: str, kept: str):
    assert plain_name(sent) == kept


def test_nothing_is_written_outside_the_folder(settings: Settings, tmp_path):
    uploads = Uploads(settings.data_dir / "uploads", max_mb=1)
    kept = uploads.keep("../../../evil.txt", io.BytesIO(b"x"))
    assert kept.path.parent.parent == settings.data_dir / "uploads"
    assert kept.path.name == "evil.txt"


@pytest.mark.parametrize("name", ["x.exe", "x.xls", "x", "x.txt.sh", "about.json"])
def test_other_kinds_are_refused(shelf: Shelf, name: str):
    with pytest.raises(ReadError, match="只能上传"):
        shelf.take(name, io.BytesIO(b"x"))


def test_files_too_large_empty_or_too_many_are_refused(settings: Settings, embedding: Embedding):
    shelf = Shelf(replace(settings, max_file_mb=1), embedding)
    with pytest.raises(ReadError, match="超过上限 1 MB"):
        shelf.take("大.txt", io.BytesIO(b"x" * (1024 * 1024 + 1)))
    with pytest.raises(ReadError, match="空的"):
        shelf.take("空.txt", io.BytesIO(b""))
    assert list((settings.data_dir / "uploads").iterdir()) == []
    for n in range(MOST):
        shelf.take(f"{n}.txt", io.BytesIO(b"x"))
    with pytest.raises(ReadError, match="最多"):
        shelf.take("又一份.txt", io.BytesIO(b"x"))


def test_half_a_file_left_by_a_kill_is_cleared_away(settings: Settings, embedding: Embedding):
    half = settings.data_dir / "uploads" / "0123456789abcdef"
    half.mkdir(parents=True)
    (half / "报告.txt").write_text("一", "utf-8")
    assert Shelf(settings, embedding).uploads() == ()
    assert not half.exists()


def bomb(megabytes: int) -> bytes:
    """A DOCX whose document.xml claims to unpack to so much."""
    plain, out = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "word/document.xml":
                target.writestr(name, source.read(name))
        target.writestr("word/document.xml", b" " * 1024 * 1024)
        target.filelist[-1].file_size = megabytes * 1024 * 1024
    return out.getvalue()


def test_a_zip_bomb_is_refused(shelf: Shelf):
    packed = bomb(520)
    assert len(packed) < 2 * 1024 * 1024
    assert "超过 500 MB" in upload(shelf, "炸弹.docx", packed).fault


# ---- scans


def scanned(path, **_):
    """A file as OCR gives it: the line with 9 is doubtful, and stands on page 2."""
    text = path.read_text("utf-8")
    start = text.index("9处")
    doubt = Doubt(start, start + 2, 2, 0.4, b"\x89PNG picture")
    return SourceText(text, (), "pdf", pages=(Page(0, 1, True), Page(start, 2, True)), doubts=(doubt,))


def test_a_doubtful_line_is_shown_put_right_and_kept_with_its_page(
    shelf: Shelf, settings: Settings, embedding: Embedding, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(waiting, "read_apart", scanned)
    one = upload(shelf, "青溪_2031.pdf", QINGXI_2031)
    (line,) = one.doubts
    assert (line.text, line.page, line.sure) == ("9处", 2, 40)
    assert shelf.picture(one.id, line.start).startswith(b"\x89PNG")
    shelf.correct_lines(one.id, {str(line.start): "19处", "7": "别处", "x": "y"})
    shelf.correct(one.id, title="改过的标题", year=2031, place="青溪县")
    again = Shelf(settings, embedding)
    wait_until(lambda: of(again, one.id).state == "ready")
    assert of(again, one.id).doubts[0].corrected
    again.ingest()
    assert done(again).fault == ""
    (report,) = current_reports(settings)
    assert (report.title, "19处" in report.source, "别处" in report.source) == ("改过的标题", True, False)
    page = report.page_at(report.source.index("19处"))
    assert (page.number, page.recognised) == (2, True)
    with pytest.raises(ReadError):
        again.picture(one.id, 3)


def test_a_corrected_year_keeps_the_pages(shelf: Shelf, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(waiting, "read_apart", scanned)
    upload(shelf, "青溪_2031.pdf", QINGXI_2031)
    shelf.ingest()
    done(shelf)
    shelf.amend("青溪_2031", title="新标题", year=2032, place="青溪")
    assert done(shelf).fault == ""
    assert [p.number for p in current_reports(settings)[0].pages] == [1, 2]


def misread(path, **_):
    """A file as OCR gives it: its title and the heading of its plan are doubtful."""
    text = path.read_text("utf-8")
    found = [(text.index(words), words) for words in ("青溪县", "二、2031年工作安排")]
    return SourceText(text, (), "pdf", doubts=tuple(Doubt(at, at + len(w), 1, 0.4, b"\x89PNG") for at, w in found))


def test_lines_of_a_scan_and_periods_of_its_parts_are_both_put_right_and_remembered(
    shelf: Shelf, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(waiting, "read_apart", misread)
    one = upload(shelf, "青溪_2031.pdf", QINGXI_2031)
    title, heading = one.doubts
    same = {"title": one.preview.title, "year": one.preview.year, "place": one.preview.place}
    shelf.correct(one.id, **same, periods=[(heading.text, "done")])
    shelf.correct_lines(one.id, {str(heading.start): "二、2031年工作打算", str(title.start): "清溪县"})
    shown = of(shelf, one.id).preview
    assert period_of(shown, "二、2031年工作打算") == ("done", "done")
    assert shown.title == "2031年清溪县政府工作报告"
    shelf.ingest()
    assert done(shelf).fault == ""
    shelf.amend("青溪_2031", title="新标题", year=2031, place="青溪县")
    assert done(shelf).fault == ""
    again = upload(shelf, "另一个名字.pdf", QINGXI_2031)
    assert (again.preview.title, [d.corrected for d in again.doubts]) == ("新标题", [True, True])
    assert period_of(again.preview, "二、2031年工作打算") == ("done", "done")


# ---- a process of its own


def test_a_file_is_read_in_another_process(tmp_path):
    path, seen = tmp_path / "报告.txt", []
    path.write_text(QINGXI_2031, "utf-8")
    source = read_apart(path, password=None, max_mb=1, progress=lambda done, total: seen.append((done, total)))
    assert source.text == QINGXI_2031
    assert seen == [(1, 1)]


def test_what_a_reader_says_comes_across(tmp_path):
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK\x03\x04 damaged")
    with pytest.raises(ReadError, match="文件已损坏"):
        read_apart(path, password=None, max_mb=1, progress=lambda *_: None)


def test_what_takes_too_long_is_stopped(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(QINGXI_2031, "utf-8")
    with pytest.raises(ReadError, match="停下"):
        read_apart(path, password=None, max_mb=1, progress=lambda *_: None, seconds=0.01)


PLAN = "二、2032年重点工作"


def period_of(shown, title: str) -> tuple[str, str]:
    return next((h.period, h.given) for h in shown.headings if h.title == title)


def test_a_part_is_put_right_and_the_same_file_sent_again_is_too(shelf: Shelf, settings: Settings):
    one = upload(shelf, "报告.txt", QINGXI_2032)
    assert period_of(one.preview, PLAN) == ("planned", "")
    same = {"title": one.preview.title, "year": one.preview.year, "place": one.preview.place}
    shelf.correct(one.id, **same, periods=[(PLAN, "done")])
    assert period_of(of(shelf, one.id).preview, PLAN) == ("done", "done")
    shelf.ingest()
    assert done(shelf).fault == ""
    (report,) = current_reports(settings)
    assert {s.period for s in report.sections if s.path[0] == PLAN} == {"done"}
    again = upload(shelf, "另一个名字.txt", QINGXI_2032)
    assert period_of(again.preview, PLAN) == ("done", "done")
    shelf.correct(again.id, **same, periods=[])
    assert period_of(of(shelf, again.id).preview, PLAN) == ("planned", "")


def test_what_is_odd_is_shown_before_anything_is_ingested(shelf: Shelf, settings: Settings):
    cut = QINGXI_2032[: QINGXI_2032.index(PLAN)]
    shown = upload(shelf, "青溪_2032.txt", cut).preview
    assert any("可能没有分对" in w for w in shown.warnings)
    assert current_reports(settings) == ()
