"""找原文 in a real browser: by keyboard alone, without scripts, on small windows, and for axe-core."""

import threading
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.helpers import overflow
from tests.browser.serving import serving
from tests.several_places import THREE
from tests.web.fake import FakeAssistant
from tests.web.staff import PASSWORD

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def staff(browser, tmp_path_factory):
    """Address of a site over three reports, and the cookies of someone who signed in."""
    folder = tmp_path_factory.mktemp("staff")
    assistant = FakeAssistant(*THREE)
    assistant.released = threading.Event()
    with serving(assistant, staff_password=PASSWORD, data_dir=folder) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/staff/wording")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("#wb-q")
        state = context.storage_state()
        context.close()
        yield address, state


@contextmanager
def desk(browser, staff, query="", **options):
    address, state = staff
    context = browser.new_context(**{"storage_state": state, "viewport": {"width": 1440, "height": 900}, **options})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/staff/wording")
    if query:
        page.fill("#wb-q", query)
        page.press("#wb-q", "Enter")
        page.wait_for_selector("#wb-found")
    yield page
    context.close()
    assert not faults


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (375, "light"), (375, "dark")])
@pytest.mark.parametrize("query", ["", "低空经济", "改造老旧小曲"])
def test_no_violation_and_nothing_beside_the_window(browser, staff, query, width, scheme):
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "reduced_motion": "reduce"}
    with desk(browser, staff, query, **look) as page:
        for summary in page.locator("main summary").all():
            summary.click()
        assert Axe().run(page, options=RULES).response["violations"] == []
        assert overflow(page) <= 0


def test_by_keyboard_alone_from_the_words_to_the_file(browser, staff):
    with desk(browser, staff) as page:
        page.focus("#wb-q")
        page.keyboard.type("低空经济")
        page.keyboard.press("Enter")
        page.wait_for_selector("#wb-found")
        assert page.evaluate("document.activeElement.id") == "wb-found"
        tab_to(page, "e => e.name === 'pick'")
        page.keyboard.press("Space")
        assert page.inner_text("#wb-picked") == "导出选中的1句"
        tab_to(page, "e => e.tagName === 'SUMMARY'")
        page.keyboard.press("Enter")
        assert page.locator(".wb-around").first.is_visible()
        tab_to(page, "e => e.value === 'docx'", back=True)
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename == "原文摘录.docx"


def tab_to(page, test, *, back=False):
    """Press Tab until the element is the one that is meant."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(f"({test})(document.activeElement)"):
            return
    pytest.fail("not to be reached by keyboard")


def test_a_quotation_is_copied_with_its_official_source_and_link(browser, staff):
    with desk(browser, staff, "布局低空经济", permissions=["clipboard-read", "clipboard-write"]) as page:
        page.click(".wb-copy-source")
        page.wait_for_function("document.querySelector('.wb-copy-source').textContent === '已复制'")
        words, link = page.evaluate("navigator.clipboard.readText()").split("\n")
        assert words == "“布局低空经济。”（《2032年沧河市政府工作报告》第二部分（一）“守护绿水青山”）"
        page.goto(link)
        assert page.locator("mark").first.inner_text().strip().startswith("布局低空经济")


def test_all_of_it_works_without_scripts(browser, staff):
    with desk(browser, staff, "低空经济", java_script_enabled=False) as page:
        page.click(".wb-filters summary")
        page.check("[name=masked]")
        page.click(".wb-main-button")
        assert page.locator(".wb-place").count() == 1
        assert page.locator(".wb-copy-source").is_hidden()
        page.check("[name=pick]")
        with page.expect_download() as download:
            page.click("[value=csv]")
        assert download.value.suggested_filename == "原文摘录.csv"


def test_ticking_all_and_taking_the_conditions_off(browser, staff):
    with desk(browser, staff, "低空经济") as page:
        page.check("#wb-every")
        assert page.inner_text("#wb-picked") == "导出选中的3句"
        page.click(".wb-filters summary")
        page.select_option("#wb-place", "云岭市")
        page.click(".wb-main-button")
        assert page.locator(".wb-place").count() == 1
        page.click("#wb-all-again")
        page.wait_for_function("document.querySelectorAll('.wb-place').length === 3")
