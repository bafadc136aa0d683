"""A question from the box to the lit words, in a real browser."""

import json
import re

import pytest

from tests.browser.conftest import HOME
from tests.browser.helpers import api_answer, ask, lit, overflow, squeeze, wait_in_sight, wait_lit

QUESTION = "城镇新增就业多少人？"


@pytest.fixture
def several(address):
    """A question of the samples whose answer quotes more than once, and its citations."""
    lines = (HOME / "samples" / "questions.jsonl").read_text("utf-8").splitlines()
    for question in (json.loads(line)["question"] for line in lines):
        citations = api_answer(address, question)["citations"]
        if len(citations) > 1:
            return question, citations
    pytest.fail("no question of the samples is answered with more than one quotation")


def test_a_starter_is_answered(page):
    starter = page.locator(".wb-starters .wb-try").first
    question = starter.text_content()
    starter.click()
    page.locator(".wb-answer").wait_for()
    assert page.locator("#wb-log .user-row").text_content().strip() == question
    assert page.locator(".wb-claim").count() >= 1
    assert not page.locator(".wb-start").is_visible()


def test_a_question_asked_before_gradio_has_loaded_is_answered(browser, address):
    tab = browser.new_page()
    tab.route("**/assets/*.js", lambda route: (tab.wait_for_timeout(50), route.continue_()))
    tab.goto(address, wait_until="commit")
    answer = ask(tab, QUESTION)
    assert "城镇新增就业" in answer.text_content()
    tab.close()


def test_every_mark_lights_exactly_its_quotation_in_sight(page, several):
    question, citations = several
    ask(page, question)
    marks = page.locator(".wb-answer a.wb-mark")
    assert marks.count() == len(citations) > 1
    for index, citation in enumerate(citations):
        marks.nth(index).click()
        wait_lit(page)
        page.wait_for_function("document.querySelector('#wb-reader h1').textContent === " + repr(citation["title"]))
        page.wait_for_timeout(600)  # smooth scrolling
        assert lit(page) == squeeze(citation["quote"])
        wait_in_sight(page)
        assert marks.nth(index).get_attribute("aria-current") == "true"


def test_a_mark_works_from_the_keyboard_and_escape_gives_the_focus_back(page, address):
    ask(page, QUESTION)
    mark = page.locator(".wb-answer a.wb-mark").first
    mark.focus()
    page.keyboard.press("Enter")
    wait_lit(page)
    assert lit(page) == squeeze(api_answer(address, QUESTION)["citations"][0]["quote"])
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    page.keyboard.press("Escape")
    page.locator("#wb-reader").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className") == "wb-mark"


def test_the_numbers_above_the_report_lead_from_quotation_to_quotation(page, several):
    question, citations = several
    ask(page, question)
    page.locator(".wb-answer a.wb-mark").first.click()
    page.locator(".wb-reader-marks button").nth(1).click()
    page.wait_for_function(
        "want => [...document.querySelectorAll('#wb-reader mark')].map(m => m.textContent).join('')"
        ".replace(/\\s/g, '') === want",
        arg=squeeze(citations[1]["quote"]),
    )


def test_the_contents_lead_to_a_heading_and_leave_the_words_lit(page):
    ask(page, QUESTION)
    page.locator(".wb-answer a.wb-mark").first.click()
    wait_lit(page)
    words = lit(page)
    page.get_by_role("button", name="目录").click()
    link = page.locator("#wb-contents a").nth(3)
    title = squeeze(link.text_content())
    link.click()
    focused = page.evaluate("document.activeElement.textContent")
    assert squeeze(focused).startswith(title)
    assert not page.locator("#wb-contents").is_visible()
    assert lit(page) == words


def test_reload_keeps_the_conversation_and_the_open_report(page):
    ask(page, QUESTION)
    ask(page, "地区生产总值增长多少？")
    page.locator(".wb-answer a.wb-mark").first.click()
    wait_lit(page)
    words = lit(page)
    before = [squeeze(text) for text in page.locator(".wb-answer").all_inner_texts()]
    page.reload()
    page.locator(".wb-answer").nth(1).wait_for()
    wait_lit(page)
    assert lit(page) == words
    assert [squeeze(text) for text in page.locator(".wb-answer").all_inner_texts()] == before


def test_back_and_forward_close_and_open_the_report(page):
    ask(page, QUESTION)
    page.locator(".wb-answer a.wb-mark").first.click()
    wait_lit(page)
    ask(page, "地区生产总值增长多少？")
    page.go_back()
    page.locator("#wb-reader").wait_for(state="hidden")
    assert page.locator(".wb-answer").count() == 2
    page.go_forward()
    page.locator("#wb-reader").wait_for(state="visible")
    page.locator(".wb-reader-close").click()
    page.locator("#wb-reader").wait_for(state="hidden")
    page.reload()
    page.locator(".wb-answer").nth(1).wait_for()


def test_a_new_conversation_begins_empty(page):
    ask(page, QUESTION)
    page.get_by_role("link", name="新的对话").click()
    page.locator(".wb-start").wait_for()
    assert page.locator(".wb-answer").count() == 0


def test_the_permanent_link_lights_the_same_words(page, address):
    ask(page, QUESTION)
    link = page.locator(".wb-answer a.wb-mark").first.get_attribute("href")
    page.goto(address + link)
    wait_lit(page, "#wb-text")
    assert lit(page, "#wb-text") == squeeze(api_answer(address, QUESTION)["citations"][0]["quote"])
    wait_in_sight(page)


def test_several_ranges_are_lit_at_once(page, address, several):
    _, cited = several
    same = [c for c in cited if c["report"] == cited[0]["report"]]
    ranges = ",".join(f"{c['start']}-{c['end']}" for c in same)
    page.goto(f"{address}{same[0]['link'].partition('#')[0]}#{ranges}")
    wait_lit(page, "#wb-text")
    inorder = sorted(same, key=lambda c: c["start"])
    assert lit(page, "#wb-text") == squeeze("".join(c["quote"] for c in inorder))


def test_any_range_is_lit_to_the_character_across_blocks(page, address):
    (report, *_) = api_answer(address, QUESTION)["citations"]
    page.goto(f"{address}{report['link'].partition('#')[0]}")
    blocks = page.evaluate(
        "() => [...document.querySelectorAll('[data-s]')].map(b => [Number(b.dataset.s), b.textContent])"
    )
    source = {start + i: char for start, text in blocks for i, char in enumerate(text)}
    middle = blocks[5][0] + 7
    for start, end in [(middle, middle + 1), (middle, blocks[8][0] + 3), (blocks[2][0], blocks[4][0])]:
        page.evaluate(f"location.hash = '{start}-{end}'")
        page.wait_for_timeout(50)
        assert lit(page, "#wb-text") == squeeze("".join(source.get(i, "") for i in range(start, end)))


def test_every_request_goes_to_our_own_host(page, address):
    ask(page, QUESTION)
    page.locator(".wb-answer a.wb-mark").first.click()
    wait_lit(page)
    page.goto(f"{address}/r/nothing")
    strangers = [url for url in page.requests if not url.startswith((address + "/", "data:", "blob:"))]
    assert len(page.requests) > 20
    assert strangers == []


def test_nothing_goes_wrong_on_the_way_and_nothing_is_stored(page):
    ask(page, QUESTION)
    page.locator(".wb-answer a.wb-mark").first.click()
    wait_lit(page)
    assert page.faults == []
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


def test_the_page_is_chinese_for_an_english_browser(page):
    ask(page, QUESTION)
    page.locator(".wb-answer a.wb-mark").first.click()
    wait_lit(page)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "云汀市政府工作报告问答 · 问报"
    english = re.findall(r"[A-Za-z]{3,}", page.inner_text("header") + page.inner_text(".wb-main"))
    assert english == []
    labels = page.evaluate(
        "() => [...document.querySelectorAll('[aria-label],[title],[placeholder]')]"
        ".filter(e => e.checkVisibility()).flatMap(e => ['aria-label','title','placeholder'].map(a => e.getAttribute(a)))"
        ".filter(Boolean)"
    )
    assert [label for label in labels if not re.search("[一-鿿]", label)] == []


def test_a_mark_is_named_for_a_screen_reader(page):
    ask(page, QUESTION)
    assert page.get_by_role("link", name="引文1，打开原文", exact=True).count() == 1


@pytest.mark.parametrize("width", [1440, 768, 375, 320])
def test_nothing_is_wider_than_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    assert overflow(page) <= 0
    ask(page, QUESTION)
    assert overflow(page) <= 0
    page.locator(".wb-answer a.wb-mark").first.click()
    wait_lit(page)
    assert overflow(page) <= 0


def test_on_a_phone_the_report_covers_the_page_and_back_returns_to_the_answer(page):
    page.set_viewport_size({"width": 375, "height": 812})
    ask(page, QUESTION)
    page.locator(".wb-answer a.wb-mark").first.click()
    wait_lit(page)
    box = page.locator("#wb-reader").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 375, 812)
    wait_in_sight(page)
    assert page.locator(".wb-main").evaluate("e => e.inert")
    page.go_back()
    page.locator("#wb-reader").wait_for(state="hidden")
    assert page.locator(".wb-answer").is_visible()


def test_targets_are_large_enough_to_hit(page):
    ask(page, QUESTION)
    small = page.evaluate(
        "() => [...document.querySelectorAll('a, button, textarea')].filter(e => e.checkVisibility())"
        ".map(e => [e.textContent, e.getBoundingClientRect()])"
        ".filter(([, b]) => b.width > 1 && (b.width < 24 || b.height < 24)).map(([t]) => t)"
    )
    assert [text for text in small if text != "跳到提问框"] == []


def test_a_hostile_question_is_shown_as_typed_and_runs_nothing(page):
    page.evaluate("window.hit = 0")
    question = "<img src=x onerror=window.hit=1> # [a](javascript:window.hit=1) ![b](https://evil.example/x.png)"
    ask(page, question)
    assert page.locator("#wb-log .user-row").inner_text().strip() == question
    assert page.locator("#wb-log .user-row :is(img, a, h1)").count() == 0
    assert page.evaluate("window.hit") == 0
    assert not [url for url in page.requests if "evil.example" in url]


def test_what_was_asked_before_is_carried_and_what_follows_keeps_its_numbers(page):
    ask(page, QUESTION)
    first = page.locator(".wb-answer").first.inner_html()
    ask(page, "地区生产总值增长多少？")
    assert page.locator(".wb-answer").count() == 2
    assert re.sub(r' aria-current="\w+"', "", page.locator(".wb-answer").first.inner_html()) == first
    numbers = page.locator(".wb-answer").nth(1).locator("a.wb-mark").all_inner_texts()
    assert [int(re.sub(r"\D", "", n)) for n in numbers] == list(range(1, len(numbers) + 1))


def test_a_question_that_gets_no_answer_is_given_back_in_chinese(page):
    busy = {"status": 503, "body": '{"detail": "Queue is full"}', "content_type": "application/json"}
    page.route("**/queue/join*", lambda route: route.fulfill(**busy))
    page.fill("#wb-question", QUESTION)
    page.press("#wb-question", "Enter")
    page.locator("#wb-say.wb-alarm").wait_for()
    assert page.inner_text("#wb-say") == "现在提问的人很多，请过一会儿再问。"
    assert page.input_value("#wb-question") == QUESTION
    assert not page.locator(".toast-wrap").is_visible()
    page.unroute("**/queue/join*")
    ask(page, QUESTION)
    assert page.inner_text("#wb-say") == ""
    assert page.inner_text(".wb-note").startswith("回答由程序自动摘自报告")
