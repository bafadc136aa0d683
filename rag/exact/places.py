"""Where folded words stand in a report, exactly: every place, in order, with the sentences that hold it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from rag.domain import Passage, Report, Sentence
from rag.exact.folded import SENTENCE_END, Folded, folded
from rag.sentences import sentences
from rag.signs import plain_signs

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of whole sentences that is shown, and the words in it that it is shown for."""

    passage: Passage
    start: int
    end: int
    marks: tuple[Range, ...]
    places: int = 1
    """How many times the words stand here; a place that runs over two paragraphs counts in the first."""


@dataclass(frozen=True)
class Page:
    """One report made ready to be searched."""

    report: Report
    folded: Folded
    sentences: tuple[Sentence, ...]
    spans: tuple[Range, ...]
    """Folded range of each sentence; together all of the folded text."""
    breaks: tuple[int, ...]
    """Folded positions before which a sentence ends, in order."""

    def text_of(self, sentence: int) -> str:
        start, end = self.spans[sentence]
        return self.folded.text[start:end]

    def crosses(self, place: Range) -> bool:
        """Whether a sentence ends inside a folded range."""
        after = bisect_right(self.breaks, place[0])
        return after < len(self.breaks) and self.breaks[after] < place[1]

    def places(self, words: str, *, crossing: bool = False) -> list[Range]:
        """Folded ranges where the words stand; those that run over the end of a sentence only with `crossing`."""
        found = self.folded.find_all(words)
        return found if crossing else [p for p in found if not self.crosses(p)]

    def sentences_at(self, place: Range) -> range:
        """Numbers of the sentences that a folded range touches."""
        first = bisect_right(self.spans, place[0], key=itemgetter(0)) - 1
        return range(first, bisect_left(self.spans, place[1], key=itemgetter(0)))


def page_of(report: Report, passages: Iterable[Passage]) -> Page:
    """Fold a report's passages, in order, and find where its sentences begin and end."""
    own = [p for p in passages if p.report is report]
    whole = folded(report.source, *((own[0].start, own[-1].end) if own else (0, 0)))
    inside = [i for p in own for i in range(bisect_left(whole.at, p.start), bisect_left(whole.at, p.end))]
    kept = Folded("".join(whole.text[i] for i in inside), tuple(whole.at[i] for i in inside))
    found, spans = [], []
    for sentence in (s for p in own for s in sentences(p)):
        span = bisect_left(kept.at, sentence.start), bisect_left(kept.at, sentence.end)
        if span[0] < span[1]:
            found.append(sentence)
            spans.append(span)
    return Page(report, kept, tuple(found), tuple(spans), tuple(_breaks(report, kept, found, spans)))


def _breaks(report: Report, kept: Folded, found: Sequence[Sentence], spans: Sequence[Range]) -> Iterable[int]:
    headings = {b.start for b in report.blocks if b.is_heading}
    for (left, right), (_, span) in zip(pairwise(found), pairwise(spans), strict=True):
        gap = report.source[kept.at[span[0] - 1] + 1 : kept.at[span[0]]]
        beside_heading = left.start in headings or right.start in headings
        if beside_heading or SENTENCE_END.search(gap) or re.search(r"\n\s*\n", gap):
            yield span[0]


def hits_of(page: Page, places: Iterable[Range]) -> list[Hit]:
    """The places as hits in order; places in the same sentences are one hit with all its marks."""
    out: list[Hit] = []
    counted = -1
    for place in sorted(set(places)):
        is_new = place[0] >= counted  # a place that overlaps the one before is marked, not counted
        counted = place[1] if is_new else counted
        mark = page.folded.source_range(*place)
        for number, (passage, start, end) in enumerate(_stretches(page, place)):
            here = (max(mark[0], start), min(mark[1], end))
            _add(out, Hit(passage, start, end, (here,), int(is_new and number == 0)))
    return out


def _add(out: list[Hit], hit: Hit) -> None:
    """Append a hit, or widen the last one where they share a sentence."""
    last = out[-1] if out else None
    if last is None or last.passage is not hit.passage or hit.start >= last.end:
        out.append(hit)
        return
    out[-1] = Hit(
        hit.passage, min(last.start, hit.start), max(last.end, hit.end),
        merged((*last.marks, *hit.marks)), last.places + hit.places,
    )  # fmt: skip


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The ranges in order, those that overlap or touch made one."""
    out: list[Range] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def _stretches(page: Page, place: Range) -> list[tuple[Passage, int, int]]:
    """The whole sentences that a place touches, a range for each paragraph."""
    out: list[tuple[Passage, int, int]] = []
    for number in page.sentences_at(place):
        s = page.sentences[number]
        if out and out[-1][0] is s.passage:
            out[-1] = (s.passage, out[-1][1], s.end)
        else:
            out.append((s.passage, s.start, s.end))
    return out


def literal(text: str) -> str:
    """Words whose punctuation counts: width, case and white space still do not."""
    return "".join(unicodedata.normalize("NFKC", plain_signs(text)).casefold().split())
