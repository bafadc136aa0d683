"""What a person who looks up wording asks for: words, operators, all mentions, or what a slogan stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.exact.folded import fold_words
from rag.text import clean


class Asks(StrEnum):
    """What is wanted of the words."""

    PLACES = "places"
    """Where they stand."""
    MEANING = "meaning"
    """What they stand for, item by item: “五大行动”是哪五个."""


@dataclass(frozen=True, slots=True)
class Group:
    """Words that must all stand in one sentence, and words that must not."""

    terms: tuple[str, ...]
    without: tuple[str, ...] = ()
    literal: tuple[str, ...] = ()
    """Those of the terms that were put in "…": punctuation counts, and nothing near is shown."""


@dataclass(frozen=True, slots=True)
class WordingQuery:
    """A query as it is understood; any of its groups will do."""

    asks: Asks
    subject: str
    """The words that are looked up, as the answer names them."""
    groups: tuple[Group, ...]
    instead_of: str = ""
    """What was asked for, where the subject is the nearest that the reports have."""
    negated: bool = False
    """Whether it asks which reports lack the words."""
    mention: bool = False
    """Whether it asks which reports have the words, or whether one has: what is merely near answers that with no."""

    @property
    def has_operators(self) -> bool:
        return len(self.groups) > 1 or any(g.without or g.literal for g in self.groups)


_ALL_PLACES = re.compile(
    r"\s*[的在]?(?:(?:全部|所有|每一?)(?:的?(?:出处|提法|提及|位置|地方|句子|原文|表述)|处)"
    r"|(?:在(?:报告|全文)(?:里|中)?)?(?:共|一共|总共)?(?:出现|提到|提及)过?了?(?:几|多少)(?:次|处|回)"
    r"|(?:都)?(?:出现|提到|写)?在(?:哪里|哪儿|哪些地方|哪几处|哪一?段|哪一?部分)(?:出现|提到)?过?|(?:的)?出处(?:在哪里?)?)[?？。]?$"
)
_WHO = r"(?:个|份)?(?:省区市|省份|省市|省|城市|市|区县|县|区|地方|地区|报告|年份)"
_REPORT = r"(?:的?(?:政府)?(?:工作)?报告)?(?:里面|里|中|当中|上)?"
_SAYS = r"(?:提到|提及|提过|写到|写了|说到|讲到|提出|出现|涉及|用了|写[进入](?:了)?(?:政府工作)?(?:报告)?)(?:过|了)?"
_DOES = rf"(?:{_SAYS}|(?:在|要|都|将|也)?(?:部署|布局|发展|推进|推动|实施|建设|谋划|支持|安排|强调|搞|抓|推)(?:过|了)?)"
_WHICH = r"(?:哪些|哪几个?|哪个|哪|多少个?|几个)"
_NOT = r"(?P<negated>没有|没|未|不曾)?"
_BEFORE = r"^(?:请问|请查|查一下|帮我查)?(?:全国|目前|现在)?(?:都|一共|总共)?有?"
_WRITTEN = r"(?:写[进入到]|列[入为]|纳入|放进)(?:了|到)?"
_WHO_SAYS = (
    re.compile(rf"{_BEFORE}(?:{_WHICH}{_WHO}|哪里|哪儿|哪些|哪几处){_REPORT}(?:都|也)?{_NOT}{_SAYS}(?P<words>.+)$"),
    re.compile(rf"{_BEFORE}{_WHICH}{_WHO}{_REPORT}(?:都|也)?{_NOT}{_DOES}(?P<words>.+)$"),
    re.compile(
        rf"{_BEFORE}{_WHICH}{_WHO}的?(?:政府)?(?:工作)?报告(?:里面|里|中|当中)(?:都|也)?{_NOT}有(?:关于)?(?P<words>.+)$"
    ),
    re.compile(
        rf"{_BEFORE}{_WHICH}{_WHO}(?:都|也)?{_NOT}(?:把|将)(?P<words>.+?)(?:都)?{_WRITTEN}.{{0,6}}报告.?[?？。]?$"
    ),
    re.compile(rf"^{_NOT}{_DOES}(?P<words>.+?)的{_WHO}(?:一共|总共|分别|都)*(?:有|是){_WHICH}个?[?？。]?$"),
    re.compile(
        rf"^(?P<words>.+?)(?:(?:一共|总共|都|被|在|出现在|{_WRITTEN})*)有?{_WHICH}{_WHO}{_REPORT}(?:都|也)?{_NOT}{_DOES}[?？。]?$"
    ),
    re.compile(rf"^(?P<words>.+?)(?:都|被)*{_WRITTEN}{_WHICH}{_WHO}{_REPORT}[?？。]?$"),
)
"""哪些省提到X · 哪些省的报告里有X · 哪些省把X写进了报告 · 提到X的省份有哪些 · X有哪些省在发展 · X写进了哪些省的报告"""
_WHETHER = re.compile(
    r"^(?:20\d\d年|今年|去年)?(?:的)?(?:省|市|县|区)?(?:政府)?(?:工作)?(?:报告)?(?:里面|里|中)?(?:都|也)?"
    rf"(?P<asked>是否|有没有|有无|是不是)?(?:都|也|曾|曾经)?{_SAYS}(?P<words>.+?)(?:了)?(?P<mark>吗|嘛|没有|没|么|不)?[?？。]*$"
)
"""提到了X吗 · 有没有提到X, where the place that is asked about has been taken off"""
_LEADING = re.compile(
    r"^(?:要|关于|有关)?(?:发展|推进|推动|建设|打造|培育|支持|加快|实施|布局|壮大|做强|做大|鼓励|扩大|开展|加强)+(?:的)?(?=.{2})"
)
_ASKS_MEANING = re.compile(
    r"(?:分别|具体|主要|到底|究竟|各自?|都|又|说的|指的|一共|共)*(?:是|指|有|包括|包含|涵盖|含|代表|意味着)*(?:的是)?"
    r"(?:哪(?:些|几|个|[一二两三四五六七八九十百\d]+)|什么|啥|几[个项条大])"
    r"|的?具体(?:内容|含义|所指|包括|项目|是)|的?(?:内容|含义|意思|内涵|定义|解释)(?:是|[?？。]?$)|(?:怎么|如何|怎样)(?:解释|理解)"
)
_OPENING = re.compile(
    r"^(?:请问|请查|查一下|查找|帮我(?:查|找)一?下?|什么是|什么叫|何为|何谓)+|^报告(?:里|中)?(?:所|提到|提出|说|写)+的"
)
_CURLY = re.compile(r"[“「『‘]([^”」』’]+)[”」』’]")
_TOKEN = re.compile(r'(?P<minus>(?<!\S)[-－−])?(?:(?<![^\s\-－−])["＂](?P<exact>[^"＂]+)["＂](?!\S)|(?P<word>\S+))')
_TRAILING = "，,、：: ?？。的"


def read_query(raw: str) -> WordingQuery:
    """Understand a query. Its groups are empty where nothing that can be looked up was written."""
    text = re.sub(r"\s+", " ", raw).strip()
    if asked := who_says(text):
        return asked
    words, all_places = _without_frame(text)
    if not all_places and (meant := _meant(text)):
        return WordingQuery(Asks.MEANING, meant, (Group((fold_words(meant),)),))
    return _of_words(words)


def who_says(text: str) -> WordingQuery | None:
    """The words of which it is asked which reports have them (哪些省提到X); None where a text does not ask that."""
    for pattern in _WHO_SAYS:
        if (asked := pattern.match(text)) and fold_words(asked["words"]):
            query = _of_words(asked["words"].strip().rstrip("?？。"), mention=True)
            return replace(query, negated=bool(asked.groupdict().get("negated")))
    return None


def whether_said(text: str) -> tuple[WordingQuery, ...]:
    """What to look up where it is asked whether words are said (提到了X吗), the likelier first: the words, and what is
    left of them without a verb before (发展X). Empty where a text does not ask that."""
    asked = _WHETHER.match(text)
    if not asked or not (asked["asked"] or asked["mark"]) or not fold_words(asked["words"]):
        return ()
    words = asked["words"].strip()
    return tuple(_of_words(w, mention=True) for w in dict.fromkeys((words, _LEADING.sub("", words))))


def _of_words(words: str, *, mention: bool = False) -> WordingQuery:
    groups = tuple(g for part in re.split(r"(?<!\S)(?:OR|ＯＲ|\||｜)(?!\S)", words) if (g := _group(part)).terms)
    return WordingQuery(Asks.PLACES, words.strip(), groups, mention=mention)


def _without_frame(text: str) -> tuple[str, bool]:
    """The words to find, without “全部出处” after them; and whether there was such a frame."""
    bare = _ALL_PLACES.sub("", text, count=1).strip()
    if bare != text and fold_words(bare):
        return bare, True
    return text, False


def _meant(text: str) -> str:
    """The slogan whose meaning is asked for; empty where the query does not ask."""
    opened = _OPENING.sub("", text)
    asked = _ASKS_MEANING.search(opened)
    if not asked and opened == text:
        return ""
    quoted = list(_CURLY.finditer(opened))
    if quoted and (asked or len(quoted) == 1):
        # “三无”“三可”: quotes that stand side by side are one slogan
        last = quoted[0]
        for nxt in quoted[1:]:
            if opened[last.end() : nxt.start()].strip("、，, 和与"):
                break
            last = nxt
        return re.sub(r"^[“「『‘]|[”」』’]$", "", opened[quoted[0].start() : last.end()])
    meant = opened[: asked.start()] if asked and fold_words(opened[: asked.start()]) else opened
    return meant.strip(_TRAILING)


def _group(text: str) -> Group:
    terms, without, literal = [], [], []
    for token in _TOKEN.finditer(text):
        words = token["exact"] or token["word"]
        term = fold_words(words)
        if not term:
            continue
        if token["minus"]:
            without.append(term)
            continue
        terms.append(term)
        if token["exact"]:
            literal.append(words)
    return Group(tuple(terms), tuple(without), tuple(literal))


def simplified(group: Group, subject: str) -> Group:
    """The same words simplified as phrases, not sign by sign (乾 stays 乾 in 乾坤)."""
    again = _group(clean(subject))
    return again if len(again.terms) == len(group.terms) else group


def parts_of(subject: str) -> tuple[str, ...]:
    """The subject's stretches between marks and spaces, folded, where there are two or more."""
    parts = tuple(p for p in map(fold_words, re.split(r"[、，,；;：:。\s]+", subject)) if len(p) > 1)
    return parts if len(parts) > 1 else ()
