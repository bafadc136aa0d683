"""POST /api/feedback: what a person thought of an answer."""

import pytest
from starlette.testclient import TestClient

from rag.settings import Settings
from tests.web.fake import FakeAssistant
from web.feedback import MAX_WORD_CHARS
from web.site import site

GOOD = {"question": "新建社区食堂多少个？", "status": "answered", "useful": False, "word": " 没说清楚 "}


class Kept:
    def __init__(self):
        self.notes = []

    def note(self, *, question, status, useful, word):
        self.notes.append((question, status, useful, word))


def serve(notes, **settings):
    return TestClient(site(FakeAssistant(), Settings(**settings), notes=notes))


def test_a_judgement_is_handed_on_as_it_was_made():
    notes = Kept()
    with serve(notes) as client:
        assert client.post("/api/feedback", json=GOOD).status_code == 204
        assert client.post("/api/feedback", json={k: v for k, v in GOOD.items() if k != "word"}).status_code == 204
    assert notes.notes == [
        ("新建社区食堂多少个？", "answered", False, "没说清楚"),
        ("新建社区食堂多少个？", "answered", False, ""),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"word": "字" * (MAX_WORD_CHARS + 1)}, "补充的话（word）超过了 200 字。"),
        ({"status": "fine"}, "请求内容格式不对。"),
        ({"useful": "perhaps"}, "请求内容格式不对。"),
        ({"question": ""}, "问题（question）格式不对。"),
        ({"name": "x"}, "请求内容不认识这一项。"),
    ],
)
def test_anything_else_is_refused_in_chinese(change, said):
    notes = Kept()
    with serve(notes) as client:
        answer = client.post("/api/feedback", json=GOOD | change)
    assert (answer.status_code, answer.json()) == (422, {"error": said})
    assert notes.notes == []


def test_where_nobody_takes_notes_there_is_no_such_address(client):
    assert client.post("/api/feedback", json=GOOD).status_code == 404


def test_it_has_a_limit_of_its_own():
    with serve(Kept(), ask_per_minute=2) as client:
        assert [client.post("/api/feedback", json=GOOD).status_code for _ in range(3)] == [204, 204, 429]
        assert client.post("/api/ask", json={"question": "新建社区食堂多少个？"}).status_code == 200


def test_questions_have_theirs_and_it_is_told_in_chinese():
    with serve(None, ask_per_minute=1) as client:
        assert client.post("/api/ask", json={"question": "问"}).status_code == 200
        answer = client.post("/api/ask", json={"question": "问"})
    assert answer.status_code == 429
    assert answer.json() == {"error": "您问得太快了，请过一会儿再问。"}
    assert answer.headers["retry-after"] == "60"


def test_while_closed_nothing_is_answered_and_everything_can_be_read():
    with serve(None, closed="正在维护，预计18:00恢复。") as client:
        answer = client.post("/api/ask", json={"question": "问"})
        assert (answer.status_code, answer.json()) == (503, {"error": "正在维护，预计18:00恢复。"})
        page = client.get("/").text
        assert "正在维护，预计18:00恢复。" in page
        assert "<gradio-app" not in page
        (report,) = client.get("/api/reports").json()
        assert client.get(report["link"].partition("#")[0]).status_code == 200


def test_a_report_opens_in_the_display_that_was_chosen(client):
    (report,) = client.get("/api/reports").json()
    link = report["link"].partition("#")[0]
    assert '<html lang="zh-CN" data-large>' in client.get(f"{link}?show=large").text
    assert '<html lang="zh-CN">' in client.get(f"{link}?show=%3Cscript%3E").text
