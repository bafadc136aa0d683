"""A city starts with nothing: staff choose a password, upload, look, put right, ingest; then the public asks."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import HOME, free_port, wait_until_ready
from tests.browser.helpers import overflow

PASSWORD = "云汀市办公室的工作台"
REPORT = """\
当前位置：首页 > 政务公开
政府工作报告

各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、上年工作回顾
全市改造老旧小区31个，新建社区食堂18个，新增公共停车位2600个。
（一）民生保障持续加强。新增公办幼儿园学位1350个。
二、今年工作安排
今年要继续办好民生实事。
（一）做强主导产业。新建中试基地2个。
各位代表！让我们团结奋斗，共创美好明天！
版权所有：云汀市人民政府办公室
"""
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  const target = document.querySelector("#wb-drop");
  for (const kind of ["dragenter", "dragover", "drop"])
    target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """Address of an app without a report, and the path of the link that it printed."""
    data, port = tmp_path_factory.mktemp("data"), free_port()
    environ = os.environ | {"WENBAO_DATA_DIR": str(data), "WENBAO_PORT": str(port), "PYTHONIOENCODING": "utf-8"}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=HOME, env=environ, stdout=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(server, f"{url}/healthz")
        link = next(found for line in server.stdout if (found := re.search(r"(/staff/setup\S+)", line)))
        yield url, link[1]
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def signed_in(browser, started):
    """State of a browser in which the password was chosen by the keyboard alone."""
    url, link = started
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(url + link)
    for key in (PASSWORD, "Tab", PASSWORD, "Enter"):  # the first field has the focus
        page.keyboard.press(key) if key in ("Tab", "Enter") else page.keyboard.insert_text(key)
    page.get_by_role("heading", name="找原文").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def shelf(browser, started, signed_in):
    """The shelf page; every fault is recorded."""
    context = browser.new_context(storage_state=signed_in, viewport={"width": 1440, "height": 900}, locale="en-US")
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{started[0]}/staff/shelf")
    yield page
    context.close()


def is_done(page):
    """Wait until nothing is read or ingested any more."""
    page.locator('#wb-shelf[data-busy=""]').wait_for(state="attached")


def accessible(page):
    broken = Axe().run(page).response["violations"]
    return [(v["id"], n["html"]) for v in broken for n in v["nodes"]]


def test_from_nothing_to_an_answer_by_the_keyboard(shelf, started):
    shelf.get_by_text("还没有报告。").wait_for()
    file = {"name": "政府报告.txt", "mimeType": "text/plain", "buffer": REPORT.encode()}
    with shelf.expect_file_chooser() as chooser:
        shelf.locator("#wb-file").focus()
        shelf.keyboard.press("Space")
    chooser.value.set_files(file)
    shelf.get_by_role("heading", name="待导入（1 份）").wait_for()
    is_done(shelf)
    shelf.get_by_text("没有找到年份").wait_for()
    assert accessible(shelf) == []

    shelf.get_by_label("年份").focus()
    shelf.keyboard.insert_text("2027")
    shelf.keyboard.press("Tab")
    shelf.keyboard.insert_text("云汀市")
    shelf.keyboard.press("Enter")  # saves, and throws nothing away
    shelf.get_by_text("更正已保存").wait_for()
    assert shelf.get_by_label("年份").input_value() == "2027"
    shelf.get_by_role("button", name="保存并导入这 1 份报告").first.focus()
    shelf.keyboard.press("Enter")
    shelf.get_by_role("heading", name="正在使用的报告（1 份）").wait_for()
    is_done(shelf)
    shelf.get_by_text("导入 1 份报告：已完成").wait_for()
    assert accessible(shelf) == []
    assert shelf.faults == []

    url = started[0]
    answer = shelf.request.post(f"{url}/api/ask", data={"question": "改造了多少个老旧小区？"})
    for _ in range(50):
        if answer.json()["status"] == "answered":
            break
        shelf.wait_for_timeout(200)
        answer = shelf.request.post(f"{url}/api/ask", data={"question": "改造了多少个老旧小区？"})
    assert "31个" in answer.text()
    assert shelf.request.get(f"{url}/readyz").ok


def test_files_are_dropped_and_what_is_wrong_with_one_is_told(shelf):
    shelf.evaluate(DROP, ["恶意.exe", base64.b64encode(b"MZ").decode()])
    shelf.get_by_text("恶意.exe：只能上传").wait_for()
    shelf.reload()
    shelf.evaluate(DROP, ["又一份.txt", base64.b64encode(REPORT.encode()).decode()])
    shelf.get_by_role("heading", name="又一份.txt").wait_for()
    is_done(shelf)
    shelf.get_by_role("button", name="丢弃").first.click()
    shelf.get_by_role("heading", name="又一份.txt").wait_for(state="detached")
    assert shelf.faults == []


def test_what_a_person_typed_is_not_lost_to_news(shelf):
    shelf.set_input_files("#wb-file", {"name": "甲.txt", "mimeType": "text/plain", "buffer": REPORT.encode()})
    shelf.get_by_role("heading", name="甲.txt").wait_for()
    is_done(shelf)
    shelf.locator("[data-id] >> input[name^=title]").first.fill("我正在写的标题")
    shelf.set_input_files("#wb-file", {"name": "乙.txt", "mimeType": "text/plain", "buffer": REPORT.encode()})
    shelf.get_by_text("有新的进展").wait_for()
    assert shelf.locator("[data-id] >> input[name^=title]").first.input_value() == "我正在写的标题"
    shelf.get_by_role("link", name="刷新页面").click()
    for _ in range(2):
        is_done(shelf)
        shelf.get_by_role("button", name="丢弃").first.click()
    shelf.get_by_role("heading", name="待导入").wait_for(state="detached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 375])
def test_the_page_fits_and_can_be_used_by_everybody(shelf, width, scheme):
    shelf.set_viewport_size({"width": width, "height": 900})
    shelf.emulate_media(color_scheme=scheme)
    for details in shelf.locator("details").all():
        details.evaluate("e => { e.open = true; }")
    assert overflow(shelf) <= 0
    assert accessible(shelf) == []
    small = shelf.evaluate(
        "() => [...document.querySelectorAll('main :is(a, button, input, summary, label)')].filter(e => e.checkVisibility())"
        ".map(e => [e.outerHTML, e.getBoundingClientRect()]).filter(([, b]) => b.width > 1 && b.height < 24).map(([t]) => t)"
    )
    assert small == []


def test_the_page_is_chinese_for_an_english_browser(shelf):
    said = re.sub(
        r"TXT|Markdown|HTML|DOCX|DOC|WPS|RTF|ODT|OFD|PDF|PNG|JPEG|TIFF|MB|Word|ZIP|OCR|https?",
        "",
        shelf.inner_text("body"),
    )
    assert re.findall(r"[A-Za-z]{3,}", said) == []
    assert shelf.title() == "报告库 · 问报工作台"


@pytest.mark.parametrize("path", ["/staff/login", "/staff/setup?token=x", "/staff/password"])
def test_the_other_pages_can_be_used_by_everybody(browser, started, signed_in, path):
    state = signed_in if path == "/staff/password" else None
    for scheme in ("light", "dark"):
        context = browser.new_context(storage_state=state, viewport={"width": 375, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.goto(started[0] + path)
        assert overflow(page) <= 0
        assert accessible(page) == []
        context.close()


def test_without_scripts_a_report_is_uploaded_too(browser, started, signed_in):
    context = browser.new_context(storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{started[0]}/staff/shelf")
    page.set_input_files("#wb-file", {"name": "丙.txt", "mimeType": "text/plain", "buffer": REPORT.encode()})
    page.get_by_role("button", name="上传", exact=True).click()
    page.get_by_role("heading", name="丙.txt").wait_for()
    page.get_by_text("没有收进来的内容").first.wait_for()  # the page reloads itself until it was read
    page.get_by_role("button", name="丢弃").first.click()
    page.get_by_role("heading", name="丙.txt").wait_for(state="detached")
    context.close()
