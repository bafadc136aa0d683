"""Lists: items may be told in another order, and each by itself where the rest is not needed to understand it.

建成口袋公园38个、绿道62公里                      建成绿道62公里 may be told alone
装备制造、绿色食品、新型材料产业产值达到1230亿元    none may be left out: the figure is that of all
打通红枫路、书院街等11条断头路                    书院街等11条断头路 may be told
"""

from __future__ import annotations

import re
from itertools import product

from rag.writing.cut import boundaries, tagged
from rag.writing.derive import derives, made_from
from rag.writing.words import FIGURE, Licence, either, words

_SIGNS = frozenset("、和与及") | {"以及"}
_SIGNS_SAID = _SIGNS | {","}
_MOST_ITEMS = 12
_MOST_GUESSES, _MOST_TAILS = 6, 14
"""How many places are tried where what stands before all items may end, or what stands after them may begin."""
_FIGURE = re.compile(f"[{FIGURE}]")


def derives_list(said: str, told: str, licence: Licence) -> bool:
    """Whether `said` tells items of the list in `told`, both coded; what stands before and after all items stays."""
    items, mine = _items(told), _items(said, _SIGNS_SAID)
    if not 1 < len(items) <= _MOST_ITEMS or len(mine) > len(items) or not all(items):
        return False
    bound = any(re.fullmatch(f"[{FIGURE}]", item) for item in items) or bool(
        re.search(rf"{either(words().together)}|[共总][{FIGURE}]", told)
    )
    heads = ["", *[items[0][:b] for b in boundaries(items[0]) if 0 < b <= min(_shared(said, told), len(items[0]) - 1)]]
    tails = [items[-1][b:] for b in boundaries(items[-1]) if b and items[-1][b : b + 1] in ("", *said)][-_MOST_TAILS:]
    return any(
        _matches(said, items, head, tail, licence, bound) for head, tail in product(heads[-_MOST_GUESSES:], tails)
    )


def _items(coded: str, signs: frozenset[str] = _SIGNS) -> list[str]:
    out = [""]
    for word, _ in tagged(coded):
        if word in signs:
            out.append("")
        else:
            out[-1] += word
    return out


def _shared(said: str, told: str) -> int:
    """How much of the beginning of `told` stands in `said` as it is, small words of `said` skipped."""
    i = j = 0
    while i < len(said) and j < len(told):
        if said[i] == told[j]:
            i, j = i + 1, j + 1
        elif said[i] in "的了将共已要":
            i += 1
        else:
            break
    return j


def _matches(said: str, items: list[str], head: str, tail: str, licence: Licence, bound: bool) -> bool:
    told = [*items[:-1], items[-1][: len(items[-1]) - len(tail)] if tail else items[-1]]
    told[0] = told[0][len(head) :]
    mine = _cores(said, head, tail, licence)
    if mine is None or not all(told) or not all(mine) or len(mine) > len(told):
        return False
    used: list[int] = []
    for core in mine:
        core = core[:-1] if core.endswith("等") and not tail.startswith("等") else core
        found = next((k for k, t in enumerate(told) if k not in used and made_from(core, t, licence)), None)
        if found is None:
            return False
        used.append(found)
    if bound and used != list(range(len(told))):
        return False
    return len(used) == len(told) or (not bound and _stands_alone(told, used, head, tail, said))


def _cores(said: str, head: str, tail: str, licence: Licence) -> list[str] | None:
    """The items of what is said, without what stands before and after all."""
    start = next((e for e in range(len(head), len(said) + 1) if derives(said[:e], head, licence)), None) if head else 0
    ends = [
        e for e in range(len(said), -1, -1) if (not tail and e == len(said)) or (tail and said[e : e + 1] == tail[0])
    ]
    end = next((e for e in ends if derives(said[e:], tail, licence)), None)
    if start is None or end is None or start >= end:
        return None
    return _items(said[start:end], _SIGNS_SAID)


def _stands_alone(told: list[str], used: list[int], head: str, tail: str, said: str) -> bool:
    """Whether items may be left out: each has a figure of its own, or 等 says that there are more, or nothing counts."""
    each = not tail and all(_FIGURE.search(t) for t in told) and not any("等" in t for t in told)
    none = not any(_FIGURE.search(t) for t in (*told, head, tail))
    if not (each or none or "等" in said):
        return False
    if head or 0 in used:
        return True
    if told[0].startswith(words().making):
        return all(_has_verb(told[k]) for k in used)
    return tagged(told[0])[0][1][0] == "n" and not told[0].startswith(words().holding)


def _has_verb(item: str) -> bool:
    return any(tag == "v" for _, tag in tagged(item))
