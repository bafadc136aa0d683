"""What the widget weighs and how soon it can be used: python scripts/measure_widget.py [RUNS].

Ingests the samples into a throw-away index, serves them, and opens a page of another origin in Chromium, with an empty
cache each time and the line slowed down by Chromium itself. Prints the table of docs/widget.md; medians of RUNS.
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Browser, Page, Request, sync_playwright
from screenshots import ARGS, chromium, served_samples

QUESTION = "今年要改造多少老旧小区？"
MBIT = 1_000_000 / 8
LINES = {
    "as it is": (0, -1, -1),
    "fast 3G: 1.6 Mbit/s, 150 ms": (150, 1.6 * MBIT, 0.75 * MBIT),
    "Fast 3G of DevTools: 1.44 Mbit/s, 562 ms a request": (562.5, 1.44 * MBIT, 0.675 * MBIT),
}
"""Name -> latency in ms, bytes a second down and up."""
WATCH = """
addEventListener("focusin", () => (window.usableAt ??= Date.now()));
window.seen = { cls: 0, tbt: 0 };
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.lcp = e.startTime }).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.cls += e.value }).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.tbt += Math.max(0, e.duration - 50) }).observe({ type: "longtask", buffered: true });
"""


def host_page(ours: list[str]) -> ThreadingHTTPServer:
    """A page of another origin with the line on it; `ours` gets our address when it is known."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f'<!doctype html><link rel="icon" href="data:,"><h1>Portal</h1><script src="{ours[0]}/widget.js" defer></script>'
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def visit(browser: Browser, line: tuple[float, float, float], cpu: int = 1) -> Page:
    """A new page with an empty cache on a slowed line."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.add_init_script(WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    latency, down, up = line
    if latency:
        slow = {"offline": False, "latency": latency, "downloadThroughput": down, "uploadThroughput": up}
        session.send("Network.emulateNetworkConditions", slow)
    session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    return page


def widget_run(browser: Browser, host: str, line: tuple[float, float, float]) -> dict[str, float]:
    """Milliseconds until the button shows, from its press until the box has the focus, and from Enter to the answer."""
    page = visit(browser, line)
    page.goto(host)
    page.wait_for_selector("wenbao-widget .open")
    loader = page.evaluate("performance.getEntriesByName(document.querySelector('script').src)[0].responseEnd")
    pressed = page.evaluate(
        "document.querySelector('wenbao-widget').shadowRoot.querySelector('.open').click() || Date.now()"
    )
    frame = page.wait_for_selector("wenbao-widget iframe").content_frame()
    assert frame
    frame.wait_for_function("window.usableAt")
    usable = frame.evaluate("usableAt") - pressed
    frame.fill("#question", QUESTION)
    started = frame.evaluate("Date.now()")
    frame.press("#question", "Enter")
    frame.wait_for_selector(".claims")
    answered = frame.evaluate("Date.now()") - started
    page.context.close()
    return {"loader there": loader, "pressed to usable": usable, "asked to answered": answered}


def page_run(browser: Browser, ours: str, line: tuple[float, float, float]) -> dict[str, float]:
    """The page by itself, on a processor slowed four times: paint, shift, blocking."""
    page = visit(browser, line, cpu=4)
    page.goto(f"{ours}/embed")
    page.wait_for_timeout(1500)
    seen = page.evaluate("seen")
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.context.close()
    return {"first paint": first, "largest paint": seen["lcp"], "blocked": seen["tbt"], "layout shift": seen["cls"]}


def weigh(browser: Browser, host: str) -> None:
    """Every request of one visit with a question, with what came over the line."""
    page = visit(browser, LINES["as it is"])
    sizes: list[tuple[str, int]] = []

    def finished(request: Request) -> None:
        sizes.append((f"{request.method} {request.url.partition('#')[0]}", request.sizes()["responseBodySize"]))

    page.on("requestfinished", finished)
    page.goto(host)
    page.click("wenbao-widget .open")
    frame = page.wait_for_selector("wenbao-widget iframe").content_frame()
    assert frame
    frame.wait_for_function("window.usableAt")
    frame.fill("#question", QUESTION)
    frame.press("#question", "Enter")
    frame.wait_for_selector(".claims")
    page.wait_for_timeout(300)
    for name, size in sizes:
        print(f"| {name} | {size} |")
    page.context.close()


def main(runs: int = 5) -> int:
    """Print both tables."""
    ours: list[str] = []
    server = host_page(ours)
    host = f"http://127.0.0.1:{server.server_port}/"
    os.environ |= {"WENBAO_ALLOWED_ORIGINS": host.rstrip("/"), "WENBAO_ASK_PER_MINUTE": "0"}
    with served_samples() as address, sync_playwright() as playwright:
        ours.append(address)
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        print("| request | bytes of its body over the line |\n| --- | --- |")
        weigh(browser, host)
        for name, line in LINES.items():
            print(f"\n{name}")
            rows = [widget_run(browser, host, line) | page_run(browser, address, line) for _ in range(runs)]
            for key in rows[0]:
                unit = "" if key == "layout shift" else " ms"
                print(f"| {key} | {statistics.median(row[key] for row in rows):.{0 if unit else 3}f}{unit} |")
        browser.close()
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(arg) for arg in sys.argv[1:2])))
