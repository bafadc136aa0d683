"""Clauses of a text, with what the reader carries over from the words before them: the subject, and the time.

地区生产总值1000亿元，增长6%      "增长6%" is about 地区生产总值
去年，新建食堂9处、改造小区14个    both are told of 去年
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from rag.domain import Period
from rag.writing.facts import Figure, figures, without_figures

DONE = re.compile(r"已经?(?=[^定知])|去年|上年|上一年|过去(?:的)?一年|[\u4e00-\u9fff]了(?![解然望结])|均已|业已")
PLANNED = re.compile(
    r"(?<!即)将(?=[^近军])|计划(?!生育)|拟(?!定|订|态)|打算|准备|力争|争取|预计|预期|今年|本年|明年|下一步|今后|未来|目标|确保|规划"
)
RESULT = re.compile(
    r"建成|完成|实现|达到|达成|落成|投用|投产|竣工|通车|开通|启用|开园|获得|获评|荣获|突破|超过|达(?=\d)"
)
_TIME = re.compile(r"已经?|将|计划|拟|打算|力争|预计|预期|去年|今年|明年|上年|过去(?:的)?一年|下一步|\d{4}年")
_CUT = re.compile(r"[，,；;。！？!?：:、\n]|(?<=[\u4e00-\u9fff])——")
_OPENER = re.compile(
    r"(?:根据报告|报告(?:提到|指出|显示|说)|去年|今年|上年|明年|下一步|过去(?:的)?一年|一年来|全年|同时|此外|另外|其中|其次|首先|一是|二是|"
    r"目前|预计|全[市县区省]|[我本][市县区省]|\d{4}年|里|的|，)+"
)
_BRACKET = re.compile(r"\([^()]{1,20}\)")
_COMMA = re.compile(r"[，,；;。！？!?：:\n]")
_JOINED = re.compile(r"并(?![网购列非联])|以及|和|与|及")
_MEASURE = re.compile(
    r"(?:其中|分别|同比|比上年|比去年|较上年|较去年|年均|平均|实际|累计|总额|总量|总数|规模|约|均|各|分别|达到?|增长|下降|提高|降低|增加|减少|上升|"
    r"高于|低于|快于|慢于|连续|位居|居|位列|排名|全国|全省|首位|前列|回落|增速|增幅|增|降|完成|实现|占|为|至|到|了|又|再|还|也|同|全部|预期|左右|以上|\s)*"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a plain text with its own figures; `text` is preceded by the subject it leaves out."""

    text: str
    figures: tuple[Figure, ...]
    times: str
    """Words that tell when, its own or carried over."""
    pairs: frozenset[str]
    """Pairs of neighbouring Chinese characters, figures left out."""
    own: frozenset[str] = frozenset()
    """Of a clause that leaves its subject out, the pairs of its own words (增长, 总数)."""
    row: str = ""
    """Where figures stand in a row (A、B分别增长5%、6%), all of it: which belongs to which shows only in its order."""
    limits: tuple[str, ...] = ()
    """Figures that only narrow what it tells of (超千亿元的县域达12个): whoever tells the rest must tell them too."""
    stretch: str = ""
    """All that stands with it between two commas."""
    period: Period | None = None
    source: int = 0
    """Which of the texts it comes from."""

    @property
    def amounts(self) -> tuple[str, ...]:
        """Tokens of its figures, years left out."""
        return tuple(f.token for f in self.figures if not f.is_year)

    def tells(self, other: Clause) -> bool:
        """Whether this clause, where it leaves its subject out, measures what the other one measures."""
        return not self.own or bool(self.own & other.pairs)

    def share_of(self, other: Clause) -> float:
        """Share of this clause's pairs that stand in the other."""
        return len(self.pairs & other.pairs) / len(self.pairs) if self.pairs else 0.0


def clauses(text: str, period: Period | None = None, source: int = 0) -> list[Clause]:
    """Clauses of a plain sentence, in order; an opening that tells only when belongs to what it opens."""
    out: list[Clause] = []
    subject, times = "", ""
    for start, end in _ranges(text):
        own = text[start:end]
        marks = "".join(m.group() for m in _TIME.finditer(own))
        times = marks or times
        bare = without_figures(own)
        lone = not pairs(_MEASURE.sub("", bare))
        full = subject + own if lone else own
        if not lone:
            subject = bare.strip()
        stretch = _stretch(text, start, end)
        out.append(
            Clause(
                full,
                figures(own),
                times,
                pairs(without_figures(full)),
                own=pairs(bare) if lone else frozenset(),
                row=_row(stretch),
                limits=_limits(own),
                stretch=stretch,
                period=period,
                source=source,
            )
        )
    return out


def _stretch(text: str, start: int, end: int) -> str:
    """What stands around [start, end) up to the next comma on either side."""
    before = [m.end() for m in _COMMA.finditer(text) if m.end() <= start]
    after = _COMMA.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]


def _row(stretch: str) -> str:
    there = [f for f in figures(stretch) if not f.is_year]
    beside = any(stretch[a.end : b.start] in ("、", "和", "与") for a, b in pairwise(there))
    return stretch if len(there) > 1 and (beside or "分别" in stretch) else ""


def _limits(own: str) -> tuple[str, ...]:
    there = [f for f in figures(own) if not f.is_year]
    return tuple(a.token for a, b in pairwise(there) if "的" in own[a.end : b.start])


def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters."""
    return frozenset(run[i : i + 2] for run in re.findall(r"[\u3400-\u9fff]+", text) for i in range(len(run) - 1))


def _ranges(text: str) -> list[tuple[int, int]]:
    """Where the clauses stand. Signs inside a figure cut nothing; a clause with several figures is cut at 和, 并."""
    inside = {i for f in figures(text) for i in range(f.start, f.end)}
    inside |= {i for m in _BRACKET.finditer(text) for i in range(*m.span())}
    cuts = [m.span() for m in _CUT.finditer(text) if m.start() not in inside]
    out: list[tuple[int, int]] = []
    at = 0
    for start, end in [*cuts, (len(text), len(text))]:
        if text[at:start].strip():
            out += _parted(text, at, start)
        at = end
    return _opened(text, out)


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out, at = [], start
    for m in _JOINED.finditer(text, start, end):
        if _amounts(text[at : m.start()]) and _amounts(text[m.end() : end]):
            out.append((at, m.start()))
            at = m.end()
    return [*out, (at, end)]


def _amounts(text: str) -> bool:
    return any(not f.is_year for f in figures(text))


def _opened(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """An opening such as 今年， or 同时， joined to the clause after it."""
    out: list[tuple[int, int]] = []
    begin: int | None = None
    for start, end in ranges:
        if _OPENER.fullmatch(text, start, end) and (start, end) != ranges[-1]:
            begin = start if begin is None else begin
            continue
        out.append((start if begin is None else begin, end))
        begin = None
    return out
