"""Plain text -> clauses, and coded clauses -> words with their kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from rag.domain import Sentence
from rag.writing.facts import figures
from rag.writing.words import FIGURE, either, words

_CUT = re.compile(r"[,;。！？!?:\n]")
_BRACKET = re.compile(r"\([^()]{1,20}\)")
_NUMBERED = re.compile(
    r"(?:\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}(?:是|要|、)|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳])"
)
_WHOLE_YEAR = re.compile(
    r"(?:去年|今年|全年|一年来|过去一年|\d{4}年(?:以来)?|全年全?[市县区省]?)(?:,|(?=[^底初末内,]))"
)
_DATE = re.compile(
    r"(?:将?[于在])?((?:\d{1,2}月(?:\d{1,2}[日号]|份|底|初|中旬|上旬|下旬)?|年内|年[底末]|[上下]半年|[春夏秋冬]季)(?![度节])前?)的?"
)
RUN_IN = 24
"""Longest first sentence of a passage that may be its heading, in characters."""
_JOINT = re.compile(r"(?:并|同时|还|也|又)(?=[\u4e00-\u9fff]{2})")
_VERB_LIKE = re.compile(r"[新再净][\u4e00-\u9fff]|[深优强转]化|打通|为")


def pieces(text: str, sentence: Sentence | None = None) -> list[str]:
    """Plain text of each clause of a plain sentence. What only numbers it, tells the year of the report or joins it is
    left out; a clause that narrows the next stays with it."""
    inside = {i for f in figures(text) for i in range(f.start, f.end)}
    inside |= {i for m in _BRACKET.finditer(text) for i in range(*m.span())}
    out, at, held = [], 0, ""
    for end in [*(m.start() for m in _CUT.finditer(text) if m.start() not in inside), len(text)]:
        piece, at = text[at:end].strip(), end + 1
        if not piece:
            continue
        if piece == "其中" or _narrows(piece):
            held += piece if piece == "其中" else piece + ","
            continue
        out.append(_bare(held + piece, sentence))
        held = ""
    return [p for p in [*out, held.rstrip(",")] if p]


def dated(piece: str) -> str:
    """A plain clause with its date before all else, where it has one: 大桥10月通车 and 10月，大桥通车 are the same."""
    found = list(_DATE.finditer(piece))
    if len(found) != 1:
        return piece
    (date,) = found
    return date[1] + (piece[: date.start()] + piece[date.end() :]).lstrip(",")


def _narrows(piece: str) -> bool:
    opens = re.match(either(words().narrowing), piece)
    if piece.endswith("方面") and len(piece) <= RUN_IN:
        return True
    return bool(opens and not re.search(either(words().acting), piece[opens.end() :])) or (
        piece[-1:] in "的时后前" and not piece.endswith(("目的", "标的", "同时"))
    )


def _bare(piece: str, sentence: Sentence | None) -> str:
    piece = _NUMBERED.sub("", piece, count=1) if _NUMBERED.match(piece) else piece
    year = sentence and sentence.passage.report.year
    if sentence and sentence.passage.period and year and (match := _WHOLE_YEAR.match(piece)):
        own = year - 1 if sentence.passage.period == "done" else year
        if not re.match(r"\d{4}", piece) or piece.startswith(f"{own}年"):
            piece = piece[match.end() :]
    return _JOINT.sub("", piece, count=1) if _JOINT.match(piece) else piece


def whole_places(place: str | None) -> tuple[str, ...]:
    """How a report calls the whole of its place (全市, 我市); the name itself is told by `beside.py`."""
    level = re.search(r"[省市县区州盟旗镇乡]$", place or "")
    return tuple(f"{word}{level.group()}" for word in ("全", "我", "本")) if level else ()


def names_of(place: str | None) -> tuple[str, ...]:
    """The same, and the name with and without 市 or 县; the longest first."""
    return tuple(n for n in (place, *whole_places(place), (place or "")[:-1]) if n and len(n) > 1)


def leading_noun(coded: str) -> str:
    """What stands before the first verb of a coded clause; empty where it begins with one."""
    out = ""
    for word, tag in tagged(coded):
        if tag[0] in "vpd" and tag != "vn":
            break
        out += word
    out = re.sub(rf"[{FIGURE},、]+$", "", out)
    bare = re.sub(rf"[{FIGURE},、]", "", out)
    return out if bare and re.search(r"[\u4e00-\u9fff]", bare) else ""


@lru_cache(maxsize=8192)
def tagged(coded: str) -> tuple[tuple[str, str], ...]:
    """Words of a coded text with their kinds; 新增 and its like are verbs, whatever the dictionary says."""
    return tuple((w, "v" if _VERB_LIKE.fullmatch(w) else tag) for w, tag in rjieba.tag(coded))


def boundaries(coded: str) -> Sequence[int]:
    """Places between the words of a coded text, both ends included."""
    out = [0]
    for word, _ in tagged(coded):
        out.append(out[-1] + len(word))
    return out
