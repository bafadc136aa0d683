"""How a turn leans on the questions before it: on which one, and whether it names a subject of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.talk import cues, periods, turns
from rag.talk.swap import fitting
from rag.talk.topic_words import THINGS
from rag.talk.topics import Weight, names, other_names, places_only, relational, tokens, topics
from rag.talk.usage import Usage

FEW = 3
"""A word that this many sentences hold at most says by itself what is meant."""
NAMED = 6
"""Sentences that hold a name at most; more frequent runs are stock phrases."""

MAY = "能要会可"
"""What begins with one of these and stands in no report is a verb read amiss: 能领."""
CLEARLY = 0.25
"""How much likelier a quotation is with the words of the question before, for those to be carried to a noun."""


class Leaning:
    """One turn beside the questions before it."""

    def __init__(self, said: turns.Said, earlier: Sequence[str], weight: Weight, usage: Usage) -> None:
        """`earlier`: the standalone questions before it, oldest first; one at least."""
        self._said, self._earlier, self._weight, self._usage = said, earlier, weight, usage
        self.text = said.text
        self.topics = [w for w, _ in topics(said.text, weight) if w[0] not in MAY or usage.count(w)]
        self.own = [w for w in self.topics if not relational(w)]
        """The topics that are things, not what is asked of one."""
        self.asks = turns.asks(said.text)

    def names(self) -> tuple[str, ...]:
        """The names of things that the turn brings in."""
        return tuple(n for n in names(self.text, self._weight) if n in self.topics)

    def referred(self) -> str:
        """The earlier question that the turn leans on: the last one, unless it names another's subject."""
        last = self._earlier[-1]
        if not self._said.back and not turns.points_back(self.text):
            return last
        scores = [sum(len(w) for w in self.topics if w in q) for q in self._earlier]
        best = max(range(len(scores)), key=lambda i: (scores[i], i))
        return self._earlier[best] if scores[best] > 0 else last

    def is_whole(self, last: str) -> bool:
        """Whether the turn says by itself what it is about: it asks of a name of its own."""
        if not self.asks:
            return bool(self.own and periods.periods_in(self.text) and turns.names_a_figure(self.text))
        return not turns.adds(self.text) and self._names_something(last)

    def stands_alone(self, last: str) -> bool:
        """Whether the turn has a subject of its own, and nothing in it leans on the question before."""
        if cues.leans(self._said) or turns.quoted(self.text):
            return False
        if cues.asks_of_the_whole(self.text) or (self.own and cues.is_row(self.text)):
            return True
        if self.own and places_only(self.text, self.own):
            return not self.asks and not turns.asks(last)
        if not self.own:
            return self._names_a_common_thing(last)
        return not self.asks or not self._asked_of(last)

    def asked_of_it(self, last: str) -> bool:
        """Whether the turn asks what becomes of the subject before: who may have it, when or how something happens that
        the reports tell of it."""
        text = periods.without_periods(self.text)
        if cues.takes_part(text) and self.asks:
            return True
        return (cues.opens_asking(text) or cues.happened(text)) and self._with(last, self.own)

    def _names_a_common_thing(self, last: str) -> bool:
        """Whether a turn without a name of its own is about a thing of which the reports do not speak with the subject
        before: 学位, or 路 of “修几条路”."""
        if one := cues.thing_counted(self.text):
            return one not in last
        known = [w for w in self.topics if w in THINGS and self._usage.count(w)]
        return bool(known) and not self.asks and not self._with(last, known)

    def _asked_of(self, last: str) -> bool:
        """Whether a question is asked of the subject before: it brings in nothing, or what the reports speak of together
        with that subject, and then more of an answer is found."""
        if not self.names() and not self._opens_with_a_deed():
            return True
        if not self._with(last, self.own):
            return False
        if self.names() and len(self.own) < len(self.topics):
            return True
        words = fitting(last, self.own, self._weight, self._usage)
        alone, carried = (self._usage.chance(t) for t in (self.text, f"{''.join(words)} {self.text}"))
        return carried > alone + CLEARLY

    def _opens_with_a_deed(self) -> bool:
        """Whether what the turn asks of is a verb of the reports: “供暖什么时候开始”, not “打通了哪几条”."""
        first = self.own[0]
        deed = tokens(first)[0][1].startswith("v") and bool(self._usage.count(first))
        text = periods.without_periods(self.text)
        return deed and text.startswith(first) and not cues.tells_how(text) and not cues.ends_counting(self.text)

    def _with(self, last: str, own: Sequence[str]) -> bool:
        """Whether some sentence of the reports holds a word of the turn together with one of the question before."""
        known = [name for o in own for name in (o, *other_names(o))]
        return any(w not in self.text and self._usage.together(w, known) for w, _ in topics(last, self._weight))

    def lacks_a_subject(self, last: str) -> bool:
        """Whether the turn names nothing but what is asked of a thing, or points back at one."""
        if not self.own or turns.points_back(self.text):
            return True
        if not self.asks:
            return False
        nameless = not self.names() and not self._names_something(last)
        return nameless or places_only(self.text, self.own)

    def names_enough(self) -> bool:
        """Whether the words that the turn asks with say by themselves what is meant."""
        return not turns.adds(self.text) and (len(self.own) > 1 or 0 < self._usage.count(self.own[0]) <= FEW)

    def _names_something(self, last: str) -> bool:
        """Whether the turn holds a name of its own: what it puts in quotation marks, or four characters around one of
        its topics that stand so in a few sentences of the reports, and not in the question before (“望汀大桥”, which the
        dictionary takes apart)."""
        if any(t not in last and self._usage.count(t) for t in turns.quoted(self.text)):
            return True
        text = re.sub(r"[^\u4e00-\u9fff]", " ", self.text)
        runs = [text[i : i + 4] for i in range(len(text) - 3) if " " not in text[i : i + 4]]
        return any(
            run not in last and any(t in run for t in self.topics) and 0 < self._usage.count(run) <= NAMED
            for run in runs
        )
