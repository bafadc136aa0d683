"""Who may into the staff desk: the first password, signing in and out, and every way around that was tried."""

from __future__ import annotations

import os
import stat

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import app
from rag.errors import WenbaoError
from rag.settings import Settings
from tests.web.fake import FakeAssistant
from tests.web.staff import PASSWORD, csrf_of, quick_passwords, sign_in
from web.api import speak_chinese
from web.guard import Guard
from web.site import site
from web.staff import routes
from web.staff.desk import SHOW, Desk
from web.staff.login import A_MINUTE, inside
from web.staff.password import LINK_SECONDS, Password, SetupLink
from web.staff.session import IDLE_SECONDS, Sessions

PAGES = ["/staff/wording", "/staff/compare", "/staff/shelf", "/staff/questions", "/staff/password"]
OTHER = "另外一个足够长的密码"


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    quick_passwords(monkeypatch)


def site_of(folder, **settings):
    """The desk behind the guard, without Gradio's page, which takes a second to build."""
    settings = Settings(data_dir=folder, **settings)
    desk_only = FastAPI()
    desk_only.state.desk = Desk(FakeAssistant(), settings)
    desk_only.include_router(routes(desk_only.state.desk))
    speak_chinese(desk_only)
    desk_only.add_middleware(Guard, dress=lambda html: html)
    return desk_only


@pytest.fixture
def client(tmp_path):
    """Nobody is signed in; the password is PASSWORD."""
    with TestClient(site_of(tmp_path, staff_password=PASSWORD)) as test_client:
        yield test_client


@pytest.fixture
def unset(tmp_path):
    """No password was chosen yet."""
    with TestClient(site_of(tmp_path)) as test_client:
        yield test_client


def test_the_way_of_display_that_a_cookie_names_is_in_the_page_from_the_first_byte(client):
    client.cookies.set(SHOW, "both", path="/staff")
    page = client.get("/staff/login").text
    assert '<html lang="zh-CN" data-large data-contrast>' in page
    assert '<option value="both" selected>' in page
    client.cookies.set(SHOW, "x onload=1", path="/staff")
    assert '<html lang="zh-CN">' in client.get("/staff/login").text


def try_password(client, password, **more):
    return client.post("/staff/login", data={"password": password}, follow_redirects=False, **more)


# ---- without a session


@pytest.mark.parametrize("path", [*PAGES, "/staff", "/staff/nothing/here", "/staff/shelf/state"])
def test_a_page_sends_whoever_is_not_signed_in_to_the_login(client, path):
    answer = client.get(f"{path}?a=1", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/staff/login?next={path.replace('/', '%2F')}%3Fa%3D1"


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"x-csrf": "x"}, {"sec-fetch-dest": "empty"}])
def test_a_script_is_told_instead(client, headers):
    answer = client.get("/staff/wording", headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.json()) == (401, {"error": "请先登录工作台。"})


@pytest.mark.parametrize("path", ["/staff/logout", "/staff/password"])
def test_nothing_is_done_for_whoever_is_not_signed_in(client, path):
    answer = client.post(path, data={"csrf": "x"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/login?next=%2Fstaff")


def test_a_cookie_made_up_lets_nobody_in(client):
    for token in ("", "x", "a" * 5000, "../../etc/passwd", "\x00"):
        client.cookies.set("wenbao_staff", token.replace("\x00", "%00"), path="/staff")
        assert client.get("/staff/wording", follow_redirects=False).status_code == 303


def test_public_pages_say_nothing_of_the_desk():
    with TestClient(site(FakeAssistant(), Settings())) as whole:
        assert whole.get("/staff/wording", follow_redirects=False).status_code == 303
        for path in ("/", "/api/reports"):
            assert "/staff" not in whole.get(path).text
            assert "set-cookie" not in whole.get(path).headers


# ---- signing in


def test_the_password_lets_in_and_leads_where_one_wanted_to_go(client):
    answer = client.post(
        "/staff/login", data={"password": PASSWORD, "next": "/staff/compare?a=1"}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/compare?a=1")
    for path in PAGES:
        page = client.get(path, follow_redirects=False)
        assert page.status_code == (
            503 if path in ("/staff/shelf", "/staff/questions") else 200
        )  # nobody does their work here
        assert len(csrf_of(page.text)) > 30
    assert client.get("/staff", follow_redirects=False).headers["location"] == "/staff/wording"
    assert client.get("/staff/login", follow_redirects=False).status_code == 303
    assert client.get("/staff/nothing").status_code == 404


def test_the_cookie_is_kept_from_scripts_and_other_sites(client):
    plain = try_password(client, PASSWORD).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/staff"} <= set(plain.split("; "))
    assert "Secure" not in plain
    assert "expires" not in plain.lower()
    with TestClient(client.app, base_url="https://testserver") as behind_tls:
        assert "Secure" in try_password(behind_tls, PASSWORD).headers["set-cookie"].split("; ")


def test_pages_of_the_desk_are_framed_by_nobody_and_kept_by_no_cache(client):
    sign_in(client)
    for path in (*PAGES, "/staff/login", "/staff/setup"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("password", ["", "x", PASSWORD[:-1], PASSWORD + " ", "长" * 2000])
def test_a_wrong_password_gets_the_same_sentence(client, password):
    answer = try_password(client, password)
    assert answer.status_code == 403
    assert "密码不对，请重新输入。" in answer.text
    assert "set-cookie" not in answer.headers


def test_tries_are_limited_the_right_one_too(client):
    for _ in range(A_MINUTE):
        assert try_password(client, "x").status_code == 403
    answer = try_password(client, PASSWORD)
    assert answer.status_code == 429
    assert "试的次数太多了" in answer.text


def test_a_form_that_another_site_sends_signs_nobody_in(client):
    answer = try_password(client, PASSWORD, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "/staff//evil.example", "/staff/../r/x",
        "/staffing", "javascript:alert(1)", "/staff/%2e%2e/x", "/staff\\@evil.example", "/staff?x=\nset-cookie:a", "",
        "/%2fevil.example", "staff", "/staff/%5cevil.example", "@evil.example/staff",
    ],
)  # fmt: skip
def test_a_login_leads_nowhere_else(elsewhere):
    assert inside(elsewhere) == "/staff"


@pytest.mark.parametrize("page", ["/staff", "/staff/wording?q=一件事&year=2025", "/staff/shelf#x"])
def test_a_login_leads_to_any_page_of_the_desk(page):
    assert inside(page) == page


def test_what_a_stranger_puts_into_the_address_is_shown_as_text(client):
    page = client.get('/staff/login?next="><script>alert(1)</script>').text
    assert "<script>alert" not in page
    assert "<script>alert" not in client.get('/staff/setup?token="><script>alert(1)</script>').text


# ---- forms


def test_a_form_without_its_token_does_nothing(client):
    token = sign_in(client)
    for sent in ({}, {"csrf": "x"}, {"csrf": ""}, {"csrf": token[:-1]}):
        answer = client.post("/staff/logout", data=sent, follow_redirects=False)
        assert answer.status_code == 403
        assert "什么都没有改动" in answer.text
    answer = client.post("/staff/logout", headers={"x-csrf": "x"})
    assert (answer.status_code, "error" in answer.json()) == (403, True)
    assert client.get("/staff/wording", follow_redirects=False).status_code == 200


def test_a_token_of_another_session_is_no_good(client):
    stolen = sign_in(client)
    client.cookies.clear()
    assert sign_in(client) != stolen
    assert client.post("/staff/logout", data={"csrf": stolen}).status_code == 403


def test_a_token_in_an_address_is_no_good(client):
    token = sign_in(client)
    assert client.post(f"/staff/logout?csrf={token}").status_code == 403


# ---- signing out


def test_signing_out_ends_the_session_also_for_a_copied_cookie(client):
    token = sign_in(client)
    copied = client.cookies["wenbao_staff"]
    assert client.post("/staff/logout", data={"csrf": token}, follow_redirects=False).status_code == 303
    client.cookies.set("wenbao_staff", copied, path="/staff")
    assert client.get("/staff/wording", follow_redirects=False).status_code == 303


def test_a_session_ends_after_eight_idle_hours():
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    token = sessions.start("hash")
    for _ in range(3):
        now[0] += IDLE_SECONDS - 1
        assert sessions.find(token, "hash")
    now[0] += IDLE_SECONDS
    assert sessions.find(token, "hash") is None


def test_what_is_in_memory_lets_nobody_in():
    sessions = Sessions()
    token = sessions.start("hash")
    assert token not in repr(vars(sessions))


# ---- the first password, another one, a forgotten one


def test_without_a_password_nobody_gets_in_and_the_page_says_what_to_do(unset):
    assert "还没有设置密码" in unset.get("/staff/login").text
    for password in ("", "None", PASSWORD):
        assert try_password(unset, password).status_code == 403


def test_the_link_sets_the_password_once(unset, tmp_path):
    link = unset.app.state.desk.setup_path()
    token = link.partition("=")[2]
    sent = {"token": token, "password": PASSWORD, "again": PASSWORD}
    assert 'name="token"' in unset.get(link).text
    for wrong in ({"again": "x"}, {"password": "九个字的密码不够长", "again": "九个字的密码不够长"}):
        assert unset.post("/staff/setup", data=sent | wrong).status_code == 400
    answer = unset.post("/staff/setup", data=sent, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")
    assert unset.get("/staff/wording", follow_redirects=False).status_code == 200
    again = unset.post("/staff/setup", data=sent | {"password": OTHER, "again": OTHER})
    assert again.status_code == 403
    assert unset.get(link).status_code == 403
    assert Password(tmp_path).matches(PASSWORD)
    assert unset.app.state.desk.setup_path() == ""


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_made_up_link_sets_nothing(unset, tmp_path, token):
    sent = {"token": token, "password": PASSWORD, "again": PASSWORD}
    assert unset.get("/staff/setup", params={"token": token}).status_code == 403
    assert unset.post("/staff/setup", data=sent).status_code == 403
    assert not (tmp_path / "staff.json").exists()


def test_the_link_expires():
    now = [0.0]
    link = SetupLink(clock=lambda: now[0])
    now[0] = LINK_SECONDS - 1
    assert link.admits(link.token)
    now[0] = LINK_SECONDS
    assert not link.use_up(link.token)


def test_only_a_hash_is_stored_for_the_server_alone(tmp_path):
    site_of(tmp_path, staff_password=PASSWORD)
    stored = tmp_path / "staff.json"
    assert PASSWORD not in stored.read_text("utf-8")
    assert "$argon2id$" in stored.read_text("utf-8")
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert PASSWORD not in repr(Settings(staff_password=PASSWORD))


def test_a_password_given_by_the_environment_holds_at_the_first_start_only(tmp_path):
    site_of(tmp_path, staff_password=PASSWORD)
    site_of(tmp_path, staff_password=OTHER)
    assert Password(tmp_path).matches(PASSWORD)
    with pytest.raises(WenbaoError, match="至少要 10 个字"):
        site_of(tmp_path / "other", staff_password="短")


def test_another_password_signs_everybody_else_out(client, tmp_path):
    token = sign_in(client)
    with TestClient(client.app) as colleague:
        sign_in(colleague)
        sent = {"csrf": token, "old": PASSWORD, "password": OTHER, "again": OTHER}
        assert client.post("/staff/password", data=sent | {"old": "x"}).status_code == 403
        assert client.post("/staff/password", data=sent | {"again": "x"}).status_code == 400
        assert client.post("/staff/password", data=sent, follow_redirects=False).status_code == 303
        assert colleague.get("/staff/wording", follow_redirects=False).status_code == 303
    assert client.get("/staff/wording", follow_redirects=False).status_code == 200
    assert Password(tmp_path).matches(OTHER)


def test_a_reset_holds_at_once_in_a_running_server(client, tmp_path, monkeypatch, capsys):
    sign_in(client)
    monkeypatch.setenv("WENBAO_DATA_DIR", str(tmp_path))
    assert app.main(["--reset-staff-password"]) == 0
    assert "请重新启动问报" in capsys.readouterr().out
    assert client.get("/staff/wording", follow_redirects=False).status_code == 303
    assert try_password(client, PASSWORD).status_code == 403
    with TestClient(site_of(tmp_path)) as restarted:
        assert restarted.get(restarted.app.state.desk.setup_path()).status_code == 200


def test_a_damaged_password_file_is_told_with_its_remedy(tmp_path):
    (tmp_path / "staff.json").write_text("{", "utf-8")
    with pytest.raises(WenbaoError) as caught:
        site_of(tmp_path)
    assert caught.value.remedy == "python app.py --reset-staff-password"


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_a_half_written_password_file_of_before_does_no_harm(tmp_path):
    (tmp_path / "staff.json.new").write_text("half", "utf-8")
    Password(tmp_path).set(PASSWORD)
    assert Password(tmp_path).matches(PASSWORD)
