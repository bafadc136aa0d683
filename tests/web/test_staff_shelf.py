"""The shelf page over the real shelf: forms without a script, JSON for the script, and hostile files."""

from __future__ import annotations

import html
import re
import threading
import time

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ingest import waiting
from ingest.build import build, current_reports
from ingest.desk import Shelf
from ingest.read import read
from ingest.readers.source import Doubt, SourceText
from rag.generations import Generations
from tests.ingest.make_files import PARAGRAPHS, encrypted, write_pdf
from tests.small_reports import QINGXI_2031, QINGXI_2032, qingxi
from tests.web.fake import FakeAssistant
from tests.web.staff import PASSWORD, quick_passwords, sign_in
from web.api import speak_chinese
from web.guard import Guard
from web.staff import routes
from web.staff.desk import Desk

PAGE = "/staff/shelf"
HOSTILE = QINGXI_2032.replace("一、2031年工作回顾", "一、2031年工作回顾<img src=x onerror=alert(1)>")


class Staff:
    """A browser of staff without scripts."""

    def __init__(self, client: TestClient, csrf: str) -> None:
        self.client, self.csrf = client, csrf

    def post(self, what, **fields):
        """Press a button; gives the page that follows."""
        answer = self.client.post(f"{PAGE}/{what}", data={"csrf": self.csrf, **fields})
        assert answer.status_code == 200, answer.text
        return answer.text

    def page(self):
        return self.client.get(PAGE).text

    def upload(self, *files):
        """Send files and wait until they were read; gives their ids."""
        sent = [("file", (name, data.encode() if isinstance(data, str) else data)) for name, data in files]
        answer = self.client.post(f"{PAGE}/files", data={"csrf": self.csrf}, files=sent)
        assert answer.status_code == 200, answer.text
        self.wait("正在读取……")
        return re.findall(r'data-id="(\w+)"', self.page())

    def wait(self, words):
        """Wait until the page no longer says so."""
        deadline = time.monotonic() + 20
        while words in self.page():
            assert time.monotonic() < deadline, f"it still says {words}"
            time.sleep(0.02)

    def state(self):
        return self.client.get(f"{PAGE}/state", headers={"accept": "application/json"}).json()


@pytest.fixture
def whole(settings, embedding, monkeypatch):
    """The desk with a real shelf behind the guard."""
    monkeypatch.setattr(waiting, "read_apart", read)
    quick_passwords(monkeypatch)
    settings = type(settings)(
        data_dir=settings.data_dir, embedding_model=settings.embedding_model, staff_password=PASSWORD, max_file_mb=1
    )
    app = FastAPI()
    app.include_router(routes(Desk(FakeAssistant(), settings, Shelf(settings, embedding))))
    speak_chinese(app)
    app.add_middleware(Guard, dress=lambda page: page, upload_mb=settings.max_file_mb)
    return app


@pytest.fixture
def staff(whole):
    with TestClient(whole) as client:
        yield Staff(client, sign_in(client))


def alerts(page):
    return [html.unescape(x) for x in re.findall(r'<p class="wb-alert"[^>]*>(.*?)</p>', page)]


# ---- from a file to an answer


def test_reports_are_uploaded_put_right_and_ingested_without_a_script(staff, settings):
    one, _ = staff.upload(("青溪_2031.txt", QINGXI_2031), ("青溪_2032.txt", QINGXI_2032))
    page = staff.page()
    assert "待导入（2 份）" in page
    assert "保存并导入这 2 份报告" in page
    assert "还没有报告" in page
    fields = {f"title-{one}": "改好的标题", f"year-{one}": "２０３１年", f"place-{one}": "青溪"}
    after = staff.post("ingest", **fields)
    assert "正在导入 2 份报告" in after or "已完成" in after
    staff.wait("正在导入")
    assert "正在使用的报告（2 份）" in staff.page()
    assert "待导入" not in staff.page()
    first = current_reports(settings)[0]
    assert (first.title, first.year, first.place) == ("改好的标题", 2031, "青溪")


def test_corrections_can_be_saved_before_they_are_ingested(staff):
    (one,) = staff.upload(("报告.txt", QINGXI_2031))
    page = staff.post("save", **{f"title-{one}": "新标题", f"year-{one}": "2030", f"place-{one}": ""})
    assert "更正已保存" in page
    assert 'value="新标题"' in page
    assert 'value="2030"' in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("year", "二〇三一", "四位数字"), ("year", "99", "四位数字"), ("title", "长" * 121, "最多 120 个字")],
)
def test_a_correction_that_is_no_good_is_told_and_nothing_is_ingested(staff, settings, field, value, said):
    (one,) = staff.upload(("报告.txt", QINGXI_2031))
    fields = {f"title-{one}": "标题", f"year-{one}": "2031", f"place-{one}": "青溪", f"{field}-{one}": value}
    (alert,) = alerts(staff.post("ingest", **fields))
    assert said in alert
    assert alert.startswith("报告.txt：")
    assert Generations(settings.data_dir).current() is None


def test_a_file_is_thrown_away(staff):
    one, _ = staff.upload(("甲.txt", QINGXI_2031), ("乙.txt", QINGXI_2032))
    page = staff.post("drop", id=one)
    assert "甲.txt" not in page
    assert "乙.txt" in page
    staff.post("drop", id="../..")
    assert "乙.txt" in staff.page()


def test_a_locked_pdf_is_read_with_its_password(staff, tmp_path):
    path = tmp_path / "加密.pdf"
    write_pdf(path, PARAGRAPHS)
    encrypted(path, "sesame123")
    (one,) = staff.upload((path.name, path.read_bytes()))
    assert "打开密码" in staff.page()
    staff.post("unlock", id=one, **{f"password-{one}": "错"})
    staff.wait("正在读取……")
    assert "密码不对" in staff.page()
    staff.post("unlock", id=one, **{f"password-{one}": "sesame123"})
    staff.wait("正在读取……")
    assert "保存并导入这 1 份报告" in staff.page()


# ---- scans and addresses


def scanned(path, **_):
    """A file as OCR gives it, one line of which is doubtful."""
    text = path.read_text("utf-8")
    start = text.index("9处")
    return SourceText(text, (), "pdf", doubts=(Doubt(start, start + 2, 2, 0.4, b"\x89PNG picture"),))


def test_a_doubtful_line_is_shown_with_its_picture_and_put_right(staff, settings, monkeypatch):
    monkeypatch.setattr(waiting, "read_apart", scanned)
    (one,) = staff.upload(("青溪_2031.pdf", QINGXI_2031))
    page = staff.page()
    assert "识别把握不大的行（1 行）" in page
    picture = re.search(rf'src="({PAGE}/line/{one}/\d+)"', page)[1]
    answer = staff.client.get(picture)
    assert (answer.headers["content-type"], answer.content) == ("image/png", b"\x89PNG picture")
    assert staff.client.get(f"{PAGE}/line/{one}/1").status_code == 404
    name = re.search(r'name="(line-[^"]+)"', page)[1]
    page = staff.post("ingest", **{name: '19处<script>alert(1)</script>"'})
    assert "<script>alert" not in page
    staff.wait("正在导入")
    assert '19处<script>alert(1)</script>"' in current_reports(settings)[0].source


def misread(path, **_):
    """A file as OCR gives it, the heading of whose plan is doubtful."""
    text, heading = path.read_text("utf-8"), "二、2031年工作安排"
    start = text.index(heading)
    return SourceText(text, (), "pdf", doubts=(Doubt(start, start + len(heading), 1, 0.4, b"\x89PNG"),))


def test_a_heading_and_which_way_its_part_looks_are_put_right_in_one_go(staff, settings, monkeypatch):
    monkeypatch.setattr(waiting, "read_apart", misread)
    (one,) = staff.upload(("青溪_2031.pdf", QINGXI_2031))
    page = staff.page()
    number = re.search(rf'name="part-(\d+)-{one}" value="二、2031年工作安排"', page)[1]
    title = re.search(rf'name="title-{one}" value="([^"]+)"', page)[1]
    said = {f"title-{one}": title, f"year-{one}": "2031", f"place-{one}": "青溪县"}
    said |= {f"part-{number}-{one}": "二、2031年工作安排", f"period-{number}-{one}": "done"}
    line = re.search(r'name="(line-[^"]+)"', page)[1]
    staff.post("ingest", **said, **{line: "二、2031年工作打算"})
    staff.wait("正在导入")
    (report,) = current_reports(settings)
    assert {s.period for s in report.sections if s.path[0] == "二、2031年工作打算"} == {"done"}


def test_lines_are_kept_where_another_field_is_no_good(staff, monkeypatch):
    monkeypatch.setattr(waiting, "read_apart", scanned)
    (one,) = staff.upload(("青溪_2031.pdf", QINGXI_2031))
    line = re.search(r'name="(line-[^"]+)"', staff.page())[1]
    page = staff.post("save", **{f"title-{one}": "", f"year-{one}": "31", f"place-{one}": "", line: "19处"})
    assert "四位数字" in alerts(page)[0]
    assert 'value="19处"' in page


def test_the_picture_of_a_line_needs_a_session(whole):
    with TestClient(whole) as client:
        assert client.get(f"{PAGE}/line/x/1", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("address", ["", "报告", "file:///etc/passwd", "http://127.0.0.1:1/", "http://localhost:1/"])
def test_an_address_that_is_none_or_leads_inwards_is_told(staff, address):
    (alert,) = alerts(staff.post("fetch", address=address))
    assert "网址" in alert


# ---- what is in use


def test_a_report_is_amended_removed_and_gone_back_to(staff, settings, embedding):
    build([qingxi(2031), qingxi(2032)], settings, embedding)
    staff.post("amend", stem="青溪_2031", title="定稿", year="2031", place="青溪县")
    staff.wait("正在更正")
    assert "定稿" in staff.page()
    staff.post("remove", stem="青溪_2032")
    staff.wait("正在移除")
    assert "正在使用的报告（1 份）" in staff.page()
    assert "最后一份报告，不能移除" in staff.page()
    assert "一份报告也不剩" in alerts(staff.post("remove", stem="青溪_2031"))[0]
    assert "正在使用的报告（2 份）" in staff.post("rollback")
    newest = Generations(settings.data_dir).finished()[-1].name
    assert "正在使用的报告（1 份）" in staff.post("current", name=newest)
    assert "没有这次更新" in alerts(staff.post("current", name="../../x"))[0]


def test_a_damaged_index_is_told_and_can_be_gone_back_from(staff, settings, embedding):
    build([qingxi(2031)], settings, embedding)
    name = build([qingxi(2032)], settings, embedding).manifest.name
    (Generations(settings.data_dir).folder(name) / "reports.json").write_text("{", "utf-8")
    assert "损坏" in alerts(staff.page())[0]
    assert "正在使用的报告（1 份）" in staff.post("rollback")


def test_the_page_of_a_job_reloads_itself_without_a_script_and_tells_one_with(staff, monkeypatch):
    go = threading.Event()
    real = build

    def slow(*args, progress, **kwargs):
        progress("计算向量", 3, 12)
        go.wait(10)
        return real(*args, progress=progress, **kwargs)

    monkeypatch.setattr("ingest.desk.build", slow)
    staff.upload(("青溪_2032.txt", QINGXI_2032))
    before = staff.state()
    staff.post("ingest")
    while not staff.state()["total"]:
        time.sleep(0.01)
    page = staff.page()
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page
    assert "计算向量，3/12" in page
    state = staff.state()
    assert (state["running"], state["done"], state["total"]) == (True, 3, 12)
    assert state["changes"] > before["changes"]
    assert "请等它结束后再试" in alerts(staff.post("ingest"))[0]
    go.set()
    staff.wait("正在导入")
    assert not staff.state()["running"]
    assert "http-equiv" not in staff.page()


# ---- hostile


def test_what_a_report_says_is_shown_as_text(staff):
    (one,) = staff.upload(("青溪_2032.txt", HOSTILE))
    staff.post("save", **{f"title-{one}": '"><script>alert(1)</script>', f"year-{one}": "2032", f"place-{one}": "<b>"})
    page = staff.page()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>" not in page.replace("<b>问报</b>", "")
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_file_name_is_shown_as_text_and_stays_in_its_folder(staff, settings):
    staff.upload(("../../../../tmp/<b>x</b>.txt", QINGXI_2031))
    assert "<b>x" not in staff.page()
    (kept,) = (settings.data_dir / "uploads").glob("*/*.txt")
    assert kept.name == "b.txt"


def test_wrong_kinds_and_large_files_are_told_one_by_one_and_the_good_one_stays(staff):
    large = "x" * (1024 * 1024 + 1)
    sent = [
        ("file", ("a.exe", b"MZ")),
        ("file", ("大.txt", large.encode())),
        ("file", ("好.txt", QINGXI_2031.encode())),
    ]
    page = staff.client.post(f"{PAGE}/files", data={"csrf": staff.csrf}, files=sent).text
    kind, size = alerts(page)[:2]
    assert "只能上传" in kind
    assert "超过上限 1 MB" in size
    assert "好.txt" in page


def test_a_body_beyond_any_sense_is_refused_before_it_is_read(staff):
    answer = staff.client.post(f"{PAGE}/files", files={"file": ("a.txt", b"x" * (2 * 1024 * 1024 + 1))})
    assert answer.status_code == 413
    assert staff.client.post(f"{PAGE}/ingest", content=b"x" * 1_100_000).status_code == 413


def test_the_script_gets_its_answer_as_json(staff):
    def send(name, data):
        headers = {"x-csrf": staff.csrf}
        answer = staff.client.post(f"{PAGE}/files", files={"file": (name, data)}, headers=headers)
        return answer.status_code, answer.json()["error"]

    assert send("青溪.txt", QINGXI_2031.encode()) == (200, "")
    status, fault = send("青溪.exe", b"MZ")
    assert (status, "只能上传" in fault) == (400, True)
    nothing = staff.client.post(f"{PAGE}/files", headers={"x-csrf": staff.csrf})
    assert (nothing.status_code, nothing.json()) == (400, {"error": "还没有选文件，请先选择报告文件。"})


def test_an_upload_by_nobody_or_without_its_token_leaves_nothing(staff, whole, settings):
    files = {"file": ("a.txt", QINGXI_2031.encode())}
    with TestClient(whole) as stranger:
        assert stranger.post(f"{PAGE}/files", files=files, follow_redirects=False).status_code == 303
        assert stranger.post(f"{PAGE}/files", files=files, headers={"x-csrf": staff.csrf}).status_code == 401
        assert stranger.get(f"{PAGE}/state", headers={"accept": "application/json"}).status_code == 401
    assert staff.client.post(f"{PAGE}/files", files=files).status_code == 403
    for what in ("save", "ingest", "drop", "unlock", "amend", "remove", "current", "rollback"):
        assert staff.client.post(f"{PAGE}/{what}", data={"id": "x", "csrf": "wrong"}).status_code == 403
    assert not (settings.data_dir / "uploads").exists()


def test_no_file_chosen_is_told(staff):
    answer = staff.client.post(f"{PAGE}/files", data={"csrf": staff.csrf}, files={"file": ("", b"")})
    assert "还没有选文件" in answer.text
