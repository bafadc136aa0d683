"""Whether what is quoted for a follow-up holds the thing asked, about the thing asked.

A second question mostly asks for a detail of what was just quoted (“具体是哪几个”, “多少钱”), and often the report
goes no further. Search then finds the same sentence again; what tells is whether the detail stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.kinds import asked, held, unit_held
from rag.lexicon import synonyms
from rag.question import Question, Wants
from rag.text import fold

_NUMBER = re.compile(
    r"[\d×]|[一二三四五六七八九十百千万两]+(?:个|项|大|家|座|所|条|届|名|倍|成|类|种|次|件|关|支)|百分|第[一二三四五六七八九十]|翻番|一半"
)
_LIST = re.compile(r"、|；|“.+”.*“|和|与|以及")
_REASON = re.compile(r"由于|因为|受.{0,20}影响|是因|为了|根本在于|得益|兼顾|考虑|统筹|衔接|有利于|原因|所致|制约|不足")
_WHY = re.compile(r"为什么|为啥|为何|原因|咋少|怎么(?:少|没|都)")
_AMOUNT = re.compile(r"多少|几(?!个方面|乎)")
_WHICH = re.compile(r"(?:具体|都|分别|到底)?是?哪(?:几|些)(?!类|方面)|名单|分别是")
_MONEY = re.compile(
    r"(?:领|补|收|发|给|交|花|掏|罚|奖|涨).{0,3}(?:多少|几)(?:钱|块|元)?(?!\w*[人户家个台套])|多少钱|票价|门票|收费标准"
)
_YUAN = re.compile(r"元|免费|不收")


def holds(question: Question, topics: Sequence[str], text: str) -> bool:
    """Whether a quoted text can answer: it speaks of a topic, and has the kind of thing that is asked."""
    text, words = fold(text), question.text
    if topics and not any(_there(t, text) for t in topics):
        return False
    near = _near(text, topics)
    if _WHY.search(words):
        return bool(_REASON.search(text))
    counted = "几" in words and bool(_LIST.search(near))
    if _AMOUNT.search(words) and not counted and not _NUMBER.search(near):
        return False
    if _MONEY.search(words) and not _YUAN.search(near):
        return False
    if _WHICH.search(words) and not _LIST.search(near):
        return False
    if Wants.WHEN in question.wants and not held(text)[_DATE]:
        return bool(not asked(words)[_DATE])
    return counted or unit_held(words, text) > 0


_DATE = 4
"""Place of "date" in `rag.kinds.KINDS`."""


def _there(topic: str, text: str) -> bool:
    names = [topic, *(n for _, others in synonyms(topic) for n in others)]
    return any(fold(n) in text for n in names)


def _near(text: str, topics: Sequence[str]) -> str:
    """The clause that holds most of the topics, with the one after it: figures trail names."""
    clauses = [c for c in re.split(r"[,，。;；]", text) if c] or [text]
    hits = [sum(t in c for t in topics) for c in clauses]
    if not max(hits):
        return text
    best = [i for i, h in enumerate(hits) if h == max(hits)]
    return "，".join("，".join(clauses[i : i + 2]) for i in best)
