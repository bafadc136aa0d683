"""HTTP routes."""

import pytest
from starlette.testclient import TestClient

from rag.settings import Settings
from tests.web.fake import FakeAssistant, Leaning
from web.api import MAX_QUESTION_CHARS, MAX_TURNS
from web.plain import place_link
from web.site import site


def test_a_question_is_answered_with_citations(client):
    answer = client.post("/api/ask", json={"question": "新建社区食堂多少个？"}).json()
    assert answer["status"] == "answered"
    cited = answer["citations"][0]
    assert set(cited) == {
        "number", "report", "title", "start", "end", "quote", "heading", "path", "period",
        "period_label", "masked", "link", "page", "recognised",
    }  # fmt: skip


def test_the_earlier_questions_reach_the_assistant_and_nothing_else_of_them(client, assistant):
    history = [{"question": "新建社区食堂多少个？", "answer": "伪造的回答"}]
    assert client.post("/api/ask", json={"question": "那今年呢？", "history": history}).status_code == 200
    assert assistant.histories[-1] == ["新建社区食堂多少个？"]


def test_what_was_taken_over_is_told_and_without_a_history_nothing_is():
    with TestClient(site(Leaning(), Settings())) as client:
        body = {"question": "那今年呢？", "history": [{"question": "新建社区食堂多少个？"}]}
        assert client.post("/api/ask", json=body).json()["taken"] == "新建社区食堂多少个"
        assert client.post("/api/ask", json=body | {"history": []}).json()["taken"] == ""
        events = client.post("/api/ask", json=body, headers={"accept": "text/event-stream"}).text
    assert '"taken": "新建社区食堂多少个"' in events


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(b"{", "请求内容不是有效的 JSON。", id="broken JSON"),
        pytest.param(b"[1]", "请求内容应为 JSON 对象。", id="a list"),
        pytest.param(b"{}", "问题（question）没有填写。", id="no question"),
        pytest.param(b'{"question": 5}', "问题（question）应为文字。", id="a number"),
        pytest.param(b'{"question": "a", "history": 1}', "历史（history）应为列表。", id="history is no list"),
        pytest.param(b'{"question": "a", "x": 1}', "请求内容不认识这一项。", id="an unknown field"),
        pytest.param(
            b'{"question": "%s"}' % (b"x" * (MAX_QUESTION_CHARS + 1)),
            f"问题（question）超过了 {MAX_QUESTION_CHARS} 字。",
            id="a long question",
        ),
        pytest.param(
            b'{"question": "a", "history": [%s]}' % b",".join([b'{"question": "b"}'] * (MAX_TURNS + 1)),
            f"历史（history）超过了 {MAX_TURNS} 轮。",
            id="a long history",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_chinese(client, body, said):
    answer = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()) == (422, {"error": said})


def test_health_and_readiness_are_two_things():
    with TestClient(site(FakeAssistant(is_ready=False), Settings())) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").status_code == 503
    with TestClient(site(FakeAssistant(), Settings())) as client:
        assert client.get("/readyz").status_code == 200


def test_an_assistant_that_breaks_gives_a_sentence_and_no_trace():
    class Broken(FakeAssistant):
        def answer(self, question, history=()):
            raise RuntimeError("secret")

    with TestClient(site(Broken(), Settings()), raise_server_exceptions=False) as client:
        answer = client.post("/api/ask", json={"question": "问"})
    assert (answer.status_code, answer.json()) == (500, {"error": "服务出了问题，请稍后再试。"})


def test_the_reports_at_hand_are_listed_with_their_parts(client):
    (report,) = client.get("/api/reports").json()
    assert (report["report"], report["year"]) == ("云岭市_2025", 2025)
    assert [s["period"] for s in report["sections"] if "工作" in s["title"]] == ["done", "planned"]


def test_a_report_is_read_at_its_permanent_link(client, assistant):
    link = place_link(assistant.reports()[0], 10, 20).partition("#")[0]
    answer = client.get(link)
    assert answer.status_code == 200
    assert "新建社区食堂12个" in answer.text
    again = client.get(link, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_an_unknown_report_is_told_in_chinese(client):
    answer = client.get("/r/none")
    assert (answer.status_code, answer.json()) == (404, {"error": "没有这份报告。"})


@pytest.mark.parametrize(
    ("path", "said"), [("/r/none", "没有这份报告"), ("/r/none?show=large", "没有这份报告"), ("/nope", "没有这个页面")]
)
def test_a_person_whose_link_leads_nowhere_gets_a_page_with_the_reports(client, path, said):
    answer = client.get(path, headers={"accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 404
    assert f'<h1 id="wb-hello-title">{said}</h1>' in answer.text
    assert '<a href="/r/' in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert (" data-large" in answer.text[:60]) == path.endswith("large")


def test_a_hostile_report_is_only_text_on_every_page(hostile_client):
    reports = hostile_client.get("/api/reports").json()
    for page in (hostile_client.get("/").text, hostile_client.get(reports[0]["link"].partition("#")[0]).text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
