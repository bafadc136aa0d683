"""Pictures of the running app for README and docs: python scripts/screenshots.py [ADDRESS] [QUESTION].

Without an address it ingests the samples into a throw-away index and serves them itself. Needs Chromium
(apt-get install chromium fonts-noto-cjk). Every picture is made at three widths, light and dark.
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
def served_samples() -> Iterator[str]:
    """The app over the samples, on a free port, with an index of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with TemporaryDirectory() as folder:
        environ = os.environ | {"WENBAO_DATA_DIR": folder, "WENBAO_PORT": str(port)}
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


def main(address: str = "", question: str = QUESTION) -> int:
    """Make all pictures; exit code 1 where there is no Chromium."""
    if not address:
        with served_samples() as own:
            return main(own, question)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("没有找到 Chromium。\n请运行：apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        for width, height in SIZES.items():
            for scheme in ("light", "dark"):
                _series(browser, address, question, width, height, scheme)
        browser.close()
    return 0


def _series(browser: Browser, address: str, question: str, width: int, height: int, scheme: str) -> None:
    """Hello, answer, and the report with the quotation lit."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#wb-go", state="attached")
    _keep(page, f"hello-{width}-{scheme}")
    page.fill("#wb-question", question)
    page.press("#wb-question", "Enter")
    page.wait_for_selector(".wb-answer")
    page.wait_for_timeout(300)
    _keep(page, f"answer-{width}-{scheme}")
    page.click(".wb-answer a.wb-mark >> nth=0")
    page.wait_for_selector("#wb-reader mark")
    page.wait_for_timeout(300)
    _keep(page, f"report-{width}-{scheme}")
    context.close()


def _keep(page: Page, name: str) -> None:
    """A picture in 256 colours: a third of the size, no difference to the eye."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}.png")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
