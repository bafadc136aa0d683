"""What is right of an ingested report, judged by rules that know nothing of how ingest judges.

Where the plan begins is found from the text alone: how often two neighbouring signs stand early and late in reports
(no heading, no list of words), the place where the sum of that changes, and then the paragraph near it that opens with
the report's own year. Places read by eye win over the rule (`plan_begins.json`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

EARLY, LATE = (0.04, 0.20), (0.50, 0.85)
"""Shares of a text in which nearly every report looks back, and ahead."""
RARE = 30
"""A pair of signs seen in fewer sentences says nothing."""
BEFORE, BEHIND = 2500, 3600
"""Characters about the change in which the plan's first paragraph is looked for. Targets (“增长6%”) sound like the past
and stand before the change; the problems that a report owns, and its words on the government itself, sound like plans
and stand behind it."""

_OPENS = (
    r"(?:[一二三四五六七八九]、|第.部分|[（(].[）)])?\s*(?:关于|做好|建议|全力|奋力|努力|扎实|展望|根据.{{4,40}})?[“”\"]?"
    r"(?:今年|{year}\s*年|今后五年|未来五年|新的一年|十{plan}五)"
)
_LOOKS_BACK = re.compile(r"回顾|总结|完成情况|以来|年来|过去")
_PROBLEMS = re.compile(r"清醒|困难和|不足|短板")
_DIGITS = "零一二三四五六七八九"
_CHINESE_YEAR = str.maketrans("0123456789", "〇一二三四五六七八九")
_TAIL = re.compile(r"[\s※*\[【《（(]*(?:附[:：件录]|名\s*词\s*[解注说]|注\s*释|.{0,14}(?:解释|注释|用语说明|名词说明))")
_FORMULA = re.compile(r"代表.{2,30}(?:报告|审议)|审议|^各位[代委]")
_FURNITURE = re.compile(
    r"ICP备|版权所有|责任编辑|上一篇|下一篇|分享到|打印本页|关闭窗口|网站地图|浏览次数|相关(?:文章|阅读|链接)[:：]?$|扫一扫|当前位置|^来源[:：]|搜索.{0,4}马\s*克",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text that is not blank: its place and its words."""

    start: int
    text: str


def paragraphs(text: str) -> list[Paragraph]:
    """Lines that are not blank, white space at both ends left out."""
    lines = (m for m in re.finditer(r"[^\n]+", text) if m[0].strip())
    return [Paragraph(m.start() + len(m[0]) - len(m[0].lstrip()), m[0].strip()) for m in lines]


def _sentences(text: str) -> Iterator[str]:
    return (s for s in re.split("[。！？；]", text) if len(s) > 5)


def _pairs(sentence: str) -> set[str]:
    words = re.sub(r"\d", "0", sentence)
    return {words[i : i + 2] for i in range(len(words) - 1)}


@dataclass(frozen=True)
class Tense:
    """How much a sentence sounds like the early half of a report (above 0) or the late one (below)."""

    weights: Mapping[str, float]

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Tense:
        """Count pairs of signs in the sentences of both stretches of all texts."""
        early, late = Counter[str](), Counter[str]()
        sizes = [0, 0]
        for text in texts:
            for paragraph in paragraphs(text):
                at = paragraph.start / len(text)
                side = 0 if EARLY[0] < at < EARLY[1] else 1 if LATE[0] < at < LATE[1] else None
                if side is None:
                    continue
                for sentence in _sentences(paragraph.text):
                    sizes[side] += 1
                    (early, late)[side].update(_pairs(sentence))
        known = (pair for pair in early | late if early[pair] + late[pair] >= RARE)
        return cls(
            {p: math.log((early[p] + 1) / (sizes[0] + 2)) - math.log((late[p] + 1) / (sizes[1] + 2)) for p in known}
        )

    def of(self, text: str) -> float:
        """Sum over the sentences of a paragraph, each between -3 and 3."""
        return sum(self._of_sentence(s) for s in _sentences(text))

    def _of_sentence(self, sentence: str) -> float:
        total = sum(self.weights.get(pair, 0.0) for pair in _pairs(sentence))
        return max(-3.0, min(3.0, 6 * total / max(8, len(sentence))))


@dataclass(frozen=True)
class Truth:
    """What is right of one text."""

    text: str
    tense: Tense
    year: int
    by_eye: int | None = None
    """Where the plan begins, if somebody has read it."""
    tail_known: int | None = None
    """Where a glossary or an appendix begins, if that is known from elsewhere."""

    @cached_property
    def lines(self) -> list[Paragraph]:
        return paragraphs(self.text)

    @cached_property
    def body(self) -> tuple[int, int]:
        """From the address to the deputies (else the first long line) to the last line that ends as a closing does."""
        address = re.search(r"^[\s#*]*(?:尊敬的)?各位(?:代表|委员)[^\n。]{0,12}[:：!！]?\s*$", self.text, re.MULTILINE)
        long = next((p.start for p in self.lines if len(p.text) > 80), 0)
        start = address.start() if address and address.start() < len(self.text) / 3 else long
        closings = [p for p in self.lines if re.search(r"让我们|紧密团结在|奋勇前进", p.text)]
        end = closings[-1].start + len(closings[-1].text) if closings else self.tail
        return start, min(end, self.tail)

    @cached_property
    def tail(self) -> int:
        """Where a glossary or an appendix begins, else the end."""
        if self.tail_known is not None:
            return self.tail_known
        late = (p for p in self.lines if p.start > 0.55 * len(self.text) and len(p.text) <= 30)
        return next((p.start for p in late if _TAIL.match(p.text)), len(self.text))

    @cached_property
    def plan_start(self) -> int:
        """Where the plan begins."""
        return self.by_eye if self.by_eye is not None else self._plan_by_rule()

    def _plan_by_rule(self) -> int:
        inside = [p for p in self.lines if self.body[0] <= p.start < self.body[1]]
        change = self._change(inside)
        plan = _DIGITS[(self.year - 1956) // 5 - 9] if self.year > 2010 else "一"
        years = f"(?:{self.year}|{str(self.year).translate(_CHINESE_YEAR)})"
        opens = re.compile(_OPENS.format(year=years, plan=plan))
        near = [p for p in inside if change - BEFORE < p.start < change + BEHIND]
        for i, paragraph in enumerate(near):
            head = re.sub(r"^(?:各位代表[!！，,]?|[#*—\s])*", "", paragraph.text)
            if not opens.match(head) or _LOOKS_BACK.search(head[:30]):
                continue
            if not any(_PROBLEMS.search(p.text) and len(p.text) > 60 for p in near[i + 1 :] if p.start < change):
                return paragraph.start
        return change

    def _change(self, inside: Sequence[Paragraph]) -> int:
        """The paragraph before which texts look back and from which they look ahead, by the sum of both sides."""
        values = [self.tense.of(p.text) for p in inside]
        best, at, before = 0.0, 0, 0.0
        for i, value in enumerate(values):
            before += value
            if 2 * before - sum(values) > best:
                best, at = 2 * before - sum(values), i + 1
        return inside[at].start if at < len(inside) else self.body[1]

    def is_right(self, start: int, end: int, period: str | None, opening: bool) -> bool | None:
        """Whether a passage has its period; None where it is not judged (an opening formula, a tail, a look back within
        the plan, the last words)."""
        words = self.text[start:end]
        plain = re.sub(r"^(?:[^\n]{0,40}\n)?\s*各位代表[!！，,:：]*\s*", "", words).strip()
        if start >= min(self.tail, self.body[1]) or end <= self.body[0] or not plain:
            return None
        if len(plain) < 90 and _FORMULA.search(plain) and start < self.plan_start:
            return None
        if "让我们" in words and start > 0.8 * self.body[1]:
            return None
        middle = (start + end) / 2
        if middle >= self.plan_start and _LOOKS_BACK.search(plain[:16]) and self.tense.of(plain) > 0:
            return None
        return period == ("done" if middle < self.plan_start else "planned")

    def furniture(self, start: int, end: int) -> bool:
        """Whether a passage holds words of the page."""
        return bool(_FURNITURE.search(self.text, start, end))


def named(stem: str) -> tuple[str, int | None]:
    """Place and year that a file's name says."""
    year = re.search(r"20\d\d", stem)
    place = re.match(r"[一-龥]+", re.sub(r"20\d\d年?|人民|政府|工作报告", "", stem))
    return (place[0] if place else ""), int(year[0]) if year else None


def same_place(a: str, b: str) -> bool:
    """Whether two names mean one place: 徐水县 and 保定市徐水区."""
    plain = [re.sub(r"(?:市|县|区|州|省|自治区|回族|壮族|维吾尔)$", "", x) for x in (a, b)]
    return bool(all(plain)) and (plain[0] in plain[1] or plain[1] in plain[0] or plain[0][-2:] == plain[1][-2:])
