"""Judged sentences -> the quotations that answer. No LLM."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.domain import Citation, Passage, RankedSentence, Sentence
from rag.read.judge import Judged
from rag.sentences import sentences
from rag.understand.question import Question, Wants
from rag.understand.sides import Side
from rag.years.alongside import Alongside

FURTHER, MORE = 0.1, 0.06
"""Least chance that a further sentence answers beside the better ones, for it to be quoted (chosen out of fold); and where
more is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How many sentences are quoted; the first two were chosen out of fold (docs/answers.md)."""

    further: float = FURTHER
    other_time: float = 0.3
    """The same for a further sentence of another period than the best one's, where the question does not ask for both
    (chosen out of fold: period right 0.956 -> 0.967, quotations to the point 0.876 -> 0.888, several places 0.801 -> 0.789)."""
    each_side: float = 0.06
    """Least chance of another side's best sentence, when two sides are asked about."""
    at_most: int = 6
    wrong_period: float = 0.5
    """What the chance of a sentence of a period that was not asked about is multiplied by: a preference, which hides
    nothing, since a report may be split wrongly (chosen out of fold: period right 0.952 -> 0.958, recall unchanged)."""
    wrong_report: float = 0.02
    """What the chance of a sentence of a report that was not asked about is multiplied by."""
    older_report: float = 0.4
    """The same for a sentence of an older report where the question leaves time open."""
    longest: int = 320
    """Characters of one quotation at most, when a list is followed over several sentences."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of one passage that is to be quoted, and the chance that it answers."""

    passage: Passage
    start: int
    end: int
    chance: float


Scored = tuple[float, Sentence]


def fit(question: Question, found: Sequence[RankedSentence], choice: Choice | None = None) -> NDArray[np.float32]:
    """How well each sentence's report and period fit those asked about, 0 to 1, shape (n,)."""
    choice = choice or Choice()
    passages = [s.sentence.passage for s in found]
    wrong = [bool(question.periods) and p.period is not None and p.period not in question.periods for p in passages]
    fits = np.where(np.array(wrong, bool), choice.wrong_period, 1.0).astype(np.float32)
    years = {side.report_year for side in question.sides} - {None}
    if not years:
        return fits
    other = choice.wrong_report if all(side.asked for side in question.sides) else choice.older_report
    return np.array(
        [f if p.report.year in years else f * other for f, p in zip(fits, passages, strict=True)], np.float32
    )


def choose(question: Question, judged: Judged, choice: Choice | None = None) -> list[Quote]:
    """The stretches to quote, best first; where several sides are asked about, the best of each.

    Neighbouring sentences become one quotation; a list that goes on over ； is quoted whole.
    """
    choice = choice or Choice()
    rows = zip(judged.chances, judged.further, judged.evidence.sentences, strict=True)
    ranked = sorted(((float(c), float(f), s.sentence) for c, f, s in rows), key=lambda row: -row[0])
    if not ranked:
        return []
    sides = [side for side in question.sides if side.asked]
    best = ranked[0][2].passage.period

    def least(sentence: Sentence) -> float:
        turned = len(question.periods) < 2 and {sentence.passage.period, best} == {"done", "planned"}
        return choice.other_time if turned else choice.further

    picked = [(c, s) for c, f, s in ranked if f >= least(s)][: choice.at_most]
    if len(sides) > 1:
        picked = _each_side(question, sides, picked, [(c, s) for c, _, s in ranked], judged, choice)
        picked.sort(key=lambda one: next((i for i, side in enumerate(sides) if _on(side, one[1])), len(sides)))
    whole = bool(question.wants & {Wants.LIST, Wants.COUNT, Wants.DEFINE})
    quotes = merged([_extent(chance, sentence, whole, choice) for chance, sentence in picked])
    return quotes if len(sides) > 1 else grouped(quotes)


def beyond(judged: Judged, shown: Sequence[Citation], least: float = FURTHER) -> list[Quote]:
    """The next best sentences beside those that were shown, likely enough to answer."""
    rows = zip(judged.chances, judged.further, judged.evidence.sentences, strict=True)
    left = [
        Quote(s.sentence.passage, s.sentence.start, s.sentence.end, float(c))
        for c, f, s in sorted(rows, key=lambda row: -float(row[0]))
        if f >= least
        and not any(
            q.passage is s.sentence.passage and q.start < s.sentence.end and s.sentence.start < q.end for q in shown
        )
    ]
    return merged(left)


def _each_side(
    question: Question,
    sides: Sequence[Side],
    picked: list[Scored],
    ranked: Sequence[Scored],
    judged: Judged,
    choice: Choice,
) -> list[Scored]:
    """What was picked, and the best of each side that has none; of several reports those that go together."""
    by_side = [row for side in sides if (row := [one for one in ranked if _on(side, one[1])])]
    if len({side.report_year for side in sides}) > 1 and by_side:
        return [one for one in Alongside(question.text, judged.evidence).choose(by_side) if one[0] >= choice.each_side]
    for row in by_side:
        if row[0][0] >= choice.each_side and not any(one[1] is other[1] for one in row for other in picked):
            picked = [*picked[: choice.at_most - 1], row[0]]
    return picked


def _on(side: Side, sentence: Sentence) -> bool:
    passage = sentence.passage
    right_report = side.report_year is None or passage.report.year == side.report_year
    return right_report and (side.period is None or passage.period in (side.period, None))


def grouped(quotes: Sequence[Quote]) -> list[Quote]:
    """The best first, then the others by where they stand: those of one section together, in the report's order."""
    if len(quotes) < 3:
        return list(quotes)
    first, *others = quotes
    return [
        first,
        *sorted(
            others,
            key=lambda q: (
                q.passage.report.stem != first.passage.report.stem,
                q.passage.path != first.passage.path,
                q.start,
            ),
        ),
    ]


def _extent(chance: float, sentence: Sentence, whole: bool, choice: Choice) -> Quote:
    """The sentence, or, for a list broken by ；, all of the list that it is part of; a title with what stands under it,
    since alone it says nothing."""
    passage, start, end = sentence.passage, sentence.start, sentence.end
    row = sentences(passage)
    if _is_title(sentence):
        after = [s.end for s in row if s.start >= end]
        end = max([e for e in after if e - start <= choice.longest] or after[:1] or [end])
    elif whole:
        at = next(i for i, s in enumerate(row) if s.start == sentence.start)
        first = last = at
        while first > 0 and _goes_on(row[first - 1].text):
            first -= 1
        while last + 1 < len(row) and _goes_on(row[last].text):
            last += 1
        if row[last].end - row[first].start <= choice.longest:
            start, end = row[first].start, row[last].end
    return Quote(passage, start, end, chance)


def _is_title(sentence: Sentence) -> bool:
    """Whether a section begins with the sentence, and it is no more than the section's title."""
    return any(
        s.start == sentence.start and len(sentence.text) <= len(s.title) + len("（十一）。")
        for s in sentence.passage.report.sections
    )


def _goes_on(text: str) -> bool:
    return bool(re.search(r"[；;]$", text))


def merged(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes that overlap or touch (white space between them at most) as one, at the place of the first."""
    out: list[Quote] = []
    for quote in quotes:
        for i, other in enumerate(out):
            if other.passage is quote.passage and _touch(other, quote):
                start, end = min(other.start, quote.start), max(other.end, quote.end)
                out[i] = Quote(other.passage, start, end, max(other.chance, quote.chance))
                break
        else:
            out.append(quote)
    return out


def _touch(a: Quote, b: Quote) -> bool:
    first, second = (a, b) if a.start <= b.start else (b, a)
    return not a.passage.report.source[first.end : second.start].strip() if second.start >= first.end else True
