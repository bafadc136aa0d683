"""A site over the small report of tests/web/fake.py, in this process: quick to start, and as slow or broken as a test asks."""

import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from rag.domain import Answer, Status
from rag.replies import reply
from rag.settings import Settings
from tests.browser.conftest import free_port
from tests.web.fake import FakeAssistant
from web.site import site

SLOW_SECONDS = 2.5
QUESTION = "新建社区食堂多少个？"
MASKED = "一般公共预算收入完成多少亿元"


class Telling(FakeAssistant):
    """Answers as the question's first word says: 慢, 等 (until released), 部分, 婉拒, 出错, 归纳 (慢慢, 永远); else as FakeAssistant."""

    def __init__(self):
        super().__init__()
        self.asked = []
        self.released = threading.Event()

    def answers(self, question, history=(), *, only=""):
        if question.startswith("慢慢归纳："):
            whole = self.answer(question.removeprefix("慢慢"), history, only=only)
            quoted = replace(whole, written=(), label="", origin=reply("written", "origin_quoted"), growing=True)
            for n in range(len(whole.written)):
                yield replace(whole, written=whole.written[:n], growing=True) if n else quoted
                time.sleep(SLOW_SECONDS)
            yield whole
        elif question.startswith("永远归纳："):
            whole = self.answer(question.removeprefix("永远"), history, only=only)
            yield replace(whole, written=whole.written[:1], growing=True)
            self.released.wait(60)
            yield whole
        else:
            yield self.answer(question, history, only=only)

    def answer(self, question, history=(), *, only=""):
        self.asked.append(question)
        self.only = only
        kind, _, rest = question.partition("：")
        if kind == "慢":
            time.sleep(SLOW_SECONDS)
        if kind == "等":
            self.released.wait(60)
        if kind == "婉拒":
            return Answer(Status.DECLINED, question, "这个问题不在报告的范围里。", advice="可以拨打12345。")
        if kind == "出错":
            return Answer(Status.ERROR, question, "系统暂时没有答上来，请稍后再试。")
        answer = super().answer(rest or question, history, only=only)
        if kind == "部分":
            return replace(answer, status=Status.PARTIAL, lead="报告提到了这件事，但没有说具体数字：")
        if kind == "归纳":
            written = tuple(replace(c, text=f"归纳{i}。") for i, c in enumerate(answer.claims))
            return replace(
                answer, written=written, origin=reply("written", "origin_model"), label=reply("written", "label")
            )
        return answer


class Kept:
    """Notes in memory."""

    def __init__(self):
        self.notes = []

    def note(self, **said):
        self.notes.append(said)


@contextmanager
def serving(assistant=None, notes=None, unanswered=None, **settings):
    """Address of a running site."""
    port = free_port()
    assistant = assistant or Telling()
    app = site(assistant, Settings(**settings), notes, unanswered=unanswered)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        if isinstance(assistant, Telling):
            assistant.released.set()
        server.should_exit = True
        thread.join()


@contextmanager
def opened(browser, address, **options):
    """A page of its own in a fresh context."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()
