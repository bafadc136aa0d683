"""Judged sentences -> the quotations that answer. No LLM."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.domain import Findings, Passage, Sentence
from rag.evidence import Evidence
from rag.question import Question, Wants
from rag.ranker import Judged
from rag.reading.sides import Side
from rag.sentences import sentences
from rag.years.alongside import Alongside


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How many sentences are quoted; chosen on half of the development questions (docs/answers.md)."""

    at_most: int = 4
    close: float = 0.12
    """A further sentence is quoted when its chance is at least this share of the best one's..."""
    likely: float = 0.05
    """...and at least this much by itself."""
    wrong_period: float = 0.02
    """What the chance of a sentence of a period or report that was not asked about is multiplied by."""
    older_report: float = 0.4
    """The same for a sentence of an older report where the question leaves time open."""
    other_side: float = 0.03
    """Least chance of another side's best sentence, as a share of the best of all, when two sides are asked about."""
    gain: float = 0.12
    """A sentence is also quoted for what it adds: the share of the question's weight that the others left uncovered..."""
    gain_likely: float = 0.08
    """...if its chance is at least this much."""
    longest: int = 320
    """Characters of one quotation at most, when a list is followed over several sentences."""


SIDE, REST = 40, 20
"""Sentences of each side, and of none, that are judged at most: judging takes a fifth of a millisecond each."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of one passage that is to be quoted, and the chance that it answers."""

    passage: Passage
    start: int
    end: int
    chance: float


def choose(question: Question, judged: Judged, choice: Choice | None = None) -> list[Quote]:
    """The stretches to quote, best first; where several sides are asked about, the best of each.

    Neighbouring sentences become one quotation; a list that goes on over ； is quoted whole.
    """
    choice = choice or Choice()
    scored = scored_sentences(question, judged, choice)
    if not scored:
        return []
    picked = _each_side(question, scored, judged.evidence, choice) if len(question.sides) > 1 else []
    if not picked:
        best = scored[0][0]
        picked = [p for p in scored[: choice.at_most] if p[0] >= choice.close * best and p[0] >= choice.likely]
        picked = _with_gains(picked or scored[:1], scored, judged, choice)
    whole = bool(question.wants & {Wants.LIST, Wants.COUNT, Wants.DEFINE})
    return merged([_extent(chance, sentence, whole, choice) for chance, sentence in picked])


def by_side(question: Question, findings: Findings) -> list[Findings]:
    """The findings of each side that is asked about, so that its sentences are judged against each other and not
    against those of a side nobody, or another part of the question, asked for; last the sentences of no side.
    Only all together where no side is asked about, where the sides are different reports, or where one has no sentence."""
    asked = [side for side in question.sides if side.asked]
    if len({side.report_year for side in asked}) > 1:
        return [findings]
    parts = [tuple(s for s in findings.sentences if _on(side, s.sentence))[:SIDE] for side in asked]
    if not parts or not all(parts):
        return [findings]
    rest = tuple(s for s in findings.sentences if not on_a_side(asked, s.sentence))[:REST]
    return [replace(findings, sentences=part) for part in (*parts, rest) if part]


def scored_sentences(question: Question, judged: Judged, choice: Choice) -> list[tuple[float, Sentence]]:
    """Every candidate with its chance, less where it stands on no side that is asked about; best first."""
    pairs = [
        (float(chance) * _fit(question, s.sentence, choice), s.sentence)
        for s, chance in zip(judged.evidence.sentences, judged.chances, strict=True)
    ]
    return sorted(pairs, key=lambda pair: -pair[0])


def _fit(question: Question, sentence: Sentence, choice: Choice) -> float:
    passage = sentence.passage
    opening = passage.period is None and not passage.glossary
    if opening or _is_title(sentence, of_part=True):
        return choice.wrong_period
    if on_a_side(question.sides, sentence):
        return 1.0
    return choice.wrong_period if all(side.asked for side in question.sides) else choice.older_report


def _each_side(
    question: Question, scored: Sequence[tuple[float, Sentence]], evidence: Evidence, choice: Choice
) -> list[tuple[float, Sentence]]:
    """A sentence of each side, in the order of the sides; a side that has nothing near is left out.

    Of one report the best of each; of several reports those that go together (`rag.years.alongside`).
    """
    by_side = [row for side in question.sides if (row := [(c, s) for c, s in scored if _on(side, s)])]
    if len({side.report_year for side in question.sides}) > 1 and by_side:
        picked = Alongside(question.text, evidence).choose(by_side)
    else:
        picked = [row[0] for row in by_side]
    best = max((chance for chance, _ in picked), default=0.0)
    return [one for one in picked if one[0] >= choice.other_side * best]


def _with_gains(
    picked: list[tuple[float, Sentence]], scored: Sequence[tuple[float, Sentence]], judged: Judged, choice: Choice
) -> list[tuple[float, Sentence]]:
    """What was picked, and sentences that cover words of the question which no picked one covers (two-part questions)."""
    evidence = judged.evidence
    row = {id(s.sentence): i for i, s in enumerate(evidence.sentences)}
    total = float(evidence.weights.sum()) or 1.0
    while len(picked) < choice.at_most:
        covered = np.max([evidence.near[row[id(s)]] for _, s in picked], axis=0)
        gains = [
            (float((evidence.weights * np.maximum(evidence.near[row[id(s)]] - covered, 0)).sum()) / total, c, s)
            for c, s in scored
            if c >= choice.gain_likely and all(s is not p for _, p in picked)
        ]
        best = max(gains, key=lambda g: g[0] * g[1], default=None)
        if best is None or best[0] < choice.gain:
            break
        picked = [*picked, (best[1], best[2])]
    return picked


def on_a_side(sides: Sequence[Side], sentence: Sentence) -> bool:
    """Whether a sentence stands on one of the sides; every sentence does where there is none."""
    return not sides or any(_on(side, sentence) for side in sides)


def _on(side: Side, sentence: Sentence) -> bool:
    passage = sentence.passage
    right_report = side.report_year is None or passage.report.year == side.report_year
    return right_report and (side.period is None or passage.period in (side.period, None))


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


def _is_title(sentence: Sentence, *, of_part: bool = False) -> bool:
    """Whether a section, or a whole part, begins with the sentence, and it is no more than the section's title."""
    return any(
        s.start == sentence.start and len(sentence.text) <= len(s.title) + len("（十一）。")
        for s in sentence.passage.report.sections
        if s.level == 1 or not of_part
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
