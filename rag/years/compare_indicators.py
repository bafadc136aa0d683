"""Indicators of two reports paired: the same thing measured, in the same unit, of the same period.

score = likeness of the names; ties go to the pair whose headings and sentences are nearer
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rag.embed import Embedding
from rag.pairs import pairs
from rag.years.compare_names import Names
from rag.years.indicators import Indicator
from rag.years.measures import amount_of

Confidence = Literal["high", "medium", "low"]
HIGH, MEDIUM, LOW = 0.97, 0.88, 0.82
"""Least likeness of names for each; below the last two indicators stay unpaired."""
CONTEXT = 0.1
"""What the headings and sentences together weigh beside the names, which only decides between pairs nearly as good."""

APART = 2.0
"""How many times one amount may be the other where only one is worded as a total (突破6000家) or as added (新增34家)."""
IN_ORDER = 0.8
"""Least likeness, character by character, of names that tell of several values."""


@dataclass(frozen=True, slots=True)
class IndicatorPair:
    """The same indicator in two reports."""

    old: Indicator
    new: Indicator
    likeness: float

    @property
    def confidence(self) -> Confidence:
        return "high" if self.likeness >= HIGH else "medium" if self.likeness >= MEDIUM else "low"


def paired(old: Sequence[Indicator], new: Sequence[Indicator], embedding: Embedding) -> tuple[IndicatorPair, ...]:
    """Pairs one to one, in the order of the new report; what finds no counterpart is in none."""
    if not old or not new:
        return ()
    names = Names([i.name for i in (*old, *new)], embedding)
    vectors = embedding.encode_passages([i.sentence.text for i in (*old, *new)])
    tried = []
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            if not _comparable(a, b):
                continue
            likeness = names.likeness(i, len(old) + j)
            if likeness >= LOW:
                near = float(vectors[i] @ vectors[len(old) + j])
                tried.append((likeness + CONTEXT * (near + _headings(a, b)) / 2, likeness, i, j))
    used_old, used_new, found = set(), set(), []
    for _, likeness, i, j in sorted(tried, key=lambda t: (-t[0], t[2], t[3])):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            found.append((j, IndicatorPair(old[i], new[j], likeness)))
    return tuple(pair for _, pair in sorted(found, key=lambda f: f[0]))


def _comparable(a: Indicator, b: Indicator) -> bool:
    """Whether two indicators may be the same at all: measured alike, the values of a row in the same order, and not
    what was added beside all there is."""
    if (a.kind, a.unit, a.values, a.scope) != (b.kind, b.unit, b.values, b.scope):
        return False
    if a.values > 1 and SequenceMatcher(None, a.name, b.name, autojunk=False).ratio() < IN_ORDER:
        return False
    if a.unit == "%" or (_is_total(a), _is_added(a)) == (_is_total(b), _is_added(b)):
        return True
    first, second = amount_of(a.said), amount_of(b.said)
    if not first or not second:
        return first == second
    mixed = (_is_total(a) and _is_added(b)) or (_is_added(a) and _is_total(b))
    return not mixed and 1 / APART <= first / second <= APART


_ADDED = re.compile(r"^(?:建|改|开工|培育|筹集|引进|招引|完成|实施|打造|增)|新[增建设]|^新")
_TOTAL = re.compile(r"达|增至|增加到|扩大到|突破|累计|总数|升至|超")


def _is_added(one: Indicator) -> bool:
    return bool(_ADDED.search(one.name))


def _is_total(one: Indicator) -> bool:
    return bool(_TOTAL.match(one.said))


def _headings(a: Indicator, b: Indicator) -> float:
    first, second = (pairs("".join(i.passage.path[1:])) for i in (a, b))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
