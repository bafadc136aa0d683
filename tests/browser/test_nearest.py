"""A refusal's link to the nearest place: it is read as a link, leads there, and shows nothing of the place itself."""

import os

import pytest

from tests.browser.helpers import ask, lit, overflow, wait_in_sight, wait_lit
from tests.browser.serving import opened, serving
from tests.browser.test_accessibility import violations
from tests.browser.test_widget import told, visiting
from tests.web.fake import Near

LOST = "飞碟几点起飞？"
WORDS = "报告里与此最近的一段：云岭市2025年报告 › 二、2025年工作安排 › （二）优化营商环境"
SIZES = [(1440, 900), (768, 1024), (375, 812)]


@pytest.fixture(scope="module")
def site():
    with serving(Near(), ask_per_minute=0) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_on_the_page_the_link_opens_the_report_there(browser, site, size, scheme):
    with opened(browser, site, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme) as page:
        answer = ask(page, LOST)
        assert WORDS in answer.inner_text().replace("\u00a0", " ")
        assert "“" not in answer.inner_text() and answer.locator(".wb-quote").count() == 0
        assert violations(page) == []
        assert overflow(page) <= 0
        picture(page, f"page-{size[0]}-{scheme}")
        answer.locator("a.wb-near").click()
        wait_lit(page)
        wait_in_sight(page)
        assert lit(page).startswith("（二）优化营商环境")
        assert overflow(page) <= 0
        picture(page, f"open-{size[0]}-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_the_light_page_the_link_leads_to_the_reading_page(browser, site, scheme):
    with visiting(browser, f"{site}/embed", viewport={"width": 375, "height": 812}, color_scheme=scheme) as page:
        answer = told(page, LOST)
        assert WORDS in answer.inner_text().replace("\u00a0", " ")
        assert violations(page) == []
        link = answer.locator(".nearest a")
        assert link.get_attribute("target") == "_blank"
        picture(page, f"embed-{scheme}")
        page.goto(site + link.get_attribute("href"))
        wait_lit(page, "article")
        assert lit(page, "article").startswith("（二）优化营商环境")


def picture(page, name):
    """Kept only where a folder is named, for a person to look at."""
    if folder := os.environ.get("WENBAO_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")
