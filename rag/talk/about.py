"""What a follow-up is about, and whether a text speaks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.talk.topic_words import TOWN_AND_COUNTRY
from rag.talk.topics import other_names
from rag.text import fold

_EACH = re.compile(r"城乡[^,。;]*(?:分别|\d[^,。;]*和[^,。;]*\d)")
"""城乡 speaks of each by itself only where it gives a figure for each."""


@dataclass(frozen=True, slots=True)
class About:
    """The words that say what a follow-up is about."""

    topics: tuple[str, ...] = ()
    """All of them, those that were carried into it too."""
    names: tuple[str, ...] = ()
    """The topics that are names of things."""
    own: tuple[str, ...] = ()
    """The names that the turn itself brings in."""
    places: tuple[str, ...] = ()
    """Those of them that are places: nothing said of another place will do."""
    kinds: tuple[str, ...] = ()
    """The kinds of thing that are asked for: 赛事 of “哪些赛事”."""

    def lacks_own(self, text: str) -> bool:
        """Whether a text lacks a name that the turn brings in; a kind that it asks for, where it brings in none."""
        text = fold(text)
        return any(not speaks_of(text, name) for name in self.own or self.kinds)

    def share(self, text: str) -> float:
        """Share of the topics, or of the names among them, that a text holds; 1 where there are none."""
        text = fold(text)
        shares = [sum(speaks_of(text, w) for w in words) / len(words) for words in (self.topics, self.names) if words]
        return max(shares, default=1.0)

    def elsewhere(self, text: str) -> bool:
        """Whether the turn names a place that a text does not speak of."""
        text = fold(text)
        return any(not speaks_of(text, p) and p[:2] not in text for p in self.places)


def speaks_of(text: str, word: str) -> bool:
    """Whether a folded text holds a word, another name of it, or its long form."""
    if word in TOWN_AND_COUNTRY and _EACH.search(text):
        return True
    return any(fold(n) in text for n in (word, *other_names(word))) or _in_full(fold(word), text)


def _in_full(word: str, text: str) -> bool:
    """Whether a text has the long form of a word: 营业收入 for 营收, 第十五届运动会 for 省运会."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,3}", word):
        return False
    return bool(re.search(r"[\u4e00-\u9fff]{0,4}".join(word), text))
