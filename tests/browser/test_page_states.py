"""Stop, retry, edit, clear, thumbs; too fast, closed, offline: each state of the page as a person meets it."""

import json
import time
import urllib.error
import urllib.request

import pytest
from fastapi import HTTPException

from tests.browser.helpers import ask
from tests.browser.serving import QUESTION, SLOW_SECONDS, Kept, Telling, opened, serving
from web.files import GRADIO_FILES

SLOW = f"慢：{QUESTION}"


@pytest.fixture(scope="module")
def assistant():
    return Telling()


@pytest.fixture(scope="module")
def notes():
    return Kept()


@pytest.fixture(scope="module")
def site(assistant, notes):
    with serving(assistant, notes, ask_per_minute=0) as address:
        yield address


@pytest.fixture
def tab(browser, site):
    with opened(browser, site) as page:
        yield page


def questions(page):
    return [text.strip() for text in page.locator("#wb-log .user-row").all_inner_texts()]


def stop(page):
    page.get_by_role("button", name="停止").click()
    page.locator("#wb-log .wb-none").wait_for()


def test_what_is_being_done_is_said_and_a_slow_answer_can_be_stopped(tab):
    tab.fill("#wb-question", SLOW)
    tab.press("#wb-question", "Enter")
    tab.locator(".wb-pending").wait_for()
    assert tab.inner_text(".wb-pending") == "正在报告原文中查找…"
    stop(tab)
    assert "已停止" in tab.inner_text("#wb-log .wb-none")
    assert tab.inner_text(".wb-send") == "提问"
    time.sleep(3)  # the stopped answer would come now
    assert tab.locator("#wb-log .wb-claim").count() == 0
    ask(tab, QUESTION)
    assert questions(tab) == [SLOW, QUESTION]


def test_the_quotations_are_there_at_once_and_a_written_answer_grows_above_them(tab):
    tab.fill("#wb-question", f"慢慢归纳：{QUESTION}")
    tab.press("#wb-question", "Enter")
    tab.locator(".wb-growing .wb-quote").first.wait_for()
    quotations = tab.locator(".wb-quote").all_inner_texts()
    assert tab.locator(".wb-written").count() == 0
    assert "正在归纳并逐句核对" in tab.inner_text("#wb-log .wb-pending")
    assert tab.inner_text(".wb-origin") == "本回答全部摘录自报告原文。"
    tab.locator(".wb-growing .wb-written").wait_for()
    assert "归纳0。" in tab.inner_text(".wb-written")
    assert tab.locator(".wb-quote").all_inner_texts() == quotations
    above, below = tab.locator(".wb-written").bounding_box(), tab.locator(".wb-quote").first.bounding_box()
    assert above["y"] + above["height"] <= below["y"]
    tab.locator(".wb-turn").wait_for()
    assert tab.locator(".wb-quote").all_inner_texts() == quotations
    assert "由模型写成" in tab.inner_text(".wb-origin")
    for said in ("人工智能生成", "逐句核对：词语、数字、时间、地点"):
        assert said in tab.inner_text(".wb-written .wb-label")


def test_who_stops_a_growing_answer_keeps_what_there_was_to_read_and_sees_no_fault(tab):
    tab.fill("#wb-question", f"慢慢归纳：{QUESTION}")
    tab.press("#wb-question", "Enter")
    tab.locator(".wb-growing .wb-written").wait_for()
    quotations = tab.locator(".wb-quote").all_inner_texts()
    tab.get_by_role("button", name="停止").click()
    tab.locator(".wb-turn").wait_for()
    time.sleep(SLOW_SECONDS + 0.5)  # the stopped answer would come now
    assert tab.locator(".wb-quote").all_inner_texts() == quotations
    assert "归纳0。" in tab.inner_text(".wb-written")
    assert "归纳1。" not in tab.inner_text("#wb-log")
    assert_no_fault(tab)
    assert tab.inner_text(".wb-send") == "提问"
    assert tab.get_by_role("button", name="复制回答").is_visible()
    ask(tab, QUESTION)
    assert questions(tab) == [f"慢慢归纳：{QUESTION}", QUESTION]


def test_who_stops_before_anything_can_be_read_sees_no_fault(tab):
    tab.fill("#wb-question", SLOW)
    tab.press("#wb-question", "Enter")
    stop(tab)
    time.sleep(SLOW_SECONDS + 0.5)
    assert_no_fault(tab)


def test_when_patience_ends_what_could_be_read_stays_as_the_answer(browser):
    with serving(ask_per_minute=0) as address, opened(browser, address) as page:
        page.route("**/ui/*/ask.js", lambda route: _impatient(route))
        page.reload()
        page.fill("#wb-question", f"永远归纳：{QUESTION}")
        page.press("#wb-question", "Enter")
        page.locator(".wb-growing .wb-written").wait_for()
        page.locator(".wb-turn").wait_for()
        assert "归纳0。" in page.inner_text(".wb-written")
        assert page.locator(".wb-quote").count() >= 1
        assert_no_fault(page)


def test_the_page_says_what_a_model_does_only_where_there_is_one(browser, tab):
    assert "大模型" not in tab.inner_text("body")
    with serving(llm_model="m", llm_total_seconds=90) as address, opened(browser, address) as page:
        assert "先摘出报告原文，再由大模型归纳、逐句核对" in page.inner_text(".wb-hello")
        assert "归纳由大模型写成并逐句核对" in page.inner_text(".wb-note")
        assert page.evaluate("Number(document.body.dataset.patience)") > 90


def _impatient(route):
    body = route.fetch().text()
    assert "|| 45)" in body
    route.fulfill(
        body=body.replace("1000 * Number(document.body.dataset.patience || 45)", "4000"), content_type="text/javascript"
    )


def assert_no_fault(page):
    """No alarm of ours, and nothing red of Gradio's, that can be seen."""
    assert page.locator(".wb-say.wb-alarm:not(:empty)").count() == 0
    seen = page.locator("#wb-log, gradio-app").first.inner_text() + page.inner_text("#wb-log")
    assert "错误" not in seen
    assert "Error" not in seen


def test_the_button_does_not_stop_what_was_asked_a_moment_ago(tab):
    tab.fill("#wb-question", SLOW)
    tab.locator(".wb-send").dblclick()
    tab.locator(".wb-claim").first.wait_for()
    assert tab.locator(".wb-none").count() == 0


def test_a_stopped_question_is_answered_again_in_its_place(tab):
    tab.fill("#wb-question", SLOW)
    tab.press("#wb-question", "Enter")
    stop(tab)
    tab.get_by_role("button", name="重新回答").click()
    tab.locator(".wb-claim").first.wait_for()
    assert questions(tab) == [SLOW]


def test_the_last_answer_is_given_again_in_its_place(tab, assistant):
    ask(tab, QUESTION)
    ask(tab, "地区生产总值增长多少？")
    before = tab.locator(".wb-turn").nth(1).get_attribute("class")
    asked = len(assistant.asked)
    tab.get_by_role("button", name="重新回答").click()
    tab.wait_for_function("before => [...document.querySelectorAll('.wb-turn')][1]?.className !== before", arg=before)
    tab.locator(".wb-turn").nth(1).wait_for()
    assert questions(tab) == [QUESTION, "地区生产总值增长多少？"]
    assert assistant.asked[asked:] == ["地区生产总值增长多少？"]
    assert tab.get_by_role("button", name="重新回答").count() == 1


def test_the_last_question_is_edited_and_replaced_over_a_reload_too(tab):
    ask(tab, QUESTION)
    tab.get_by_role("button", name="修改问题").click()
    assert tab.input_value("#wb-question") == QUESTION
    assert tab.evaluate("document.activeElement.id") == "wb-question"
    assert "正在修改上一个问题" in tab.inner_text(".wb-composer")
    tab.fill("#wb-question", "城镇新增就业多少人？")
    tab.press("#wb-question", "Enter")
    tab.locator("#wb-log .user-row", has_text="城镇新增就业").wait_for()
    tab.wait_for_function("() => !('busy' in document.body.dataset)")
    assert questions(tab) == ["城镇新增就业多少人？"]
    assert not tab.locator(".wb-editing").is_visible()
    tab.reload()
    tab.locator(".wb-answer").wait_for()
    assert questions(tab) == ["城镇新增就业多少人？"]


def test_an_edit_can_be_given_up(tab):
    ask(tab, QUESTION)
    tab.get_by_role("button", name="修改问题").click()
    tab.get_by_role("button", name="不改了").click()
    assert tab.input_value("#wb-question") == ""
    ask(tab, "地区生产总值增长多少？")
    assert questions(tab) == [QUESTION, "地区生产总值增长多少？"]


def test_the_conversation_is_cleared_for_good(tab):
    ask(tab, QUESTION)
    tab.get_by_role("link", name="清除对话").click()
    tab.locator(".wb-start").wait_for()
    tab.reload()
    tab.wait_for_selector("#wb-go", state="attached")
    tab.wait_for_timeout(300)
    assert tab.locator(".wb-answer").count() == 0
    assert tab.evaluate("history.state") is None or not tab.evaluate("history.state.asked")


@pytest.mark.parametrize("is_open", [False, True], ids=["report closed", "report open"])
def test_no_entry_of_the_history_brings_a_cleared_conversation_back(tab, is_open):
    ask(tab, QUESTION)
    tab.locator(".wb-answer a.wb-mark").first.click()
    tab.locator("#wb-reader mark").first.wait_for()
    if not is_open:
        tab.go_back()
        tab.locator("#wb-reader").wait_for(state="hidden")
    with tab.expect_event("load"):
        tab.get_by_role("link", name="清除对话").click()
    for go in (tab.go_forward, tab.go_back, tab.go_back, tab.go_forward):
        go()
        if not tab.url.startswith("http"):
            continue
        tab.wait_for_selector("#wb-go", state="attached")
        tab.wait_for_timeout(200)
        assert tab.locator(".wb-answer").count() == 0
        assert not tab.evaluate("history.state?.asked?.length")


def test_a_suggestion_is_asked(tab):
    ask(tab, QUESTION)
    suggested = tab.locator(".wb-next .wb-try").first.inner_text()
    tab.locator(".wb-next .wb-try").first.click()
    tab.locator(".wb-answer").nth(1).wait_for()
    assert questions(tab) == [QUESTION, suggested]


def test_a_thumb_with_a_word_is_one_note(tab, notes):
    ask(tab, QUESTION)
    notes.notes.clear()
    tab.get_by_role("button", name="没用").click()
    tab.fill(".wb-word input", " 没有说清 ")
    tab.press(".wb-word input", "Enter")
    tab.locator(".wb-thanks").wait_for()
    assert notes.notes == [{"question": QUESTION, "status": "answered", "useful": False, "word": "没有说清"}]
    assert tab.inner_text(".wb-thanks") == "已收到，谢谢。"
    assert questions(tab) == [QUESTION]


def test_a_thumb_without_a_word_is_noted_when_the_person_goes_on(tab, notes):
    ask(tab, QUESTION)
    notes.notes.clear()
    tab.get_by_role("button", name="有用").click()
    tab.fill(".wb-word input", "没有提交的话")
    ask(tab, "地区生产总值增长多少？")
    assert notes.notes == [{"question": QUESTION, "status": "answered", "useful": True, "word": ""}]


def test_a_word_that_is_refused_says_why_and_can_be_put_right(browser, site, notes, monkeypatch):
    def note(**said):
        if "138" in said["word"]:
            raise HTTPException(422, "您写的话里带有手机号码，没有保存。")
        notes.notes.append(said)

    with opened(browser, site, viewport={"width": 375, "height": 740}) as page:
        ask(page, QUESTION)
        notes.notes.clear()
        monkeypatch.setattr(notes, "note", note)
        page.get_by_role("button", name="没用").click()
        assert "会原样给工作人员看" in page.inner_text(".wb-word label")
        page.fill(".wb-word input", "请回电13800000000")
        page.press(".wb-word input", "Enter")
        page.locator(".wb-word .wb-thanks").wait_for()
        assert page.inner_text(".wb-thanks") == "您写的话里带有手机号码，没有保存。"
        assert page.evaluate("document.activeElement.matches('.wb-word input')")
        below = page.locator(".wb-thanks").bounding_box()
        assert below["y"] + below["height"] <= page.locator(".wb-composer").bounding_box()["y"]
        page.fill(".wb-word input", "没有说清")
        page.press(".wb-word input", "Enter")
        page.get_by_text("已收到，谢谢。").wait_for()
        assert [said["word"] for said in notes.notes] == ["没有说清"]


@pytest.mark.parametrize(("show", "width"), [("", 1440), ("large", 375)])
def test_what_was_asked_last_stands_at_the_top(browser, site, show, width):
    with opened(browser, f"{site}/?show={show}", viewport={"width": width, "height": 500}) as page:
        for _ in range(3):
            ask(page, QUESTION)
        page.wait_for_timeout(900)  # smooth scrolling
        header = page.locator(".wb-top").bounding_box()
        top = page.locator("#wb-log .user-row").last.bounding_box()["y"] - max(0, header["y"] + header["height"])
        rest = page.evaluate("document.documentElement.scrollHeight - innerHeight - scrollY")
        assert 0 <= top <= 40 or (top > 0 and rest < 2)


def test_a_phone_in_large_type_has_one_row_above_and_breaks_the_title_between_words(browser, site):
    with opened(browser, f"{site}/?show=large", viewport={"width": 360, "height": 740}) as page:
        assert page.evaluate("document.querySelector('h1 .wb-whole').textContent") == "政府工作报告问答"
        font = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).lineHeight)")
        assert page.locator("h1 .wb-whole").bounding_box()["height"] < 1.5 * font
        ask(page, QUESTION)
        brand, anew = page.locator(".wb-brand").bounding_box(), page.locator("header .wb-new").bounding_box()
        assert anew["y"] < brand["y"] + brand["height"]


def test_where_nobody_takes_notes_there_are_no_thumbs(browser):
    with serving() as address, opened(browser, address) as page:
        ask(page, QUESTION)
        assert page.locator(".wb-vote").count() == 0


def test_a_whole_answer_is_copied_with_its_numbers_and_sources(browser, site):
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, QUESTION)
        page.get_by_role("button", name="复制回答").click()
        page.get_by_role("button", name="已复制").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        numbers = page.locator(".wb-answer a.wb-mark").all_inner_texts()
        for number in numbers:
            assert copied.count(f"[{number}]") == 2  # in what is said, and before the source
        assert f"，{site}/r/" in copied


def test_who_asks_too_fast_is_told_calmly_and_the_question_stays(browser):
    with serving(ask_per_minute=2) as address, opened(browser, address) as page:
        ask(page, QUESTION)
        ask(page, "地区生产总值增长多少？")
        ask(page, "城镇新增就业多少人？")
        assert page.inner_text("#wb-log .wb-none .wb-lead") == "您问得太快了，请过一会儿再问。"
        assert questions(page)[-1] == "城镇新增就业多少人？"
        assert page.get_by_role("button", name="重新回答").is_visible()
        assert page.evaluate("history.state.draft") == "城镇新增就业多少人？"
        request = urllib.request.Request(
            f"{address}/api/ask", json.dumps({"question": "问"}).encode(), {"content-type": "application/json"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code == 429


def test_while_closed_the_page_says_why_and_the_reports_can_be_read(browser):
    with serving(closed="正在维护，预计18:00恢复。", hotline="12345") as address, opened(browser, address) as page:
        said = page.get_by_role("status").inner_text()
        assert "正在维护，预计18:00恢复。" in said
        assert "12345" in said
        assert page.locator("#wb-question").is_disabled()
        page.locator(".wb-reports a").click()
        page.locator(".wb-report-text").wait_for()


def test_without_a_network_that_is_said_at_once_and_the_draft_stays(tab):
    tab.wait_for_selector("#wb-go", state="attached")
    tab.fill("#wb-question", QUESTION)
    tab.context.set_offline(True)
    tab.wait_for_function("() => document.getElementById('wb-say').textContent.startsWith('网络断开了')")
    tab.press("#wb-question", "Enter")
    tab.get_by_text("网络断开了。连上后请再问一次。").wait_for()
    assert tab.input_value("#wb-question") == QUESTION
    with tab.expect_event("load"):  # once a request of it has failed, Gradio loads the page anew
        tab.context.set_offline(False)
    assert tab.input_value("#wb-question") == QUESTION
    tab.press("#wb-question", "Enter")
    tab.locator(".wb-claim").first.wait_for()


def test_a_network_that_comes_back_is_said_too(tab):
    tab.wait_for_selector("#wb-go", state="attached")
    tab.context.set_offline(True)
    tab.get_by_text("网络断开了").wait_for()
    tab.context.set_offline(False)
    tab.get_by_text("网络恢复了，可以继续提问。").wait_for()


def test_the_display_chosen_holds_on_the_next_page_and_nothing_is_stored(tab, site):
    usual = tab.evaluate("getComputedStyle(document.documentElement).fontSize")
    tab.select_option(".wb-show select", "both")
    large = tab.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert float(large[:-2]) > 1.3 * float(usual[:-2])
    ask(tab, QUESTION)
    tab.locator(".wb-answer a.wb-mark").first.click()
    tab.locator("#wb-reader mark").first.wait_for()
    with tab.context.expect_page() as opening:
        tab.locator(".wb-reader-open").click()
    report = opening.value
    report.locator("#wb-text mark").first.wait_for(state="attached")
    assert report.evaluate("getComputedStyle(document.documentElement).fontSize") == large
    assert report.evaluate("document.documentElement.hasAttribute('data-contrast')")
    report.get_by_role("link", name="去提问").click()
    report.locator("#wb-question").wait_for()
    assert report.evaluate("getComputedStyle(document.documentElement).fontSize") == large
    assert tab.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    assert tab.context.cookies() == []
    assert "show" not in tab.locator(".wb-reader-open").get_attribute("href")


def test_after_a_press_that_takes_its_button_away_the_focus_is_at_the_question(tab):
    tab.wait_for_selector("#wb-go", state="attached")
    tab.locator(".wb-starters .wb-try").first.focus()
    tab.keyboard.press("Enter")
    tab.locator(".wb-answer").wait_for()
    tab.wait_for_function("() => document.activeElement.matches('.user-row')")


def test_a_question_asked_right_after_a_stop_is_answered_and_can_be_stopped_too(tab):
    for round_number in (1, 2):
        tab.fill("#wb-question", SLOW)
        tab.press("#wb-question", "Enter")
        tab.get_by_role("button", name="停止").click()
        tab.locator("#wb-log .wb-none").nth(round_number - 1).wait_for()
    ask(tab, QUESTION)
    assert tab.locator("#wb-log .message-row:last-child .wb-claim").count() >= 1
    time.sleep(3)
    assert questions(tab) == [SLOW, SLOW, QUESTION]


def test_all_that_gradio_loads_is_named_ahead_and_nothing_is_fetched_twice(browser, site):
    """Where this fails after an update of Gradio: write the names that it shows into web/static/ahead.txt."""
    context = browser.new_context()
    page, seen = context.new_page(), []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(site)
    ask(page, QUESTION)
    page.wait_for_timeout(500)
    assets = [url.rpartition("/")[2] for url in seen if "/assets/" in url]
    assert len(assets) == len(set(assets))
    assert [name for name in GRADIO_FILES if name not in assets] == []
    assert [name for name in assets if name not in GRADIO_FILES and not name.startswith("index-")] == []
    context.close()
