"""How a turn leans on the questions before it: on which one, and whether it names a subject of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag import periods, turns
from rag.topics import Weight, names, places_only, relational, topics
from rag.usage import Usage

FEW = 3
"""A word that this many sentences hold at most says by itself what is meant."""
NAMED = 6
"""Sentences that hold a name at most; more frequent runs are stock phrases."""


class Leaning:
    """One turn beside the questions before it."""

    def __init__(self, said: turns.Said, earlier: Sequence[str], weight: Weight, usage: Usage) -> None:
        """`earlier`: the standalone questions before it, oldest first; one at least."""
        self._said, self._earlier, self._weight, self._usage = said, earlier, weight, usage
        self.text = said.text
        self.topics = [w for w, _ in topics(said.text, weight)]
        self.own = [w for w in self.topics if not relational(w)]
        """The topics that are things, not what is asked of one."""
        self.asks = turns.asks(said.text)

    def names(self) -> tuple[str, ...]:
        """The names of things that the turn brings in."""
        return names(self.text, self._weight)

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
