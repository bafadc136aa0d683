"""A follow-up says what it took over, and a tap asks it alone: on the page and in the light page."""

import pytest

from tests.browser.helpers import ask, overflow
from tests.browser.serving import QUESTION, opened, serving
from tests.browser.test_accessibility import violations
from tests.browser.test_widget import told, visiting
from tests.web.fake import Leaning

FOLLOW, ALONE = "那今年加装电梯呢？", "单独问这一句"
PHONE = {"width": 375, "height": 812}
IDLE = "body:not([data-busy])"


@pytest.fixture(scope="module")
def assistant():
    return Leaning()


@pytest.fixture(scope="module")
def site(assistant):
    with serving(assistant, ask_per_minute=0) as address:
        yield address


def test_on_the_page_a_tap_asks_without_history_and_it_stays_so_over_a_reload(browser, site, assistant):
    assistant.histories.clear()
    with opened(browser, site, viewport=PHONE, color_scheme="dark") as page:
        ask(page, QUESTION)
        answer = ask(page, FOLLOW)
        assert "接着上一问：“新建社区食堂多少个”" in answer.inner_text()
        assert violations(page) == []
        assert overflow(page) <= 0
        answer.get_by_role("button", name=ALONE).click()
        page.get_by_text("接着上一问").wait_for(state="detached")
        page.locator(IDLE).wait_for()
        page.get_by_role("button", name="重新回答").click()  # as it was asked last
        page.locator(IDLE).wait_for()
        assert page.locator(".wb-answer").count() == 2
        assert assistant.histories == [[], [QUESTION], [], []]
        page.reload()
        page.locator(".wb-answer").nth(1).wait_for()
        assert page.get_by_text("接着上一问").count() == 0
        ask(page, "那明年呢？")
        assert assistant.histories[4:] == [[], [], [FOLLOW]]


def test_in_the_light_page_a_tap_sends_an_empty_history(browser, site):
    with visiting(browser, f"{site}/embed", viewport=PHONE) as page:
        sent = []
        page.on("request", lambda request: sent.append(request.post_data_json) if request.method == "POST" else None)
        told(page)
        answer = told(page, FOLLOW)
        assert "接着上一问：“新建社区食堂多少个”" in answer.text_content()
        assert violations(page) == []
        answer.get_by_role("button", name=ALONE).click()
        page.get_by_text("接着上一问").wait_for(state="detached")
        page.locator("article").nth(1).locator(".claims").wait_for()
        told(page, "那明年呢？")
        histories = [[turn["question"] for turn in body["history"]] for body in sent]
        assert histories == [[], [QUESTION], [], [FOLLOW]]
        assert page.locator("article").count() == 3
