"""Pictures of the running app for README and docs: python scripts/screenshots.py [ADDRESS] [QUESTION].

Without an address it ingests the samples into a throw-away index and serves them itself. Needs Chromium
(apt-get install chromium fonts-noto-cjk). Every picture is made at three widths; hello, answer and report in light, dark,
large type and high contrast, the other states in light.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HOME = Path(__file__).resolve().parent.parent
PICTURES = HOME / "docs" / "pictures"
SIZES = {1440: 900, 768: 1024, 375: 812}
LOOKS = {"light": ("light", ""), "dark": ("dark", ""), "large": ("light", "large"), "contrast": ("light", "contrast")}
"""Colour scheme and way of display (`?show=`) of each series of pictures."""
CLOSED = "正在维护，预计18:00恢复。"
QUESTION = "一般公共预算收入去年完成多少，今年目标是多少？"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def served_samples(**settings: str) -> Iterator[str]:
    """The app over the samples, on a free port, with an index of its own; gives its address.

    settings: more of the environment, such as WENBAO_CLOSED.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with TemporaryDirectory() as folder:
        environ = os.environ | {
            "WENBAO_DATA_DIR": folder,
            "WENBAO_PORT": str(port),
            "WENBAO_ASK_PER_MINUTE": "0",
            **settings,
        }
        samples = sorted(map(str, (HOME / "samples").glob("*.txt")))
        subprocess.run([sys.executable, "-m", "ingest", *samples], cwd=HOME, env=environ, check=True)
        app = subprocess.Popen([sys.executable, "app.py"], cwd=HOME, env=environ)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address)
            yield address
        finally:
            app.terminate()
            app.wait()


def _wait_until_ready(address: str, seconds: float = 60) -> None:
    """Raises TimeoutError where the app does not answer in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(f"{address} did not become ready in {seconds:.0f} s")


def chromium() -> str:
    """Where Chromium is; ends the program where there is none."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("没有找到 Chromium。\n请运行：apt-get install chromium fonts-noto-cjk")
    return found


def main(address: str = "", question: str = QUESTION, closed: str = "") -> int:
    """Make all pictures."""
    if not address:
        with served_samples() as own, served_samples(WENBAO_CLOSED=CLOSED) as closed:
            return main(own, question, closed)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        for width, height in SIZES.items():
            for look in LOOKS:
                with _opened(browser, address, width, height, look) as page:
                    _series(page, question, f"{width}-{look}")
            with _opened(browser, address, width, height, "light") as page:
                _states(page, question, f"{width}-light")
            if closed:
                with _opened(browser, closed, width, height, "light") as page:
                    _keep(page, f"closed-{width}-light")
        browser.close()
    return 0


@contextmanager
def _opened(browser: Browser, address: str, width: int, height: int, look: str) -> Iterator[Page]:
    """The page in a fresh context."""
    scheme, show = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/?show={show}" if show else address)
    yield page
    context.close()


def _series(page: Page, question: str, name: str) -> None:
    """Hello, answer, and the report with the quotation lit."""
    page.wait_for_selector("#wb-go", state="attached")
    _keep(page, f"hello-{name}")
    _ask(page, question)
    _keep(page, f"answer-{name}")
    page.click(".wb-answer a.wb-mark >> nth=0")
    page.wait_for_selector("#wb-reader mark")
    page.wait_for_timeout(300)
    _keep(page, f"report-{name}")


def _states(page: Page, question: str, name: str) -> None:
    """What else can be met: nothing found, an edit, no network."""
    _ask(page, "外星人什么时候来？")
    _keep(page, f"not-found-{name}")
    _ask(page, question)
    page.click(".wb-edit >> nth=-1")
    _keep(page, f"edit-{name}")
    page.click(".wb-unedit")
    page.context.set_offline(True)
    page.wait_for_selector("#wb-say.wb-alarm")
    _keep(page, f"offline-{name}")


def _ask(page: Page, question: str) -> None:
    """Ask, and wait until the answer is there and the page is still."""
    before = page.locator(".wb-answer").count()
    page.fill("#wb-question", question)
    page.press("#wb-question", "Enter")
    page.locator(".wb-answer").nth(before).wait_for()
    page.wait_for_timeout(300)


def _keep(page: Page, name: str) -> None:
    """A picture in 256 colours: a third of the size, no difference to the eye."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}.png")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
