"""The real app in a process of its own, over the samples, and Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                why = "no Chromium here; get it with: apt-get install chromium fonts-noto-cjk"
                item.add_marker(pytest.mark.skip(reason=why))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Address of a running app over the samples."""
    data, port = tmp_path_factory.mktemp("data"), free_port()
    # The tests ask faster than any person may.
    environ = os.environ | {"WENBAO_DATA_DIR": str(data), "WENBAO_PORT": str(port), "WENBAO_ASK_PER_MINUTE": "0"}
    samples = sorted(str(path) for path in (HOME / "samples").glob("*.txt"))
    subprocess.run([sys.executable, "-m", "ingest", *samples], cwd=HOME, env=environ, check=True, capture_output=True)
    server = subprocess.Popen([sys.executable, "app.py"], cwd=HOME, env=environ)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(server, f"{url}/readyz")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_ready(server, url, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail(f"app.py ended with exit code {server.returncode}")
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"app.py was not ready after {seconds} s")


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, address):
    """The chat page at 1440 px, in a browser that asks for English; every request and fault is recorded."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    tab = context.new_page()
    tab.requests, tab.faults = [], []
    tab.on("request", lambda request: tab.requests.append(request.url))
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    tab.on("console", lambda message: tab.faults.append(message.text) if message.type == "error" else None)
    tab.goto(address)
    yield tab
    context.close()
