"""没答上来的 in a real browser: from a citizen's question to a reply, by keyboard alone, and for axe-core."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe

from rag.desk.unanswered import Unanswered
from rag.domain import Answer, Status
from rag.embed import load_embedding
from rag.read.judge import Judge
from rag.settings import Settings
from tests.browser.helpers import ask, overflow
from tests.browser.serving import opened, serving
from tests.web.fake import FakeAssistant
from tests.web.staff import PASSWORD
from web.noting import Noting

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
ASKED = "公积金贷款利率是多少"
REPLY = "公积金由管理中心负责，请拨打12329。"


class Lost(FakeAssistant):
    """Finds nothing."""

    def answer(self, question, history=(), *, only=""):
        return Answer(Status.NOT_FOUND, question, "这份报告里没有找到相关内容。")


@pytest.fixture(scope="module")
def noting(tmp_path_factory):
    settings = Settings(data_dir=tmp_path_factory.mktemp("desk"))
    assistant = Lost()
    unanswered = Unanswered(
        settings, load_embedding(settings.embedding_model), Judge().question_words, assistant.reports
    )
    noting = Noting(assistant, unanswered)
    noting.unanswered, noting.folder = unanswered, settings.data_dir
    for question in (ASKED, "住房公积金贷款利息多少", "大桥什么时候通车"):
        noting.answer(question)
    noting.note(question=ASKED, status="not_found", useful=False, word="没说首套房，" * 20)
    noting.settle()
    return noting


@pytest.fixture(scope="module")
def staff(browser, noting):
    """Address of the site, and the cookies of someone who signed in."""
    kept = {"staff_password": PASSWORD, "data_dir": noting.folder}
    with serving(noting, noting, noting.unanswered, **kept) as address, opened(browser, f"{address}/staff") as page:
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector(".wb-nav")
        yield address, page.context.storage_state()


@contextmanager
def desk(browser, staff, **options):
    address, state = staff
    with opened(browser, f"{address}/staff/questions", storage_state=state, **options) as page:
        yield page


def by_keyboard(page, name, *, role="button"):
    """Tab until the element has the focus."""
    wanted = page.get_by_role(role, name=name).first if role else page.locator(name).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"{name} is not reached by Tab")


def test_large_type_holds_on_the_next_page_and_after_a_form(browser, staff):
    address, _ = staff
    with desk(browser, staff, viewport={"width": 375, "height": 740}) as page:
        usual = page.evaluate("getComputedStyle(document.documentElement).fontSize")
        page.select_option(".wb-show select", "both")
        large = page.evaluate("getComputedStyle(document.documentElement).fontSize")
        assert float(large[:-2]) > 1.3 * float(usual[:-2])
        page.goto(f"{address}/staff/wording")
        page.fill("#wb-q", "社区食堂")
        page.press("#wb-q", "Enter")
        page.wait_for_selector("#wb-found")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == large
        assert page.evaluate("document.documentElement.hasAttribute('data-contrast')")
        assert page.locator(".wb-show select").input_value() == "both"
        assert overflow(page) <= 0
        for name in ("没答上来的", "退出"):
            box = page.get_by_text(name, exact=True).bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 375


def test_from_a_question_to_a_reply_and_back_by_keyboard_alone(browser, staff):
    address, _ = staff
    with desk(browser, staff) as page, opened(browser, address) as chat:
        chat.wait_for_selector("#wb-go", state="attached")
        by_keyboard(page, ".wb-rows summary >> nth=1", role="")
        page.keyboard.press("Enter")
        by_keyboard(page, "textarea", role="")
        page.keyboard.type(REPLY)
        page.keyboard.press("Tab")
        page.keyboard.type("李工")
        page.keyboard.press("Enter")
        page.get_by_role("status").filter(has_text="已经生效").wait_for()
        assert page.get_by_text("已有答复").is_visible()
        assert f"工作人员答复（不是报告原文）：{REPLY}" in ask(chat, f"请问{ASKED}啊").inner_text()
        by_keyboard(page, "撤销")
        page.keyboard.press("Enter")
        page.get_by_role("status").filter(has_text="已经撤销").wait_for()
        assert "工作人员答复" not in ask(chat, ASKED).inner_text()
        assert page.get_by_role("button", name="恢复").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (375, "light"), (375, "dark")])
def test_no_violation_and_nothing_beside_the_window(browser, staff, noting, width, scheme):
    if not noting.unanswered.book.changes:
        noting.unanswered.add_synonyms("老年饭桌 社区食堂", "李工")
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "reduced_motion": "reduce"}
    with desk(browser, staff, **look) as page:
        for summary in page.locator("main summary").all():
            summary.click()
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found] == []
        assert overflow(page) <= 0


def test_the_browser_says_what_is_missing_before_anything_is_sent(browser, staff):
    with desk(browser, staff) as page:
        page.locator("#wb-own + .wb-card summary").first.click()
        page.locator("#wb-line-own").fill("老年饭桌 社区食堂")
        page.locator("#wb-own + .wb-card [name=who]").first.fill("")
        page.locator("#wb-own + .wb-card button").first.click()
        assert page.locator("#wb-who-s-own").evaluate("e => !e.validity.valid && e === document.activeElement")
