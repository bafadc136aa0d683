"""年度对照 in a real browser: for axe-core, on small windows, by keyboard alone, and without scripts."""

import threading
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.helpers import overflow
from tests.browser.serving import serving
from tests.small_reports import qingxi
from tests.web.fake import FakeAssistant
from tests.web.staff import PASSWORD

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def staff(browser, tmp_path_factory):
    """Address of a site over two years' reports, and the cookies of someone who signed in."""
    assistant = FakeAssistant(qingxi(2031), qingxi(2032))
    assistant.released = threading.Event()
    with serving(assistant, staff_password=PASSWORD, data_dir=tmp_path_factory.mktemp("staff")) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/staff/compare")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("#wb-old")
        state = context.storage_state()
        context.close()
        yield address, state


@contextmanager
def desk(browser, staff, **options):
    address, state = staff
    context = browser.new_context(**{"storage_state": state, "viewport": {"width": 1440, "height": 900}, **options})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/staff/compare")
    yield page
    context.close()
    assert not faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 375])
def test_no_violation_and_nothing_beside_the_window(browser, staff, width, scheme):
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "reduced_motion": "reduce"}
    with desk(browser, staff, **look) as page:
        for summary in page.locator(".wb-more summary").all():
            summary.click()
        assert Axe().run(page, options=RULES).response["violations"] == []
        assert overflow(page) <= 0


def test_sifting_leaves_what_holds_the_word_and_says_how_much(browser, staff):
    with desk(browser, staff) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url) if "mark.svg" not in request.url else None)
        page.focus("#wb-sift")
        page.keyboard.type("食堂")
        rows = page.locator("[data-sift]:visible")
        assert rows.count() >= 2
        assert all("食堂" in text for text in rows.all_text_contents())
        assert f"有{rows.count()}条" in page.text_content("#wb-sifted")
        page.fill("#wb-sift", "飞船")
        assert page.locator("[data-sift]:visible").count() == 0
        assert page.text_content("#wb-sifted") == "没有含“飞船”的。"
        page.fill("#wb-sift", "")
        assert page.locator(".wb-pairs tbody tr:visible").count() >= 4
        assert asked == []


def test_by_keyboard_alone_from_the_choice_to_the_lit_original(browser, staff):
    with desk(browser, staff) as page:
        page.focus("#wb-old")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/staff/compare?old=*")
        page.focus(".wb-pairs td a")
        with page.context.expect_page() as opened:
            page.keyboard.press("Enter")
        report = opened.value
        report.wait_for_selector("mark", state="attached")
        assert "/r/" in report.url


def test_without_scripts_everything_is_there(browser, staff):
    with desk(browser, staff, java_script_enabled=False) as page:
        assert page.locator(".wb-pairs tbody tr:visible").count() >= 4
        assert not page.locator(".wb-sift").is_visible()
        page.click(".wb-more summary")
        assert page.locator(".wb-lines li:visible").count() >= 1


def test_without_scripts_the_tables_can_be_taken_along(browser, staff):
    with desk(browser, staff, java_script_enabled=False) as page, page.expect_download() as download:
        page.click("text=导出 Excel")
    assert download.value.suggested_filename == "青溪县2031年报告与青溪县2032年报告年度对照.xlsx"
