"""Reports from addresses, over a real server on this machine: redirects, limits, and where a server must not be led."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

import pytest

from ingest import __main__ as command
from ingest import fetch_connect as connecting
from ingest.fetch import fetch
from ingest.fetch_connect import is_private
from ingest.fetched import changes, take
from rag.errors import ReadError
from tests.small_reports import QINGXI_2032

PAGE = f"<html><body>{''.join(f'<p>{line}</p>' for line in QINGXI_2032.splitlines())}</body></html>"


class Site(http.server.BaseHTTPRequestHandler):
    """Answers as the path says."""

    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {}

    def do_GET(self):
        if self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            with suppress(BrokenPipeError):
                for _ in range(200):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)
            return
        status, headers, body = self.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, said in headers.items():
            self.send_header(name, said)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def home():
    """Address of the server."""
    Site.pages = {"/report.html": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode())}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def refused(address: str, **options) -> str:
    with pytest.raises(ReadError) as caught:
        fetch(address, **{"max_mb": 1, "private": True, **options})
    return caught.value.message


# ---- what comes


def test_a_page_is_fetched_with_every_redirect_told(home):
    Site.pages["/a"] = (302, {"Location": "/b"}, b"")
    Site.pages["/b"] = (301, {"Location": f"{home}/report.html#top"}, b"")
    got = fetch(f"{home}/a", max_mb=1, private=True)
    assert got.hops == (f"{home}/a", f"{home}/b", f"{home}/report.html")
    assert (got.data.decode(), got.type) == (PAGE, "text/html")


def test_a_packed_page_is_unpacked_and_a_bomb_is_not(home):
    Site.pages["/z"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode()))
    assert fetch(f"{home}/z", max_mb=1, private=True).data.decode() == PAGE
    Site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(30_000_000)))
    assert "上限 1 MB" in refused(f"{home}/bomb")


def test_addresses_with_chinese_in_them_are_asked_for(home):
    Site.pages["/%E6%8A%A5%E5%91%8A?id=%E4%B8%80"] = (200, {}, b"ok")
    assert fetch(f"{home}/报告?id=一", max_mb=1, private=True).data == b"ok"


# ---- what does not


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (404, {}, b"x", "404"),
        (500, {}, b"x", "500"),
        (200, {}, b"", "空的"),
        (200, {"Content-Length": "900"}, b"short", "中断"),
        (200, {}, bytes(1024 * 1024 + 1), "上限 1 MB"),
        (302, {"Location": "/x"}, b"", "跳转超过"),
        (302, {"Location": "file:///etc/passwd"}, b"", "http"),
        (302, {"Location": "http://user:word@127.0.0.1/"}, b"", "用户名"),
        (200, {"Content-Encoding": "gzip"}, b"not packed", "中断"),
    ],
)
def test_what_cannot_be_had_is_told_in_one_sentence(home, status, headers, body, said):
    Site.pages["/x"] = (status, headers, body)
    assert said in refused(f"{home}/x")


def test_a_page_that_drips_is_given_up(home):
    started = time.monotonic()
    assert "太慢" in refused(f"{home}/drip", seconds=0.5)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "http://a b/",
        "http://me:x@host/",
    ],
)
def test_other_addresses_are_refused(address):
    assert "网址" in refused(address)


# ---- where a server must not be led


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
     "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_known(address):
    assert is_private(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "64:ff9b::808:808"])
def test_public_addresses_are_known(address):
    assert not is_private(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "127.0.0.1."]
)
def test_this_machine_is_not_asked_however_it_is_spelled(home, host):
    port = home.rpartition(":")[2]
    said = refused(f"http://{host}:{port}/report.html", private=False)
    assert "内部网络" in said or "找不到" in said or "连不上" in said


def test_a_redirect_into_the_own_network_is_refused(home, monkeypatch):
    """The first address counts as public here; what it leads to is judged anew."""
    Site.pages["/a"] = (302, {"Location": f"http://localhost:{home.rpartition(':')[2]}/report.html"}, b"")
    monkeypatch.setattr(connecting, "is_private", lambda raw: raw != "127.0.0.1" or judged.pop())
    judged = [True, False]
    assert "内部网络" in refused(f"{home}/a", private=False)


def test_the_address_that_was_judged_is_the_one_that_is_asked(home, monkeypatch):
    """A name that leads elsewhere the second time it is looked up."""
    port = int(home.rpartition(":")[2])
    looked: list[str] = []

    def look_up(host, *_, **__):
        looked.append(host)
        place = "127.0.0.1" if len(looked) == 1 else "10.9.9.9"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    monkeypatch.setattr(connecting.socket, "getaddrinfo", look_up)
    assert fetch(f"http://rebinding.example:{port}/report.html", max_mb=1, private=True).data
    assert looked == ["rebinding.example"]


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(connecting.socket, "getaddrinfo", lambda *_, **__: places)
    assert "内部网络" in refused("http://two.example/", private=False)


# ---- kept, compared, ingested


def test_the_file_is_kept_under_one_name_and_the_last_time_is_told(home, settings):
    allowed = replace(settings, fetch_private=True)
    first, origin = take(f"{home}/report.html", allowed)
    assert (first.suffix, origin.last, origin.same) == (".html", "", False)
    again, origin = take(f"{home}/report.html", allowed)
    assert (again, origin.same) == (first, True)
    assert "完全相同" in origin.said
    Site.pages["/report.html"] = (200, {}, PAGE.replace("青溪", "南汀").encode())
    _, origin = take(f"{home}/report.html", allowed)
    assert not origin.same
    assert len(list(first.parent.iterdir())) == 3  # the file, the one before, what is known of it


def test_the_setting_is_off(home, settings):
    with pytest.raises(ReadError, match="WENBAO_FETCH_PRIVATE"):
        take(f"{home}/report.html", settings)


def test_what_changed_is_counted_and_shown():
    told = changes("甲\n乙\n丙\n丁", "甲\n乙改\n丙\n丁\n戊")
    assert (told.added, told.removed, told.altered) == (1, 0, 1)
    assert told.shown == (("乙", "乙改"), ("", "戊"))
    assert "没有变化" in changes("甲 \n\n乙", "甲\n乙").said


def test_an_address_is_ingested_and_the_second_time_its_changes_are_told(home, settings, monkeypatch, capsys):
    for name, value in (
        ("DATA_DIR", str(settings.data_dir)),
        ("EMBEDDING_MODEL", settings.embedding_model),
        ("FETCH_PRIVATE", "1"),
    ):
        monkeypatch.setenv(f"WENBAO_{name}", value)
    assert command.main([f"{home}/report.html"]) == 0
    assert "取自" in capsys.readouterr().out
    Site.pages["/report.html"] = (
        200,
        {},
        PAGE.replace("</body>", "<p>青溪县人民政府另行公布一份附表。</p></body>").encode(),
    )
    assert command.main([f"{home}/report.html"]) == 0
    assert "新增 1 段" in capsys.readouterr().out
