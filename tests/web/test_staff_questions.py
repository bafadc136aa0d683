"""没答上来的: what staff see of it, and what they can do about it."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from rag.desk.journal import Journal
from rag.desk.unanswered import Unanswered
from rag.domain import Answer, Status
from rag.embed import load_embedding
from rag.read.judge import Judge
from rag.settings import Settings
from tests.web.fake import FakeAssistant
from tests.web.staff import PASSWORD, sign_in
from web.api import speak_chinese
from web.guard import Guard
from web.staff import routes
from web.staff.desk import Desk
from web.staff.questions import shown

PAGE = "/staff/questions"
ASKED = "公积金贷款利率是多少"
EMBEDDING = load_embedding(Settings().embedding_model)
WORDS = Judge().question_words


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    """Hashes of the same kind that cost little."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("web.staff.password.PasswordHasher", lambda: cheap)


class Staff:
    """Somebody signed in."""

    def __init__(self, client, csrf, unanswered):
        self.client, self.csrf, self.unanswered = client, csrf, unanswered

    def get(self, days=30):
        return self.client.get(f"{PAGE}?days={days}").text

    def post(self, what, **form):
        return self.client.post(f"{PAGE}/{what}", data={"csrf": self.csrf, "days": "30", **form})


def desk_of(folder, *, with_journal=True, **values):
    settings = Settings(data_dir=folder, staff_password=PASSWORD, **values)
    assistant = FakeAssistant()
    unanswered = Unanswered(settings, EMBEDDING, WORDS, assistant.reports) if with_journal else None
    app = FastAPI()
    app.include_router(routes(Desk(assistant, settings, None, unanswered)))
    speak_chinese(app)
    app.add_middleware(Guard, dress=lambda page: page)
    return app, unanswered


@pytest.fixture
def staff(tmp_path):
    app, unanswered = desk_of(tmp_path)
    with TestClient(app) as client:
        yield Staff(client, sign_in(client), unanswered)


def lost(staff, question, status=Status.NOT_FOUND, times=1):
    for _ in range(times):
        staff.unanswered.note_answer(Answer(status, question, "没有找到。"))


def cards(page):
    return re.findall(r"<h3>(.*?)</h3>", page)


def alerts(page):
    return [html.unescape(x) for x in re.findall(r'<p class="wb-alert"[^>]*>(.*?)</p>', page)]


# ---- what is shown


def test_groups_stand_by_number_with_their_counts_and_remarks(staff):
    lost(staff, ASKED, times=2)
    lost(staff, "住房公积金贷款利息多少", Status.PARTIAL)
    lost(staff, "大桥什么时候通车")
    staff.unanswered.note_judgement(ASKED, "not_found", False, "<script>alert(1)</script>没说首套房")
    page = staff.get()
    assert cards(page) == [ASKED, "大桥什么时候通车"]
    for words in ("共 <b>4</b> 次", "没找到 2", "只答上一部分 1", "没用 1", "也这样问：住房公积金贷款利息多少"):
        assert words in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;没说首套房" in page
    assert "<script>alert" not in page
    assert date.today().isoformat() in page


def test_names_and_numbers_never_reach_the_page(staff):
    lost(staff, "我叫王建国，工单号886655，户口怎么迁")
    staff.unanswered.note_judgement("我叫王建国，户口怎么迁", "not_found", False, "")
    page = staff.get()
    assert "户口" in page
    assert not re.search("建国|886655", page)


def test_the_span_is_chosen_and_anything_else_is_a_month(staff, tmp_path):
    for days, words in ((3, "大桥 通车"), (20, "医保 报销"), (60, "停车 收费")):
        Journal(tmp_path, 90, lambda d=days: date.today() - timedelta(days=d)).count(words, "partial")
    assert len(cards(staff.get(7))) == 1
    assert len(cards(staff.get(30))) == 2
    assert len(cards(staff.get(90))) == 3
    assert len(cards(staff.get(-5))) == 2
    assert staff.client.get(f"{PAGE}?days=x").status_code == 422


def test_with_nothing_to_show_the_page_says_so(staff):
    assert "这段时间没有答不上来的问题" in staff.get()
    assert "还没有改动" in staff.get()


def test_where_it_is_switched_off_the_page_says_so_and_replies_still_work(tmp_path):
    app, unanswered = desk_of(tmp_path, journal_days=0)
    with TestClient(app) as client:
        staff = Staff(client, sign_in(client), unanswered)
        lost(staff, ASKED)
        assert "问题记录已关闭" in staff.get()
        assert cards(staff.get()) == []
        staff.post("reply", asked=ASKED, text="请拨打12329。", who="李工")
        assert "请拨打12329。" in staff.get()


def test_where_nothing_is_noted_at_all_the_page_says_so(tmp_path):
    with TestClient(desk_of(tmp_path, with_journal=False)[0]) as client:
        sign_in(client)
        answer = client.get(PAGE)
    assert answer.status_code == 503
    assert "没有接上问题记录" in answer.text


def test_a_damaged_journal_is_told_in_words(staff, tmp_path):
    lost(staff, ASKED)
    for path in tmp_path.glob("journal.sqlite*"):
        path.write_bytes(b"no database at all" * 100)
    assert alerts(staff.get()) == ["问题记录读不出来，请联系管理员查看 journal.sqlite。"]


# ---- what can be done


def test_a_reply_is_added_used_undone_and_restored(staff):
    lost(staff, ASKED)
    page = staff.post("reply", asked=ASKED, text="请拨打12329。", who="李工", key="公积金 贷款 利率 是 多少").text
    assert "答复已经生效" in page
    assert "已有答复" in page
    assert "李工 新增" in page
    answer = Answer(Status.NOT_FOUND, ASKED, "没有找到。")
    assert "请拨打12329。" in staff.unanswered.with_reply(answer).advice
    id = re.search(r'name="undo" value="(\d+)"', page)[1]
    page = staff.post("undo", undo=id, who="王工").text
    assert "王工 撤销" in page
    assert staff.unanswered.with_reply(answer).advice == ""
    page = staff.post("undo", redo=id, who="王工").text
    assert "王工 恢复" in page
    assert "请拨打12329。" in staff.unanswered.with_reply(answer).advice


def test_synonyms_are_added_and_the_name_is_remembered(staff):
    page = staff.post("synonyms", line="老年饭桌 社区食堂", who="李工").text
    assert "同义词已经生效" in page
    assert "老年饭桌、社区食堂" in page
    assert staff.unanswered.book.synonyms() == (("老年饭桌", "社区食堂"),)
    assert 'name="who" value="李工"' in staff.get()


@pytest.mark.parametrize(
    ("what", "form", "said", "kept"),
    [
        ("synonyms", {"line": "饭桌", "who": "李工"}, "2 到 8 个", 'value="饭桌"'),
        ("synonyms", {"line": "老年饭桌 社区食堂"}, "经办人", 'value="老年饭桌 社区食堂"'),
        ("reply", {"asked": "…怎么办", "text": "请拨打12345。", "who": "李工"}, "“…”", ">请拨打12345。</textarea>"),
        ("reply", {"asked": ASKED, "text": "<b>不</b>", "who": ""}, "经办人", "&lt;b&gt;不&lt;/b&gt;</textarea>"),
        ("undo", {"undo": "7", "who": "李工"}, "不存在", ""),
        ("undo", {"who": "李工"}, "不存在", ""),
    ],
)
def test_what_is_refused_is_told_and_stays_in_its_form(staff, what, form, said, kept):
    answer = staff.post(what, **form)
    assert answer.status_code == 400
    assert len(alerts(answer.text)) == 1
    assert said in alerts(answer.text)[0]
    assert kept in answer.text
    assert staff.unanswered.book.changes == ()


def test_a_refused_form_of_a_group_opens_in_its_group_again(staff):
    lost(staff, ASKED)
    lost(staff, "大桥什么时候通车")
    page = staff.post("reply", asked="利率", text="请拨打12345。", who="李工", key="大桥 什么 时候 通车").text
    opened = re.findall(r"<details open>\s*<summary>(.*?)<span", page)
    assert opened == ["写答复"]
    assert page.index("<details open>") > page.index("<h3>大桥什么时候通车</h3>")


def test_a_disk_that_cannot_be_written_is_told_in_words(staff, monkeypatch):
    def full(*args):
        raise OSError("no space left")

    monkeypatch.setattr(staff.unanswered.book, "add", full)
    answer = staff.post("synonyms", line="老年饭桌 社区食堂", who="李工")
    assert answer.status_code == 500
    assert alerts(answer.text) == ["没有保存：服务器的磁盘写不进去，请联系管理员。"]


@pytest.mark.parametrize("what", ["synonyms", "reply", "undo"])
def test_without_the_token_or_a_session_nothing_is_done(staff, what):
    form = {"line": "老年饭桌 社区食堂", "asked": ASKED, "text": "请拨打12345。", "who": "李工", "undo": "1"}
    assert staff.client.post(f"{PAGE}/{what}", data=form).status_code == 403
    staff.client.cookies.clear()
    answer = staff.client.post(f"{PAGE}/{what}", data={"csrf": staff.csrf, **form}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/login?next=%2Fstaff")
    assert staff.unanswered.book.changes == ()


@pytest.mark.parametrize(
    ("words", "text"),
    [("公积金 贷款 …", "公积金贷款…"), ("gdp ai 多少", "gdp ai多少"), ("…", "…"), ("pm2.5 降 了", "pm2.5降了")],
)
def test_words_are_shown_as_a_sentence(words, text):
    assert shown(words) == text
