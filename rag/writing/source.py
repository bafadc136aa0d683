"""The clauses of cited passages, each with what it takes over from the words before it.

苍屏高新区入驻企业412家，亩均税收提高到18.6万元    the second is about 苍屏高新区, and must be told with it
五年来，新建学校50所，改造医院3所                 both reach over five years
对符合条件的企业，给予补贴                        one clause: the first half narrows the second
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from rag.domain import OWNED, Passage, Sentence
from rag.sentences import sentences
from rag.writing.code import UNKNOWN, Code
from rag.writing.facts import figures, plain
from rag.writing.words import FIGURE, Side, either, words

_CUT = re.compile(r"[,;。！？!?:\n]")
_BRACKET = re.compile(r"\([^()]{1,20}\)")
_NUMBERED = re.compile(
    r"(?:\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}(?:是|要|、)|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳])"
)
_WHOLE_YEAR = re.compile(
    r"(?:去年|今年|全年|一年来|过去一年|\d{4}年(?:以来)?|全年全?[市县区省]?)(?:,|(?=[^底初末内,]))"
)
_DATE = re.compile(
    r"(?:将?[于在])?((?:\d{1,2}月(?:\d{1,2}[日号]|份|底|初|中旬|上旬|下旬)?|年内|年[底末]|[上下]半年|[春夏秋冬]季)(?![度节])前?)的?"
)
_ACTS = re.compile(
    r"集团|公司|企业|[学医]院|研究[院所]|大学|[学]校|高新区|开发区|园区|[县区镇市乡](?![\u4e00-\u9fff])|街道|部门|单位|协会|中心|银行|平台|法院|检察"
)
RUN_IN = 24
"""Longest first sentence of a passage that may be its heading, in characters."""
_JOINT = re.compile(r"(?:并|同时|还|也|又)(?=[\u4e00-\u9fff]{2})")
_VERB_LIKE = re.compile(r"[新再净][\u4e00-\u9fff]|[深优强转]化|打通|为")


@dataclass(frozen=True, slots=True)
class SourceClause:
    """A clause of a passage, coded, and what must be told with it."""

    text: str
    """Coded; numbering, 去年 and 同时 before it left out."""
    sentence: int
    """Its sentence, counted through all passages."""
    place: int
    """Its place in the sentence, from 0."""
    subject: str
    """Coded: who or what it tells of, its own or taken over; empty where it names none (新建学校9所)."""
    takes_over: bool
    """Whether the subject stands in a clause before it."""
    reach: str
    """Coded: 五年来, where that is said before it in the sentence."""
    held: bool
    """Whether a word before it in the sentence holds for it as well (力争大桥开工，隧道竣工)."""
    side: Side
    whole: str
    """The same without 全市 or the name of the place before it."""
    signs: frozenset[str]
    """Characters of the clause and its subject."""


@dataclass(frozen=True, slots=True)
class Source:
    """All that some passages say."""

    rows: tuple[Sentence, ...]
    clauses: tuple[SourceClause, ...]
    code: Code

    @property
    def places(self) -> tuple[str, ...]:
        """Places whose reports were cited."""
        return tuple(dict.fromkeys(r.passage.report.place for r in self.rows if r.passage.report.place))

    def is_headed(self, topic: str) -> bool:
        """Whether a heading of a passage holds these words, and the passage has no such words within (道路方面，…)."""
        if any("方面" in r.text for r in self.rows):
            return False
        opened = {r.passage: r.text for r in reversed(self.rows)}
        return any(
            topic in plain("".join(p.path)) or (topic in plain(t) and len(t) <= RUN_IN) for p, t in opened.items()
        )

    def unknown(self, text: str) -> bool:
        """Whether a plain text holds a figure or Latin word that no passage holds."""
        return UNKNOWN in self.code.of(text, learn=False)

    def same_reading(self, first: SourceClause, later: SourceClause) -> bool:
        """Whether nobody else is named between two clauses of one sentence."""
        if first.sentence != later.sentence or first.place >= later.place:
            return False
        between = [c for c in self.clauses if c.sentence == first.sentence and first.place < c.place < later.place]
        return all(c.subject in ("", first.subject) for c in between)

    def after(self, clause: SourceClause) -> SourceClause | None:
        """The next clause of the same sentence."""
        return next((c for c in self.clauses if c.sentence == clause.sentence and c.place == clause.place + 1), None)

    def passage(self, clause: SourceClause) -> Passage:
        """Where a clause stands."""
        return self.rows[clause.sentence].passage


@lru_cache(maxsize=256)
def source_of(cited: tuple[Passage, ...]) -> Source:
    """The clauses of passages, in order."""
    code = Code()
    rows = tuple(s for p in cited for s in sentences(p))
    for p in cited:
        if p.report.year:
            for year in (p.report.year, p.report.year - 1):
                code.learn(f"{year}年")
    return Source(rows, tuple(c for i, s in enumerate(rows) for c in _clauses(s, i, code)), code)


def side_of(sentence: Sentence) -> Side:
    """Where a sentence looks; a report that owns its problems does so to the end of the passage."""
    passage = sentence.passage
    owned = OWNED.search(passage.text)
    if owned and sentence.end - passage.start > owned.start():
        return "owned"
    return passage.period or "plain"


def _clauses(sentence: Sentence, number: int, code: Code) -> Iterator[SourceClause]:
    subject = reach = ""
    holds = False
    for place, piece in enumerate(pieces(plain(sentence.text), sentence)):
        text = code.of(dated(piece), learn=True)
        far = re.search(code.reaching, text)
        named = _named(text, sentence)
        own = leading_noun(text)
        takes_over = place > 0 and _takes_over(own, text, subject)
        if own and not takes_over:
            subject = own
        elif not takes_over:
            subject = ""
        yield SourceClause(
            text,
            number,
            place,
            subject,
            takes_over,
            reach,
            holds and bool(own),
            side_of(sentence),
            text[len(named) :],
            frozenset(text + subject),
        )
        reach = reach or (far.group() if far else "")
        holds = text.startswith(words().holding) or (holds and bool(own))


def _named(coded: str, sentence: Sentence) -> str:
    """What opens a clause and may be left out: the name of the place, or what it is about (道路方面)."""
    about = re.match(r"[^,]{2,22}方面,", coded)
    if about and not (_measures(coded[about.end() :]) or _relates(coded[about.end() :])):
        return about.group()
    match = re.match(either(names_of(sentence.passage.report.place)), coded)
    return match.group() if match and match.end() < len(coded) else ""


def _measures(coded: str) -> bool:
    return bool(re.match(rf"(?!规模以上)(?:{either(words().measuring)}|[{FIGURE}]净增)", coded))


def _relates(coded: str) -> bool:
    if coded.startswith("为"):
        return not any(tag == "v" for _, tag in tagged(coded[1:]))
    return coded.startswith(words().relating)


def _takes_over(own: str, coded: str, subject: str) -> bool:
    """Whether a clause is about what was named before it: it only measures, or it tells what someone named did."""
    if _relates(coded):
        return True
    if _measures(coded):
        return not own or not _measures(subject)
    return not own and acts(subject)


def acts(subject: str) -> bool:
    """Whether what a subject names can act (a company, a district): what follows may then be its doing."""
    return bool(_ACTS.search(subject))


def pieces(text: str, sentence: Sentence | None = None) -> list[str]:
    """Plain text of each clause of a plain sentence. What only numbers it, tells the year of the report or joins it is
    left out; a clause that narrows the next stays with it."""
    inside = {i for f in figures(text) for i in range(f.start, f.end)}
    inside |= {i for m in _BRACKET.finditer(text) for i in range(*m.span())}
    out, at, held = [], 0, ""
    for end in [*(m.start() for m in _CUT.finditer(text) if m.start() not in inside), len(text)]:
        piece, at = text[at:end].strip(), end + 1
        if not piece:
            continue
        if piece == "其中" or _narrows(piece):
            held += piece if piece == "其中" else piece + ","
            continue
        out.append(_bare(held + piece, sentence))
        held = ""
    return [p for p in [*out, held.rstrip(",")] if p]


def dated(piece: str) -> str:
    """A plain clause with its date before all else, where it has one: 大桥10月通车 and 10月，大桥通车 are the same."""
    found = list(_DATE.finditer(piece))
    if len(found) != 1:
        return piece
    (date,) = found
    return date[1] + (piece[: date.start()] + piece[date.end() :]).lstrip(",")


def _narrows(piece: str) -> bool:
    opens = re.match(either(words().narrowing), piece)
    if piece.endswith("方面") and len(piece) <= RUN_IN:
        return True
    return bool(opens and not re.search(either(words().acting), piece[opens.end() :])) or (
        piece[-1:] in "的时后前" and not piece.endswith(("目的", "标的", "同时"))
    )


def _bare(piece: str, sentence: Sentence | None) -> str:
    piece = _NUMBERED.sub("", piece, count=1) if _NUMBERED.match(piece) else piece
    year = sentence and sentence.passage.report.year
    if sentence and sentence.passage.period and year and (match := _WHOLE_YEAR.match(piece)):
        own = year - 1 if sentence.passage.period == "done" else year
        if not re.match(r"\d{4}", piece) or piece.startswith(f"{own}年"):
            piece = piece[match.end() :]
    return _JOINT.sub("", piece, count=1) if _JOINT.match(piece) else piece


def whole_places(place: str | None) -> tuple[str, ...]:
    """How a report calls the whole of its place (全市, 我市); the name itself is told by `beside.py`."""
    level = re.search(r"[省市县区州盟旗镇乡]$", place or "")
    return tuple(f"{word}{level.group()}" for word in ("全", "我", "本")) if level else ()


def names_of(place: str | None) -> tuple[str, ...]:
    """The same, and the name with and without 市 or 县; the longest first."""
    return tuple(n for n in (place, *whole_places(place), (place or "")[:-1]) if n and len(n) > 1)


def leading_noun(coded: str) -> str:
    """What stands before the first verb of a coded clause; empty where it begins with one."""
    out = ""
    for word, tag in tagged(coded):
        if tag[0] in "vpd" and tag != "vn":
            break
        out += word
    out = re.sub(rf"[{FIGURE},、]+$", "", out)
    bare = re.sub(rf"[{FIGURE},、]", "", out)
    return out if bare and re.search(r"[\u4e00-\u9fff]", bare) else ""


@lru_cache(maxsize=8192)
def tagged(coded: str) -> tuple[tuple[str, str], ...]:
    """Words of a coded text with their kinds; 新增 and its like are verbs, whatever the dictionary says."""
    return tuple((w, "v" if _VERB_LIKE.fullmatch(w) else tag) for w, tag in rjieba.tag(coded))


def boundaries(coded: str) -> Sequence[int]:
    """Places between the words of a coded text, both ends included."""
    out = [0]
    for word, _ in tagged(coded):
        out.append(out[-1] + len(word))
    return out
