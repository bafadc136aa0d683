"""The light page itself: what it says in each state, and axe-core over all of them. Alone and in a plain iframe."""

import re
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.portal import line, portal
from tests.browser.serving import MASKED, QUESTION, Telling, serving
from tests.browser.test_widget import finished, opened, told, visiting

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def listed():
    with portal() as site:
        yield site


@pytest.fixture(scope="module")
def assistant():
    return Telling()


@pytest.fixture(scope="module")
def ours(listed, assistant):
    with serving(assistant, allowed_origins=(listed.address,), ask_per_minute=0) as address:
        yield address


@pytest.fixture
def page(browser, ours):
    with visiting(browser, f"{ours}/embed", viewport={"width": 400, "height": 640}) as tab:
        yield tab


def faults(frame):
    """What axe finds fault with, in a form that says where."""
    found = Axe().run(frame, options=RULES).response["violations"]
    return [(v["id"], [node["target"] for node in v["nodes"]]) for v in found]


@contextmanager
def framed(browser, listed, ours, **options):
    """The page in a plain iframe of the listed site: (tab, frame)."""
    body = f'<iframe src="{ours}/embed#color=%230b5" title="问答" width="400" height="640"></iframe><a id="after" href="/">后</a>'
    with visiting(browser, listed.put("/plain", body=body), **options) as tab:
        frame = tab.locator("iframe").element_handle().content_frame()
        frame.locator("#question").wait_for()
        yield tab, frame


CUT_AFTER_4_SECONDS = """() => {
  const real = fetch;
  window.fetch = async (...given) => {
    const answer = await real(...given);
    const reader = answer.body.getReader();
    const late = new Promise((_, reject) => setTimeout(() => reject(new TypeError("network error")), 4000));
    const body = new ReadableStream({
      async pull(stream) {
        try {
          stream.enqueue((await Promise.race([reader.read(), late])).value);
        } catch (error) {
          stream.error(error);
        }
      },
    });
    return new Response(body, { status: 200 });
  };
}"""
STATES = (QUESTION, MASKED, f"部分：{QUESTION}", f"归纳：{QUESTION}", "婉拒：谁是最好的？", "出错：", "龘龘龘")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_has_a_barrier(browser, ours, scheme):
    with visiting(browser, f"{ours}/embed", viewport={"width": 375, "height": 812}, color_scheme=scheme) as page:
        assert faults(page) == []
        for question in STATES:
            answer = told(page, question)
            for mark in answer.locator(".mark").all():
                mark.click()
            assert page.evaluate("document.documentElement.scrollWidth") == 375, question
        page.route("**/api/ask", lambda route: route.abort())
        told(page, "断线")
        page.locator("#large").click()
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_host_page_with_the_panel_open_has_no_barrier(browser, listed, ours, scheme):
    url = listed.put("/axe", head=line(ours, data_color="#0b5"))
    with visiting(browser, url, color_scheme=scheme) as tab:
        assert faults(tab) == []
        frame = opened(tab, "问政府工作报告")
        told(frame)
        assert faults(tab.main_frame) == []
        assert faults(frame) == []


def test_each_quotation_shows_its_kind_and_unfolds_its_place(page, assistant):
    answer = told(page, QUESTION)
    expected = assistant.answer(QUESTION)
    for index, citation in enumerate(expected.citations):
        item = answer.locator(".claims > li").nth(index)
        label = {"done": "已完成", "planned": "计划"}[citation.period]
        assert item.locator(".badge").first.text_content() == label
        mark = item.get_by_role("button", name=f"引文{citation.number}，打开原文")
        assert mark.get_attribute("aria-expanded") == "false"
        mark.click()
        assert mark.get_attribute("aria-expanded") == "true"
        where = " › ".join(("云岭市2025年报告", *citation.path))
        assert item.locator(".where").text_content() == where
        mark.click()
        assert not item.locator(".card").is_visible()


def test_a_masked_figure_is_said_to_be_masked(page):
    answer = told(page, MASKED)
    assert answer.get_by_text("数字已隐去").count() >= 1
    assert "×" in answer.text_content()


def test_a_written_answer_says_who_wrote_it_and_shows_the_quotations(page):
    answer = told(page, f"归纳：{QUESTION}")
    assert "由模型写成" in answer.locator(":scope > .origin").text_content()
    assert "逐句核对：词语、数字、时间、地点" in answer.locator(".written .origin").text_content()
    assert answer.locator(":scope > .claims .said").count() >= 1
    answer.locator(".written .mark").first.click()
    assert "食堂" in answer.locator(".written .card blockquote").first.text_content()


@pytest.mark.parametrize("clipboard", ["https", "http"])
def test_a_quotation_is_copied_with_its_source(browser, ours, clipboard):
    with visiting(browser, f"{ours}/embed") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        if clipboard == "http":  # as on an intranet without TLS
            page.evaluate("navigator.clipboard.writeText = undefined")
        answer = told(page, QUESTION)
        answer.locator(".mark").first.click()
        answer.get_by_role("button", name="复制引文1").click()
        answer.get_by_text("已复制").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"“[^”]*食堂.*”（云岭市2025年报告 › .*，{ours}/r/[^#]+#\d+-\d+）", copied)


def test_who_gets_no_answer_is_offered_questions(page):
    answer = told(page, "龘龘龘")
    answer.locator(".try").first.click()
    assert finished(page, 1).locator(".claims").count() == 1
    assert answer.locator(".try").count() == 0


def test_earlier_questions_are_sent_along_until_a_new_conversation(page):
    sent = []
    page.on("request", lambda request: sent.append(request.post_data_json) if request.method == "POST" else None)
    told(page)
    told(page, "那今年呢？")
    page.get_by_role("button", name="新的对话").click()
    assert page.locator("article").count() == 0
    assert page.locator("#hello").is_visible()
    told(page, "加装电梯多少部？")
    histories = [[turn["question"] for turn in body["history"]] for body in sent]
    assert histories == [[], [QUESTION], []]
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_while_it_searches_it_says_so_and_can_be_stopped(page):
    page.fill("#question", f"慢：{QUESTION}")
    page.press("#question", "Enter")
    page.get_by_text("正在报告原文中查找…").wait_for()
    page.get_by_role("button", name="停止").click()
    page.get_by_text("已停止。").wait_for()
    assert page.get_by_role("button", name="提问").is_visible()


def test_the_quotations_are_there_at_once_and_a_written_answer_grows_above_them(page):
    page.fill("#question", f"慢慢归纳：{QUESTION}")
    page.press("#question", "Enter")
    page.locator(".answer > .claims").wait_for()
    quotations = page.locator(".answer > .claims .said").all_text_contents()
    assert page.locator(".written").count() == 0
    page.get_by_text("归纳0。").wait_for()
    assert page.get_by_text("正在归纳并逐句核对").count() == 1
    page.get_by_text("归纳1。").wait_for()
    page.locator("#send", has_text="提问").wait_for()
    assert page.locator(".answer > .claims .said").all_text_contents() == quotations


@pytest.mark.parametrize("how", ["stopped", "broken off"])
def test_what_could_be_read_stays_when_no_more_comes(page, how):
    if how == "broken off":
        page.evaluate(CUT_AFTER_4_SECONDS)
    page.fill("#question", f"慢慢归纳：{QUESTION}")
    page.press("#question", "Enter")
    page.get_by_text("归纳0。").wait_for()
    if how == "stopped":
        page.get_by_role("button", name="停止").click()
    page.locator("#send", has_text="提问").wait_for()
    assert page.get_by_text("归纳0。").count() == 1
    assert page.locator(".answer > .claims .said").count() >= 1
    assert page.locator(".answer.fault").count() == 0
    assert page.locator(".pending").count() == 0


def test_a_broken_connection_is_told_and_tried_again(page):
    page.route("**/api/ask", lambda route: route.abort())
    answer = told(page)
    assert "连不上服务，请稍后再试。" in answer.text_content()
    page.unroute("**/api/ask")
    answer.get_by_role("button", name="重试").click()
    page.locator(".claims").wait_for()
    assert page.locator("article").count() == 1


def test_offline_is_told(page):
    page.context.set_offline(True)
    assert "网络断开了" in told(page).text_content()


def test_the_limit_is_told_in_the_servers_words(browser):
    with serving(ask_per_minute=1) as address, visiting(browser, f"{address}/embed") as page:
        told(page)
        answer = told(page, "加装电梯多少部？")
        assert "您问得太快了" in answer.text_content()
        assert answer.get_by_role("button", name="重试").is_visible()


def test_a_gateway_that_answers_in_html_is_told_plainly(page):
    page.route("**/api/ask", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    assert "没有得到回答，请再问一次。" in told(page).text_content()


def test_markup_in_questions_and_answers_is_only_text(browser):
    from tests.web.fake import hostile

    with serving(hostile(), ask_per_minute=0) as address, visiting(browser, f"{address}/embed") as page:
        answer = told(page, "社区食堂<img src=x onerror=alert(1)>")
        answer.locator(".mark").first.click()
        assert "<script>alert" in answer.text_content()
        assert page.locator("#log script, #log img").count() == 0
        assert page.faults == []


def test_a_link_cannot_put_words_into_the_pages_mouth(browser, ours):
    with visiting(
        browser, f"{ours}/embed#title=紧急通知&greeting=请转账&color=red&question=新建社区食堂多少个？"
    ) as page:
        finished(page)
        assert page.locator("h1").text_content() == "云岭市政府工作报告问答"
        assert "请转账" not in page.content()
        assert not page.get_by_role("button", name="关闭").is_visible()


def test_a_plain_iframe_answers_without_moving_the_page_and_lets_the_focus_out(browser, listed, ours):
    with framed(browser, listed, ours, viewport={"width": 500, "height": 400}) as (tab, frame):
        assert tab.evaluate("document.activeElement.tagName") == "BODY"
        frame.evaluate("document.querySelector('.try').click()")  # Playwright's own click would scroll
        finished(frame)
        assert tab.evaluate("scrollY") == 0
        assert not frame.get_by_role("button", name="关闭").is_visible()
        frame.locator("footer a").last.focus()
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.id") == "after"


def test_the_full_page_answers_in_an_iframe_of_another_site(browser, listed, ours):
    body = f'<iframe src="{ours}/" title="问答" width="1000" height="700"></iframe>'
    with visiting(browser, listed.put("/full", body=body)) as tab:
        frame = tab.locator("iframe").element_handle().content_frame()
        frame.fill("#wb-question", QUESTION)
        frame.press("#wb-question", "Enter")
        frame.locator(".wb-answer .wb-claim").first.wait_for()
        assert [fault for fault in tab.faults if "autofocus" not in fault] == []  # a frame may not take the focus
