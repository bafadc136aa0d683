"""Typos that sound like words of the reports, put right: 忘听大乔 is 望汀大桥 where a report says so.

Only runs that neither the reports nor citizens' questions know are changed, and only where enough of their sounds and
characters stand in a row in a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import rjieba

from rag.understand.sounds import Ids, Sounds, near_ids, sounds_of, syllables

PLACES, DIAGONALS, EVERYDAY = 600, 40, 12
"""Places looked at for a pair of sounds; alignments tried for a run; questions (of 8,000) that make a character common."""
FREQUENT = 4
"""Times that the reports have a word of two characters, or a term with a slip in it, before it is read into a question."""
_GRAMMAR = frozenset("几多少谁哪啥吗呢吧呀了的地得着过把被给让跟和从往一二三四五六七八九十百千万亿两")
_OF_A_NAME = re.compile(
    r"(?:高铁|铁路|高速|大桥|机场|港口?|水库|电站|热源厂|水厂|新[城区]|大道|[路街桥河湖江山镇乡村县区市码卡园]|公司|集团|基地|产业园)"
)
"""What follows a name."""
_RUN = re.compile(r"[\u3400-\u9fff]{3,60}")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A stretch of a run, and what a report has at the same sounds."""

    start: int
    words: str
    same: int
    """Characters that are the same in both."""
    exact: bool
    """Whether all sounds are the same without the near ones being taken as one."""


class Spelling:
    """Reads typos with the words of one generation's reports."""

    def __init__(self, sounds: Sounds, question_counts: Mapping[str, int], reports: str) -> None:
        """`question_counts`: in how many citizens' questions a word stands; `reports`: their text, squeezed."""
        self._sounds, self._counts, self._reports = sounds, question_counts, reports
        self._names = ["", *syllables()]

    def correct(self, text: str) -> str:
        """The text with its typos read as words of the reports; the text itself where none is sure."""
        return _RUN.sub(lambda m: self._run(m.group()), text)

    def _run(self, run: str) -> str:
        strange, loose = self._strange(run)
        heard = list(self._readings(run))
        readings = [r for r in heard if self._sure(run, r, strange, loose)] if any(strange) else []
        readings += [term for r in heard if (term := self._term_with_a_slip(run, r))]
        readings.sort(key=lambda r: (-r.same - 0.5 * len(r.words), -len(r.words), not r.exact))
        chars, taken = list(run), [False] * len(run)
        for r in readings:
            span = slice(r.start, r.start + len(r.words))
            if not any(taken[span]):
                chars[span], taken[span] = list(r.words), [True] * len(r.words)
        return "".join(chars)

    def _strange(self, run: str) -> tuple[list[bool], list[bool]]:
        """For each character: does no text known have it beside its neighbours; does it stand outside any word."""
        pairs, loose = self._sounds.pairs, list[bool]()
        for word in rjieba.cut(run, False):
            known = len(word) > 1 or word in _GRAMMAR or self._counts.get(word, 0) >= EVERYDAY
            loose += [not known] * len(word)
        strange = []
        for i, char in enumerate(run):
            if run[i + 1 : i + 3] == "不" + char or run[max(0, i - 2) : i] == char + "不":  # 攻不攻, 治不治
                strange.append(False)
                continue
            beside = run[max(0, i - 1) : i + 2]
            strange.append(loose[i] and not any(beside[k : k + 2] in pairs for k in range(len(beside) - 1)))
        return strange, loose

    def _readings(self, run: str) -> Iterator[_Reading]:
        """Stretches of the run that sound like a stretch of the reports and are not written like it, longest first."""
        exact = sounds_by_character(run)
        near = near_ids()[exact]
        anchors = [self._sounds.pair_at(int(near[j]), int(near[j + 1]))[:PLACES] - j for j in range(len(run) - 1)]
        offsets, votes = np.unique(np.concatenate(anchors), return_counts=True)
        inside = (offsets >= 0) & (offsets + len(run) <= len(self._sounds.near))
        offsets, votes = offsets[inside], votes[inside]
        seen = set[tuple[int, str]]()
        for at in offsets[np.argsort(-votes, kind="stable")[:DIAGONALS]].tolist():
            there = slice(at, at + len(run))
            for start, end in self._stretches(exact, near, there):
                words = self._sounds.text[at + start : at + end]
                if words != run[start:end] and (start, words) not in seen:
                    seen.add((start, words))
                    same = sum(a == b for a, b in zip(words, run[start:end], strict=True))
                    alike = bool((self._sounds.exact[there][start:end] == exact[start:end]).all())
                    yield _Reading(start, words, same, alike)

    def _stretches(self, exact: Ids, near: Ids, there: slice) -> Iterator[tuple[int, int]]:
        """Stretches of at least two equal sounds; one sound that is a letter off may stand inside."""
        equal = (self._sounds.near[there] == near) & (near > 0)
        other = self._sounds.exact[there]
        start = 0
        while start < len(equal):
            end, slips = start, 0
            while end < len(equal) and (equal[end] or (not slips and start < end and self._close(exact, other, end))):
                slips += not equal[end]
                end += 1
            if end - start >= 2 and equal[end - 1]:
                yield start, end
            start = max(end, start) + 1

    def _close(self, exact: Ids, other: Ids, at: int) -> bool:
        a, b = self._names[int(exact[at])], self._names[int(other[at])]
        return bool(a and b) and (a[1:] == b[1:] or a[:-1] == b or a == b[:-1])

    def _sure(self, run: str, r: _Reading, strange: list[bool], loose: list[bool]) -> bool:
        """Whether a reading is strong enough to change what a person wrote."""
        size, changed = len(r.words), [i for i, c in enumerate(r.words, r.start) if c != run[i]]
        if not any(strange[i] for i in changed) or not re.fullmatch(r"[\u3400-\u9fff]+", r.words):
            return False
        if not self._often_enough(r.words) or self._may_be_a_name(run, r, loose):
            return False
        fewer = _pieces(run) - _pieces(run[: r.start] + r.words + run[r.start + size :])
        whole = all(loose[i] for i in changed)
        if size >= 4:
            return (whole or 2 * r.same >= size) and (fewer > 0 or (r.exact and len(changed) == 1 and r.same >= 3))
        if size == 3:
            return whole and r.exact and r.same >= 1 and fewer > 0 and _pieces(r.words) == 1
        both = all(loose[r.start : r.start + 2])
        return whole and r.exact and r.same == 1 and both and fewer > 0 and _pieces(r.words) == 1

    def _often_enough(self, words: str) -> bool:
        """Whether the reports have a reading often enough: a short one is soon found by chance."""
        return self._reports.count(words) >= {2: FREQUENT, 3: 2}.get(len(words), 1)

    def _term_with_a_slip(self, run: str, r: _Reading) -> _Reading | None:
        """The frequent term within a reading, of which one character sounds right and is another, after a word of it
        that is right: 人工只能. The first word of a term may be a name, and is left alone."""
        changed = [i for i, c in enumerate(r.words) if c != run[r.start + i]]
        if len(changed) != 1 or not r.exact or run[r.start + changed[0]] in _GRAMMAR:
            return None
        at, starts, ends = changed[0], [0], list[int]()
        for word in rjieba.cut(r.words, False):
            ends.append(starts[-1] + len(word))
            starts.append(ends[-1])
        last = next(i for i, end in enumerate(ends) if at < end)
        start, end = starts[last] if at - starts[last] >= 2 else starts[max(0, last - 1)], ends[last]
        before, beside = run[r.start + start : r.start + at], run[r.start + at - 1 : r.start + at + 2]
        words = r.words[start:end]
        if at - start < 2 or len(words) < 4 or _pieces(before) > 1 or self._reports.count(words) < FREQUENT:
            return None
        if all(beside[k : k + 2] in self._sounds.pairs for k in range(len(beside) - 1)):
            return None
        return _Reading(r.start + start, words, len(words) - 1, True)

    def _may_be_a_name(self, run: str, r: _Reading, loose: list[bool]) -> bool:
        """Whether a short reading changes a part of what may be a name that no report has: 昌景黄高铁, 渝东新城."""
        end = r.start + len(r.words)
        if len(r.words) > 3:
            return False
        return (
            (r.start > 0 and loose[r.start - 1]) or (end < len(run) and loose[end]) or bool(_OF_A_NAME.match(run, end))
        )


def _pieces(text: str) -> int:
    """Words that a text falls into: a typo breaks words, and so a right reading has fewer."""
    return len(rjieba.cut(text, False))


def sounds_by_character(run: str) -> Ids:
    """The commonest sound of each character: a typo breaks the words that would tell more."""
    return np.array([int(sounds_of(c)[0]) for c in run], np.int32)
