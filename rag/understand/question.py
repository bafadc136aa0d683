"""What is asked: the text of the question, the period it is about, and the kind of answer wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rag.domain import Period, Turn
from rag.text import active, clean, unrepeated
from rag.understand import decline
from rag.understand.personal import personal
from rag.understand.sides import Side, named_years, sides_of


class Wants(StrEnum):
    """Kinds of answer a question can ask for."""

    FIGURE = "figure"
    COUNT = "count"
    LIST = "list"
    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    WHETHER = "whether"
    DEFINE = "define"
    COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood."""

    text: str
    """Normalised; stands alone, without the turns before it."""
    periods: frozenset[Period]
    """Periods it asks about; empty where it leaves that open."""
    wants: frozenset[Wants]
    years: frozenset[int]
    """Years it names."""
    sides: tuple[Side, ...] = ()
    """What it asks to see side by side (去年 and 今年, two reports); one side where it asks about one period."""
    carried: bool = False
    """Whether words of earlier turns were taken over into it."""
    wider: str = ""
    """The text with more words taken over; both are judged, since either may be the better reading."""
    lacking: bool = False
    """Whether a word of it, read from English, stands in no report: the answer is partial at most."""
    problem: str | None = None
    """Key of a reply in prompts/replies.toml where it cannot be taken as a question."""


_WANTS: tuple[tuple[Wants, re.Pattern[str]], ...] = (
    (
        Wants.FIGURE,
        re.compile(
            r"多少|几(?:个|成|万|亿|元|块|公里|亩|户|人|倍|点|百分|家|所|座|套|吨|张|米|辆|条|处|名|项|件|次|天|年|折)|百分之几|"
            r"多大|多长|多高|多远|多久|增速|增幅|比例|占比|总量|总额|金额|目标是|达到|花(?:了|多少)?钱|第几|排名|排第"
        ),
    ),
    (
        Wants.COUNT,
        re.compile(
            r"(?:一共|总共|共有|合计|分成|分为|列了|有)?几(?:个|大|项|条|类|种|方面|件|处|家|所|座)|多少(?:个|项|条|件|家|处)"
        ),
    ),
    (
        Wants.LIST,
        re.compile(
            r"哪些|哪几|分别是|都有(?:啥|什么|谁)|包括(?:啥|什么)|具体(?:是|有)|依次|有(?:什么|啥)(?:安排|措施|打算|举措|动作|计划)|各(?:是|有)"
        ),
    ),
    (
        Wants.WHO,
        re.compile(r"谁|哪(?:家|个)(?:单位|公司|企业|部门|集团|学校|医院|大学)|哪家|哪个(?:村|镇|乡|县|区|局)"),
    ),
    (Wants.WHERE, re.compile(r"哪儿|哪里|在哪|什么地方|啥地方|哪个(?:地方|位置)|哪条(?:路|街|河)")),
    (Wants.WHEN, re.compile(r"什么时候|啥时候|何时|几时|哪(?:年|月|天)|几(?:月|号)|多久")),
    (
        Wants.WHETHER,
        re.compile(
            r"[吗嘛]|了没|没有[?？]?$|有没有|是不是|能不能|会不会|给不给|让不让|还.{0,8}不|[?？]?.没[?？]?$|是否"
        ),
    ),
    (
        Wants.DEFINE,
        re.compile(r"什么意思|啥意思|是(?:指)?什么[?？]?$|指的是|怎么(?:解释|理解)|是啥[?？]?$|叫(?:啥|什么)"),
    ),
    (
        Wants.COMPARE,
        re.compile(
            r"相比|比.{1,12}(?:高|低|多|少|快|慢|大|小|涨|降)|有什么(?:不同|变化|区别)|一样|变化|还是.{1,12}[?？]|差(?:多少|几)|去年.{1,40}今年|今年.{1,40}去年"
        ),
    ),
)
_DONE = re.compile(
    r"去年|上年|过去(?:的)?一年|这一年|年来|完成得|完成了|做了|做到|做成|建成了|建好了|修好了|修了|开工了|通车了|"
    r"实际|回顾|成绩|取得了|到底.{0,12}了|了没|了吗|已经|现在.{0,10}了|达到了|新增了|落实了|搞了|弄了|治了|办了|改了|拿到|获得|获批|入选"
)
_PLANNED = re.compile(
    r"今年|打算|计划|准备|将(?:要|会)?|要(?:建|修|做|搞|改|办|推|完成|达到|新增|培育|打造|实施|创建|引进|干|抓|让|把|增)|下一步|"
    r"接下来|什么时候(?:能)?|啥时候|目标|预期|安排|力争|争取|规划|接着|继续|还(?:要|会|弄|修|建)|怎么(?:办|抓|干|搞|解决|推进)"
)
_WHEN_IT_WAS = re.compile(r"(?:什么时候|啥时候|何时|几月份?|哪(?:天|月|年)).{1,8}[的了][?？]*$")
INVALID = frozenset({"empty", "too_long", "unreadable", decline.MARKUP})
"""Problems of a text that is no question; any other is a question that is declined."""
_MEANING = re.compile(r"[^\W_]|×")
_NUMBER = re.compile(r"(?!20\d\d\b)[\d\s.,]+")
"""A number alone asks nothing where no report has it; a year does."""
_LATIN = re.compile(r"[A-Za-z0-9.+-]*[A-Za-z][A-Za-z0-9.+-]*")
_FILLER = re.compile(r"[啊哈嗯呃哦额呵嘿呀唉哎嘻噢喔哇,。!?~.、… ]*")


class Mend(Protocol):
    """Reads what a person typed with the words of the reports (`rag.understand.mend`)."""

    def __call__(self, text: str) -> str:
        """The text as it was probably meant."""

    def knows(self, word: str) -> bool:
        """Whether the reports have a word."""

    def lacks(self, written: str, meant: str) -> bool:
        """Whether a text was written in English and one of its words stands in no report."""


def understand(
    raw: str, *, years: Sequence[int], history: Sequence[Turn] = (), max_chars: int = 500, mend: Mend | None = None
) -> Question:
    """Read a question. `years` are the years of the reports at hand (a report of year Y looks back on Y - 1).

    Never raises: what is not answered has `problem` set to a key of [invalid] or [declined] in prompts/replies.toml.
    The text is empty where it is too long or holds a personal number, so that neither is kept or shown.
    """
    text, problem = _screened(raw, max_chars)
    lacking = False
    if problem is None and mend is not None:
        written, text = text, mend(text)
        problem = (decline.reason(text) if text != written else None) or _stranger(text, mend)
        lacking = mend.lacks(written, text)
    named = named_years(text)
    if years and re.search(r"(?<![大比])前年", text) and not re.search(r"[去今上]年", text):
        named |= {max(years) - 2}
    periods = _periods(text, named, years)
    sides = sides_of(text, periods, sorted(set(years)))
    return Question(text, periods, wants_of(text), named, sides, lacking=lacking, problem=problem)


def _screened(raw: str, max_chars: int) -> tuple[str, str | None]:
    """The text as far as it may be kept, and why it is not answered."""
    if len(raw) > max_chars:
        return "", "too_long" if raw.strip() else "empty"
    text = unrepeated(clean(raw))
    if personal(raw) or personal(text):
        return "", decline.PERSONAL
    if not text:
        return "", "empty"
    if not _MEANING.search(text) or _FILLER.fullmatch(text):
        return text, "unreadable"
    asked = "" if decline.invented(text) else decline.without_injection(text)
    if problem := decline.reason(asked or text) or (None if asked else decline.INJECTION):
        return text, problem
    return asked, decline.MARKUP if active(raw) else None


def _stranger(text: str, mend: Mend) -> str | None:
    """Why a mended text is not answered: it is in no language that is read here, or about a person of whom no report
    speaks."""
    letters = [c for c in text if c.isalpha()]
    chinese = sum("\u3400" <= c <= "\u9fff" for c in letters)
    foreign = sum(not c.isascii() for c in letters) - chinese
    if 3 * foreign > len(letters) or (
        not chinese and not all(map(mend.knows, filter(str.isalpha, _LATIN.findall(text))))
    ):
        return decline.LANGUAGE
    if _NUMBER.fullmatch(text) and not mend.knows(text):
        return "unreadable"
    name = decline.person(text)
    return decline.PERSON if name and not mend.knows(name) else None


def wants_of(text: str) -> frozenset[Wants]:
    """Every kind of answer that the wording asks for; empty where it does not show."""
    return frozenset(kind for kind, pattern in _WANTS if pattern.search(text))


def _periods(text: str, named: frozenset[int], years: Sequence[int]) -> frozenset[Period]:
    """Which period is meant: explicit words and years first, then the colour of the verbs."""
    found: set[Period] = set()
    if re.search(r"去年|上一?年(?!级)|(?:刚刚?)?过去(?:的)?(?:这)?一年|前一年", text):
        found.add("done")
    if re.search(r"今年|新的?一年|本年度?|(?:往后|今后|接下来)(?:的)?(?:这)?一年", text):
        found.add("planned")
    if len(set(years)) == 1 and re.search(r"(?:这|前后)?两年(?:的|里|间|来|各|分别|都)", text):
        found |= {"done", "planned"}
    for year in named:
        if len(set(years)) == 1:
            if year == years[0] - 1:
                found.add("done")
            elif year >= years[0]:
                found.add("planned")
    if not found and _WHEN_IT_WAS.search(text):
        found.add("done")
    if found:
        return frozenset(found)
    if _DONE.search(text) and not _PLANNED.search(text):
        return frozenset({"done"})
    if _PLANNED.search(text) and not _DONE.search(text):
        return frozenset({"planned"})
    return frozenset()
