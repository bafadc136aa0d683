"""The widget on a page of another site: the button, the panel, and what a host page may do to them."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.browser.portal import line, portal
from tests.browser.serving import QUESTION, Telling, serving

NAME = "问政府工作报告"
HOSTILE = """<style>
* { all: unset !important; font-size: 1px !important; visibility: hidden !important }
iframe, [popover], body > *, html > * { display: none !important; pointer-events: none !important }
wenbao-widget { display: none !important; opacity: 0 !important; transform: scale(0) !important }
html { filter: grayscale(1); font-size: 4px !important }
::backdrop { display: block !important; background: red !important; pointer-events: auto !important }
#over { all: unset; display: block !important; visibility: visible !important; position: fixed !important;
  inset: 0 !important; z-index: 2147483647 !important; background: #ccc !important; pointer-events: auto !important }
</style>"""


@pytest.fixture(scope="module")
def listed():
    with portal() as site:
        yield site


@pytest.fixture(scope="module")
def stranger():
    with portal() as site:
        yield site


@pytest.fixture(scope="module")
def assistant():
    return Telling()


@pytest.fixture(scope="module")
def ours(listed, assistant):
    with serving(assistant, allowed_origins=(listed.address,), ask_per_minute=0) as address:
        yield address


@contextmanager
def visiting(browser, url, **options):
    """A page in a context of its own; every request and fault is recorded, in frames too."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    tab.requests, tab.faults = [], []
    context.on("request", lambda request: tab.requests.append(request.url))
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    tab.on("console", lambda message: tab.faults.append(message.text) if message.type == "error" else None)
    tab.goto(url)
    yield tab
    context.close()


@pytest.fixture
def tab(browser, listed, ours):
    with visiting(browser, listed.put("/", head=line(ours, data_color="#0b5"))) as page:
        yield page


def opened(tab, name=NAME):
    """Press the button; gives the frame, when its box can be used."""
    tab.get_by_role("button", name=name).click()
    return ready(tab)


def ready(tab):
    tab.locator("wenbao-widget iframe").wait_for()
    frame = tab.locator("wenbao-widget iframe").element_handle().content_frame()
    frame.locator("#question").wait_for()
    return frame


def told(frame, question=QUESTION):
    """Ask in the frame; gives the answer."""
    before = frame.locator(".answer").count()
    frame.fill("#question", question)
    frame.press("#question", "Enter")
    return finished(frame, before)


def finished(frame, index=0):
    answer = frame.locator(".answer").nth(index)
    answer.locator(":scope > :not(.pending)").first.wait_for()
    return answer


def focused(frame):
    return frame.evaluate("document.activeElement.id || document.activeElement.tagName")


def test_a_question_is_answered_with_sources_and_nobody_else_is_asked(tab, ours, listed):
    assert "iframe" not in {urlsplit(url).path for url in tab.requests}
    frame = opened(tab)
    tab.wait_for_function("document.activeElement.tagName === 'WENBAO-WIDGET'")
    frame.wait_for_function("document.activeElement.id === 'question'")
    answer = told(frame)
    assert answer.locator(".claims > li").count() >= 1
    answer.get_by_role("button", name="引文1，打开原文").click()
    link = answer.get_by_role("link", name="在报告中查看").first
    assert re.fullmatch(rf"{ours}/r/[^#]+#\d+-\d+", link.evaluate("a => a.href"))
    origins = {
        f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in tab.requests if not url.startswith("data:")
    }
    assert origins == {ours, listed.address}
    assert sorted(urlsplit(url).path for url in tab.requests if url.startswith(ours)) == [
        "/api/ask",
        "/embed",
        "/widget.js",
    ]
    assert tab.faults == []
    assert tab.context.cookies() == []


def test_the_link_to_the_report_opens_it_lit_in_a_new_tab(tab):
    answer = told(opened(tab))
    answer.locator(".mark").first.click()
    with tab.context.expect_page() as opening:
        answer.get_by_role("link", name="在报告中查看").first.click()
    report = opening.value
    report.locator("mark").first.wait_for()
    words = "".join(report.locator("mark").all_inner_texts())
    assert words and words in answer.locator(".said").first.inner_text()


def test_a_site_that_is_not_listed_shows_nothing_of_ours(browser, stranger, ours):
    with visiting(browser, stranger.put("/", head=line(ours))) as tab:
        tab.get_by_role("button", name=NAME).click()
        tab.get_by_text("这个网站不在问报的允许名单里").wait_for()
        assert not tab.locator("wenbao-widget iframe").is_visible()
        assert tab.locator("wenbao-widget iframe").element_handle().content_frame().query_selector("#question") is None
        assert any("frame-ancestors" in fault for fault in tab.faults)
        assert tab.get_by_role("link", name="在新窗口打开").get_attribute("href") == f"{ours}/"
        # The focus stays inside, and comes back.
        names = []
        for _ in range(4):
            tab.keyboard.press("Tab")
            names.append(tab.evaluate("document.activeElement.shadowRoot.activeElement.textContent"))
        assert names == ["重试", "在新窗口打开", "关闭", "重试"]
        tab.keyboard.press("Escape")
        assert tab.evaluate("document.activeElement.shadowRoot.activeElement.className") == "open"


def test_the_focus_goes_round_and_comes_back_to_the_button(tab):
    tab.get_by_role("button", name=NAME).focus()
    tab.keyboard.press("Enter")
    frame = ready(tab)
    frame.wait_for_function("document.activeElement.id === 'question'")
    seen = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.tagName") == "WENBAO-WIDGET"
        seen.append(focused(frame))
        if seen[-1] == "question":
            break
    assert {"large", "close", "scroll", "send"} <= set(seen)
    assert seen[-1] == "question"
    frame.locator("#large").focus()
    tab.keyboard.press("Shift+Tab")
    assert frame.evaluate("document.activeElement.textContent") == "完整页面"
    tab.keyboard.press("Escape")
    tab.locator("wenbao-widget .panel").wait_for(state="hidden")
    assert tab.evaluate("document.activeElement.shadowRoot.activeElement.className") == "open"


def test_a_link_of_the_page_asks_and_gets_the_focus_back(tab, assistant):
    tab.locator("#link").focus()
    tab.keyboard.press("Enter")
    frame = ready(tab)
    finished(frame)
    assert assistant.asked[-1] == "新建社区食堂多少个？"
    frame.get_by_role("button", name="关闭").click()
    tab.locator("wenbao-widget .panel").wait_for(state="hidden")
    assert tab.evaluate("document.activeElement.id") == "link"
    tab.keyboard.press("Enter")
    finished(frame, 1)


def test_an_address_with_a_question_opens_and_asks_it(browser, listed, ours, assistant):
    with visiting(browser, listed.put("/deep", head=line(ours)) + "#wenbao=加装电梯多少部？") as tab:
        finished(ready(tab))
    assert assistant.asked[-1] == "加装电梯多少部？"


def test_the_question_of_the_line_is_asked_when_it_is_opened(browser, listed, ours, assistant):
    with visiting(browser, listed.put("/asks", head=line(ours, data_question=QUESTION))) as tab:
        assistant.asked.clear()
        tab.get_by_role("button", name=NAME).hover()  # loads the page, and asks nothing yet
        tab.wait_for_function("document.querySelector('wenbao-widget').shadowRoot.querySelector('iframe')")
        assert assistant.asked == []
        finished(opened(tab))
        assert assistant.asked == [QUESTION]


def test_a_hostile_style_sheet_does_not_reach_it(browser, listed, ours):
    with visiting(browser, listed.put("/hostile", head=HOSTILE + line(ours), body='<div id="over"></div>')) as tab:
        button = tab.get_by_role("button", name=NAME)
        box = button.bounding_box()
        assert box["height"] == 48 and box["x"] + box["width"] == 1280 - 24
        told(opened(tab))
        panel = tab.locator("wenbao-widget .panel").bounding_box()
        assert (panel["width"], panel["height"]) == (400, 640)
        middle = (panel["x"] + 200, panel["y"] + 320)
        assert tab.evaluate("([x, y]) => document.elementFromPoint(x, y).tagName", middle) == "WENBAO-WIDGET"


def test_a_strict_policy_with_a_nonce_is_enough(browser, listed, ours):
    policy = f"default-src 'none'; script-src 'nonce-r4nd0m'; frame-src {ours}; require-trusted-types-for 'script'"
    with visiting(browser, listed.put("/csp", head=line(ours, nonce="r4nd0m"), policy=policy)) as tab:
        told(opened(tab))
        assert tab.locator("wenbao-widget .panel").bounding_box()["width"] == 400
        assert [fault for fault in tab.faults if "data:," not in fault] == []


def test_the_line_twice_is_one_button(browser, listed, ours):
    with visiting(browser, listed.put("/twice", head=line(ours) + line(ours, data_title="另一个"))) as tab:
        tab.get_by_role("button", name=NAME).wait_for()
        assert tab.locator("wenbao-widget").count() == 1


def test_navigation_within_a_page_leaves_the_conversation(tab):
    frame = opened(tab)
    told(frame)
    tab.evaluate("history.pushState({}, '', '/b'); document.body.replaceWith(document.createElement('body'))")
    assert frame.locator(".answer").count() == 1
    told(frame, "加装电梯多少部？")
    assert frame.locator(".answer").count() == 2


def test_taken_out_of_the_page_it_comes_back(tab):
    opened(tab)
    tab.evaluate("document.querySelector('wenbao-widget').remove()")
    told(ready(tab))
    tab.evaluate("document.documentElement.replaceWith(document.createElement('html'))")
    told(ready(tab))


def test_on_a_phone_it_fills_the_screen_and_the_page_below_stays(browser, listed, ours):
    tall = '<div style="height:3000px"></div>'
    url = listed.put("/phone", head=line(ours), body=tall)
    with visiting(browser, url, viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True) as tab:
        frame = opened(tab)
        assert tab.locator("wenbao-widget .panel").bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 812}
        frame.wait_for_function("document.activeElement.id === 'scroll'")  # no keyboard over what is to be read
        assert tab.evaluate("document.documentElement.style.overflow") == "hidden"
        told(frame)
        assert frame.evaluate("document.documentElement.scrollWidth") == 375
        frame.get_by_role("button", name="关闭").click()
        tab.locator("wenbao-widget .panel").wait_for(state="hidden")
        assert tab.evaluate("document.documentElement.style.overflow") == ""


def test_messages_of_others_are_not_heard(tab, assistant):
    frame = opened(tab)
    frame.wait_for_function("document.activeElement.id === 'question'")
    assistant.asked.clear()
    tab.evaluate("postMessage({ wenbao: 'close' }, '*')")
    frame.evaluate("postMessage({ wenbao: 'show', question: '食堂' }, '*')")
    tab.wait_for_timeout(200)
    assert tab.locator("wenbao-widget .panel").is_visible()
    assert assistant.asked == []


def test_it_works_where_storage_is_blocked(browser, listed, ours):
    blocked = "for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, "
    blocked += "{ get() { throw new DOMException('denied', 'SecurityError') } }); "
    blocked += (
        "Object.defineProperty(document, 'cookie', { get() { throw new DOMException('denied', 'SecurityError') } })"
    )
    with visiting(browser, listed.put("/", head=line(ours))) as tab:
        tab.context.add_init_script(blocked)
        tab.reload()
        frame = opened(tab)
        told(frame)
        assert told(frame, "加装电梯多少部？").locator(".claims").count() == 1
        assert tab.faults == []


@pytest.mark.parametrize(
    ("color", "ink"), [("#0b5", "rgb(0, 0, 0)"), ("#05603a", "rgb(255, 255, 255)"), ("nonsense", "rgb(255, 255, 255)")]
)
def test_words_can_be_read_on_any_colour(browser, listed, ours, color, ink):
    with visiting(browser, listed.put("/color", head=line(ours, data_color=color))) as tab:
        button = tab.get_by_role("button", name=NAME)
        assert button.evaluate("b => getComputedStyle(b).color") == ink
        frame = opened(tab)
        assert frame.locator("header").evaluate("h => getComputedStyle(h).color") == ink


def test_the_options_of_the_line_are_followed(browser, listed, ours, assistant):
    options = {
        "data_title": "问 <b>报</b>",
        "data_position": "left",
        "data_greeting": "您好！",
        "data_lang": "en",
        "data_report": "云岭市_2025",
    }
    with visiting(browser, listed.put("/options", head=line(ours, **options))) as tab:
        frame = opened(tab, "问 <b>报</b>")
        assert tab.locator("wenbao-widget .panel").bounding_box()["x"] == 24
        assert frame.locator("h1").text_content() == "问 <b>报</b>"
        assert frame.locator("#greeting").text_content() == "您好！"
        assert frame.get_by_role("button", name="Ask").is_visible()
        assert frame.evaluate("document.documentElement.lang") == "en"
        assert frame.locator("#report").text_content() == "云岭市2025年报告"
        told(frame)
        assert assistant.only == "云岭市_2025"


def test_where_there_is_no_top_layer_it_still_stands_above(browser, listed, ours):
    with visiting(browser, listed.put("/old", head=line(ours), body='<div id="over"></div>')) as tab:
        tab.add_init_script("delete HTMLElement.prototype.showPopover; delete CSSStyleSheet.prototype.replaceSync")
        tab.reload()
        told(opened(tab))
