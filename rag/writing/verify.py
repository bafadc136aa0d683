"""Whether a written sentence says only what its cited passages say. Knows nothing of who wrote it.

    held("去年改造老旧小区14个。", passages)   -> Held, with the sentences of the passages that it rests on
    held("去年改造老旧小区41个。", passages)   -> Failed("figure", "41个")

Each clause is laid beside the clause of a cited passage that it comes from: the same figures in the same order about
the same thing, the same 未 and 不, the same direction, and told as done only where the report tells it as done. What
cannot be told for certain fails: a sentence dropped costs little, since the quotation says it anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Passage, Sentence
from rag.sentences import sentences
from rag.writing.clauses import DONE, PLANNED, RESULT, Clause, clauses, pairs
from rag.writing.facts import figures, foreign_words, plain, tokens, without_figures

LEAST_SHARED = 0.5
"""Share of a sentence's character pairs that its passages must hold."""
_NOT = re.compile(r"尚未|没有|从未|不再|[未没不无非莫勿]|停止|取消|暂停|严禁|禁止|杜绝|拒绝|放弃|避免|防止|遏制|叫停")
_IDLE_NOT = re.compile(r"未来|不断|不仅|不少|不但|不懈|不忘|不平凡|不易|无人|无偿|无线|无障碍|非遗|非凡|不动产|非公有")
_UP = re.compile(r"增长|增加|提高|上升|提升|上涨|扩大|增至|增(?=\d)")
_DOWN = re.compile(r"下降|降低|减少|回落|下滑|压减|缩减|下调|降至|降(?=\d)")


@dataclass(frozen=True, slots=True)
class Held:
    """The sentence stands."""

    rests_on: tuple[Sentence, ...]
    """Sentences of the cited passages that say it, in the order it says them."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The sentence must not be shown."""

    reason: str
    """One of: uncited, word, figure, year, tense, negation, direction, unsupported."""
    what: str = ""


def held(said: str, cited: Sequence[Passage]) -> Held | Failed:
    """Check one written sentence against the passages it cites."""
    text = plain(said)
    if not cited or not re.search(r"[\w×]", text):
        return Failed("uncited")
    strange = foreign_words(text, "\n".join(_known(p) for p in cited))
    if strange:
        return Failed("word", strange[0])
    missing = _missing_figure(text, cited)
    if missing:
        return Failed("figure", missing)
    rows = [s for p in cited for s in sentences(p)]
    source = [c for i, s in enumerate(rows) for c in clauses(plain(s.text), s.passage.period, i)]
    own = pairs(without_figures(text))
    if len(own & frozenset[str]().union(*(c.pairs for c in source))) < LEAST_SHARED * len(own):
        return Failed("unsupported")
    rests: dict[int, None] = {}
    for clause in clauses(text):
        outcome = _beside(clause, source, rows)
        if isinstance(outcome, Failed):
            return outcome
        rests.update(dict.fromkeys(outcome))
    return Held(tuple(rows[i] for i in rests)) if rests else Failed("unsupported")


def _known(passage: Passage) -> str:
    report = passage.report
    return plain("。".join((passage.text, *passage.path, report.title, report.place or "")))


def _missing_figure(text: str, cited: Sequence[Passage]) -> str:
    """The first figure that no cited passage holds as a whole token; a year may also be the passage's own."""
    there = frozenset[str]().union(*(tokens(plain(p.text)) for p in cited))
    own_years = {year for p in cited for year in _years(p)}
    for figure in figures(text):
        if figure.token not in there and not (figure.is_year and figure.token in own_years):
            return figure.token
    return ""


def _years(passage: Passage) -> frozenset[str]:
    """The year that a passage is about, as a token: the one before the report's where it looks back."""
    year = passage.report.year
    if year is None or passage.period is None:
        return frozenset()
    return frozenset({f"{year - 1 if passage.period == 'done' else year}年"})


def _beside(clause: Clause, source: Sequence[Clause], rows: Sequence[Sentence]) -> tuple[int, ...] | Failed:
    """Rows that the clause rests on, or why it fails; nothing where it says nothing by itself (同时)."""
    amounts = clause.amounts
    able = [c for c in source if _in_order(amounts, c.amounts)]
    if not able:
        return Failed("figure", "、".join(amounts))
    rivals = [c for c in source if c.amounts] if amounts else source
    best = max(clause.share_of(c) for c in rivals)
    top = [c for c in able if clause.share_of(c) >= best and (not amounts or c.tells(clause))]
    if not top or (amounts and clause.pairs and best == 0):
        return Failed("figure", "、".join(amounts))
    faults = [_fault(clause, c, rows[c.source].passage) for c in top]
    for c, fault in zip(top, faults, strict=True):
        if fault is None:
            return (c.source,) if best or amounts else ()
    return next(f for f in faults if f)


def _in_order(wanted: Sequence[str], given: Sequence[str]) -> bool:
    rest = iter(given)
    return all(any(_same(w, g) for g in rest) for w in wanted)


def _same(wanted: str, given: str) -> bool:
    return wanted == given or wanted in tokens(given)


def _fault(clause: Clause, beside: Clause, passage: Passage) -> Failed | None:
    if clause.amounts and beside.row and beside.row not in clause.stretch:
        return Failed("figure", beside.row)
    if clause.amounts and not set(beside.limits) <= set(clause.amounts):
        return Failed("figure", beside.limits[0])
    for year in re.findall(r"\d{4}年", clause.times + clause.text):
        if year not in _years(passage) and not re.search(rf"(?<!\d){year}", plain(passage.text)):
            return Failed("year", year)
    return _tense(clause, beside) or _negation(clause, beside) or _direction(clause, beside)


def _tense(clause: Clause, beside: Clause) -> Failed | None:
    """A plan told as a result, or a result as a plan."""
    said, told = clause.times + clause.text, beside.times + beside.text
    for words, period in ((DONE, "done"), (PLANNED, "planned")):
        for word in () if beside.period == period else words.finditer(said):
            if _bare(word.group()) not in told:
                return Failed("tense", word.group())
    if beside.period != "done":
        for result in RESULT.finditer(clause.text):
            if result.group() not in beside.text:
                return Failed("tense", result.group())
    return None


def _bare(word: str) -> str:
    """已经 is 已, and what stands before 了 does not matter."""
    return "了" if word.endswith("了") else word.replace("已经", "已")


def _negation(clause: Clause, beside: Clause) -> Failed | None:
    """A 未 or 不 that the report does not have at this word, or that it has and the clause leaves out."""
    said, told = (_IDLE_NOT.sub(" ", text) for text in (clause.text, beside.text))
    for sign in _NOT.finditer(said):
        if said[sign.start() : sign.end() + 1] not in told:
            return Failed("negation", said[sign.start() : sign.end() + 2])
    for sign in _NOT.finditer(told):
        after = told[sign.end() : sign.end() + 5]
        closed = told[sign.start() - 1 : sign.start()] + told[sign.end() : sign.end() + 1]
        shared = [after[i : i + 2] for i in range(len(after) - 1)] + ([closed] if len(closed) == 2 else [])
        if sign.group() not in said and any(words in said for words in shared):
            return Failed("negation", sign.group() + after[:2])
    return None


def _direction(clause: Clause, beside: Clause) -> Failed | None:
    for mine, other in ((_UP, _DOWN), (_DOWN, _UP)):
        word = mine.search(clause.text)
        if word and not mine.search(beside.text) and (other.search(beside.text) or mine is _DOWN):
            return Failed("direction", word.group())
    return None
