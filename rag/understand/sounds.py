"""A text as syllables, and where a run of syllables sounds in it: the home of pypinyin.

Sounds are toneless. `near` ids take zh/z, ch/c, sh/s and -ang/-an, -eng/-en, -ing/-in as one, as many people do;
`exact` ids do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import rjieba
from numpy.typing import NDArray
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

Ids = NDArray[np.int32]
_SIZE = 1024


def _toneless(syllable: str) -> str:
    plain = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    return "".join(c for c in plain if c.isascii())


@lru_cache(maxsize=1)
def syllables() -> dict[str, int]:
    """Every toneless syllable, numbered from 1."""
    readings = {_toneless(r) for row in PINYIN_DICT.values() for r in row.split(",")}
    plain = {s for s in readings if re.fullmatch(r"[a-z]{1,6}", s) and re.search(r"[aeiouv]", s)}
    return {s: i for i, s in enumerate(sorted(plain | {s.replace("v", "ue") for s in plain if "ve" in s}), 1)}


@lru_cache(maxsize=1)
def near_ids() -> Ids:
    """For each number of `syllables`, the number of the sound it is taken for; 0 stays 0."""
    names, known = syllables(), dict[str, int]()
    out = np.zeros(len(names) + 1, np.int32)
    for name, number in names.items():
        sound = re.sub(r"^([zcs])h", r"\1", re.sub(r"(?<=[aei])ng$", "n", name)).replace("v", "u")
        out[number] = known.setdefault(sound, len(known) + 1)
    return out


@lru_cache(maxsize=65536)
def _word_sounds(word: str) -> tuple[int, ...]:
    names, phrase = syllables(), PHRASES_DICT.get(word)
    if phrase and len(phrase) == len(word):
        return tuple(names.get(_toneless(p[0]), 0) for p in phrase)
    return tuple(names.get(_toneless(PINYIN_DICT.get(ord(c), "").split(",")[0]), 0) for c in word)


def sounds_of(text: str) -> Ids:
    """The exact sound of each character in its word; 0 for what is no Chinese character."""
    return np.array([s for word in rjieba.cut(text) for s in _word_sounds(word)], np.int32)


class Sounds:
    """A text that can be searched by sound. Built once for a generation; safe to read from several threads."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.exact = sounds_of(text)
        self.near = near_ids()[self.exact]
        codes = self.near[:-1] * _SIZE + self.near[1:]
        codes[(self.near[:-1] == 0) | (self.near[1:] == 0)] = -1
        self._order = np.argsort(codes, kind="stable").astype(np.int32)
        self._codes = codes[self._order]
        self.pairs = {a + b for a, b in pairwise(text)}
        self.commonest: dict[int, str] = {}
        """For each near sound, the character that has it most often."""
        for char, _ in Counter(text).most_common():
            self.commonest.setdefault(int(near_ids()[(*_word_sounds(char), 0)[0]]), char)

    def pair_at(self, first: int, second: int) -> Ids:
        """Places of the text where two near sounds follow each other."""
        if not first or not second:
            return np.zeros(0, np.int32)
        code = first * _SIZE + second
        low, high = np.searchsorted(self._codes, np.array((code, code + 1), self._codes.dtype))  # no copy: same type
        return np.asarray(self._order[low:high], np.int32)

    def longer(self, places: Ids, length: int, sound: int) -> Ids:
        """Those of `places` (runs of `length` sounds) that go on with `sound`."""
        places = places[places + length < len(self.near)]
        return np.asarray(places[self.near[places + length] == sound], np.int32)

    def best_words(self, places: Ids, sounds: Sequence[int], sample: int = 200) -> tuple[str, float]:
        """The words most often written at `places`, and about how often; those of the very same sounds first."""
        if not len(places):
            return "", 0.0
        same = places[(self.exact[places[:, None] + np.arange(len(sounds))] == np.array(sounds)).all(axis=1)]
        places = same if len(same) else places
        picked = places[:: max(1, len(places) // sample)]
        word, count = Counter(self.text[p : p + len(sounds)] for p in picked.tolist()).most_common(1)[0]
        return word, count / len(picked) * len(places) * (1.0 if len(same) else 0.2)
