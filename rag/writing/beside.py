"""One clause that was written, and the clause of a passage that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.domain import Passage
from rag.writing.code import FIRST, LAST, UNKNOWN
from rag.writing.cut import dated, pieces, whole_places
from rag.writing.derive import made_from
from rag.writing.facts import plain
from rag.writing.rows import derives_list
from rag.writing.source import Source, SourceClause, acts
from rag.writing.words import Licence, either, words

_MOST_TRIED = 6
_LEAST_SHARED = 0.3
"""Share of the characters of a written clause that a clause must hold to be tried."""
_PAST = re.compile(r"(?:截至)?(?:去年|上年)(?:底|末|全年)?|过去一年|一年来")
_AHEAD = re.compile(r"今年|本年|下一步|今后|新的一年里?|接下来")
_YEAR = re.compile(r"(?:截至|在)?(\d{4}年)(?=[^底初末内])")
_ABOUT = re.compile(r"(?:在)?([\u4e00-\u9fff“”、]{2,14})方面[,:]")
_TAKEN_UP = re.compile(r"全年|共(?=[有\u4e00-\u9fff]{2})|[,、]")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a written clause rests on."""

    clause: SourceClause
    passage: Passage
    whole: bool
    """Whether it can be read without the clause before it."""
    has_subject: bool
    """Whether it tells whom or what it speaks of, or takes that over."""


@dataclass(frozen=True, slots=True)
class Told:
    """A written clause without what opens it (去年, 全市, 报告指出)."""

    text: str
    """Coded."""
    spelt: str
    """The same with the place that opens it."""
    times: tuple[str, ...]
    """What opens it and tells when: 去年, 今年, 2031年; that of the clause before it where it has none."""
    places: tuple[str, ...]
    """The places that it opens with."""
    source: Source

    @property
    def empty(self) -> bool:
        """Whether it only opens what comes after it."""
        return not self.text

    def beside(self, before: Beside | None) -> Beside | None:
        """The clause that says it, of those that share most with it; None where none does."""
        if self.empty or UNKNOWN in self.text:
            return None
        return next((b for clause in self._likely() if (b := self._fits(clause, before))), None)

    def _likely(self) -> list[SourceClause]:
        mine = set(self.text)
        marks = {c for c in mine if FIRST <= ord(c) <= LAST}
        ranked = []
        for at, clause in enumerate(self.source.clauses):
            near = clause.signs
            shared = len(mine & near) / len(mine)
            if shared >= _LEAST_SHARED:
                ranked.append((-len(marks & near), -shared, at))
        return [self.source.clauses[at] for *_, at in sorted(ranked)[:_MOST_TRIED]]

    def _fits(self, clause: SourceClause, before: Beside | None) -> Beside | None:
        passage = self.source.passage(clause)
        if not self._agrees(clause, passage, before):
            return None
        licence = words().licences[clause.side]
        for told in self._windows(clause):
            named = clause.takes_over and bool(clause.subject) and self._made_from(clause.subject + told, licence)
            if not named and not (self._leans(clause, before) and self._made_from(told, licence)):
                continue
            taken = clause.takes_over and not named
            subject = bool(clause.subject) or bool(before and before.has_subject and taken)
            return Beside(clause, passage, not (taken or clause.reach or clause.held), subject)
        return None

    def _agrees(self, clause: SourceClause, passage: Passage, before: Beside | None) -> bool:
        """Whether time and place are those of the passage."""
        report = passage.report
        if any(name not in (report.place, (report.place or "")[:-1]) for name in self.places):
            return False
        if before and before.passage.report.place != report.place and not self.places:
            return False
        far = clause.reach or re.search(either(words().reaching), plain("".join(passage.path)))
        if (clause.reach or clause.held) and not (before and before.clause.sentence == clause.sentence):
            return False
        own = {"done": (report.year or 0) - 1, "planned": report.year}.get(passage.period or "")
        for time in self.times:
            if far or (_PAST.fullmatch(time) and passage.period != "done"):
                return False
            if _AHEAD.fullmatch(time) and passage.period != "planned":
                return False
            if time[:4].isdigit() and time != f"{own}年":
                return False
        return True

    def _leans(self, clause: SourceClause, before: Beside | None) -> bool:
        """Whether the subject that a reader takes over from the clause before is that of the report."""
        if clause.takes_over:
            return (
                before is not None
                and before.clause.sentence == clause.sentence
                and before.clause.place <= clause.place
                and before.clause.subject == clause.subject
                and (before.has_subject or before.clause.place == clause.place - 1)
            )
        if before and before.clause.sentence != clause.sentence and before.clause.text.startswith(words().framing):
            return False
        if clause.subject or before is None or not before.has_subject:
            return True
        if self.source.same_reading(before.clause, clause):
            return True
        own_start = clause.place == 0 or clause.text.startswith(words().making)
        return own_start and not acts(before.clause.subject)

    def _windows(self, clause: SourceClause) -> Iterator[str]:
        """The clause alone, and with one or two that follow it."""
        for text in dict.fromkeys((clause.text, clause.whole)):
            yield text
            last = clause
            while (
                (after := self.source.after(last)) and len(self.text) >= len(text) and after.place <= clause.place + 2
            ):
                text, last = f"{text},{after.text}", after
                yield text

    def _made_from(self, told: str, licence: Licence) -> bool:
        return any(
            made_from(said, told, licence) or derives_list(said, told, licence)
            for said in dict.fromkeys((self.text, self.spelt))
        )


def told_of(said: str, source: Source, before: Told | None) -> Told:
    """A written clause, or a few of them together, read after the one before it."""
    text = plain(said).rstrip("。.!;,:")
    times: list[str] = []
    places: list[str] = []
    name = ""
    while opened := _opening(text, source):
        kind, words_of, text = opened
        name = words_of if kind == "place" else ""
        {"time": times, "place": places}.get(kind, []).append(words_of)
    bare, spelt = (source.code.of(",".join(dated(p) for p in pieces(t)), learn=False) for t in (text, name + text))
    taken = tuple(times) or (before.times if before else ())
    return Told(bare, spelt, taken, tuple(places), source)


def _opening(text: str, source: Source) -> tuple[str, str, str] | None:
    """The next thing that opens a clause: its kind, its words, and what is left."""
    for kind, pattern in (("time", _YEAR), ("time", _PAST), ("time", _AHEAD), ("", _joints()), ("", _TAKEN_UP)):
        if match := pattern.match(text):
            word = match[1] if pattern is _YEAR else re.sub("截至|底$|末$", "", match[0])
            return kind, word, text[match.end() :]
    for place in source.places:
        for name in filter(None, (place, place[:-1])):
            if text.startswith(name) and len(name) > 1:
                return "place", name, text[len(name) :]
        if match := re.match(either(whole_places(place)), text):
            return "", match[0], text[match.end() :]
    if (match := _ABOUT.match(text)) and source.is_headed(match[1]):
        return "", match[0], text[match.end() :]
    return None


@lru_cache(maxsize=1)
def _joints() -> re.Pattern[str]:
    return re.compile(f"(?:{either(words().joints)}),?")
