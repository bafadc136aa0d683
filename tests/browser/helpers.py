"""What a person does on the page, and what they see."""

import json
import urllib.request


def ask(page, question):
    """Type a question, press Enter, wait for the answer."""
    before = page.locator(".wb-answer").count()
    page.fill("#wb-question", question)
    page.press("#wb-question", "Enter")
    page.locator(".wb-answer").nth(before).wait_for()
    return page.locator(".wb-answer").nth(before)


def api_answer(address, question):
    """The same question to the API."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/api/ask", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def squeeze(text):
    return "".join(text.split())


def lit(page, where="#wb-reader"):
    """The lit words, white space removed."""
    return squeeze("".join(page.locator(f"{where} mark").evaluate_all("marks => marks.map(m => m.textContent)")))


def wait_lit(page, where="#wb-reader"):
    page.locator(f"{where} mark").first.wait_for(state="attached")


def wait_in_sight(page):
    """Wait until scrolling has brought the first lit words into the window; fails after the usual time."""
    page.wait_for_function(
        """() => {
          const mark = [...document.querySelectorAll("mark")].find((m) => m.getClientRects().length);
          const box = mark && mark.getBoundingClientRect();
          return box && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
        }"""
    )


def is_in_sight(page):
    """Whether the first lit words that show are inside the window (and the panel)."""
    return page.evaluate(
        """() => {
          const mark = [...document.querySelectorAll("mark")].find((m) => m.getClientRects().length);
          const box = mark.getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
        }"""
    )


def overflow(page):
    """How many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")
