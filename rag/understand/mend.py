"""What a person typed, read with the words of the reports: pinyin, English, typos."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from rag.lexicon import synonyms
from rag.text import fold, squeeze
from rag.understand.english import ASKING, read_english
from rag.understand.pinyin import read_pinyin
from rag.understand.sounds import Sounds
from rag.understand.spelling import Spelling

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’ü]*(?: +[A-Za-z][A-Za-z'’ü]*)*")
_WORD = re.compile(r"[A-Za-zü]+")


class Mender:
    """Reads questions with the words of one generation; its tables are built when first needed, in under a second."""

    def __init__(self, texts: Sequence[str], question_counts: Mapping[str, int]) -> None:
        """`texts` of the reports; `question_counts`: in how many of 8,000 citizens' questions a word stands."""
        self._texts, self._counts = texts, question_counts

    def __call__(self, text: str) -> str:
        """The text as it was probably meant; the text itself where that is not sure."""
        if _CHINESE.search(text):
            return self._spelling.correct(self._runs_of_pinyin(text))
        mixed = self._runs_of_pinyin(text)
        if _CHINESE.search(mixed) and all(self.knows(w) for w in _WORD.findall(mixed)):
            return mixed
        return read_english(text, self._name, self.knows) or text

    def knows(self, word: str) -> bool:
        """Whether the reports, or the synonyms, have a word."""
        return fold(word) in self._folded or any(term == fold(word) for term, _ in synonyms(word))

    def lacks(self, written: str, meant: str) -> bool:
        """Whether a text was written in English and one of its words stands in no report."""
        if written == meant or _CHINESE.search(written) or " " not in meant:
            return False
        return any(not self.knows(word) for word in meant.split() if word not in ASKING and not word[0].isdigit())

    def _runs_of_pinyin(self, text: str) -> str:
        """The text with its runs of pinyin read; words that the reports have in Latin letters (GDP) stay."""

        def run(match: re.Match[str]) -> str:
            return " ".join(self._pieces(match.group().split()))

        return re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", _LATIN.sub(run, text))

    def _pieces(self, words: list[str]) -> list[str]:
        pieces, run = list[str](), list[str]()
        for word in [*words, ""]:
            if word and (not word.isupper() or len(word) > 5) and not (len(word) < 4 and self.knows(word)):
                run.append(word)
                continue
            if run:
                pieces.append((self._name(" ".join(run)) if len("".join(run)) > 3 else None) or " ".join(run))
            pieces += [word] if word else []
            run = []
        return pieces

    def _name(self, latin: str) -> str | None:
        return read_pinyin(latin, self._sounds)

    @cached_property
    def _folded(self) -> str:
        return fold("\n".join(self._texts))

    @cached_property
    def _sounds(self) -> Sounds:
        everyday = [w for w, n in self._counts.items() if len(w) > 1 and n >= 3 for _ in range(min(30, n // 10 + 1))]
        return Sounds("\n".join([*map(squeeze, self._texts), *everyday]))

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._sounds, self._counts, "\n".join(map(squeeze, self._texts)))
