"""The words that name what a turn is about: not its period, nor what it asks of the thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import rjieba

from rag.lexicon import synonyms
from rag.talk.periods import PERIOD
from rag.talk.topic_words import GENERIC, RELATIONAL

Weight = Callable[[str], float]
"""How much a word of a question says about what is asked, 0 to about 1 (`rag.words.QuestionWords.weight`)."""


ASKS = re.compile(
    r"多少|几|[吗嘛么没](?:[有得?？]|$)|什么|啥|哪|谁|怎|咋|为何|是不是|能不能|会不会|有没有|[\u4e00-\u9fff]不(?:[?？]|$)|[?？].+|如何|是否|(.)不\1|还是|多(?:大|长|高|远|久)|[跟和与].{1,6}比"
)
_FUNCTION = ("r", "m", "t", "p", "c", "u", "y", "d", "x", "q", "f", "e", "o", "w")
"""First letters of the parts of speech that seldom name anything (ICTCLAS)."""
_NEVER = frozenset(["r", "uj", "ul", "uz", "ug", "ud", "uv", "q", "y", "c", "p", "e", "o"])
"""Those that never do, however rare the word: pronouns, particles, measures."""
_NAMING = "njbsglz"
"""First letters of those that name things."""
_MASKED = re.compile(rf"{PERIOD.pattern}|多少|什么|哪些")
"""What belongs to no topic, and would be read into its neighbours: 增多 of “增多少”."""
_COUNTER = re.compile(r"(?:几|[一二三四五六七八九十两\d]+)[条个项件家座所]")
"""What follows it is a thing, whatever the dictionary says: 高速 of “几条高速”."""
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}[区县镇乡]")
_NO_PLACE = re.compile(r".*(?:社|小|园|城|地|景|山|片|库|新|校|灾|牧|林|老|街|各|全|本|示范|试验|保税|开发)区")
"""Parts of any town."""
_CLASS = re.compile(r"(?:什么|啥|哪些|哪类|哪种|哪几?[个家所条项座种类件])$")
"""What stands before the kind of thing that is asked for: 机构 of “哪些机构” need not stand in the answer."""


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[tuple[str, str, int], ...]:
    """Words of a text with their part of speech (ICTCLAS letters) and where each starts."""
    out, at = [], 0
    for word, tag in rjieba.tag(text):
        out.append((word, tag, at))
        at += len(word)
    return tuple(out)


def topics(text: str, weight: Weight) -> list[tuple[str, int]]:
    """Words that name what a question is about, each with its place.

    Single characters that stand together are one word: a name that the dictionary does not know falls apart into them.
    """
    masked = _masked(text)
    out: list[tuple[str, int]] = []
    counted = False
    for word, tag, at in tokens(masked):
        if len(word) > 1:
            if _names_a_thing(word, "n" if counted and tag in "ad" else tag, weight):
                out.append((word, at))
        elif _part_of_name(word, tag):
            if out and out[-1][1] + len(out[-1][0]) == at and out[-1][0] in masked[max(0, at - 4) : at]:
                out[-1] = (out[-1][0] + word, out[-1][1])
            else:
                out.append((word, at))
        counted = bool(_COUNTER.fullmatch(word))
    return [(w, at) for w, at in out if len(w) > 1]


def names(text: str, weight: Weight) -> tuple[str, ...]:
    """The things that a turn itself names: its topics that are nouns, without the kind of thing that it asks for."""
    tags = {at: tag for _, tag, at in tokens(_masked(text))}
    return tuple(
        word
        for word, at in topics(text, weight)
        if (tags.get(at, "n")[0] in _NAMING or re.search("[A-Za-z]", word))
        and not word.startswith(("这", "那"))
        and not relational(word)
        and not _CLASS.search(text[:at])
    )


def kinds_asked(text: str, weight: Weight) -> tuple[str, ...]:
    """The kinds of thing that a turn asks for: 赛事 of “哪些赛事”."""
    return tuple(w for w, at in topics(text, weight) if not relational(w) and _CLASS.search(text[:at]))


def other_names(word: str) -> list[str]:
    """What else a word is called (`rag.lexicon`)."""
    return [name for _, others in synonyms(word) for name in others]


def relational(word: str) -> bool:
    """Whether a word asks for something that belongs to a thing: 票价, 面积."""
    return word in RELATIONAL


def tells_when(word: str) -> bool:
    """Whether a word says when, not what: 年初, 夜间."""
    return tokens(word)[0][1] == "t"


def places_only(text: str, words: Sequence[str]) -> bool:
    """Whether the words are names of places, by the dictionary or by their ending: 历下区."""
    tags = {word: tag for word, tag, _ in tokens(text)}
    return bool(words) and all(
        (tags.get(w, "").startswith("ns") or _PLACE.fullmatch(w)) and not _NO_PLACE.fullmatch(w) for w in words
    )


def _masked(text: str) -> str:
    return _MASKED.sub(lambda m: " " * len(m.group()), text)


def _names_a_thing(word: str, tag: str, weight: Weight) -> bool:
    rare = tag not in _NEVER and weight(word) >= 0.9 and not re.search(r"[几多少哪第]", word)
    if (tag[0] in _FUNCTION and not rare) or (len(word) == 2 and word[1] in "了过着得"):
        return False
    return word not in GENERIC and not ASKS.search(word) and weight(word) >= 0.5


def _part_of_name(word: str, tag: str) -> bool:
    return tag[0] in "gn" and "\u3400" <= word <= "\u9fff" and word not in "钱人户个市省县区年月"
