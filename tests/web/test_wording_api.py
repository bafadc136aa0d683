"""GET /api/wording."""

import pytest
from starlette.testclient import TestClient

from ingest.outline import outline
from rag.settings import Settings
from tests.web.fake import FakeAssistant
from web.api import MAX_QUESTION_CHARS
from web.site import site


def test_every_place_comes_with_its_marks_and_context(client, assistant):
    answer = client.get("/api/wording", params={"q": "社区食堂"}).json()
    source = assistant.reports()[0].source
    assert answer["status"] == "answered"
    assert "共2处" in answer["lead"]
    assert [c["period"] for c in answer["citations"]] == ["done", "planned"]
    for cited in answer["citations"]:
        assert source[cited["start"] : cited["end"]] == cited["quote"]
        assert [source[a:b] for a, b in cited["marks"]] == ["社区食堂"]
        assert cited["quote"] in cited["context"]["text"]
        assert source[cited["context"]["start"] : cited["context"]["end"]] == cited["context"]["text"]


def test_a_slip_is_shown_with_what_differs_marked(client, assistant):
    answer = client.get("/api/wording", params={"q": "一件事一回办"}).json()
    source = assistant.reports()[0].source
    assert [source[a:b] for a, b in answer["citations"][0]["marks"]] == ["次"]


def test_what_a_slogan_stands_for_is_listed_item_by_item():
    report = outline(
        "2031年青溪县政府工作报告\n\n一、2031年工作安排\n建设“一核两园”。一核，即老城。两园，即茶叶园、竹器园。\n",
        stem="青溪",
    )
    with TestClient(site(FakeAssistant(report), Settings())) as client:
        answer = client.get("/api/wording", params={"q": "“一核两园”指什么"}).json()
    assert [(row["words"], row["count"], row["report"]) for row in answer["items"]] == [
        ("一核", 1, "青溪"),
        ("两园", 2, "青溪"),
    ]
    items = [item for row in answer["items"] for item in row["items"]]
    assert [item["text"] for item in items] == ["老城", "茶叶园", "竹器园"]
    for item in items:
        assert report.source[item["start"] : item["end"]] == item["text"]
        assert item["text"] in answer["citations"][item["citation"] - 1]["quote"]


def test_other_look_ups_have_no_items(client):
    assert client.get("/api/wording", params={"q": "社区食堂"}).json()["items"] == []


def test_a_query_without_words_is_invalid(client):
    assert client.get("/api/wording", params={"q": "“”"}).json()["status"] == "invalid"


@pytest.mark.parametrize(
    ("params", "said"),
    [
        pytest.param({}, "要查找的词句（q）没有填写。", id="none"),
        pytest.param(
            {"q": "x" * (MAX_QUESTION_CHARS + 1)}, f"要查找的词句（q）超过了 {MAX_QUESTION_CHARS} 字。", id="long"
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_chinese(client, params, said):
    answer = client.get("/api/wording", params=params)
    assert (answer.status_code, answer.json()) == (422, {"error": said})


def test_post_keeps_the_words_out_of_the_address_and_says_the_same(client):
    by_address = client.get("/api/wording", params={"q": "社区食堂", "period": "done"}).json()
    by_body = client.post("/api/wording", json={"q": "社区食堂", "period": ["done"]}).json()
    assert by_address | {"seconds": 0} == by_body | {"seconds": 0}
    assert [c["period"] for c in by_body["citations"]] == ["done"]


def test_each_place_has_its_count_and_its_source_as_officials_cite_it(client):
    answer = client.post("/api/wording", json={"q": "社区食堂"}).json()
    assert answer["way"] == "exact"
    assert [r["count"] for r in answer["reports"]] == [sum(c["count"] for c in answer["citations"])] == [2]
    assert all(c["source"].startswith("《2025年云岭市政府工作报告》第") for c in answer["citations"])


def test_a_slip_comes_with_its_difference(client):
    answer = client.post("/api/wording", json={"q": "一件事一回办"}).json()
    assert answer["way"] == "near"
    pieces = [(p["kind"], p["text"]) for p in answer["citations"][0]["difference"] if p["kind"] in ("asked", "said")]
    assert pieces == [("asked", "回"), ("said", "次")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param({}, "要查找的词句（q）没有填写。", id="none"),
        pytest.param({"q": "甲", "year": ["今年"]}, "年份（year）格式不对。", id="year"),
        pytest.param({"q": "甲", "colour": "红"}, "请求内容不认识这一项。", id="unknown"),
    ],
)
def test_a_body_that_cannot_be_read_is_told_in_chinese(client, body, said):
    answer = client.post("/api/wording", json=body)
    assert (answer.status_code, answer.json()) == (422, {"error": said})
