"""A turn that asks nothing (“农村的呢”, “单看出口”): the last question with the turn's words in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.talk import periods, turns
from rag.talk.topic_words import TOWN_AND_COUNTRY
from rag.talk.topics import Weight, other_names, tokens, topics
from rag.talk.usage import Usage

_COUNTED = re.compile(r"哪[一二三四五六七八九十\d]")
"""“是哪三区”: how many there are is said of the old term alone."""
_ENDING = re.compile(r"(?:方面|那边|这块)?上?(?:的)?(?:呢)?[?？]?$")


def swapped(text: str, last: str, own: Sequence[str], weight: Weight, usage: Usage, *, whole: bool = False) -> str:
    """The last question with the turn's words in place of those that the report does not speak of with them; in place
    of all that it was about, if `whole`.

    Where both put a term in quotation marks, one term stands for the other.
    """
    terms, before = turns.quoted(text), turns.quoted(last)
    if terms and before:
        frame = last.replace(before[0], terms[0])
        return f"“{terms[0]}”是什么" if _COUNTED.search(frame) else frame
    town = next((w for w in own if w in TOWN_AND_COUNTRY), "")
    if town and (other := next((w for w in TOWN_AND_COUNTRY if w in last), "")):
        when = periods.periods_in(text)[:1]
        frame = last.replace(other, town, 1)
        return when[0] + periods.without_periods(frame) if when else frame
    words = topics(last, weight)
    gone = words if whole else _gone(words, own, last, weight, usage)
    name = _ENDING.sub("", periods.without_periods(text)).strip(",， ")
    place = gone[0][1] if gone else (words[-1][1] + len(words[-1][0]) if words else 0)
    frame = last
    for word, at in reversed(gone):
        frame = frame[:at] + frame[at + len(word) :]
    frame = frame[:place] + name + frame[place:]
    if when := periods.periods_in(text):
        frame = when[0] + periods.without_periods(frame)
    return frame


def fitting(last: str, own: Sequence[str], weight: Weight, usage: Usage) -> list[str]:
    """Words of an earlier question that some sentence of the reports holds together with the turn's own; all of them
    where the reports hold none of the turn's own."""
    words = [w for w, _ in topics(last, weight) if not any(w in o for o in own)]
    known = [name for o in own for name in (o, *other_names(o)) if usage.count(name)]
    return [w for w in words if usage.together(w, known)] if known else words


def _gone(
    words: Sequence[tuple[str, int]], own: Sequence[str], last: str, weight: Weight, usage: Usage
) -> list[tuple[str, int]]:
    """The words of the last question that make room, each with its place."""
    kept = fitting(last, own, weight, usage)
    if not kept and len(words) > 1:
        return [words[usage.nearest(own[-1], [w for w, _ in words])]]
    return [(w, at) for w, at in words if w not in kept or any(_same_kind(w, o) for o in own)]


def _same_kind(a: str, b: str) -> bool:
    """Whether two words name things of a kind, so that one stands for the other: 进口 and 出口, two towns."""
    tags = [tokens(w)[0][1] for w in (a, b)]
    return a[-1] == b[-1] or all(t.startswith("ns") for t in tags)
