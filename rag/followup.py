"""A turn and the questions before it -> the question that stands alone.

Nothing but the report and the language decides: words of the last question are carried where the turn lacks a subject
of its own, or where the report speaks of them together with what the turn adds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from rag import items, turns
from rag.check import Thresholds
from rag.domain import Passage, Sentence, Turn
from rag.doubt import holds
from rag.embed import Embedding
from rag.question import Question
from rag.quote import Quote
from rag.ranker import Judged
from rag.text import clean, fold
from rag.turns import Weight

TURNS = 6
"""Earlier turns that are looked at."""
FEW = 3
"""A word that this many sentences hold at most says by itself what is meant."""
NAMED = 6
"""Sentences that hold a name at most; more frequent runs are stock phrases."""
CARRIED = 6
"""Words of the last question that are carried at most."""
LEAST = 0.17
"""Least chance that a follow-up is answered (`rag.ranker`): details that the report does not give are asked for more
often in a conversation than in a first question."""
DOUBTED = 0.2
"""What the chance of an answer is multiplied by where the quotations do not hold what is asked."""
TOUCHED = 0.3
"""As in `rag.check.Thresholds`, for a follow-up: the words that were carried are many and need not all be covered."""
NEAR, SAME_SECTION, SHOWN = 1.5, 1.15, 0.02
"""What the chance of a sentence is multiplied by: in a passage quoted before, in its section, and quoted already where
more is asked for."""

Ask = Callable[[str], Sequence[Quote]]
"""A standalone question -> what would be quoted for it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A turn as a question that stands alone."""

    text: str
    carried: bool = False
    """Whether words of earlier turns were carried into it."""
    more: bool = False
    """Whether it asks for more on the same subject."""
    follows: bool = False
    """Whether other turns came before it."""
    chatter: bool = False
    """Whether it asks nothing."""
    topics: tuple[str, ...] = ()
    """The words that name what it is about."""
    before: tuple[Quote, ...] = ()
    """What the question that it leans on was answered with."""

    def weigh(self, judged: Judged) -> Judged:
        """Chances with a bonus for passages near those quoted before, and against what was shown already."""
        if not self.before or not len(judged.chances):
            return judged
        factors = np.array([self._factor(s.sentence) for s in judged.evidence.sentences], np.float32)
        return replace(judged, chances=np.minimum(judged.chances * factors, 1.0))

    def doubt(self, question: Question, judged: Judged, quotes: Sequence[Quote]) -> Judged:
        """The chance of an answer, lowered for a follow-up whose quotations do not hold what is asked."""
        if not self.follows:
            return judged
        texts = [q.passage.report.source[q.start : q.end] for q in quotes]
        if self.chatter:
            return replace(judged, answerable=0.0)
        if judged.answerable < LEAST or not any(holds(question, self.topics, t) for t in texts):
            return replace(judged, answerable=judged.answerable * DOUBTED)
        return judged

    @property
    def thresholds(self) -> Thresholds | None:
        """When the quotations of a follow-up are shown; None where it is a question like any other."""
        return Thresholds(touched=TOUCHED) if self.follows and not self.chatter else None

    def _factor(self, sentence: Sentence) -> float:
        passages = [q.passage for q in self.before]
        if self.more and any(
            q.passage is sentence.passage and sentence.start < q.end and q.start < sentence.end for q in self.before
        ):
            return SHOWN
        if any(p is sentence.passage for p in passages):
            return NEAR
        return SAME_SECTION if any(_same_section(p, sentence.passage) for p in passages) else 1.0


def _same_section(a: Passage, b: Passage) -> bool:
    return a.report is b.report and len(a.path) > 1 and a.path == b.path


class Follower:
    """Understands the turns of conversations about one generation's reports. Safe to call from several threads."""

    def __init__(self, sentences: Sequence[Sentence], weight: Weight, embedding: Embedding, ask: Ask) -> None:
        self._embedding = embedding
        self._sentences = [fold(s.text) for s in sentences]
        self._weight = weight
        self._ask = lru_cache(maxsize=256)(lambda text: tuple(ask(text)))
        self._read = lru_cache(maxsize=256)(self._read_all)

    def read(self, raw: str, history: Sequence[Turn]) -> Understood:
        """The standalone question of a turn; the turn itself where nothing came before it."""
        if not history:
            return Understood(raw)  # as typed: a first question is cleaned and judged where every question is
        return self._read((*(clean(t.question)[:200] for t in history[-TURNS:]), clean(raw)))

    def _read_all(self, texts: tuple[str, ...]) -> Understood:
        earlier = [self._read(texts[:i]).text for i in range(1, len(texts)) if not self._chatter(texts[i - 1])]
        text = texts[-1]
        if self._chatter(text):
            return Understood(text, follows=True, chatter=True)
        if not earlier or not text:
            return Understood(text)
        understood = _Turn(turns.take_apart(text), earlier, self._weight, self).read()
        topics = tuple(w for w, _ in turns.topics(understood.text, self._weight) if not turns.relational(w))
        return replace(understood, follows=True, topics=topics)

    def _chatter(self, text: str) -> bool:
        """Whether a turn neither asks anything nor names anything: “好的，谢谢”."""
        said = turns.take_apart(text).text
        return turns.chats(text) or not (
            turns.asks(said) or turns.topics(said, self._weight) or turns.periods_in(said) or turns.wants_more(said)
            or items.which(said) is not None or said.rstrip("?？").endswith(("呢", "的"))
        )  # fmt: skip

    def quotes(self, question: str) -> tuple[Quote, ...]:
        """What is quoted for a standalone question."""
        return self._ask(question)

    def together(self, word: str, others: Sequence[str]) -> bool:
        """Whether some sentence of the reports holds the word and one of the others."""
        return any(word in s and any(o in s for o in others) for s in self._sentences)

    def nearest(self, word: str, others: Sequence[str]) -> int:
        """Which of the others is most like the word."""
        vectors = self._embedding.encode_questions([word, *others])
        return int(np.argmax(vectors[1:] @ vectors[0]))

    def count(self, word: str) -> int:
        """How many sentences of the reports hold the word."""
        return sum(word in s for s in self._sentences)


class _Turn:
    """One turn that has questions before it."""

    def __init__(self, said: turns.Said, earlier: Sequence[str], weight: Weight, follower: Follower) -> None:
        self._said, self._earlier, self._weight, self._follower = said, earlier, weight, follower
        self.text = said.text
        self._topics = [w for w, _ in turns.topics(said.text, weight)]

    def read(self) -> Understood:
        if self._said.fresh:
            return Understood(self.text)
        last = self._referred()
        place = items.which(self.text)
        if place is not None:
            named = self._item(place, last)
            if named is not None:
                return named
        if turns.wants_more(self.text):
            return self._more(last)
        if turns.asks(self.text) and not turns.adds(self.text) and self._names_something(last):
            return Understood(self.text)
        own = [w for w in self._topics if not turns.relational(w)]
        if turns.places_only(self.text, own) and turns.asks(self.text):
            return self._carry(last, self._subject(last))
        points = turns.points_back(self.text)
        if not own or points:
            return self._carry(last, self._subject(last))
        ellipsis = not turns.asks(self.text)
        if ellipsis:
            return self._swap(last, own)
        if len(own) > 1 and not turns.adds(self.text):
            return Understood(self.text)
        fitting = self._fits(last, own)
        if not turns.adds(self.text) and 0 < self._follower.count(fold(own[0])) <= FEW:
            return Understood(self.text)
        return self._carry(last, "".join(self._subject_words(last, fitting)))

    def _names_something(self, last: str) -> bool:
        """Whether the turn holds a name of its own: four characters around one of its topics that stand so in a few
        sentences of the reports, and not in the question before (“望汀大桥”, which the dictionary takes apart)."""
        text = re.sub(r"[^\u4e00-\u9fff]", " ", self.text)
        runs = [text[i : i + 4] for i in range(len(text) - 3) if " " not in text[i : i + 4]]
        return any(
            run not in last and any(t in run for t in self._topics) and 0 < self._follower.count(fold(run)) <= NAMED
            for run in runs
        )

    def _referred(self) -> str:
        """The earlier question that the turn leans on: the last one, unless it names another's subject."""
        last = self._earlier[-1]
        if not self._said.back and not turns.points_back(self.text):
            return last
        scores = [sum(len(w) for w in self._topics if w in q) for q in self._earlier]
        best = max(range(len(scores)), key=lambda i: (scores[i], i))
        return self._earlier[best] if scores[best] > 0 else last

    def _item(self, place: int, last: str) -> Understood | None:
        """A turn that means an item of a list: of the last answer, or of one before it."""
        rest = items.without_ordinal(self.text)
        for question in dict.fromkeys([last, *reversed(self._earlier)]):
            quotes = self._follower.quotes(question)
            listed = self._list(quotes, question, place)
            if len(listed) > max(place, 0):
                name = listed[place]
                period = "" if turns.periods_in(rest) else "".join(turns.periods_in(question)[:1])
                return Understood(_joined(period, name[:60], rest), True, before=quotes)
        return None

    def _list(self, quotes: Sequence[Quote], question: str, place: int) -> list[str]:
        """What the place is counted in: the names of the kind that the turn names, numbered items, a list."""
        texts = [q.passage.report.source[q.start : q.end] for q in quotes]
        if (noun := items.noun_of(self.text)) and len(found := items.named(texts, noun)) > max(place, 0):
            return found
        for quote in quotes[:2]:
            if len(found := items.numbered(quote.passage.text)) > max(place, 0):
                return found
        return items.items_of(texts, question, place)

    def _more(self, last: str) -> Understood:
        rest = turns.without_more(self.text)
        own = [w for w, _ in turns.topics(rest, self._weight)]
        before = self._follower.quotes(last)
        if own and turns.asks(rest):
            return Understood(
                _joined("", "".join(self._subject_words(last, self._fits(last, own))), rest), True, before=before
            )
        period = "".join(turns.periods_in(rest)[:1] or turns.periods_in(last)[:1])
        extra = turns.without_periods(rest)
        return Understood(_joined(period, self._subject(last), extra or "还有什么"), True, more=True, before=before)

    def _carry(self, last: str, subject: str) -> Understood:
        """The subject of an earlier question before the turn's own words."""
        if not subject:
            return Understood(self.text)
        own = turns.periods_in(self.text)
        if not own and not turns.asks(self.text) and not self._topics:
            return Understood(_joined("", last, self.text), True, before=self._follower.quotes(last))
        if own and not turns.asks(self.text) and not self._topics:
            return self._other_period(last, own)
        period = "" if own else "".join(turns.periods_in(last)[:1])
        return Understood(_joined(period, subject, self.text), True, before=self._follower.quotes(last))

    def _other_period(self, last: str, own: Sequence[str]) -> Understood:
        """The last question asked again of another time."""
        text = _joined("".join(own[:1]), turns.in_other_period(turns.without_periods(last), own[0]), "")
        return Understood(text, True, before=self._follower.quotes(last))

    def _swap(self, last: str, own: Sequence[str]) -> Understood:
        """The last question with the turn's words in place of those that the report does not speak of with them."""
        kept = self._fits(last, own)
        words = turns.topics(last, self._weight)
        gone = [(w, at) for w, at in words if w not in kept]
        if not kept and len(words) > 1:
            nearest = self._follower.nearest(own[-1], [w for w, _ in words])
            gone = [words[nearest]]
        name = re.sub(r"(?:方面|那边|这块)?(?:的)?(?:呢)?[?？]?$", "", turns.without_periods(self.text)).strip(",， ")
        frame = last
        place = gone[0][1] if gone else (words[-1][1] + len(words[-1][0]) if words else 0)
        for w, at in reversed(gone):
            frame = frame[:at] + frame[at + len(w) :]
        frame = frame[:place] + name + frame[place:]
        if own_period := turns.periods_in(self.text):
            frame = own_period[0] + turns.without_periods(frame)
        return Understood(frame, True, before=self._follower.quotes(last))

    def _fits(self, last: str, own: Sequence[str]) -> list[str]:
        """Words of an earlier question that some sentence of the reports holds together with the turn's own; all of
        them where the reports hold none of the turn's own."""
        words = [w for w, _ in turns.topics(last, self._weight) if not any(w in o for o in own)]
        known = [o for o in own if self._follower.count(fold(o))]
        if not known:
            return words
        return [w for w in words if self._follower.together(fold(w), [fold(o) for o in known])]

    def _subject(self, last: str) -> str:
        """What an earlier question was about; what it was answered with, where several things are meant."""
        if turns.means_several(self.text):
            for quote in self._follower.quotes(last)[:1]:
                text = quote.passage.report.source[quote.start : quote.end]
                listed = items.items_of([_about(text, [w for w, _ in turns.topics(last, self._weight)])], last, 1)
                if 2 <= len(listed) <= 4:
                    return "、".join(listed)[:60]
        return "".join(self._subject_words(last, [w for w, _ in turns.topics(last, self._weight)]))

    def _subject_words(self, last: str, words: Sequence[str]) -> list[str]:
        new = [w for w in words if w not in self.text and not (self._drops_relational() and turns.relational(w))]
        return new[-CARRIED:]

    def _drops_relational(self) -> bool:
        return any(turns.relational(w) for w in self._topics)


def _about(text: str, words: Sequence[str]) -> str:
    """The clause that holds most of the words."""
    return max(re.split(r"[,，。;；]", text), key=lambda c: sum(w in c for w in words))


def _joined(period: str, subject: str, rest: str) -> str:
    rest = re.sub(r"^(?:它们|他们|它|这些|那些)(?:的)?", "", rest.strip(",， "))
    return f"{period}{subject}{'' if not subject or not rest or subject[-1] in '、的' else ' '}{rest}".strip()
