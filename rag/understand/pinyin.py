"""Questions typed in pinyin, read with the words of the reports and of citizens' questions."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from rag.understand.sounds import Sounds, near_ids, syllables

LONGEST, ALONE = 8, 0.5
"""Most syllables of a word; greatest share of syllables for which only a single character was found."""


@lru_cache(maxsize=1024)
def split(word: str) -> tuple[tuple[str, ...], ...]:
    """Every way to part a Latin word into syllables, fewest first; at most eight."""
    names, found = syllables(), list[tuple[str, ...]]()

    def walk(rest: str, parts: tuple[str, ...]) -> None:
        if not rest:
            found.append(parts)
        elif len(found) < 64:
            for size in range(min(6, len(rest)), 0, -1):
                if rest[:size] in names:
                    walk(rest[size:], (*parts, rest[:size]))

    walk(word.lower().replace("ü", "v"), ())
    return tuple(sorted(found, key=lambda p: (len(p), sum(len(s) == 1 for s in p)))[:8])


def read_pinyin(text: str, sounds: Sounds) -> str | None:
    """A text of Latin letters as Chinese; None where it is not pinyin, or says nothing that the reports know."""
    words = [w for w in re.split(r"[ '’]+", text.strip().lower()) if w]
    ways: list[tuple[str, ...]] = [()]
    for word in words:
        options = split(word)
        if not options:
            return None
        ways = [(*way, *option) for way in ways for option in options][:8]
    read = [r for way in ways if 2 <= len(way) <= 60 and (r := _words(way, sounds))]
    if not read:
        return None
    cost, _, chinese = min(read)
    return chinese if math.isfinite(cost) else None


def _words(way: tuple[str, ...], sounds: Sounds) -> tuple[float, int, str] | None:
    """The likeliest words for syllables (a word is the likelier the more often the texts have it): cost a syllable,
    syllables that stand alone, words."""
    exact = [syllables()[s] for s in way]
    near = [int(near_ids()[e]) for e in exact]
    total = math.log(len(sounds.text) + 2)
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(math.inf, 0, "")] * len(way)
    for i in range(len(way)):
        before = best[i]
        options = [(1, sounds.commonest.get(near[i], ""), 0.05)]
        places = sounds.pair_at(near[i], near[i + 1]) if i + 1 < len(way) else sounds.pair_at(0, 0)
        for size in range(2, min(LONGEST, len(way) - i) + 1):
            if size > 2:
                places = sounds.longer(places, size - 1, near[i + size - 1])
            if not len(places):
                break
            options.append((size, *sounds.best_words(places, exact[i : i + size])))
        for size, word, count in options:
            if word:
                cost = before[0] + total - math.log(count)
                best[i + size] = min(best[i + size], (cost, before[1] + (size == 1), before[2] + word))
    cost, alone, chinese = best[-1]
    return (cost / len(way), alone, chinese) if alone <= ALONE * len(way) else None
