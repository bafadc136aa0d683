"""Whether what is quoted for a follow-up holds the thing asked, about the thing asked.

A second question mostly asks for a detail of what was just quoted (“具体是哪几个”, “多少钱”), and often the report
goes no further. Search then finds the same sentence again; what tells is whether the detail stands in it.
"""

from __future__ import annotations

import re

from rag.kinds import asked, held
from rag.question import Question, Wants
from rag.talk.about import About, speaks_of
from rag.talk.details import gives_detail
from rag.talk.turns import asks_why, quoted
from rag.text import fold

_REASON = re.compile(r"由于|因为|受.{0,20}影响|是因|为了|根本在于|得益|兼顾|考虑|留出空间|原因|所致|制约|不足")
_BECAUSE = re.compile(r"由于|因为|受.{0,30}影响|是因|考虑了?|兼顾|留出空间|所致")
_MEANS = re.compile(
    r"[”\"]是(?:什么|啥)|(?:什么|啥)意思|指(?:的)?(?:是)?(?:什么|啥|哪)|(?:什么|啥)[、和,，]?\w(?:什么|啥)|是哪[一1][个项条件]|[”\"]是哪[二三四五六七八九十\d]+[\u4e00-\u9fff]"
)
_DEFINED = re.compile(r"^[”\"』」]?[\u4e00-\u9fff]{0,4}[,，]?(?:即|[:：—─（(]|是指|指的?是|就是|包括|分别(?:是|为))")
_HAPPENS = re.compile(r"(?:什么时候|啥时候|何时)(?:才|就|能|可以|会|要|开始)*([\u4e00-\u9fff]{1,2})")
_DATE = 4
"""Place of "date" in `rag.kinds.KINDS`."""


def gives_reason(text: str) -> bool:
    """Whether a text says why something is so."""
    return bool(_BECAUSE.search(text))


def holds(question: Question, about: About, text: str) -> bool:
    """Whether a quoted text can answer: it speaks of a topic, and has the kind of thing that is asked."""
    text, words = fold(text), question.text
    if (about.topics and not any(speaks_of(text, t) for t in about.topics)) or about.elsewhere(text):
        return False
    if asks_why(words):
        return bool(_REASON.search(text))
    if not _explains(words, text, about) or not gives_detail(words, text, about.topics):
        return False
    if Wants.WHEN in question.wants and not held(text)[_DATE] and not _happens(words, text):
        return not asked(words)[_DATE]
    return True


def _explains(words: str, text: str, about: About) -> bool:
    """Whether a term is explained, where a question asks what it stands for: “三区”是哪三区, 四中心分别指什么."""
    if not _MEANS.search(words):
        return True
    terms = [fold(t) for t in quoted(words)] or [fold(t) for t in about.own]
    return not terms or any(_DEFINED.match(text[m.end() :]) for t in terms for m in re.finditer(re.escape(t), text))


def _happens(words: str, text: str) -> bool:
    """Whether a text says that what is asked for a time happens, as a report says it: this year."""
    event = _HAPPENS.search(words)
    return event is not None and event[1] in text
