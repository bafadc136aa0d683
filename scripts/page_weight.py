"""What the page weighs and how long it takes: python scripts/page_weight.py [ADDRESS].

A first visit with an empty cache, as it is and with a 4 times slower CPU at 1.6 Mbit/s and 150 ms (Lighthouse's slow
phone): bytes and requests until all is quiet, seconds until the box can be typed into, until a question asked at once is
answered, and until the conversation is ready. Without an address it serves the samples itself. Needs Chromium.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, sync_playwright
from screenshots import ARGS, chromium, served_samples

QUESTION = "城镇新增就业多少人？"
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """One first visit; seconds from the first request."""

    kilobytes: float
    requests: int
    seen: float
    box: float
    answer: float


def main(address: str = "") -> int:
    """Print the figures; the middle of three visits each."""
    if not address:
        with served_samples() as own:
            return main(own)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        for name, slow in (("desktop", False), ("slow phone", True)):
            visits = [visit(browser, address, slow) for _ in range(ROUNDS)]
            middle = [statistics.median(getattr(v, field) for v in visits) for field in Visit.__dataclass_fields__]
            print("{}: {:.0f} KB, {:.0f} requests, seen {:.2f} s, box {:.2f} s, answer {:.2f} s".format(name, *middle))
        browser.close()
    return 0


def visit(browser: Browser, address: str, slow: bool) -> Visit:
    """Open the page, ask as soon as the box is there, wait for the answer."""
    context = browser.new_context(viewport={"width": 375, "height": 812})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    sizes = _counted(devtools)
    if slow:
        _slowed(devtools)
    begin = time.monotonic()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#wb-question")
    box = time.monotonic() - begin
    page.fill("#wb-question", QUESTION)
    page.press("#wb-question", "Enter")
    page.wait_for_selector(".wb-answer", timeout=60_000)
    answer = time.monotonic() - begin
    seen = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime / 1000")
    page.wait_for_timeout(2000)
    context.close()
    return Visit(sum(sizes.values()) / 1024, len(sizes), seen, box, answer)


def _counted(devtools: CDPSession) -> dict[str, float]:
    """Bytes over the wire of each request, filled in as they end."""
    sizes: dict[str, float] = {}
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    return sizes


def _slowed(devtools: CDPSession) -> None:
    line = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
    devtools.send("Network.emulateNetworkConditions", line)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
