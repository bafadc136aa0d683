"""A later turn of a conversation -> the question it means, from the questions before it alone.

Two small models, learned from conversations about reports (`training/turns.py`): does the turn lean on what came before,
and which words of the earlier questions does it then mean. A turn that stands alone is read alone.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import rjieba
from numpy.typing import NDArray

from rag.errors import JudgeUnavailable
from rag.settings import HOME
from rag.trees import Trees
from rag.understand.frames import Frames

MODEL = HOME / "models" / "wenbao-judge" / "turns.json"
TURNS, BACK = 6, 3
"""Earlier turns that are read; those of them whose words may be taken over."""
LONGEST = 120
"""Characters of an earlier question that are looked at."""
_PERIOD = re.compile(r"(?:20\d\d|去|今|上|前|明)年|过去|目前|现在|五年|十[三四五六]五")
_ASKS = re.compile(r"几|多少|什么|啥|哪|谁|怎|咋|吗|么|没$|如何|为何|是否")
_POINTS = re.compile(r"它|这|那[个些边里条项家种位]|其中|其他|别的|另外|同上|上面|刚才|前面")
_LEADS = re.compile(
    r"^(?:嗯+|哦+|噢+|好的?|行|那么?|对了|另外|然后|所以|还有)?[,，、\s]*(?:那么?(?![个些边里条项家种位年]))?"
)
_ENDS = re.compile(r"(?:的话)?[呢呀啊]?[?？!！。\s]*$")
_WORD = re.compile(r"[A-Za-z0-9\u3400-\u9fff×]")
WORD_FEATURES = (
    "back", "noun", "name", "verb", "adjective", "number", "time", "asking", "function", "length", "weight",
    "is_period", "turn_period", "turn_nouns", "turn_verbs", "turn_length", "turn_asks", "at", "in_turn", "shared_signs",
    "same_end", "led", "ends_ne", "points", "words", "leans", "was_carried", "same_kind", "next_function", "last_asks",
    "nouns_after", "best_weight", "newer_nouns",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a turn means."""

    text: str
    """A question that stands alone."""
    taken: str = ""
    """All words of earlier questions that were taken over, as the reader is told; empty where it stands alone."""
    wider: str = ""
    """The same question with more of those words, where the likelier ones alone may be too few."""

    @property
    def carried(self) -> bool:
        return bool(self.taken)


class TurnReader:
    """Reads turns. Stateless; safe to call from several threads."""

    def __init__(self, frames: Frames, path: Path = MODEL) -> None:
        """Raises JudgeUnavailable where the file is missing or damaged."""
        try:
            row = json.loads(path.read_text("utf-8"))
            self._leans: dict[str, float] = row["leans"]["weights"]
            self._bias = float(row["leans"]["bias"])
            self._least = float(row["leans"]["least"])
            self._take, self._wider = float(row["words"]["least"]), float(row["words"]["wider"])
            self._words = Trees(row["words"]["trees"])
            fits = tuple(row["words"]["names"]) == WORD_FEATURES
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise JudgeUnavailable("对话模型文件缺失或损坏。", "git checkout -- models/wenbao-judge") from error
        if not fits:
            raise JudgeUnavailable("对话模型与程序版本不一致。", "git checkout -- models/wenbao-judge")
        self._frames = frames
        self._read = lru_cache(maxsize=512)(self._read_all)

    def read(self, text: str, earlier: Sequence[str]) -> Reading:
        """The turn as it is meant; `earlier`: the questions before it, oldest first, each as it was typed."""
        if not earlier or not text:
            return Reading(text)
        return self._read((*(t[:LONGEST] for t in earlier[-TURNS:]), text))

    def _read_all(self, texts: tuple[str, ...]) -> Reading:
        before = [self._read(texts[:i]) if i > 1 else Reading(texts[0]) for i in range(1, len(texts))]
        text = texts[-1]
        leans = self.leaning(text, [r.text for r in before])
        if leans < self._least:
            return Reading(text)
        chosen = candidates(text, before, leans, self._frames)
        if not chosen:
            return Reading(text)
        odds = self._words.predict(np.array([row for _, row in chosen], np.float32))
        return read_with([word for word, _ in chosen], 1 / (1 + np.exp(-odds)), text, self._take, self._wider)

    def leaning(self, text: str, earlier: Sequence[str]) -> float:
        """The chance that a turn leans on the questions before it."""
        odds = self._bias + sum(
            self._leans.get(name, 0.0) * value for name, value in lean_features(text, earlier).items()
        )
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an earlier reading, its place there, and how many turns back."""

    text: str
    at: int
    back: int


def read_with(words: Sequence[Word], chances: NDArray[np.floating], text: str, least: float, wider: float) -> Reading:
    """A turn with the words that are likely enough; the likeliest where none is, since it leans on something. A turn that
    asks something itself takes no asking words over: where it would take nothing else, it stands alone."""
    if _ASKS.search(text):
        naming = [i for i, w in enumerate(words) if not _ASKS.search(w.text) and w.text != "有没有"]
        words, chances = [words[i] for i in naming], chances[naming]
    if not words:
        return Reading(text)
    likeliest = float(chances.max())
    narrow, wide = (
        joined([w for w, c in zip(words, chances, strict=True) if c >= min(limit, likeliest)], text)
        for limit in (least, wider)
    )
    return Reading(narrow.text, wide.taken, wide.text if wide.text != narrow.text else "")


def joined(words: Sequence[Word], text: str) -> Reading:
    """The words, the earliest turn first and in their order, before the turn's own where it asks something; else after
    them: 断头路呢 asks of it what was asked before."""
    bare = _ENDS.sub("", _LEADS.sub("", text)) or text
    kept = [w for w in sorted(words, key=lambda w: (-w.back, w.at)) if w.text not in bare]
    taken = "".join(dict.fromkeys(w.text for w in kept))
    if not taken:
        return Reading(text)
    return Reading(f"{taken} {bare}" if _ASKS.search(bare) else f"{bare} {taken}", taken)


@lru_cache(maxsize=2048)
def tagged(text: str) -> tuple[tuple[str, str, int], ...]:
    """Words with their part of speech (ICTCLAS letters) and where each starts; no punctuation."""
    out, at = [], 0
    for word, tag in rjieba.tag(text):
        if _WORD.search(word):
            out.append((word, tag, at))
        at += len(word)
    return tuple(out)


@lru_cache(maxsize=2048)
def phrases(text: str) -> tuple[tuple[str, str, int], ...]:
    """The same, nouns that stand together as one: they name one thing (老旧 小区) and are taken over together."""
    out: list[tuple[str, str, int]] = []
    for word, tag, at in tagged(text):
        if (
            out
            and out[-1][2] + len(out[-1][0]) == at
            and _names(tag)
            and _names(out[-1][1])
            and not _PERIOD.search(word + out[-1][0])
        ):
            out[-1] = (out[-1][0] + word, tag if tag[0] == "n" else out[-1][1], out[-1][2])
        else:
            out.append((word, tag, at))
    return tuple(out)


def _names(tag: str) -> bool:
    """Whether a part of speech is part of a name: nouns, what describes them, letters."""
    return tag[0] in "nbjzgs" or tag in ("a", "an", "vn", "eng", "l", "i")


def lean_features(text: str, earlier: Sequence[str]) -> dict[str, float]:
    """What tells whether a turn leans: its edges, its function words, the order of its parts of speech, its length, and
    whether the nouns that it has were said before."""
    bare = re.sub(r"[?？!！。.,，\s]+$", "", text)
    words, before = tagged(bare), "".join(earlier[-BACK:])
    nouns = [w for w, t, _ in words if t[0] in "nbjlisg" or t in ("vn", "eng", "an")]
    tags = ["^", *(t[0] if t[0] not in "n" else t[:2] for _, t, _ in words), "$"]
    found: dict[str, float] = {}
    for name in (f"^{bare[:1]}", f"^^{bare[:2]}", f"{bare[-1:]}$", f"{bare[-2:]}$$", f"{bare[-3:]}$$$"):
        found[name] = 1.0
    for word, tag, _ in words:
        if tag[0] not in "n" and len(word) <= 3:
            found[f"w:{word}"] = 1.0
    for size in (2, 3):
        for i in range(len(tags) - size + 1):
            found["t:" + " ".join(tags[i : i + size])] = 1.0
    length, new = len(bare), [n for n in nouns if n not in before]
    found |= {
        f"length:{min(length // 3, 8)}": 1.0, f"nouns:{min(len(nouns), 3)}": 1.0, f"new:{min(len(new), 3)}": 1.0,
        f"old:{min(len(nouns) - len(new), 2)}": 1.0, f"nouns:{min(len(nouns), 3)}:{min(length // 4, 4)}": 1.0,
        "short": math.exp(-length / 6), "new_signs": min(sum(map(len, new)), 8) / 8,
        f"asks:{bool(_ASKS.search(bare))}:{min(len(new), 2)}": 1.0, f"points:{bool(_POINTS.search(bare))}": 1.0,
        f"period:{bool(_PERIOD.search(bare))}:{min(len(new), 2)}": 1.0,
    }  # fmt: skip
    return found


def candidates(text: str, before: Sequence[Reading], leans: float, frames: Frames) -> list[tuple[Word, list[float]]]:
    """Words of the earlier readings, newest turn first, each with its features (`WORD_FEATURES`)."""
    own = tagged(text)
    nouns = [w for w, t, _ in own if t[0] == "n" or t == "vn"]
    period, asking = bool(_PERIOD.search(text)), bool(_ASKS.search(text))
    of_turn = (float(len(nouns)), float(sum(t[0] == "v" for _, t, _ in own)), float(len(text)), float(asking))
    signs, out = set(text), list[tuple[Word, list[float]]]()
    tail = re.sub(r"[?？\s]+$", "", text)
    kinds, newer = {t for _, t, _ in own}, 0.0
    for back, reading in enumerate(reversed(before[-BACK:])):
        words = phrases(reading.text)
        weights = frames.of_words([w for w, _, _ in words])
        asks, best = float(bool(_ASKS.search(reading.text))), max(weights, default=1.0)
        naming = [_names(t) and w not in text for w, t, _ in words]
        for i, (word, tag, at) in enumerate(words):
            after = words[i + 1][1][0] if i + 1 < len(words) else "x"
            out.append((
                Word(word, at, back),
                [
                    float(back), float(tag[0] == "n"), float(tag in ("ns", "nt", "nz", "nr")), float(tag[0] == "v"),
                    float(tag[0] in "ab"), float(tag[0] in "mq"), float(tag[0] == "t"), float(bool(_ASKS.search(word))),
                    float(tag[0] in "rdpcuyfxe"), float(len(word)), weights[i], float(bool(_PERIOD.search(word))),
                    float(period), *of_turn, i / max(1, len(words)), float(word in text),
                    len(set(word) & signs) / len(word), float(any(n[-1] == word[-1] for n in nouns)),
                    float(bool(re.match(r"那|嗯|哦", text))), float(tail.endswith("呢")), float(bool(_POINTS.search(text))),
                    float(len(words)), leans, float(reading.carried), float(tag in kinds), float(after in "uyx"), asks,
                    float(sum(naming[i + 1 :])), weights[i] / max(best, 1e-6), newer,
                ],
            ))  # fmt: skip
        newer += sum(naming)
    return out
