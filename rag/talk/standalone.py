"""A turn that has questions before it -> the question that stands alone.

Nothing but the report and the language decides: words of the last question are carried where the turn lacks a subject
of its own, or where the report speaks of them together with what the turn adds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.talk import cues, items, periods, turns
from rag.talk.leaning import Leaning
from rag.talk.swap import fitting, swapped
from rag.talk.topic_words import TOWN_AND_COUNTRY
from rag.talk.topics import Weight, other_names, places_only, relational, tells_when, topics
from rag.talk.understood import Understood
from rag.talk.usage import Usage, words_of_quote
from rag.text import fold

CARRIED = 6
"""Words of the last question that are carried at most."""

SHORT = 4
"""Characters of a turn that leaves its noun out: “农村的”."""
BOTH_YEARS = "去年和今年"
"""What a comparison asks for: the sentences of both."""


class Standalone:
    """Reads one turn."""

    def __init__(self, said: turns.Said, earlier: Sequence[str], weight: Weight, usage: Usage) -> None:
        """`earlier`: the standalone questions before it, oldest first; one at least."""
        self._said, self._earlier, self._weight, self._usage = said, earlier, weight, usage
        self._turn = Leaning(said, earlier, weight, usage)
        self.text = said.text

    def read(self) -> Understood:
        """The turn as a question that stands alone."""
        if self._said.fresh:
            return Understood(self.text)
        last = self._turn.referred()
        place = items.which(self.text)
        if place is not None and (named := self._item(place, last)) is not None:
            return named
        if turns.wants_more(self.text):
            return self._more(last)
        if cues.elides(self.text) or self._turn.asked_of_it(last):
            period = "" if periods.periods_in(self.text) else "".join(periods.periods_in(last)[:1])
            return Understood(_joined(period, self._subject(last), self.text), True, before=self._usage.quotes(last))
        if self._turn.is_whole(last) or self._turn.stands_alone(last):
            return Understood(self.text)
        if turns.quoted(self.text) and turns.quoted(last) and not self._turn.asks:
            return self._swap(last)
        if self._turn.lacks_a_subject(last):
            return self._carry(last, self._subject(last))
        if cues.left_open(self.text) and len(self.text) <= SHORT and not self._fitting(last):
            return self._carry(last, self._subject(last))
        if not self._turn.asks:
            return self._swap(next((q for q in reversed(self._earlier) if not turns.asks_why(q)), last))
        if self._turn.names_enough():
            return Understood(self.text)
        return self._carry(last, "".join(self._subject_words(last, self._fitting(last))))

    def _swap(self, last: str) -> Understood:
        text = self._speaking(
            swapped(self.text, last, self._turn.own, self._weight, self._usage),
            swapped(self.text, last, self._turn.own, self._weight, self._usage, whole=True),
        )
        return Understood(text, True, before=self._usage.quotes(last))

    def _speaking(self, text: str, other: str) -> str:
        """The other text, where only with it the reports speak of what the turn names: the words that were carried
        drew the answer away from it. A place, or the country, says nothing of what is asked there."""
        own = [n for n in self._turn.names() if n not in TOWN_AND_COUNTRY and not places_only(n, [n])]

        def spoken_of(question: str) -> bool:
            quoted = fold("".join(words_of_quote(q) for q in self._usage.quotes(question)))
            return any(fold(n) in quoted for name in own for n in (name, *other_names(name)))

        return other if own and not spoken_of(text) and spoken_of(other) else text

    def _item(self, place: int, last: str) -> Understood | None:
        """A turn that means an item of a list: of the last answer, or of one before it."""
        rest = items.without_ordinal(self.text)
        for question in dict.fromkeys([last, *reversed(self._earlier)]):
            quotes = self._usage.quotes(question)
            listed = items.counted(
                self.text, [words_of_quote(q) for q in quotes], [q.passage.text for q in quotes], question
            )
            if len(listed) > max(place, 0):
                period = "" if periods.periods_in(rest) else "".join(periods.periods_in(question)[:1])
                return Understood(_joined(period, listed[place][:60], rest), True, item=listed[place], before=quotes)
        return None

    def _more(self, last: str) -> Understood:
        rest = turns.without_more(self.text)
        own = [w for w, _ in topics(rest, self._weight)]
        before = self._usage.quotes(last)
        if own and turns.asks(rest):
            words = self._subject_words(last, fitting(last, own, self._weight, self._usage))
            return Understood(_joined("", "".join(words), rest), True, before=before)
        period = "".join(periods.periods_in(rest)[:1] or periods.periods_in(last)[:1])
        extra = periods.without_periods(rest).strip("呗呀啊哦嘛哈呢")
        text = _joined(period, self._subject(last), extra or "还有什么")
        return Understood(text, True, more=True, anything=not extra, before=before)

    def _carry(self, last: str, subject: str) -> Understood:
        """The subject of an earlier question before the turn's own words."""
        if not subject:
            return Understood(self.text)
        own, before = periods.periods_in(self.text), self._usage.quotes(last)
        if cues.compares(self.text) and not self._turn.own:
            return Understood(_joined(BOTH_YEARS, periods.without_periods(last), ""), True, before=before)
        if self._turn.asks or self._turn.topics:
            period = "" if own else "".join(periods.periods_in(last)[:1])
            text = self._speaking(_joined(period, subject, self.text), _joined(period, "", self.text))
            return Understood(text, True, before=before)
        if own:
            last = periods.in_other_period(periods.without_periods(last), own[0])
            return Understood(_joined(own[0], last, ""), True, before=before)
        return Understood(_joined("", last, self.text), True, before=before)

    def _fitting(self, last: str) -> list[str]:
        return fitting(last, self._turn.own, self._weight, self._usage)

    def _subject(self, last: str) -> str:
        """What an earlier question was about; what it was answered with, where several things are meant."""
        words = [w for w, _ in topics(last, self._weight)]
        if turns.means_several(self.text):
            for quote in self._usage.quotes(last)[:1]:
                listed = items.items_of([_about(words_of_quote(quote), words)], last, 1)
                if 2 <= len(listed) <= 4:
                    return "、".join(listed)[:60]
        return "".join(self._subject_words(last, words))

    def _subject_words(self, last: str, words: Sequence[str]) -> list[str]:
        """Those of the words that are carried: not what the turn says itself, nor what was asked of the thing where
        the turn asks for something else of it."""
        asks_of_it = any(relational(w) for w in self._turn.topics)
        new = [w for w in words if w not in self.text and not tells_when(w) and not (asks_of_it and relational(w))]
        return new[-CARRIED:]


def _about(text: str, words: Sequence[str]) -> str:
    """The clause that holds most of the words."""
    return max(re.split(r"[,，。;；]", text), key=lambda c: sum(w in c for w in words))


def _joined(period: str, subject: str, rest: str) -> str:
    rest = re.sub(r"^(?:它们|他们|它|这些|那些)(?:的)?", "", rest.strip(",， "))
    return f"{period}{subject}{'' if not subject or not rest or subject[-1] in '、的' else ' '}{rest}".strip()
