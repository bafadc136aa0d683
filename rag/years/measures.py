"""What one sentence measures: the figures in it, each with the words that name it.

Names and values are ranges of the sentence. What cannot be told apart with certainty (several figures in one clause, a
comparison with the country, a rank, a date) is left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rag.domain import Sentence
from rag.text import fold
from rag.writing.facts import Figure, figures
from rag.years import measure_words as say

Range = tuple[int, int]
Kind = Literal["level", "growth"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure, or several in a row, and what it measures."""

    names: tuple[Range, ...]
    value: Range
    kind: Kind
    unit: str
    values: int
    stretch: str
    """What stands between the marks around it."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """A sentence folded and without white space; `at[i]` is where `text[i]` stands in the source."""

    text: str
    at: tuple[int, ...]

    def source(self, place: Range) -> Range:
        return self.at[place[0]], self.at[place[1] - 1] + 1


def measured(sentence: Sentence) -> Iterator[Measured]:
    """Everything that a sentence measures, in order."""
    kept = [(c, sentence.start + i) for i, c in enumerate(fold(sentence.text)) if not c.isspace()]
    plain = _Plain("".join(c for c, _ in kept).replace("％", "%"), tuple(i for _, i in kept))
    aside = {i for m in say.ASIDE.finditer(plain.text) for i in range(*m.span())}
    there = [_whole(f, plain.text) for f in figures(plain.text) if _counts(f) and f.start not in aside]
    inside = aside | {i for f in there for i in range(f.start, f.end)}
    last: tuple[Measured, int] | None = None
    for start, end in _stretches(plain.text, inside):
        if say.EXCEPT.search(plain.text, 0, start):
            continue
        for piece in _pieces(plain.text, start, end, there, inside):
            row = [f for f in there if piece[0] <= f.start < piece[1] and not plain.text.startswith("的", f.end)]
            made = _read(plain, piece, row, last[0] if last and piece[0] - last[1] <= 1 else None)
            if made:
                made = replace(made, stretch=plain.text[start:end])
                last = made, row[-1].end
                yield made


def unit_of(token: str) -> str:
    """The unit of a figure without its scale: 元 of 1.2万亿元左右; of a range that of its end."""
    match = say.SCALED.search(token)
    return match[1] if match else ""


def amount_of(said: str) -> float | None:
    """The number that a value tells, its scale applied; of a range or a row the last; None where it is masked."""
    match = say.NUMBER.search(said)
    if not match or "×" in said:
        return None
    return float(match[1].replace(",", "")) * math.prod(say.SCALE[c] for c in match[2])


def _counts(figure: Figure) -> bool:
    """Whether a figure measures something: digits or masked, with a unit, and no year, date, rank or running count."""
    token = figure.token
    if not re.search(r"[\d×]", token) or figure.is_year or token.startswith(("第", "连续")):
        return False
    return unit_of(token) in say.UNITS


def _whole(figure: Figure, text: str) -> Figure:
    """The figure with what it is counted by: 35微克/立方米."""
    per = say.PER.match(text, figure.end)
    return Figure(figure.token + per.group(), figure.start, per.end()) if per else figure


def _stretches(text: str, inside: set[int]) -> Iterator[Range]:
    cuts = [m.span() for m in say.BREAK.finditer(text) if m.start() not in inside]
    at = 0
    for start, end in [*cuts, (len(text), len(text))]:
        if start > at:
            yield at, start
        at = end


def _pieces(text: str, start: int, end: int, there: Sequence[Figure], inside: set[int]) -> Iterator[Range]:
    """The stretch cut where one figure with its name ends and the next name begins; never between values in a row."""
    at = start
    for m in say.JOIN.finditer(text, start, end):
        if m.start() in inside:
            continue
        before = [f for f in there if at <= f.start < m.start()]
        after = [f for f in there if m.end() <= f.start < end]
        if before and after and not (before[-1].end == m.start() and after[0].start == m.end()):
            yield at, m.start()
            at = m.end()
    yield at, end


def _read(plain: _Plain, piece: Range, row: list[Figure], last: Measured | None) -> Measured | None:
    """What one piece measures; None where it does not say for certain. `last` is what stands right before it."""
    text, (start, end) = plain.text, piece
    if not row or say.COMPARED.search(text, start, end) or not _in_a_row(text, row):
        return None
    first, to = row[0].start, row[-1].end
    if item := say.ITEM.match(text, start, first):
        start = item.end()
    lead = say.LEAD.search(text, start, first)
    at = lead.start() if lead else first
    while at < first and text[at] in "为是:：":
        at += 1
    tail = _tail(text, to, end)
    grows = tail is not None and text[slice(*tail)] == "增长"
    words = text[at:first]
    rises = bool(say.GROWTH.search(words)) and not say.UP_TO.search(words) and tail is None
    kind: Kind = "growth" if grows or rises else "level"
    if kind == "level" and say.GROWTH.search(words) and not say.UP_TO.search(words):
        at = first  # 改造提升24个服务区: what is done, not how much it grew
    name = _trimmed(text, start, at)
    found = [r for r in (name, None if grows else tail) if r]
    if not found and last and kind == "growth" and last.values == 1:
        names = last.names
    elif not _names(text, found):
        return None
    else:
        names = tuple(plain.source(r) for r in found)
    value = plain.source((at, tail[1] if grows and tail else to))
    return Measured(names, value, kind, unit_of(re.split(r"[/(]", row[-1].token)[0]), len(row), "")


def _in_a_row(text: str, row: Sequence[Figure]) -> bool:
    """Whether there is one figure, or several of the same unit with nothing but 、 or 和 between them."""
    units = {unit_of(re.split(r"[/(]", f.token)[0]) for f in row}
    return len(units) == 1 and all(text[a.end : b.start] in ("、", "和", "与") for a, b in pairwise(row))


def _tail(text: str, start: int, end: int) -> Range | None:
    """What a figure counts, where that stands behind it (90家敬老院)."""
    if start < end and text[start] in "、和与并及":
        return None
    found = _trimmed(text, start, end)
    return None if found is None or say.STEP.match(text, *found) else found


def _names(text: str, found: Sequence[Range]) -> bool:
    """Whether these words name something by themselves."""
    said = "".join(text[slice(*r)] for r in found)
    bare = say.LATIN.sub("", say.ASIDE.sub("", said))
    if not said or len(said) > say.LONGEST_NAME or re.search(r"[\d×]", bare) or say.LONE.fullmatch(said):
        return False
    return bool(re.search(r"[\u4e00-\u9fff]{2}|[a-z]{2}", said)) and said[0] != "的"


def _trimmed(text: str, start: int, end: int) -> Range | None:
    """The range without openers (力争, 全年) and marks at both ends; None where nothing is left."""
    while start < end:
        if match := say.OPENERS.match(text, start, end):
            start = match.end()
        elif text[start] in "、,，:：":
            start += 1
        elif text[end - 1] in "、,，:：的":
            end -= 1
        else:
            return start, end
    return None
