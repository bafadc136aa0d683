"""The words of words.toml, ready for use: what may be added, left out and exchanged, by the side a passage looks to."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from typing import Literal

from rag.writing.facts import plain

FIGURE = "\ue000-\uf8ff"
"""Characters that stand for figures and Latin words, as a range of a character class."""
Swaps = dict[str, tuple[tuple[str, str], ...]]
Side = Literal["done", "planned", "owned", "plain"]
"""Where a passage looks: back, ahead, at a problem it owns, or nowhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Licence:
    """What one side allows; patterns match at a place of a coded text."""

    added: re.Pattern[str]
    left_out: re.Pattern[str]
    copula: re.Pattern[str]
    """Before a figure that does not follow a word of change."""
    only_said: frozenset[str]
    """Characters that may stand in what is said alone."""
    only_told: frozenset[str]
    """Characters that may stand in the report alone."""


@dataclass(frozen=True, slots=True)
class Words:
    """words.toml. Tuples of words, longest first."""

    licences: dict[Side, Licence]
    swaps: Swaps
    """First character of what is said -> (said, in the report)."""
    making: tuple[str, ...]
    measuring: tuple[str, ...]
    relating: tuple[str, ...]
    narrowing: tuple[str, ...]
    framing: tuple[str, ...]
    acting: tuple[str, ...]
    reaching: tuple[str, ...]
    together: tuple[str, ...]
    joints: tuple[str, ...]
    holding: tuple[str, ...]
    short: tuple[tuple[str, str], ...]
    """Short names and what they stand for, plain."""


@lru_cache(maxsize=1)
def words() -> Words:
    """The words, read once."""
    raw: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    lists = {
        name: _sorted([plain(word) for word in text.split()])
        for name, text in raw.items()
        if name not in ("same", "told_as", "short")
    }
    sides: tuple[Side, ...] = ("done", "planned", "owned", "plain")
    swaps = _swaps(raw["same"], raw["told_as"])
    return Words(
        licences={side: _licence(side, lists, swaps) for side in sides},
        swaps=swaps,
        short=tuple((a, b) for a, b in (plain(pair).split("=") for pair in raw["short"].split())),
        making=lists["making"],
        measuring=lists["measuring"],
        relating=lists["relating"],
        narrowing=lists["narrowing"],
        framing=lists["framing"],
        acting=lists["acting"],
        reaching=lists["reaching"],
        together=lists["together"],
        joints=lists["joints"],
        holding=lists["holding"],
    )


@lru_cache(maxsize=256)
def either(some: tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first; it matches nothing where there are none."""
    return "|".join(map(re.escape, some)) or r"(?!)"


def _sorted(some: list[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(some), key=lambda w: (-len(w), w)))


def _licence(side: Side, lists: dict[str, tuple[str, ...]], swaps: Swaps) -> Licence:
    added = _sorted([*lists["glue"], *lists.get(f"glue_{side}", ())])
    left_out = _sorted([*lists["fill"], *lists.get(f"fill_{side}", ())])
    compared = (
        rf"(?:{either(lists['compared'])})(?=(?:增长|下降|上升|降低|提高|增加|减少)[{FIGURE}])"
        if side == "done"
        else "(?!)"
    )
    kept = "".join(f"(?<!{re.escape(word)})" for word in lists["change"])
    copula = _sorted([*lists["copula"], *(lists["copula_planned"] if side == "planned" else ())])
    exchanged = [pair for pairs in swaps.values() for pair in pairs]
    growth = rf"|(?:目标[为是]?|预期目标[为是]?|预期)(?=增长|下降|[{FIGURE}])" if side == "planned" else ""
    return Licence(
        re.compile(f"{compared}|{either(added)}{growth}"),
        re.compile(
            rf"{either(left_out)}|[从由][{FIGURE}](?=[\u4e00-\u9fff]{{1,3}}[到至])|\((?![^()]*[不除含其预初暂])[^()]*\)"
        ),
        re.compile(rf"{kept}(?:{either(copula)})(?=[{FIGURE}])"),
        frozenset("".join([*added, *copula, *lists["compared"], "目标预期为是,", *(said for said, _ in exchanged)])),
        frozenset("".join([*left_out, "从由,()", *(there for _, there in exchanged)])),
    )


def _swaps(same: str, told_as: str) -> Swaps:
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in same.splitlines():
        for said, there in permutations(map(plain, line.split()), 2):
            found[said[0]].append((said, there))
    for line in told_as.splitlines():
        said, *report = map(plain, line.split() or [""])
        for there in report:
            found[said[0]].append((said, there))
    for before, after in permutations(("、", "和", "与", "及", ","), 2):
        found[before].append((before, after))
    return {first: tuple(dict.fromkeys(pairs)) for first, pairs in found.items()}
