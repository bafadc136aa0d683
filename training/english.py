"""What Chinese words an English word is rendered by, counted in sentence pairs of the State Council's reports.

    python -m training.english --shared ../shared --out models/wenbao-english

IBM model 1 in both directions; a pair of words is kept where both directions agree. The result holds single words and
their weights, no sentence.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.understand.english import stem, words
from rag.understand.pinyin import split
from rag.understand.words import words_of
from training.corpora import read_jsonl

ROUNDS, SEEN, LEAST, KEPT = 8, 3, 0.02, 3
"""Rounds of EM; fewest pairs that hold a word; least product of both directions; words kept for a word."""
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def main(argv: Sequence[str] | None = None) -> None:
    """Count and write lexicon.json."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(argv)
    rows = read_jsonl(options.shared / "corpora" / "state_council_zh_en.jsonl")
    lexicon = learn([(str(r["en"]), str(r["zh"])) for r in rows])
    options.out.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(e)}: {json.dumps(c, ensure_ascii=False)}" for e, c in sorted(lexicon.items()))
    (options.out / "lexicon.json").write_text("{\n" + lines + "\n}\n", "utf-8")
    print(f"{len(lexicon)} words")


def learn(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """English stem -> its Chinese words, likeliest first."""
    names = _names([en for en, _ in pairs])
    sides = [(_english(en, names), _chinese(zh)) for en, zh in pairs]
    english, chinese = _vocabulary(e for e, _ in sides), _vocabulary(c for _, c in sides)
    cells = [
        (english[e], chinese[c], n)
        for n, (es, cs) in enumerate(sides)
        for e in es
        if e in english
        for c in cs
        if c in chinese
    ]
    e, c, n = (np.array(column, np.int64) for column in zip(*cells, strict=True))
    code, pair = np.unique(e * len(chinese) + c, return_inverse=True)
    there, back = _model_one(e, c, pair, n), _model_one(c, e, pair, n)
    found: dict[str, list[tuple[float, str]]] = {}
    english_words, chinese_words = list(english), list(chinese)
    for k, weight in enumerate((there * back).tolist()):
        if weight >= LEAST:
            word = english_words[code[k] // len(chinese)]
            found.setdefault(word, []).append((weight, chinese_words[code[k] % len(chinese)]))
    return {name: _likeliest(options) for name, options in found.items()}


def _likeliest(options: list[tuple[float, str]]) -> list[str]:
    options.sort(reverse=True)
    return [word for weight, word in options[:KEPT] if weight >= options[0][0] / 4]


def _model_one(given: Ints, other: Ints, pair: Ints, sentence: Ints) -> Floats:
    """Chance of `other` given `given` for each pair of words, shape (pairs,): in each sentence, each other word is
    shared out among the words given, in proportion to the chances of the round before."""
    size = int(pair.max()) + 1
    owner = np.zeros(size, np.int64)
    owner[pair] = given
    _, slot = np.unique(sentence * (int(other.max()) + 1) + other, return_inverse=True)
    chance = np.ones(size)
    for _ in range(ROUNDS):
        weight = chance[pair]
        counts = np.bincount(pair, weight / np.bincount(slot, weight)[slot], size)
        chance = counts / np.bincount(owner, counts)[owner]
    return chance


def _english(text: str, names: frozenset[str]) -> list[str]:
    return list(dict.fromkeys(stem(w) for w in words(text) if w not in names))


def _chinese(text: str) -> list[str]:
    return list(dict.fromkeys(w for w in words_of(text) if _CHINESE.fullmatch(w)))


def _names(texts: Sequence[str]) -> frozenset[str]:
    """Words in pinyin that are never written small: names of people and places, which are read by their sound."""
    small = {w for text in texts for w in re.findall(r"\b[a-z]+\b", text)}
    return frozenset(w for text in texts for w in words(text) if w not in small and split(w))


def _vocabulary(sides: Iterable[list[str]]) -> dict[str, int]:
    counts = Counter(w for side in sides for w in side)
    return {w: i for i, w in enumerate(w for w, n in counts.items() if n >= SEEN)}


if __name__ == "__main__":
    main()
