"""A turn as a question that stands alone, and what being a follow-up means for its answer: which sentences are likelier,
and when the quotations are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from rag.check import Thresholds
from rag.domain import Passage, Sentence
from rag.question import Question
from rag.quote import Quote
from rag.ranker import Judged
from rag.talk import turns
from rag.talk.about import About
from rag.talk.doubt import gives_reason, holds
from rag.talk.usage import words_of_quote

OFF_SUBJECT = 0.65
"""Least chance that a follow-up is answered (`rag.ranker`) where no quotation speaks of the very thing that it names."""
MOST = 0.34
"""Share of the carried words that a quotation of the same subject holds, where the turn names nothing itself."""
SURE, ENOUGH = 0.9, 0.6
"""Chance of a quotation that holds all that is asked, and the chance of an answer that it then gives at least."""
DOUBTED, UNLIKELY = 0.2, 0.1
"""What the chance of an answer is multiplied by where the quotations do not hold what is asked, and what is left of it
at most."""
TOUCHED = 0.3
"""As in `rag.check.Thresholds`, for a follow-up: the words that were carried are many and need not all be covered."""
NEAR, SAME_SECTION, SHOWN = 1.5, 1.15, 0.02
"""What the chance of a sentence is multiplied by: in a passage quoted before, in its section, and quoted already where
more is asked for."""
GOES_ON = 0.12
"""Least chance of a sentence of a passage quoted before, where more is asked for."""
REASON, BESIDE = 0.5, 400
"""Least chance of a sentence that gives a reason, where one is asked for, this many characters from what was quoted."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A turn as a question that stands alone."""

    text: str
    carried: bool = False
    """Whether words of earlier turns were carried into it."""
    more: bool = False
    """Whether it asks for more on the same subject."""
    anything: bool = False
    """Whether whatever else there is will do: “还有吗”."""
    follows: bool = False
    """Whether other turns came before it."""
    chatter: bool = False
    """Whether it asks nothing."""
    item: str = ""
    """The item of a list that it means, if any."""
    about: About = field(default_factory=About)
    """What names its subject."""
    before: tuple[Quote, ...] = ()
    """What the question that it leans on was answered with."""

    def weigh(self, judged: Judged) -> Judged:
        """Chances with a bonus for passages near those quoted before, and against what was shown already."""
        if not self.before or not len(judged.chances):
            return judged
        weighed = [
            self._weighed(s.sentence, float(c)) for s, c in zip(judged.evidence.sentences, judged.chances, strict=True)
        ]
        return replace(judged, chances=np.minimum(np.array(weighed, np.float32), 1.0))

    def doubt(self, question: Question, judged: Judged, quotes: Sequence[Quote]) -> Judged:
        """The chance of an answer: less for a follow-up whose quotations do not hold what is asked, more where one
        holds all of it."""
        if not self.follows:
            return judged
        if self.chatter:
            return replace(judged, answerable=0.0)
        fit = [q for q in quotes if self._fits(question, q)]
        if any(self._sure(q) for q in fit):
            return replace(judged, answerable=max(judged.answerable, ENOUGH))
        if self.anything and any(self._goes_on(q) for q in quotes):
            return replace(judged, answerable=max(judged.answerable, ENOUGH))
        on_subject = any(self._on_subject(words_of_quote(q)) for q in fit)
        if not fit or (not on_subject and judged.answerable < OFF_SUBJECT):
            return replace(judged, answerable=min(judged.answerable * DOUBTED, UNLIKELY))
        return judged

    @property
    def thresholds(self) -> Thresholds | None:
        """When the quotations of a follow-up are shown; None where it is a question like any other."""
        return Thresholds(touched=TOUCHED) if self.follows and not self.chatter else None

    def _fits(self, question: Question, quote: Quote) -> bool:
        return self._explains(quote.passage, quote.start, quote.end) or holds(
            question, self.about, words_of_quote(quote)
        )

    def _sure(self, quote: Quote) -> bool:
        """Whether a quotation is likely and speaks of all that the turn names, or gives the reason of what was quoted."""
        if self._explains(quote.passage, quote.start, quote.end):
            return True
        named = bool(self.about.own or self.about.kinds)
        return quote.chance >= SURE and named and not self.about.lacks_own(words_of_quote(quote))

    def _on_subject(self, text: str) -> bool:
        """Whether a text speaks of what the turn names; of most of what was carried, where it names nothing."""
        return not self.about.lacks_own(text) if self.about.own else self.about.share(text) >= MOST

    def _goes_on(self, quote: Quote) -> bool:
        """Whether a quotation goes on where what was quoted before stood."""
        return any(q.passage is quote.passage for q in self.before)

    def _explains(self, passage: Passage, start: int, end: int) -> bool:
        """Whether a reason is asked for and the text gives one, just beside what was quoted before."""
        return turns.asks_why(self.text) and any(
            q.passage.report is passage.report
            and start <= q.end + BESIDE
            and q.start <= end + BESIDE
            and gives_reason(passage.report.source[start:end])
            for q in self.before
        )

    def _weighed(self, sentence: Sentence, chance: float) -> float:
        passage = sentence.passage
        if self.more and any(
            q.passage is passage and sentence.start < q.end and q.start < sentence.end for q in self.before
        ):
            return chance * SHOWN
        if self._explains(passage, sentence.start, sentence.end):
            return max(chance, REASON)
        if self.anything and any(q.passage is passage for q in self.before):
            return max(chance, GOES_ON)
        if any(q.passage is passage for q in self.before):
            return chance * NEAR
        return chance * (SAME_SECTION if any(_same_section(q.passage, passage) for q in self.before) else 1.0)


def _same_section(a: Passage, b: Passage) -> bool:
    return a.report is b.report and len(a.path) > 1 and a.path == b.path
