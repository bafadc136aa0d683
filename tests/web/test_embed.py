"""The widget's two addresses, what they weigh and who may frame them; answers as server-sent events."""

import gzip
import json
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from rag.settings import Settings
from tests.web.fake import FakeAssistant
from web.guard import script_hashes
from web.site import site

EVENTS = {"accept": "text/event-stream"}


def events(text):
    """(name, data) of every event."""
    found = [re.fullmatch(r"event: (\w+)\ndata: (.*)", block) for block in text.strip().split("\n\n")]
    return [(match[1], json.loads(match[2])) for match in found]


def test_the_loader_weighs_5_kb_and_the_page_60_kb_at_most(client):
    assert len(gzip.compress(client.get("/widget.js").content, 6)) <= 5 * 1024
    assert len(gzip.compress(client.get("/embed").content, 6)) <= 60 * 1024


@pytest.mark.parametrize("path", ["/widget.js", "/embed"])
def test_neither_names_another_host_or_loads_another_file(client, path):
    text = client.get(path).text
    assert set(re.findall(r"https?://[\w.-]+", text)) <= {"http://www.w3.org"}  # the name of SVG, never fetched
    assert not re.search(r"<link|<script[^>]+src|<img|@import|url\(", text)


def test_the_page_runs_its_own_script_and_no_other(client):
    answer = client.get("/embed")
    script_src = re.search(r"script-src ([^;]+)", answer.headers["content-security-policy"])[1]
    assert script_src == "'self'" + script_hashes(answer.text)
    assert script_src.count("sha256-") == 1


def test_a_listed_origin_may_frame_the_page(client):
    policy = client.get("/embed").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://portal.city.example")
    assert "x-frame-options" not in client.get("/embed").headers


def test_an_empty_list_lets_nobody_but_ourselves(hostile_client):
    policy = hostile_client.get("/embed").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self'")


def test_a_host_page_that_isolates_itself_may_load_the_loader(client):
    assert client.get("/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/widget.js", "/embed"])
def test_what_has_not_changed_is_not_sent_again(client, path):
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert client.head(path).status_code == 200
    assert "set-cookie" not in first.headers


def test_the_page_brings_starters_and_reports_with_it(client, assistant):
    page = client.get("/embed").text
    assert "<title>云岭市政府工作报告问答 · 问报</title>" in page
    assert all(starter in page for starter in assistant.starters())
    assert 'data-report="云岭市_2025">云岭市2025年报告</a>' in page


def test_a_hostile_report_is_only_text(hostile_client):
    page = hostile_client.get("/embed").text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_closed_service_says_so_on_the_page_and_to_who_asks():
    with TestClient(site(FakeAssistant(), Settings(closed="正在维护，预计18:00恢复"))) as client:
        assert "正在维护，预计18:00恢复</p>" in client.get("/embed").text
        answer = client.post("/api/ask", json={"question": "食堂"}, headers=EVENTS)
    assert (answer.status_code, answer.json()) == (503, {"error": "正在维护，预计18:00恢复"})


def test_events_end_with_the_same_answer_that_others_get(client):
    asked = {"question": "新建社区食堂多少个？"}
    plain = client.post("/api/ask", json=asked)
    stream = client.post("/api/ask", json=asked, headers=EVENTS)
    assert plain.headers["content-type"] == "application/json"
    assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert stream.headers["x-accel-buffering"] == "no"
    told = events(stream.text)
    assert told[0] == ("step", {"text": "正在报告原文中查找…"})
    assert [name for name, _ in told] == ["step", "answer"]
    assert told[-1][1] == plain.json()
    assert told[-1][1]["citations"]


def test_the_earlier_questions_reach_the_assistant_from_a_stream_too(client, assistant):
    body = {"question": "那今年呢？", "history": [{"question": "新建社区食堂多少个？"}]}
    client.post("/api/ask", json=body, headers=EVENTS)
    assert assistant.histories[-1] == ["新建社区食堂多少个？"]


def test_what_is_refused_is_refused_with_its_status_before_any_event(client):
    answer = client.post("/api/ask", json={}, headers=EVENTS)
    assert (answer.status_code, answer.json()) == (422, {"error": "问题（question）没有填写。"})
    with TestClient(site(FakeAssistant(), Settings(ask_per_minute=1))) as strict:
        strict.post("/api/ask", json={"question": "食堂"}, headers=EVENTS)
        answer = strict.post("/api/ask", json={"question": "食堂"}, headers=EVENTS)
    assert answer.status_code == 429
    assert answer.json()["error"]


def test_what_breaks_on_the_way_is_told_in_one_sentence():
    class Broken(FakeAssistant):
        def answer(self, question, history=(), *, only=""):
            raise RuntimeError("secret")

    with TestClient(site(Broken(), Settings())) as client:
        answer = client.post("/api/ask", json={"question": "问"}, headers=EVENTS)
    assert events(answer.text)[-1] == ("error", {"error": "服务出了问题，请稍后再试。"})
    assert "secret" not in answer.text


def test_a_question_can_be_put_to_one_report(client, assistant):
    client.post("/api/ask", json={"question": "新建社区食堂多少个？", "report": "云岭市_2025"})
    assert assistant.only == "云岭市_2025"
    answer = client.post("/api/ask", json={"question": "食堂", "report": "没有"}, headers=EVENTS)
    assert (answer.status_code, answer.json()) == (404, {"error": "没有这份报告。"})


def test_what_a_language_model_writes_comes_sentence_by_sentence_and_whole_in_the_last_event():
    class Writing(FakeAssistant):
        def answers(self, question, history=(), *, only=""):
            whole = self.answer(question, history, only=only)
            written = tuple(replace(c, text=f"归纳{n}。") for n, c in enumerate(whole.claims))
            for n in range(len(written)):
                yield replace(whole, written=written[:n], growing=True)
            yield replace(whole, written=written)

    with TestClient(site(Writing(), Settings())) as client:
        told = events(client.post("/api/ask", json={"question": "新建社区食堂多少个？"}, headers=EVENTS).text)
    assert [name for name, _ in told] == ["step", "partial", "partial", "answer"]
    assert [len(data["written"]) for _, data in told[1:]] == [0, 1, 2]
    assert {len(data["claims"]) for _, data in told[1:]} == {2}
    assert told[-1][1]["citations"][0] == told[1][1]["citations"][0]
