"""English questions as Chinese words, so that a Chinese report can be searched with them.

Words come from models/wenbao-english/lexicon.json (learned, see its README) and prompts/英文词.txt (written by hand,
phrases too; it goes first). The result is a row of Chinese words, no translation: it is shown to the person as what
was understood, and the answer is the report's own Chinese text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache

from rag.settings import HOME

UNKNOWN = 0.5
"""Greatest share of content words without a Chinese word, for a text to be taken as an English question."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d+(?:[.,]\d+)*%?")
_STEMS = re.compile(r"(?:ies|ied|ing|ed|es|s|'s)$")
_STOP = frozenset(
    re.findall(
        r"\S+",
        """a an the of to in on at for by with from and or but as is are was were be been being am it its this that these
        those there their they them we our us you your i my me he she his her will would shall should can could may might
        must do does did has have had having not no nor so than then if into about over under up out off per any some all
        each every both more most other such only own same too very just get gets got please tell know want like say says
        said according report mention mentioned government city's done area areas place places put thing things""",
    )
)
_ASKS: tuple[tuple[str, str], ...] = (
    (r"\bhow (?:much|many)\b|\bnumber of\b|\bpercent", "多少"),
    (r"\bwhich\b|\bwhat (?:are|kinds?|measures|projects?)\b|\blist\b", "哪些"),
    (r"\bwhen\b|\bwhat (?:month|date|time|year)\b|\bhow soon\b", "什么时候"),
    (r"\bwhere\b", "在哪里"),
    (r"\bwho\b", "谁"),
    (r"\blast year\b|\bdid\b|\bwas\b|\bwere\b|\bhas been\b|\bhave been\b", "去年"),
    (r"\bthis year\b|\bwill\b|\bgoing to\b|\bplan(?:s|ned)?\b", "今年"),
    (r"^(?:is|are|will|does|do|did|has|have|can)\b", "吗"),
)  # fmt: skip
ASKING = frozenset(chinese for _, chinese in _ASKS)
_PHRASES_SAID = re.compile(
    r"\b(?:how (?:much|many)|number of|which|what|when|where|who|why|how|last year|this year|next year|going to|year)\b",
    re.I,
)


def words(text: str) -> list[str]:
    """Words and numbers of an English text, lower case."""
    return [re.sub(r"['’]s$", "", w).strip("'’") for w in _WORD.findall(text.lower())]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without the commonest endings: cities and city, projects and project, building and build are one."""
    if len(word) < 4 or word.endswith("ss"):
        return word
    bare = _STEMS.sub("", word)
    if len(bare) < 3:
        return word
    bare = re.sub(r"([bdgmnprt])\1$", r"\1", bare)
    return re.sub(r"[ey]$", "", bare) if len(bare) > 3 else bare


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((HOME / "models" / "wenbao-english" / "lexicon.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def _glossary() -> dict[tuple[str, ...], list[str]]:
    """Phrase as stems -> its Chinese words."""
    lines = (HOME / "prompts" / "英文词.txt").read_text("utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return {
        tuple(stem(w) for w in words(phrase)): chinese.split()
        for english, chinese in pairs
        for phrase in english.split(",")
    }


def read_english(text: str, read_name: Callable[[str], str | None], knows: Callable[[str], bool]) -> str | None:
    """An English question as Chinese words; None where too few of its words are known.

    `read_name` reads a word that is not English (a place in pinyin); `knows` says whether the reports hold a Chinese word.
    A word that nothing is known of is kept as it is, so that an answer must do without it.
    """
    if not re.search(r"[A-Za-z]{2}", text):  # 1+3+8, 6G
        return None
    asked = [chinese for pattern, chinese in _ASKS if re.search(pattern, text.strip(), re.I)]
    content = [w for w in words(_PHRASES_SAID.sub(" ", text)) if w not in _STOP]
    parts, unknown = list[str](), 0
    at = 0
    while at < len(content):
        size, chinese = _longest(content, at)
        if chinese:
            parts.append(_chosen(chinese, knows))
        elif content[at][0].isdigit() or (name := read_name(content[at])) is None:
            parts.append(content[at])
            unknown += not content[at][0].isdigit()
        else:
            parts.append(name)
        at += size
    if not content or unknown > UNKNOWN * len(content):
        return None
    times = [a for a in asked if a.endswith("年")]
    return " ".join(dict.fromkeys([*times[:1], *parts, *[a for a in asked if not a.endswith("年")][:1]]))


def _longest(content: list[str], at: int) -> tuple[int, list[str]]:
    """The longest phrase of the glossary that begins here, else the word of the lexicon: its length, Chinese words."""
    stems = [stem(w) for w in content[at : at + 4]]
    for size in range(len(stems), 0, -1):
        if chinese := _glossary().get(tuple(stems[:size])):
            return size, chinese
    return 1, _lexicon().get(stems[0], [])


def _chosen(chinese: list[str], knows: Callable[[str], bool]) -> str:
    """The likeliest word that the reports hold, else the likeliest."""
    return next((word for word in chinese if knows(word)), chinese[0])
