"""A small real Assistant in memory: outlines real text, quotes the sentences that share most character pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.outline import outline
from ingest.split import split
from rag.domain import Answer, Citation, Claim, Passage, Report, Status, Turn
from rag.embed import load_embedding
from rag.exact.filters import Filter
from rag.exact.wording_answer import Looked
from rag.settings import Settings
from rag.wording import Wording
from rag.years.compare import Comparison, compare

SOURCE = """\
云岭市政府工作报告

各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2024年工作回顾
一年来，全市上下团结奋斗，地区生产总值增长6.1%；
一般公共预算收入完成×亿元，增长×%；
城镇新增就业3.2万人。
（一）民生保障有力。新建社区食堂12个，改造老旧小区86个。新增公办幼儿园学位4500个。
（二）产业升级提速。GDP of <b>Yunling</b> & others grew；𠮷祥产业园开园，入驻企业120家。
二、2025年工作安排
今年要重点做好以下工作。
（一）增进民生福祉。新建社区食堂20个，加装电梯300部，城镇新增就业3.5万人以上。
（二）优化营商环境。推行“一件事一次办”，压减审批时间30%。
各位代表，让我们团结一心，共同奋斗！
"""
HOSTILE = """\
<img src=x onerror=alert(1)>市政府工作报告

各位代表：
一、2024年工作回顾
社区食堂<script>alert(document.title)</script>已经建成，[点我](javascript:alert(1))，${document.title}，`代码`。
二、2025年工作安排
继续建设社区食堂![图](https://evil.example/x.png)。
"""


class FakeAssistant:
    """Answers over given reports; the same questions always get the same answers."""

    def __init__(self, *reports: Report, is_ready: bool = True) -> None:
        self._reports = reports or (outline(SOURCE, stem="云岭市_2025"),)
        self._ready = is_ready
        self.histories: list[list[str]] = []

    def answer(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Answer:
        self.histories.append([turn.question for turn in history])
        self.only = only
        if not question.strip():
            return Answer(Status.INVALID, question, "请写下您的问题。")
        found = sorted(self._sentences(), key=lambda s: -_shared(question, s[0].report.source[s[1] : s[2]]))[:3]
        found = [s for s in found if _shared(question, s[0].report.source[s[1] : s[2]]) >= 2]
        if not found:
            return Answer(Status.NOT_FOUND, question, "报告里没有找到相关内容。", suggestions=self.starters()[:2])
        cited = [Citation(n, *sentence) for n, sentence in enumerate(found, 1)]
        claims = tuple(Claim(c.quote, (c,)) for c in cited)
        advice = "公开文本以“×”隐去了部分数字。" if any(c.masked for c in cited) else ""
        return Answer(Status.ANSWERED, question, "报告中这样说：", claims, advice, self.starters()[:2])

    def answers(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Iterator[Answer]:
        yield self.answer(question, history, only=only)

    def look_up(self, query: str, within: Filter | None = None) -> Looked:
        return Wording(self._reports, [p for r in self._reports for p in split(r)]).find(query, within=within)

    def reports(self) -> tuple[Report, ...]:
        return self._reports

    def starters(self) -> tuple[str, ...]:
        return ("社区食堂建了多少个？", "今年城镇新增就业多少人？", "地区生产总值增长多少？")

    def compare(self, old: str, new: str) -> Comparison | None:
        named = {r.stem: r for r in self._reports}
        if old not in named or new not in named:
            return None
        passages = [*split(named[old]), *split(named[new])]
        return compare(named[old], named[new], passages, load_embedding(Settings().embedding_model))

    def ready(self) -> bool:
        return self._ready

    def _sentences(self) -> list[tuple[Passage, int, int]]:
        out = []
        for report in self._reports:
            for block in report.blocks:
                section = report.section_at(block.start)
                path, period = (section.path, section.period) if section else ((), None)
                passage = Passage(report, block.start, block.end, path, period)
                text = report.source[block.start : block.end]
                parts = re.finditer(r"[^。；\s][^。；]*[。；]?", text)
                out += [(passage, block.start + part.start(), block.start + part.end()) for part in parts]
        return out


class Leaning(FakeAssistant):
    """Reads a question that begins with 那 together with the one before it."""

    def answer(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Answer:
        if not history or not question.startswith("那"):
            return super().answer(question, history, only=only)
        taken = history[-1].question.rstrip("？")
        return replace(super().answer(f"{taken} {question[1:]}", history, only=only), taken=taken)


class Near(FakeAssistant):
    """Links to a place under two headings where it finds nothing."""

    def answer(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Answer:
        answer = super().answer(question, history, only=only)
        place = next(p for p, *_ in self._sentences() if "优化营商环境" in p.text)
        return replace(answer, nearest=place) if answer.status is Status.NOT_FOUND else answer


def hostile() -> FakeAssistant:
    """Over a report whose every part is an attack."""
    return FakeAssistant(outline(HOSTILE, stem='"><script>alert(1)</script>'))


def _shared(a: str, b: str) -> int:
    return len({x + y for x, y in pairwise(a)} & {x + y for x, y in pairwise(b)})
