"""Can what is said be made from what the report says, by allowed steps alone?

    derives("老旧小区共改造①", "改造老旧小区①", licence)

Both are coded: a figure or a Latin word is one character (`code.py`), so it is there whole or not at all. Allowed is to
add a word, to leave one out, and to exchange one (`words.toml`); everything else must stand in both, in the same order.
What may stand in another order is laid out first: where one figure stands in a clause, it is moved to its end.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.writing.words import FIGURE, Licence, words

_FIGURE = re.compile(f"[{FIGURE}]")


_PUSHED = re.compile(r"(加快|推进|加快推进|推动|加强)([^,、]{2,}|[^,]{2,}项目)(建设|改造|实施|修复)(.?)")
"""加快桥梁建设 is 加快建设桥梁."""


def derives(said: str, told: str, licence: Licence) -> bool:
    """Whether allowed steps lead from `told` to `said`; one figure may stand in another place in both."""
    if _leads(figure_last(said), figure_last(told), licence):
        return True
    there = _FIGURE.findall(told)
    if len(there) < 2:
        return False
    once = [f for f in there if told.count(f) == said.count(f) == 1]
    return any(_leads(said.replace(f, "") + f, told.replace(f, "") + f, licence) for f in once)


def _hopeless(said: str, told: str, licence: Licence) -> bool:
    """Whether a character of either has nowhere to come from, or to go."""
    mine, theirs = set(said), set(told)
    if mine - theirs - licence.only_said:
        return True
    return "(" not in theirs and any(c not in licence.only_told and not _FIGURE.match(c) for c in theirs - mine)


def _leads(said: str, told: str, licence: Licence) -> bool:
    if _hopeless(said, told, licence):
        return False
    adds, drops = _added(said, licence), _left_out(told, licence)
    swaps = words().swaps
    todo, seen = [(0, 0)], {(0, 0)}
    while todo:
        i, j = todo.pop()
        if i == len(said) and j == len(told):
            return True
        steps = []
        if j < len(told) and drops[j]:
            steps.append((i, j + drops[j]))
        if i < len(said):
            steps += [(i + n, j) for n in adds[i]]
            steps += [
                (i + len(a), j + len(b))
                for a, b in swaps.get(said[i], ())
                if told.startswith(b, j) and said.startswith(a, i)
            ]
            if j < len(told) and said[i] == told[j]:
                steps.append((i + 1, j + 1))
        for step in steps:
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return False


def made_from(said: str, told: str, licence: Licence) -> bool:
    """The same, where the object of some verbs may also be named first: 改造小区 is 小区改造."""
    if derives(said, told, licence):
        return True
    if (match := _PUSHED.fullmatch(told)) and derives(said, match[1] + match[3] + match[2] + match[4], licence):
        return True
    verb = next((v for v in words().making if told.startswith(v)), "")
    rest = told[len(verb) :]
    return bool(verb and rest) and not said.startswith(verb) and derives(said, _before_figure(rest, verb), licence)


def figure_last(coded: str) -> str:
    """The one figure of a coded text moved to its end; the text as it is where there are more, or none."""
    found = _FIGURE.findall(coded)
    return coded.replace(found[0], "") + found[0] if len(found) == 1 else coded


def _before_figure(text: str, verb: str) -> str:
    """小区① and 改造 -> 小区改造①."""
    last = figure_last(text)
    return last[:-1] + verb + last[-1] if _FIGURE.match(last[-1]) else last + verb


@lru_cache(maxsize=4096)
def _left_out(told: str, licence: Licence) -> list[int]:
    return [_length(licence.left_out, told, j) for j in range(len(told))]


@lru_cache(maxsize=4096)
def _added(said: str, licence: Licence) -> list[tuple[int, ...]]:
    out = []
    for i in range(len(said)):
        ends = {_length(p, said, i) for p in (licence.added, licence.copula)} - {0}
        if said[i] in ",":
            ends.add(1)
        out.append(tuple(ends))
    return out


def _length(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() - at if match else 0
