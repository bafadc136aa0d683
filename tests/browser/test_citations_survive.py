"""The four bugs that peers have with citations: shifted numbers, lost on reload, lost in the last event of a stream, lost
on another face."""

import html
import re

import pytest

from tests.browser.helpers import api_answer, ask, squeeze
from tests.browser.serving import QUESTION, Kept, Telling, opened, serving
from web.api import to_json
from web.chat import Talk
from web.limits import Limiter
from web.present import circled, to_markdown

OTHER = "城镇新增就业多少人？"


@pytest.fixture(scope="module")
def site():
    with serving(notes=Kept(), ask_per_minute=0) as address:
        yield address


@pytest.fixture
def tab(browser, site):
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        yield page


def cited(page, answer=0):
    """Number, address and words of each citation of an answer, as they show."""
    return (
        page.locator(".wb-answer")
        .nth(answer)
        .locator("a.wb-mark")
        .evaluate_all(
            "marks => marks.map((m) => [Number(m.textContent), m.getAttribute('href'),"
            " m.closest('.wb-quote').textContent.slice(0, -m.textContent.length).replace(/\\s/g, '')])"
        )
    )


def told(citations):
    """The same of an answer of the API."""
    return [[c["number"], c["link"], squeeze(c["quote"])] for c in citations]


def test_numbers_never_shift_whatever_is_asked_again_or_edited_after_them(tab, site):
    ask(tab, QUESTION)
    first = cited(tab)
    assert [number for number, *_ in first] == list(range(1, len(first) + 1))
    ask(tab, OTHER)
    tab.get_by_role("button", name="重新回答").click()
    tab.wait_for_function("() => !('busy' in document.body.dataset)")
    tab.get_by_role("button", name="修改问题").click()
    tab.fill("#wb-question", "地区生产总值增长多少？")
    tab.press("#wb-question", "Enter")
    tab.locator(".user-row", has_text="地区生产总值").wait_for()
    tab.wait_for_function("() => !('busy' in document.body.dataset)")
    assert cited(tab) == first == told(api_answer(site, QUESTION)["citations"])
    assert cited(tab, 1) == told(api_answer(site, "地区生产总值增长多少？")["citations"])


def test_citations_are_kept_over_reload_and_in_history(tab, site):
    ask(tab, QUESTION)
    ask(tab, OTHER)
    before = [cited(tab, 0), cited(tab, 1)]
    assert all(before)
    tab.reload()
    tab.locator(".wb-answer").nth(1).wait_for()
    assert [cited(tab, 0), cited(tab, 1)] == before
    tab.goto(site + before[0][0][1])
    tab.go_back()
    tab.locator(".wb-answer").nth(1).wait_for()
    assert [cited(tab, 0), cited(tab, 1)] == before


def test_the_last_event_of_the_stream_holds_every_citation(tab, site):
    expected = told(api_answer(site, QUESTION)["citations"])
    *_, (log, _) = Talk(Telling(), Limiter(0)).reply(QUESTION, [], _Client)
    marks = re.findall(r'<a class="wb-mark" href="([^"]+)"[^>]*>(\d+)</a>', log[-1]["content"])
    assert [[int(number), html.unescape(link)] for link, number in marks] == [row[:2] for row in expected]
    ask(tab, QUESTION)
    tab.wait_for_timeout(1000)  # whatever else the stream brings has come
    assert cited(tab) == expected


def test_page_api_copy_and_export_say_the_same(tab, site):
    expected = api_answer(site, QUESTION)["citations"]
    ask(tab, QUESTION)
    assert cited(tab) == told(expected)
    tab.get_by_role("button", name="复制回答").click()
    tab.get_by_role("button", name="已复制").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()")
    listed = re.findall(r"^\[(\d+)\] .*，(\S+)$", copied, re.MULTILINE)
    assert listed == [(str(c["number"]), site + c["link"]) for c in expected]
    answer = Telling().answer(QUESTION)
    assert told(to_json(answer)["citations"]) == told(expected)
    markdown = to_markdown(answer)
    assert all(f"[{circled(c['number'])}]({c['link']})" in markdown for c in expected)


class _Client:
    client = None
