"""Replies that staff wrote, for questions that the reports do not answer.

A reply is given for the very question it was written for and for nothing that only resembles it: the same words but for
particles and order, or nearly the same meaning with the same subject, the same numbers and the same time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.desk.book import Change
from rag.desk.topics import Weight, periods_in, topics
from rag.embed import Embedding
from rag.text import clean, fold
from rag.understand.words import words_of

ALIKE = 0.9
"""Least cosine of two questions that are not the same words."""
_SAID_ANYHOW = frozenset(
    [
        "请问",
        "我",
        "我们",
        "咱",
        "咱们",
        "你们",
        "想",
        "想问",
        "知道",
        "想知道",
        "问",
        "一下",
        "吗",
        "呢",
        "啊",
        "呀",
        "吧",
        "嘛",
        "的",
        "了",
        "是",
        "就",
        "都",
        "到底",
        "那",
        "这",
        "有",
    ]
)
_NUMBER = re.compile(r"\d+")
_EITHER = re.compile(r"(.)[不没]\1|有没有|了没|没有?[?？]?$")
_NOT = re.compile(r"[不没未无停]|取消")
_DIALECT = (("啥", "什么"), ("咋", "怎么"))


@dataclass(frozen=True, slots=True)
class _Read:
    """A question taken apart."""

    text: str
    words: frozenset[str]
    subject: frozenset[str]
    told: frozenset[str]
    """Its numbers, the times it names, and its negations."""


class Canned:
    """Finds the reply to a question. Safe to call from several threads."""

    def __init__(self, embedding: Embedding, weight: Weight) -> None:
        self._embedding, self._weight = embedding, weight
        self._written: tuple[Sequence[Change], list[_Read]] = ((), [])

    def find(self, question: str, replies: Sequence[Change]) -> Change | None:
        """The first of `replies` that was written for this question; those with the same words go before."""
        if not replies:
            return None
        asked, written = self._read(question), self._read_all(replies)
        for reply, one in zip(replies, written, strict=True):
            if one.words and one.words == asked.words:
                return reply
        same = [i for i, one in enumerate(written) if self._same_subject(asked, one)]
        if not same:
            return None
        vectors = self._embedding.encode_questions([asked.text, *(written[i].text for i in same)])
        likeness = vectors[1:] @ vectors[0]
        best = int(likeness.argmax())
        return replies[same[best]] if likeness[best] >= ALIKE else None

    def same(self, a: str, b: str) -> bool:
        """Whether two questions are the same words."""
        return self._read(a).words == self._read(b).words

    def has_subject(self, question: str) -> bool:
        """Whether a question names something: a reply to “多少钱” would be given to anything."""
        return bool(self._read(question).subject)

    def _read_all(self, replies: Sequence[Change]) -> list[_Read]:
        kept = self._written
        if kept[0] is not replies:
            self._written = kept = (replies, [self._read(r.words[0]) for r in replies])
        return kept[1]

    def _read(self, question: str) -> _Read:
        text = fold(clean(question))
        for said, means in _DIALECT:
            text = text.replace(said, means)
        told = {*periods_in(text), *_NUMBER.findall(text), *_NOT.findall(_EITHER.sub("", text))}
        return _Read(
            text,
            frozenset(words_of(text)) - _SAID_ANYHOW,
            frozenset(word for word, _ in topics(text, self._weight)),
            frozenset(told),
        )

    @staticmethod
    def _same_subject(a: _Read, b: _Read) -> bool:
        return (
            bool(a.subject and b.subject)
            and a.told == b.told
            and all(word in b.text for word in a.subject)
            and all(word in a.text for word in b.subject)
        )
