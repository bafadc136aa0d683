"""The turns of a conversation, read from its questions alone, each as a question that stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rag.domain import Sentence, Turn
from rag.embed import Embedding
from rag.talk import items, periods, turns
from rag.talk.about import About
from rag.talk.standalone import Standalone
from rag.talk.topics import Weight, kinds_asked, names, places_only, relational, topics
from rag.talk.understood import Understood
from rag.talk.usage import Ask, Usage
from rag.text import clean

TURNS = 6
"""Earlier turns that are looked at."""

SHORT = 12
"""Characters of an item of a list that is a name, not a sentence."""


class Follower:
    """Understands the turns of conversations about one generation's reports. Safe to call from several threads."""

    def __init__(self, sentences: Sequence[Sentence], weight: Weight, embedding: Embedding, ask: Ask) -> None:
        self._weight, self._usage = weight, Usage(sentences, embedding, ask)
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
        said = turns.take_apart(text)
        understood = Standalone(said, earlier, self._weight, self._usage).read()
        return replace(understood, follows=True, about=self._about(understood, said.text))

    def _about(self, understood: Understood, said: str) -> About:
        """What names the subject of a turn."""
        item = understood.item if len(understood.item) <= SHORT else ""
        own = (*names(said, self._weight), *names(item, self._weight))
        return About(
            topics=tuple(w for w, _ in topics(understood.text, self._weight) if not relational(w)),
            names=names(understood.text, self._weight),
            own=own,
            places=tuple(w for w in own if places_only(w, [w])),
            kinds=kinds_asked(said, self._weight),
        )

    def _chatter(self, text: str) -> bool:
        """Whether a turn neither asks anything nor names anything: “好的，谢谢”."""
        said = turns.take_apart(text).text
        return turns.chats(text) or not (
            turns.asks(said) or topics(said, self._weight) or periods.periods_in(said) or turns.wants_more(said)
            or items.which(said) is not None or said.rstrip("?？").endswith(("呢", "的"))
        )  # fmt: skip
