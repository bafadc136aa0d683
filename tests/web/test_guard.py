"""The allow-list, the headers, the limits: what stands in front of every route."""

import re

import pytest

from web.guard import API_BODY_BYTES, PAGE_BODY_BYTES, script_hashes

FORBIDDEN = [
    ("GET", "/config"),
    ("GET", "/info"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/openapi.json"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/redoc"),
    ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/upload_progress"),
    ("POST", "/gradio_api/run/predict"),
    ("POST", "/gradio_api/api/predict"),
    ("POST", "/run/predict"),
    ("POST", "/gradio_api/call/reply"),
    ("GET", "/gradio_api/runs"),
    ("GET", "/gradio_api/run-history/list"),
    ("GET", "/gradio_api/file=/etc/passwd"),
    ("GET", "/gradio_api/file/etc/passwd"),
    ("GET", "/gradio_api/proxy=https://evil.example/x"),
    ("GET", "/gradio_api/queue/status"),
    ("POST", "/gradio_api/component_server"),
    ("GET", "/gradio_api/mcp/sse"),
    ("GET", "/monitoring"),
    ("POST", "/login"),
    ("GET", "/logout"),
    ("GET", "/user"),
    ("GET", "/token"),
    ("GET", "/robots.txt"),
    ("GET", "/manifest.json"),
    ("GET", "/pwa_icon"),
    ("GET", "/custom_component/x/y/z/w"),
    ("GET", "/assets/../config"),
    ("GET", "/assets/%2e%2e/config"),
    ("GET", "/static/..%2f..%2fconfig"),
    ("GET", "/static/fonts/x.woff2"),
    ("GET", "/nope"),
]


@pytest.mark.parametrize(("method", "path"), FORBIDDEN)
def test_what_is_not_on_the_list_is_not_there(client, method, path):
    answer = client.request(method, path)
    assert answer.status_code == 404
    assert answer.json() == {"error": "没有这个地址。"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/ask"),
        ("GET", "/api/ask"),
        ("DELETE", "/"),
        ("POST", "/"),
        ("POST", "/healthz"),
        ("GET", "/gradio_api/reset"),
    ],
)
def test_a_wrong_method_is_told_in_chinese(client, method, path):
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()) == (405, {"error": "这个地址不支持这种请求方式。"})


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/api/reports", "/theme.css", "/favicon.ico"])
def test_what_the_page_needs_is_there(client, path):
    assert client.get(path).status_code == 200


def test_what_gradio_sends_with_every_stop_is_taken(client):
    answer = client.post("/gradio_api/reset", json={"event_id": "x"})
    assert (answer.status_code, answer.json()) == (200, {"success": True})


def test_the_queue_takes_no_calls_of_an_api(client):
    event = {"fn_index": 0, "data": ["问", []], "session_hash": "x"}
    assert client.post("/gradio_api/run/predict", json=event).status_code == 404


def test_the_page_is_chinese_and_has_a_title(client):
    page = client.get("/").text
    assert page.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert "<title>云岭市政府工作报告问答 · 问报</title>" in page


def test_the_page_names_no_other_host(client):
    page = client.get("/").text
    assert set(re.findall(r"https?://[\w.-]+", page)) <= {"http://testserver"}


def test_scripts_run_only_from_ourselves_or_by_their_hash(client):
    answer = client.get("/")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self'" + script_hashes(answer.text)
    assert policy["script-src"].count("sha256-") == 3  # language, configuration, descriptions of its functions
    assert "unsafe" not in policy["script-src"]
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self' https://portal.city.example"


@pytest.mark.parametrize("path", ["/", "/healthz", "/nope", "/theme.css", "/api/reports"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert "frame-ancestors" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in headers


def test_without_listed_origins_nobody_else_may_frame(hostile_client):
    assert hostile_client.get("/").headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_hashed_files_are_kept_for_good_and_pages_are_not(client):
    page = client.get("/").text
    ours = re.search(r'src="(/ui/[^"]+\.js)"', page).group(1)
    gradios = re.search(r'src="\.(/assets/[^"]+\.js)"', page).group(1)
    for path in (ours, gradios):
        assert client.get(path).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/").headers["cache-control"] == "no-cache"
    assert client.get("/assets/none.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(("path", "limit"), [("/api/ask", API_BODY_BYTES), ("/gradio_api/queue/join", PAGE_BODY_BYTES)])
def test_a_body_beyond_the_limit_is_refused(client, path, limit):
    answer = client.post(path, content=b"x" * (limit + 1))
    assert answer.status_code == 413
    assert answer.json() == {"error": "提交的内容太长。"}


def test_a_body_of_undeclared_length_is_counted_as_it_comes(client):
    pieces = (b"x" * 8192 for _ in range(API_BODY_BYTES // 8192 + 2))
    assert client.post("/api/ask", content=pieces).status_code in (400, 413, 422, 500)


def test_websockets_are_closed(client):
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/gradio_api/queue/join"):
        pass


def test_only_listed_origins_may_call_from_a_browser(client):
    listed = client.get("/api/reports", headers={"origin": "https://portal.city.example"})
    assert listed.headers["access-control-allow-origin"] == "https://portal.city.example"
    assert "access-control-allow-credentials" not in listed.headers
    for path in ("/api/reports", "/", "/theme.css"):
        other = client.get(path, headers={"origin": "https://evil.example", "host": "chat.city.example"})
        assert "access-control-allow-origin" not in other.headers


def test_a_preflight_from_elsewhere_is_refused(client):
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    assert client.options("/api/ask", headers=headers).status_code == 400
