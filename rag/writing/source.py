"""The clauses of cited passages, each with what it takes over from the words before it.

苍屏高新区入驻企业412家，亩均税收提高到18.6万元    the second is about 苍屏高新区, and must be told with it
五年来，新建学校50所，改造医院3所                 both reach over five years
对符合条件的企业，给予补贴                        one clause: the first half narrows the second
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.domain import OWNED, Passage, Sentence
from rag.sentences import sentences
from rag.writing.code import UNKNOWN, Code
from rag.writing.cut import RUN_IN, dated, leading_noun, names_of, pieces, tagged
from rag.writing.facts import plain
from rag.writing.words import FIGURE, Side, either, words

_ACTS = re.compile(
    r"集团|公司|企业|[学医]院|研究[院所]|大学|[学]校|高新区|开发区|园区|[县区镇市乡](?![\u4e00-\u9fff])|街道|部门|单位|协会|中心|银行|平台|法院|检察"
)


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
