"""axe-core over every state of the page and of the reading page: WCAG 2.2 AA, no violation."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.helpers import ask, overflow, wait_lit
from tests.browser.serving import MASKED, QUESTION, Kept, opened, serving

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LOOKS = {
    "light": ("light", "", 1440),
    "dark": ("dark", "", 1440),
    "light phone large": ("light", "large", 375),
    "dark phone contrast": ("dark", "contrast", 375),
    "light contrast large": ("light", "both", 1440),
}


@pytest.fixture(scope="module")
def site():
    with serving(notes=Kept(), ask_per_minute=0) as address:
        yield address


@pytest.fixture(scope="module")
def closed():
    with serving(closed="正在维护，预计18:00恢复。") as address:
        yield address


@pytest.fixture(params=LOOKS.values(), ids=LOOKS)
def look(request):
    scheme, show, width = request.param
    return {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "reduced_motion": "reduce"}, show


@contextmanager
def shown(browser, address, look, path="/"):
    options, show = look
    with opened(browser, f"{address}{path}?show={show}", **options) as page:
        yield page


def violations(page):
    """What axe finds fault with, in a form that says where. At the end of the page: nothing lies under the box there."""
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    found = Axe().run(page, options=RULES).response["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found]


def check(page, state):
    assert violations(page) == [], state
    assert overflow(page) <= 0, state


def test_the_page_has_no_violation_from_hello_to_the_lit_report(browser, site, look):
    with shown(browser, site, look) as page:
        page.wait_for_selector("#wb-go", state="attached")
        check(page, "hello")
        page.fill("#wb-question", f"等：{QUESTION}")
        page.press("#wb-question", "Enter")
        page.get_by_role("button", name="停止").wait_for()
        check(page, "looking")
        page.get_by_role("button", name="停止").click()
        page.locator(".wb-none").wait_for()
        check(page, "stopped")
        ask(page, MASKED)
        page.get_by_role("button", name="没用").last.click()
        check(page, "judging")
        page.get_by_role("button", name="提交").click()
        page.get_by_role("button", name="修改问题").last.click()
        check(page, "judged, and editing")
        page.locator(".wb-answer a.wb-mark").first.click()
        wait_lit(page)
        check(page, "report")
        page.get_by_role("button", name="目录").click()
        check(page, "contents")


def test_every_kind_of_answer_has_no_violation(browser, site, look):
    with shown(browser, site, look) as page:
        for question in ("归纳：" + QUESTION, "部分：" + QUESTION, "外星人登陆", "婉拒：", "出错："):
            ask(page, question)
        page.evaluate("dispatchEvent(new Event('offline'))")
        check(page, "every status")


def test_the_reading_page_and_the_closed_page_have_no_violation(browser, site, closed, look):
    with shown(browser, site, look, "/r/云岭市_2025") as page:
        check(page, "reading")
        page.evaluate("location.hash = '120-150,200-220'")
        wait_lit(page, "#wb-text")
        check(page, "lit")
        page.evaluate("location.hash = '90000-90010'")
        page.locator("#wb-lit-note").wait_for()
        check(page, "a place that is not there")
    with shown(browser, closed, look) as page:
        check(page, "closed")
    with shown(browser, site, look, "/r/没有这份") as page:
        page.get_by_role("heading", name="没有这份报告").wait_for()
        check(page, "a report that is not there")


@pytest.mark.parametrize("forced", [{"forced_colors": "active"}, {"contrast": "more"}], ids=["forced", "more contrast"])
def test_the_contrast_that_the_system_asks_for_is_given(browser, site, forced):
    with opened(browser, site, **forced) as page:
        ask(page, MASKED)
        page.locator(".wb-answer a.wb-mark").first.click()
        wait_lit(page)
        check(page, str(forced))
        assert page.locator(".wb-badge").first.is_visible()


def test_nothing_is_lost_at_400_percent(browser, site):
    """1280 px at 400% are 320."""
    with opened(browser, site, viewport={"width": 320, "height": 256}) as page:
        check(page, "hello")
        ask(page, MASKED)
        check(page, "answer")
        for name in ("重新回答", "修改问题", "复制回答", "有用", "没用", "提问"):
            page.get_by_role("button", name=name, exact=True).scroll_into_view_if_needed()
            assert page.get_by_role("button", name=name, exact=True).is_visible()


def test_the_tree_that_a_screen_reader_walks_names_everything(browser, site):
    with opened(browser, site) as page:
        ask(page, QUESTION)
        tree = page.locator("body").aria_snapshot()
        for named in (
            'log "对话"', 'group "您的问题"', 'group "问报的回答"', 'link "引文1，打开原文"', 'button "复制引文1"',
            'textbox "您的问题"', 'group "这个回答对您有用吗"', 'combobox "显示方式"',
        ):  # fmt: skip
            assert named in tree, f"{named} is not in\n{tree}"
        assert page.locator("[role=log]").get_attribute("aria-live") == "polite"


def test_with_the_keyboard_alone_a_question_is_asked_read_up_and_judged(browser, site):
    with opened(browser, site) as page:
        page.wait_for_selector("#wb-go", state="attached")
        assert page.evaluate("document.activeElement.id") == "wb-question"
        page.keyboard.type(QUESTION)
        page.keyboard.press("Enter")
        page.locator(".wb-answer").wait_for()
        page.locator(".wb-answer a.wb-mark").first.focus()
        page.keyboard.press("Enter")
        wait_lit(page)
        page.keyboard.press("Escape")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "有用":
                break
        page.keyboard.press("Enter")
        page.keyboard.type("很清楚")
        page.keyboard.press("Enter")
        page.get_by_text("已收到，谢谢。").wait_for()
